//! The checks: one row of [`CHECKS`] each, one small function per row.
//!
//! The order of the table is the order in every report. To add a check: a function,
//! a row, and a fixture that fails it.

mod aliases;
mod copies;
mod findings;
mod identifiers;
mod links;
mod look_alikes;
mod receipt;
mod snapshots;
mod texts;

use super::Verifier;
use super::subject::Subject;
use crate::json::error::ErrorCode;
use crate::record::copies::Copied;
use crate::report::coverage::Marks;
use crate::report::{Check, Finding, Group, Outcome, Place, Reason};
use findings::Findings;
use snapshots::Section;
pub(crate) use texts::is_whole;

/// The most entries of one kind (aliases, sections) that a report lists, each as a finding
/// of its own. Real records have six aliases and five sections; a hostile one must not
/// make the report many times its own size.
pub const MAX_ENTRIES: usize = 100;

/// The ids that are used outside the table of checks.
pub mod id {
    /// That the digest is the stated one; a failure is diagnosed.
    pub const CANONICAL_HASH: &str = "canonical-hash";
    /// What the receipt says about itself.
    pub const RECEIPT_TERMS: &str = "receipt-terms";
    /// That the receipt is about this digest.
    pub const RECEIPT_HASH: &str = "receipt-hash";
    /// That the receipt names a trusted key.
    pub const RECEIPT_KEY: &str = "receipt-key";
    /// The check that everything vouched for depends on.
    pub const RECEIPT_SIGNATURE: &str = "receipt-signature";
    /// The Pith Number.
    pub const PITH_NUMBER: &str = "pith-number";
    /// Its short form.
    pub const SHORT_PITH_NUMBER: &str = "short-pith-number";
    /// Each alias.
    pub const ALIAS: &str = "alias:<kind>";
    /// The set of them.
    pub const ALIASES: &str = "aliases";
    /// The title that was given.
    pub const GIVEN_TITLE: &str = "given-title";
    /// The abstract that was given.
    pub const GIVEN_ABSTRACT: &str = "given-abstract";
    /// The second copy of the paper's members.
    pub const GRAPH_PAPER: &str = "graph-paper";
    /// The second copy of the source.
    pub const GRAPH_SOURCE: &str = "graph-source";
    /// Names that look like others.
    pub const LOOK_ALIKE_NAMES: &str = "look-alike-names";
    /// The integrity section.
    pub const INTEGRITY: &str = "snapshot:integrity";
    /// Any other section.
    pub const SECTION: &str = "snapshot:<section>";
    /// The links.
    pub const LINKS: &str = "links";
}

type Call = for<'d> fn(&Subject<'d>, &mut Findings<'_, 'd>);

/// How a check is made. Unless said otherwise it is listed once for every document.
#[derive(Clone, Copy)]
enum Run {
    Call(Call),
    /// Listed once per entry of the document: not at all, if it cannot be read.
    Each(Call),
    /// The first copy of a signed value.
    Copy(&'static Copied),
    /// A second copy, against the first: JSON Pointers to both.
    Second(&'static str, &'static str),
    /// A text that the caller gave, against a signed hash; listed only if there is one.
    Given(fn(&Verifier) -> Option<&String>, &'static Copied),
    /// The hash of a section.
    Section(&'static Section),
}

/// One row of the table of checks.
pub struct Row {
    /// What reports say about it.
    pub check: Check,
    run: Run,
}

const fn optional(id: &'static str, group: Group, run: Run, meaning: &'static str) -> Row {
    Row {
        check: Check {
            id,
            group,
            required: false,
            meaning,
        },
        run,
    }
}

const fn required(id: &'static str, group: Group, run: Run, meaning: &'static str) -> Row {
    let mut row = optional(id, group, run, meaning);
    row.check.required = true;
    row
}

/// Every check of a record, in the order of reports.
#[rustfmt::skip]
pub const CHECKS: &[Row] = {
    use Group::{Copies, Identifiers, Receipt, SignedCore, Snapshots};
    use Run::{Call, Copy, Each, Given, Second, Section};
    use crate::record::copies as copied;
    const HASHED: &str = "has the signed hash, but for case and spacing";
    const EMPTY: &str = "empty, and agrees with its own hash";
    &[
        required(id::CANONICAL_HASH, SignedCore, Call(receipt::canonical_hash), "the recomputed digest is the stated one"),
        required(id::RECEIPT_TERMS, Receipt, Call(receipt::terms), "kind, algorithm, message and status are known"),
        required(id::RECEIPT_HASH, Receipt, Call(receipt::hash), "the receipt is about the recomputed digest"),
        required(id::RECEIPT_KEY, Receipt, Call(receipt::key), "key id and fingerprint of a trusted key"),
        required(id::RECEIPT_SIGNATURE, Receipt, Call(receipt::signature), "that key signed the recomputed digest"),
        required(id::PITH_NUMBER, Identifiers, Call(identifiers::pith_number), "derived from digest and signed date"),
        optional(id::SHORT_PITH_NUMBER, Identifiers, Call(identifiers::short_pith_number), "derived from the digest"),
        optional(id::ALIAS, Identifiers, Each(aliases::each), "derived from digest or signed source"),
        optional(id::ALIASES, Identifiers, Call(aliases::set), "a set that the registry issues"),
        optional(copied::SOURCE.id, Copies, Copy(&copied::SOURCE), "repeats the signed source"),
        optional(copied::LICENSE.id, Copies, Copy(&copied::LICENSE), "repeats the signed licence"),
        optional(copied::PRIMARY_CAT.id, Copies, Copy(&copied::PRIMARY_CAT), "repeats the signed category"),
        optional(copied::SUBMITTED_AT.id, Copies, Copy(&copied::SUBMITTED_AT), "repeats the signed date"),
        optional(copied::CROSS_CATS.id, Copies, Copy(&copied::CROSS_CATS), "repeat the signed categories, in any order"),
        optional(copied::TITLE.id, Copies, Copy(&copied::TITLE), HASHED),
        optional(copied::ABSTRACT.id, Copies, Copy(&copied::ABSTRACT), HASHED),
        optional(id::GIVEN_TITLE, Copies, Given(|verifier| verifier.given_title.as_ref(), &copied::TITLE), HASHED),
        optional(id::GIVEN_ABSTRACT, Copies, Given(|verifier| verifier.given_abstract.as_ref(), &copied::ABSTRACT), HASHED),
        optional(id::GRAPH_PAPER, Copies, Second("/graph_snapshot/paper", "/paper"), "repeats /paper"),
        optional(id::GRAPH_SOURCE, Copies, Second("/graph_snapshot/source", "/source"), "repeats /source"),
        optional(id::LOOK_ALIKE_NAMES, Copies, Call(look_alikes::names), "no name that could be taken for another"),
        optional(id::INTEGRITY, Snapshots, Section(&snapshots::INTEGRITY), "agrees with its own hash"),
        optional("snapshot:claims", Snapshots, Section(&snapshots::CLAIMS), EMPTY),
        optional("snapshot:references", Snapshots, Section(&snapshots::REFERENCES), EMPTY),
        optional("snapshot:formal_canon", Snapshots, Section(&snapshots::FORMAL_CANON), EMPTY),
        optional("snapshot:author_claims", Snapshots, Section(&snapshots::AUTHOR_CLAIMS), EMPTY),
        optional(id::SECTION, Snapshots, Each(snapshots::others), "agrees with its own hash"),
        optional(id::LINKS, Snapshots, Call(links::links), "every link is about this record"),
    ]
};

/// Runs every check of a table that is to be listed, in order.
pub(crate) fn run_all<'d>(
    subject: &Subject<'d>,
    rows: &'static [Row],
    marks: &mut Marks,
) -> Vec<Finding<'d>> {
    let mut list = Vec::with_capacity(rows.len() + MAX_ENTRIES / 10);
    for row in rows {
        let findings = &mut Findings {
            check: &row.check,
            hints: subject.verifier.hints,
            list: &mut list,
            marks,
        };
        match row.run {
            Run::Call(run) | Run::Each(run) => run(subject, findings),
            Run::Copy(copied) => copies::first(subject, findings, copied),
            Run::Second(place, first) => copies::second(subject, findings, place, first),
            Run::Given(given, copied) => {
                if let Some(text) = given(subject.verifier) {
                    findings.push("", texts::compare_hash(subject, text, copied.signed));
                }
            }
            Run::Section(section) => snapshots::section(subject, findings, section),
        }
    }
    list
}

/// The findings for a document that could not be read as one of a kind.
pub(crate) fn all_skipped(
    verifier: &Verifier,
    rows: &'static [Row],
    code: ErrorCode,
) -> Vec<Finding<'static>> {
    rows.iter()
        .filter(|row| match row.run {
            Run::Each(_) => false,
            Run::Given(given, _) => given(verifier).is_some(),
            _ => true,
        })
        .map(|row| Finding {
            check: &row.check,
            entry: None,
            place: Place::At("".into()),
            outcome: Outcome::skipped(None, Reason::NotARecord(code)),
        })
        .collect()
}
