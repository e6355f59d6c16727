//! Describes what was altered: both values, how the original is known, and what that shows.

use crate::render::failures;
use crate::report::{Change, Check, Origin, Report};

/// Returns both values of an altered place: the present one and the original, with their labels.
///
/// A value is `None` if there is no such member.
pub(crate) fn values(report: &Report<'_>, change: &Change) -> [(&'static str, Option<String>); 2] {
    let text = |value: &Option<_>| value.as_ref().map(ToString::to_string);
    let was = if report.diagnosis.is_signed() {
        Check::SIGNED
    } else {
        "before"
    };
    [
        (Check::SHOWN, text(&change.found)),
        (was, text(&change.restored)),
    ]
}

/// Returns the heading of an alteration.
#[cfg(feature = "files")]
pub(crate) fn title(report: &Report<'_>) -> &'static str {
    if report.diagnosis.is_signed() {
        "A signed value was altered"
    } else {
        "A value was altered"
    }
}

/// Returns a sentence that says how the original value is known.
pub(crate) fn origin(change: &Change) -> String {
    match change.origin.as_str() {
        Some(origin) => format!("The original value is also at {origin}."),
        None if change.origin == Origin::Removed => "This member was added.".into(),
        None => "The original value was found by trying possible changes.".into(),
    }
}

/// Returns sentences on what the diagnosis shows.
///
/// They are `None` if nothing was found and no search for an alteration failed.
pub(crate) fn conclusion(report: &Report<'_>) -> Option<String> {
    let diagnosis = &report.diagnosis;
    let witnesses = failures::witnesses(diagnosis);
    if diagnosis.changes.iter().any(Change::is_in_record) {
        let original = match diagnosis.changes.len() {
            1 => "the original value",
            _ => "the original values",
        };
        let signed = if diagnosis.is_signed() {
            ""
        } else {
            " But no trusted key signed that digest."
        };
        return Some(format!(
            "With {original} put back, the recomputed digest matches {witnesses}.{signed}"
        ));
    }
    if !diagnosis.changes.is_empty() {
        let agree = match diagnosis.witnesses.len() {
            1 => "agrees",
            _ => "agree",
        };
        return Some(format!(
            "The canonical record is intact: {witnesses} {agree} with its recomputed digest."
        ));
    }
    diagnosis.search_failed.then(|| {
        "What was altered could not be found: no value elsewhere in the document gives the stated \
         digest."
            .to_owned()
    })
}

/// Returns how many bytes two texts have in common at the beginning and at the end.
///
/// The result is `None` if the texts are the same, or have so little in common that they differ as
/// a whole.
pub(crate) fn in_common(one: &str, other: &str) -> Option<(usize, usize)> {
    let same = |(one, other): &(char, char)| one == other;
    let length = |(char, _): (char, char)| char.len_utf8();
    let pairs = one.chars().zip(other.chars());
    let start = pairs.take_while(same).map(length).sum();
    let (one, other) = (one.get(start..)?, other.get(start..)?);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(same).map(length).sum();
    // All JSON strings have both quotes in common, which are 2 bytes.
    let is_marked = start + end > 2 && !(one.is_empty() && other.is_empty());
    is_marked.then_some((start, end))
}
