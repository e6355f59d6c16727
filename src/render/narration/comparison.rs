//! Describes how two copies differ, and which one to rely on.

use crate::explain::compare::{Comparison, Difference, Relation};
use crate::report::{Report, Verdict};

/// The sentence about two arrays that differ only in their order.
pub(crate) const REORDERED: &str = "The same elements in another order.";

/// A group of differences, with its title and a note.
pub(crate) struct Part<'c> {
    pub(crate) title: &'static str,
    pub(crate) note: &'static str,
    pub(crate) differences: Vec<&'c Difference>,
}

/// Returns the differences that matter, and the rest.
pub(crate) fn parts<'c>(comparison: &'c Comparison<'_>) -> [Part<'c>; 2] {
    let differences = comparison.differences.iter();
    let (matter, rest) = differences.partition(|found| found.matters());
    [
        Part {
            title: "Differences that matter",
            note: "The value in one of the copies is signed, or a check fails because of it.",
            differences: matter,
        },
        Part {
            title: "Differences that no signature can settle",
            note: "The value is not signed in either copy.",
            differences: rest,
        },
    ]
}

/// Returns a sentence on how many differences are not listed, unless all are.
pub(crate) fn more(comparison: &Comparison<'_>) -> Option<String> {
    let more = comparison.more;
    (more > 0).then(|| format!("And {more} more, not listed."))
}

/// Returns sentences that say which copy is signed, or why nothing was compared.
pub(crate) fn conclusion(comparison: &Comparison<'_>) -> String {
    let [one, other] = &comparison.reports;
    let Some(relation) = comparison.relation else {
        return format!("Nothing was compared: {}.", why_not(one, other));
    };
    if comparison.differences.is_empty() {
        return "Both copies have the same content. If their bytes differ, only the layout differs: \
                spacing, the order of members, or how a text or a number is written."
            .into();
    }
    match (one.signature_verified(), other.signature_verified()) {
        (true, true) if relation == Relation::SamePaper => {
            "Both copies are about the same paper, and every event in them is signed. If only one \
             copy has an event, the event was published later or the other copy leaves it out: no \
             signature covers how many events there are."
                .into()
        }
        (true, true) if relation == Relation::SameDigest => same_record(comparison),
        (true, true) => {
            "Both are signed, but they are different records, for example of two versions of a \
             paper. Neither is a damaged copy of the other."
                .into()
        }
        (true, false) => only(1, 2, relation),
        (false, true) => only(2, 1, relation),
        (false, false) => {
            "No trusted key signed either copy, so this comparison cannot show which one is right."
                .into()
        }
    }
}

/// Returns the conclusion on two copies of one signed record.
fn same_record(comparison: &Comparison<'_>) -> String {
    let reports = comparison.reports.each_ref();
    let pass = reports.map(|report| report.verdict() == Verdict::Pass);
    let matters = comparison.differences.iter().any(Difference::matters);
    let end = match pass {
        [true, true] if matters => "Both pass, but one of them repeats less of it.",
        [true, true] => "Both pass.",
        [true, false] => "Copy 1 passes, but an unsigned part of copy 2 contradicts it.",
        [false, true] => "Copy 2 passes, but an unsigned part of copy 1 contradicts it.",
        [false, false] => "In both, an unsigned part contradicts it.",
    };
    format!("Both carry the same signed record. {end}")
}

/// Returns the conclusion if only one of the copies is signed.
fn only(sound: usize, broken: usize, relation: Relation) -> String {
    let what = match relation {
        Relation::SameDigest => "the same record without a valid signature",
        Relation::SamePaper => "events that no trusted key signed",
        Relation::SamePithNumber | Relation::SameSource => {
            "another record, which no trusted key signed"
        }
    };
    format!("Copy {sound} is the signed one. Copy {broken} has {what}.")
}

/// Returns why two documents were not compared.
fn why_not(one: &Report<'_>, other: &Report<'_>) -> &'static str {
    match (&one.error, &other.error) {
        (None, None) if one.kind.map(|kind| kind.name) != other.kind.map(|kind| kind.name) => {
            "these are documents of different kinds"
        }
        (None, None) => {
            "their digests, Pith Numbers and sources all differ, so they are not copies of one record"
        }
        (Some(_), None) => "copy 1 could not be read",
        (None, Some(_)) => "copy 2 could not be read",
        (Some(_), Some(_)) => "neither copy could be read",
    }
}
