//! What the document repeats of the signed values, for reading. Each copy is held against
//! the signed value, wherever it stands and whatever the other copy says.

use super::{Findings, Missing, Subject, failed, show, texts};
use crate::json::difference::{first_difference, is_same};
use crate::json::document::{Kind, Value};
use crate::json::quote::Quoted;
use crate::record::copies::{
    COPIED, CROSS_CATS, Copied, Form, LICENSE, PRIMARY_CAT, SOURCE, SUBMITTED_AT,
};
use crate::record::members::Claim;
use crate::report::Outcome;
use crate::report::coverage::Class;

pub(super) fn source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    first(subject, findings, &SOURCE);
}

pub(super) fn license(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    first(subject, findings, &LICENSE);
}

pub(super) fn primary_cat(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    first(subject, findings, &PRIMARY_CAT);
}

pub(super) fn submitted_at(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    first(subject, findings, &SUBMITTED_AT);
}

pub(super) fn cross_cats(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    first(subject, findings, &CROSS_CATS);
}

/// The first copy of a signed value.
pub(super) fn first(subject: &Subject<'_, '_>, findings: &mut Findings<'_>, copied: &Copied) {
    let [place, _] = copied.places;
    let outcome = hold(subject, findings, copied, place);
    findings.push(None, place, outcome);
}

/// Holds a copy at a JSON Pointer against the signed value.
fn hold(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    copied: &Copied,
    place: &'static str,
) -> Outcome {
    let root = subject.record.root;
    let signed = subject.signed(copied.signed);
    match copied.form {
        Form::Text | Form::Excerpt => texts::hold_copy(subject, findings, copied, place),
        Form::AnyOrder => {
            let claim = Claim::at(root, place).of_kind(Kind::Array);
            let claim = claim.refine(|array| match array.children().all(is_string) {
                true => Ok(array),
                false => Err("holds something other than strings".into()),
            });
            findings.compare_values(claim, signed, is_sorted_to, Class::Mirrored)
        }
        Form::Verbatim if copied.id == SOURCE.id => {
            let claim = Claim::at(root, place).of_kind(Kind::Object);
            findings.compare_values(claim, signed, is_same, Class::Mirrored)
        }
        Form::Verbatim => {
            let signed = signed.and_then(|value| match value.as_str() {
                Some(text) => Ok(text.to_owned()),
                None => {
                    let reason = format!("/canonical_record{} is not a string", copied.signed);
                    Err(Missing(reason.into()))
                }
            });
            findings.compare(Claim::string_at(root, place), signed, Class::Mirrored)
        }
    }
}

fn is_string(value: Value<'_>) -> bool {
    value.kind() == Kind::String
}

/// Whether an array of strings, once sorted, is this one.
fn is_sorted_to(array: Value<'_>, sorted: Value<'_>) -> bool {
    // Counting first: sorting may take much room.
    sorted.kind() == Kind::Array
        && sorted.children().count() == array.children().count()
        && array
            .sorted_elements()
            .zip(sorted.children())
            .all(|(one, other)| one.as_str() == other.as_str())
}

pub(super) fn graph_paper(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    second(subject, findings, "/graph_snapshot/paper", "/paper");
}

pub(super) fn graph_source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    second(subject, findings, "/graph_snapshot/source", "/source");
}

/// A second copy: first what it repeats of the signed values, then the rest, of which
/// nobody can say which copy is right.
fn second(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    pointer: &'static str,
    other: &'static str,
) {
    let root = subject.record.root;
    let copy = match Claim::at(root, pointer) {
        Claim::Absent => return findings.absent(pointer),
        Claim::Malformed { reason, .. } => return findings.fail(pointer, reason),
        Claim::Given { value, .. } => value,
    };
    let signed = COPIED.iter().filter_map(|copied| {
        let [_, place] = copied.places;
        Some((copied, place, place.strip_prefix(pointer)?))
    });
    for (copied, place, _) in signed.clone() {
        let outcome = hold(subject, findings, copied, place);
        if let Outcome::Failed { .. } = outcome {
            return findings.push(None, place, outcome);
        }
    }
    let Some(original) = root.at(other) else {
        let reason = format!("there is no {other} to compare the rest with");
        return findings.skip(pointer, reason);
    };
    let mut place = Quoted::default();
    let Some([here, there]) = first_difference(copy, original, &mut place) else {
        return findings.pass(pointer, format!("repeats {other}"));
    };
    let standing = match signed
        .clone()
        .any(|(_, _, below)| place.kept().starts_with(below))
    {
        true => "this one repeats what was signed",
        false => "neither is signed",
    };
    let reason = match there {
        Some(text) if is_string(text) => format!("{other}{place} says \"{}\"", show(text)),
        Some(value) => format!("{other}{place} says {}", show(value)),
        None => format!("there is no {other}{place}"),
    };
    let reason = format!("{reason}; {standing}");
    let outcome = failed(here.map(show), None, reason);
    findings.push(None, format!("{pointer}{place}"), outcome);
}
