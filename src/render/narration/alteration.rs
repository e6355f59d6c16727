//! What was altered: both values, how that is known, and what it proves.

use crate::render::failures;
use crate::report::{Change, Origin, Report};

/// Both values of a place that was altered; `None` where there is no such member.
pub(crate) fn values(report: &Report<'_>, change: &Change) -> [(&'static str, Option<String>); 2] {
    let text = |value: &Option<_>| value.as_ref().map(ToString::to_string);
    let was = if report.diagnosis.is_signed() {
        "signed"
    } else {
        "before"
    };
    [
        ("shown here", text(&change.found)),
        (was, text(&change.restored)),
    ]
}

/// How it is known what was there.
pub(crate) fn origin(change: &Change) -> String {
    match change.origin.as_str() {
        Some(origin) => format!("The other value is the one at {origin}."),
        None if change.origin == Origin::Removed => "The member does not belong there.".into(),
        None => "The other value was found by trying.".into(),
    }
}

/// What follows from the diagnosis; `None` if none was needed.
pub(crate) fn conclusion(report: &Report<'_>) -> Option<String> {
    let diagnosis = &report.diagnosis;
    let witnesses = failures::witnesses(diagnosis);
    if diagnosis.changes.iter().any(Change::is_in_record) {
        let that = match diagnosis.changes.len() {
            1 => "that",
            _ => "all of that",
        };
        let signed = if diagnosis.is_signed() {
            ": this is what was signed"
        } else {
            ", but no trusted key signed it either"
        };
        return Some(format!(
            "With {that} undone, the digest is the one that {witnesses} agree on{signed}."
        ));
    }
    if !diagnosis.changes.is_empty() {
        let agree = match diagnosis.witnesses.len() {
            1 => "agrees",
            _ => "agree",
        };
        return Some(format!(
            "The canonical record was not altered: {witnesses} {agree} with the recomputed digest."
        ));
    }
    let hint = report.hints.compare;
    let advice = hint.map(|hint| format!(" Compare it with another copy: {hint}."));
    diagnosis.search_failed.then(|| {
        format!(
            "What was altered could not be found: no value elsewhere in the document gives the \
             stated digest.{}",
            advice.unwrap_or_default()
        )
    })
}

/// How many bytes two texts have in common at the beginning and at the end; `None` if they are
/// the same, or have so little in common that they differ as a whole.
pub(crate) fn in_common(one: &str, other: &str) -> Option<(usize, usize)> {
    let same = |(one, other): &(char, char)| one == other;
    let length = |(char, _): (char, char)| char.len_utf8();
    let pairs = one.chars().zip(other.chars());
    let start = pairs.take_while(same).map(length).sum();
    let (one, other) = (one.get(start..)?, other.get(start..)?);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(same).map(length).sum();
    // The quotes of two strings alone are not worth a mark.
    let is_marked = start + end > 2 && !(one.is_empty() && other.is_empty());
    is_marked.then_some((start, end))
}
