//! What the document repeats of the signed values, for reading.

use super::{Findings, Missing, Subject, failed, show};
use crate::coverage::Class;
use crate::difference::first_difference;
use crate::document::{Kind, Value};
use crate::quote::quote;
use crate::record::Claim;

pub(super) fn source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let claim = Claim::at(subject.record.root, "/source").of_kind(Kind::Object);
    let same = |copy: Value<'_>, signed: Value<'_>| first_difference(copy, signed).is_none();
    let signed = subject.signed("/source");
    findings.compare_values("/source", claim, signed, same, Class::Mirrored);
}

pub(super) fn license(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(subject, findings, "/paper/license", "/metadata/license");
}

pub(super) fn primary_cat(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(
        subject,
        findings,
        "/paper/primary_cat",
        "/metadata/primary_cat",
    );
}

pub(super) fn submitted_at(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(
        subject,
        findings,
        "/paper/submitted_at",
        "/metadata/submitted_at",
    );
}

fn metadata(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    copy: &'static str,
    original: &'static str,
) {
    let signed = subject
        .signed(original)
        .and_then(|value| match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(Missing(
                format!("/canonical_record{original} is not a string").into(),
            )),
        });
    findings.compare(copy, subject.string(copy), signed, Class::Mirrored);
}

pub(super) fn cross_cats(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/paper/cross_cats";
    let claim = Claim::at(subject.record.root, pointer).of_kind(Kind::Array);
    let claim = claim.refine(|array| match array.children().all(is_string) {
        true => Ok(array),
        false => Err("holds something other than strings".into()),
    });
    let signed = subject.signed("/metadata/cross_cats_sorted");
    findings.compare_values(pointer, claim, signed, is_sorted_to, Class::Mirrored);
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
    repeats(subject, findings, "/graph_snapshot/paper", "/paper");
}

pub(super) fn graph_source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    repeats(subject, findings, "/graph_snapshot/source", "/source");
}

/// What is vouched for in the original is vouched for in a copy that equals it.
fn repeats(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    pointer: &'static str,
    original: &'static str,
) {
    let root = subject.record.root;
    let copy = match Claim::at(root, pointer) {
        Claim::Absent => return findings.absent(pointer),
        Claim::Malformed { reason, .. } => return findings.fail(pointer, reason),
        Claim::Given { value, .. } => value,
    };
    let Some(original_value) = root.at(original) else {
        return findings.skip(
            pointer,
            format!("there is no {original} to compare it with"),
        );
    };
    let Some(place) = first_difference(copy, original_value) else {
        findings.marks.repeat(original_value, copy);
        return findings.pass(pointer, format!("repeats {original}"));
    };
    let shown = |root: Value<'_>| root.at(&place).map(show);
    let reason = format!("differs from {}", quote(&format!("{original}{place}")));
    let outcome = failed(shown(copy), shown(original_value), reason);
    findings.push(None, quote(&format!("{pointer}{place}")), outcome);
}
