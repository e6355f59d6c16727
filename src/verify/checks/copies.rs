//! What the document repeats of the signed values, for reading. Each copy is compared with
//! the signed value, wherever it is and whatever the other copy says.

use super::{Findings, Subject, texts};
use crate::json::difference::{first_difference, is_same};
use crate::json::document::{Kind, Value};
use crate::json::pointer::is_at_or_below;
use crate::json::quote::Quoted;
use crate::record::claim::Defect;
use crate::record::copies::{COPIED, Copied, Form};
use crate::report::coverage::Class;
use crate::report::{Fact, Finding, Outcome, Reason};

/// The first copy of a signed value.
pub(super) fn first<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    copied: &'static Copied,
) {
    let [place, _] = copied.places;
    let outcome = compare(subject, findings, copied, place);
    findings.push(place, outcome);
}

/// Compares a copy at a JSON Pointer with the signed value.
fn compare<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    copied: &'static Copied,
    place: &'static str,
) -> Outcome<'d> {
    let claim = subject.at(place);
    let signed = || subject.signed_at(copied.signed);
    let (claim, same): (_, fn(Value<'_>, Value<'_>) -> bool) = match copied.form {
        Form::Text | Form::Excerpt => return texts::copy(subject, findings, copied, place, claim),
        Form::Object => (claim.of_kind(Kind::Object), is_same),
        Form::AnyOrder => (claim.of_kind(Kind::Array).refine(strings), is_sorted_to),
        Form::String => {
            let text = signed().and_then(|value| match value.kind() {
                Kind::String => Ok(Fact::Value(value)),
                _ => Err(Reason::SignedNotAString(copied.signed)),
            });
            return findings.compare_text(claim.of_text(), text, Class::Mirrored);
        }
    };
    let signed = signed();
    let pair = claim.given().zip(signed.clone().ok());
    let claim = claim.refine(|value| Ok(Fact::Value(value)));
    let same = |_: &_, _: &_| pair.is_some_and(|(copy, signed)| same(copy, signed));
    findings.compare(claim, signed.map(Fact::Value), same, Class::Mirrored)
}

fn strings(array: Value<'_>) -> Result<Value<'_>, Defect> {
    let mut elements = array.children();
    let all = elements.all(|element| element.kind() == Kind::String);
    all.then_some(array).ok_or(Defect::NotStrings)
}

/// Whether an array of strings, once sorted, is this one.
fn is_sorted_to(array: Value<'_>, sorted: Value<'_>) -> bool {
    // Counting first: sorting may take a lot of memory.
    sorted.kind() == Kind::Array
        && sorted.children().count() == array.children().count()
        && array
            .sorted_elements()
            .zip(sorted.children())
            .all(|(one, other)| one.as_str() == other.as_str())
}

/// A second copy: first what it repeats of the signed values, then the rest, where nobody
/// can say which copy is right.
pub(super) fn second<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    place: &'static str,
    first: &'static str,
) {
    let Some((copy, _)) = findings.require(place, subject.at(place), Reason::Missing, None) else {
        return;
    };
    let original = subject.at(first).given();
    // As a rule it is the same as the first, and that one has been compared already.
    if let Some(original) = original.filter(|original| original.eq_verbatim(copy))
        && !COPIED.iter().any(|copied| {
            let finding = findings.earlier(copied.id);
            finding.is_none_or(Finding::failed)
        })
    {
        findings.marks.repeat(original, copy);
        return findings.pass(place, Fact::Repeats(first));
    }
    // Where it is known to repeat what was signed, below the copy.
    let mut proven = Vec::with_capacity(COPIED.len());
    for copied in COPIED {
        let [_, second] = copied.places;
        let Some(part) = second.strip_prefix(place) else {
            continue;
        };
        match compare(subject, findings, copied, second) {
            Outcome::Passed { .. } => proven.push(part),
            Outcome::Skipped { .. } => {}
            outcome @ Outcome::Failed { .. } => return findings.push(second, outcome),
        }
    }
    let Some(original) = original else {
        return findings.skip(place, Reason::NoOtherCopy(first));
    };
    let mut below = Quoted::default();
    let Some([here, there]) = first_difference(copy, original, &mut below) else {
        return findings.pass(place, Fact::Repeats(first));
    };
    let this_is_signed = proven.iter().any(|part| is_at_or_below(below.kept(), part));
    let reason = Reason::OtherCopySays {
        place: format!("{first}{below}"),
        says_text: there.is_some_and(|there| there.kind() == Kind::String),
        this_is_signed,
    };
    let mut outcome = Outcome::failed(here.map(Fact::Value), None, reason);
    if let Some(there) = there {
        outcome = outcome.about(Fact::Value(there));
    }
    findings.push(format!("{place}{below}"), outcome);
}
