//! What the document repeats of the signed values, for reading.

use super::{Findings, Missing, Subject, failed, show};
use crate::coverage::Class;
use crate::difference::first_difference;
use crate::document::{Kind, Value};
use crate::quote::quote;
use crate::record::Claim;

/// A member that repeats another.
#[derive(Debug)]
pub(crate) struct Repeat {
    /// The check that compares them.
    pub(crate) id: &'static str,
    /// JSON Pointer to the copy.
    pub(crate) copy: &'static str,
    /// JSON Pointer to the original.
    pub(crate) original: &'static str,
}

const fn repeat(id: &'static str, copy: &'static str, original: &'static str) -> Repeat {
    Repeat { id, copy, original }
}

/// Every copy, in the order of the checks.
#[rustfmt::skip]
pub(crate) const REPEATS: &[Repeat] = &[
    SOURCE, LICENSE, PRIMARY_CAT, SUBMITTED_AT, CROSS_CATS, GRAPH_PAPER, GRAPH_SOURCE,
];
const SOURCE: Repeat = repeat("source", "/source", "/canonical_record/source");
#[rustfmt::skip]
const LICENSE: Repeat = repeat("license", "/paper/license", "/canonical_record/metadata/license");
const PRIMARY_CAT: Repeat = repeat(
    "primary-cat",
    "/paper/primary_cat",
    "/canonical_record/metadata/primary_cat",
);
const SUBMITTED_AT: Repeat = repeat(
    "submitted-at",
    "/paper/submitted_at",
    "/canonical_record/metadata/submitted_at",
);
/// The only one whose copy may stand in another order.
pub(crate) const CROSS_CATS: Repeat = repeat(
    "cross-cats",
    "/paper/cross_cats",
    "/canonical_record/metadata/cross_cats_sorted",
);
const GRAPH_PAPER: Repeat = repeat("graph-paper", "/graph_snapshot/paper", "/paper");
const GRAPH_SOURCE: Repeat = repeat("graph-source", "/graph_snapshot/source", "/source");

impl Repeat {
    /// The signed original.
    fn signed<'d>(&self, subject: &Subject<'_, 'd>) -> Result<Value<'d>, Missing> {
        let signed = self.original.strip_prefix("/canonical_record");
        subject.signed(signed.unwrap_or_default())
    }
}

pub(super) fn source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let claim = Claim::at(subject.record.root, SOURCE.copy).of_kind(Kind::Object);
    let same = |copy: Value<'_>, signed: Value<'_>| first_difference(copy, signed).is_none();
    let signed = SOURCE.signed(subject);
    findings.compare_values(SOURCE.copy, claim, signed, same, Class::Mirrored);
}

pub(super) fn license(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(subject, findings, &LICENSE);
}

pub(super) fn primary_cat(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(subject, findings, &PRIMARY_CAT);
}

pub(super) fn submitted_at(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    metadata(subject, findings, &SUBMITTED_AT);
}

fn metadata(subject: &Subject<'_, '_>, findings: &mut Findings<'_>, repeat: &Repeat) {
    let signed = repeat
        .signed(subject)
        .and_then(|value| match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(Missing(
                format!("{} is not a string", repeat.original).into(),
            )),
        });
    let claim = subject.string(repeat.copy);
    findings.compare(repeat.copy, claim, signed, Class::Mirrored);
}

pub(super) fn cross_cats(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let claim = Claim::at(subject.record.root, CROSS_CATS.copy).of_kind(Kind::Array);
    let claim = claim.refine(|array| match array.children().all(is_string) {
        true => Ok(array),
        false => Err("holds something other than strings".into()),
    });
    let signed = CROSS_CATS.signed(subject);
    findings.compare_values(
        CROSS_CATS.copy,
        claim,
        signed,
        is_sorted_to,
        Class::Mirrored,
    );
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
    repeats(subject, findings, &GRAPH_PAPER);
}

pub(super) fn graph_source(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    repeats(subject, findings, &GRAPH_SOURCE);
}

/// What is vouched for in the original is vouched for in a copy that equals it.
fn repeats(subject: &Subject<'_, '_>, findings: &mut Findings<'_>, repeat: &Repeat) {
    let (pointer, original) = (repeat.copy, repeat.original);
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
