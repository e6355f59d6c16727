//! Two copies side by side: both verdicts, what differs, and what follows for a reader who has
//! to choose.

use askama::Template;

use super::trouble::{self, Side};
use super::words;
use crate::explain::compare::{Comparison, Difference, Relation};
use crate::report::{Report, Verdict};

#[derive(Template)]
#[template(path = "differences.html")]
pub(super) struct Differences {
    conclusion: String,
    /// Whether the two were compared at all.
    compared: bool,
    parts: [Part; 2],
    more: u64,
}

struct Part {
    title: &'static str,
    note: &'static str,
    differences: Vec<View>,
}

struct View {
    place: String,
    failed: String,
    reordered: bool,
    sides: Vec<Side>,
}

impl Differences {
    pub(super) fn of(comparison: &Comparison<'_>) -> Self {
        let views = |matters: bool| {
            let all = comparison.differences.iter();
            let chosen = all.filter(|found| found.matters() == matters);
            chosen.map(view).collect()
        };
        Self {
            conclusion: conclusion(comparison),
            compared: comparison.relation.is_some(),
            parts: [
                Part {
                    title: "Differences that matter",
                    note: "Somebody vouches for the value in one of the copies, or a check fails \
                           because of it.",
                    differences: views(true),
                },
                Part {
                    title: "Differences that no signature can settle",
                    note: "Nobody vouches for the value in either copy.",
                    differences: views(false),
                },
            ],
            more: comparison.more,
        }
    }
}

fn view(found: &Difference) -> View {
    let [one, other] = &found.values;
    let text = |value: &Option<_>| value.as_ref().map(ToString::to_string);
    let mut sides = trouble::sides([("in copy 1", text(one)), ("in copy 2", text(other))]);
    for (side, class) in sides.iter_mut().zip(found.classes) {
        side.mark = class.map(words::mark);
    }
    View {
        place: found.pointer.clone(),
        failed: found.failed.join(", "),
        reordered: found.reordered,
        sides,
    }
}

/// What follows for a reader who has to choose.
fn conclusion(comparison: &Comparison<'_>) -> String {
    let [one, other] = &comparison.reports;
    let Some(relation) = comparison.relation else {
        return unrelated(one, other).into();
    };
    if comparison.differences.is_empty() {
        return "The two say the same. If their bytes differ, it is in layout only: white space, \
                the order of members, how a text or a number is spelled."
            .into();
    }
    match (one.signature_verified(), other.signature_verified()) {
        (true, true) if relation == Relation::SamePaper => {
            "Both are about the same paper, and every event in them is signed. An event that only \
             one of them has was published later, or was left out of the other: nobody signed how \
             many there are."
                .into()
        }
        (true, true) if relation == Relation::SameDigest => same_record(comparison),
        (true, true) => {
            "Both are signed, and they are two records, as for two versions of a paper. Neither \
             is a damaged copy of the other."
                .into()
        }
        (true, false) => only(1, 2, relation),
        (false, true) => only(2, 1, relation),
        (false, false) => {
            "No trusted key is known to have signed either copy as it stands: neither can be used \
             to mend the other."
                .into()
        }
    }
}

fn same_record(comparison: &Comparison<'_>) -> String {
    let [one, other] = comparison
        .reports
        .each_ref()
        .map(|report| report.verdict() == Verdict::Pass);
    let matters = comparison.differences.iter().any(Difference::matters);
    let end = match (one, other) {
        (true, true) if matters => "Both pass, though not both repeat all of it.",
        (true, true) => "Both pass.",
        (true, false) => "Copy 1 passes; in copy 2, what stands beside it does not agree with it.",
        (false, true) => "Copy 2 passes; in copy 1, what stands beside it does not agree with it.",
        (false, false) => "In neither does what stands beside it agree with it.",
    };
    format!("Both carry the same signed record. {end}")
}

fn only(sound: usize, broken: usize, relation: Relation) -> String {
    let what = match relation {
        Relation::SameDigest => "the same record without a signature that verifies",
        Relation::SamePaper => "events that no trusted key is known to have signed",
        Relation::SamePithNumber | Relation::SameSource => {
            "another record, which no trusted key is known to have signed"
        }
    };
    format!("Copy {sound} has what was signed. Copy {broken} has {what}.")
}

fn unrelated(one: &Report<'_>, other: &Report<'_>) -> &'static str {
    match (&one.error, &other.error) {
        (None, None) if one.kind.map(|kind| kind.name) != other.kind.map(|kind| kind.name) => {
            "Nothing was compared: these are documents of two kinds."
        }
        (None, None) => {
            "Nothing was compared: neither digest, Pith Number nor source shows that these are \
             copies of one record."
        }
        (Some(_), None) => "Nothing was compared: copy 1 could not be read.",
        (None, Some(_)) => "Nothing was compared: copy 2 could not be read.",
        (Some(_), Some(_)) => "Nothing was compared: neither copy could be read.",
    }
}
