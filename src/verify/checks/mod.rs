//! The checks: one small function each, and one row in the table of each kind of document
//! that it applies to.
//!
//! The order of a table is the order in every report. To add a check: a function, a row, and
//! a fixture that fails it.

pub(super) mod aliases;
mod copies;
pub(super) mod created;
pub(super) mod events;
pub(super) mod expected;
mod findings;
pub(super) mod given;
pub(super) mod identifiers;
pub(super) mod integrity;
pub(super) mod kind;
pub(super) mod links;
pub(super) mod look_alikes;
pub(super) mod receipt;
pub(super) mod snapshots;
mod texts;

use super::Verifier;
use super::places::Receipt;
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
    /// That the document says that it is of one kind only.
    pub const KIND: &str = "kind";
    /// Names that look like others.
    pub const LOOK_ALIKE_NAMES: &str = "look-alike-names";
    /// The integrity section.
    pub const INTEGRITY: &str = "snapshot:integrity";
    /// Any other section.
    pub const SECTION: &str = "snapshot:<section>";
    /// The links.
    pub const LINKS: &str = "links";
    /// That a bundle has the event that created its record.
    pub const RECORD_CREATED: &str = "record-created";
    /// Whether the events of a bundle prove themselves.
    pub const EVENT_SIGNATURES: &str = "event-signatures";
    /// A signed record that was given.
    pub const GIVEN_RECORD: &str = "given-record";
    /// The events as a whole.
    pub const EVENTS: &str = "events";
    /// The digest of an event's payload.
    pub const EVENT_PAYLOAD: &str = "event-payload:<event>";
    /// What kind of event it is.
    pub const EVENT_TERMS: &str = "event-terms:<event>";
    /// That it names a trusted key.
    pub const EVENT_KEY: &str = "event-key:<event>";
    /// The check that everything vouched for in such a document depends on.
    pub const EVENT_SIGNATURE: &str = "event-signature:<event>";
    /// The hash of the evidence.
    pub const EVENT_EVIDENCE: &str = "event-evidence:<event>";
    /// That it is about the paper of the document.
    pub const EVENT_SUBJECT: &str = "event-subject:<event>";
    /// That its finding is listed.
    pub const EVENT_LISTED: &str = "event-listed:<event>";
    /// Each finding.
    pub const FINDING: &str = "finding:<place>";
}

type Call = for<'d> fn(&Subject<'d>, &mut Findings<'_, 'd>);
type CallReceipt = for<'d> fn(&Subject<'d>, &mut Findings<'_, 'd>, &'static Receipt);

/// How a check is made. Unless said otherwise it is listed once for every document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Run {
    Call(Call),
    /// Listed only if this is asked for.
    If(fn(&Verifier) -> bool, Call),
    /// Of the receipt, wherever it is in documents of this kind.
    Receipt(CallReceipt),
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

/// One row of a table of checks.
#[derive(Debug)]
pub struct Row {
    /// What reports say about it.
    pub check: Check,
    pub(super) run: Run,
}

pub(super) const fn optional(
    id: &'static str,
    group: Group,
    run: Run,
    meaning: &'static str,
) -> Row {
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

pub(super) const fn required(
    id: &'static str,
    group: Group,
    run: Run,
    meaning: &'static str,
) -> Row {
    let mut row = optional(id, group, run, meaning);
    row.check.required = true;
    row
}

/// What the caller asks of documents of every kind, after the rows of the kind.
pub(super) static EXPECTED: [Row; 3] = [
    required(
        "expected",
        Group::Expectations,
        Run::If(
            |verifier| !verifier.expectations.identities.is_empty(),
            expected::identity,
        ),
        "one of those that were asked for",
    ),
    required(
        "expected-name",
        Group::Expectations,
        Run::If(
            |verifier| verifier.expectations.file_name,
            expected::file_name,
        ),
        "what the name of its file says",
    ),
    required(
        "require:<name>",
        Group::Expectations,
        Run::If(
            |verifier| !verifier.expectations.requirements.is_empty(),
            expected::requirements,
        ),
        "has the required value",
    ),
];

/// Runs every check of a table that is to be listed, in order.
pub(crate) fn run_all<'d>(
    subject: &Subject<'d>,
    rows: &'static [Row],
    marks: &mut Marks,
) -> Vec<Finding<'d>> {
    let mut list = Vec::with_capacity(rows.len() + MAX_ENTRIES / 10);
    for row in rows.iter().chain(&EXPECTED) {
        let findings = &mut Findings {
            check: &row.check,
            hints: subject.verifier.hints,
            list: &mut list,
            marks,
        };
        match row.run {
            Run::Call(run) | Run::Each(run) => run(subject, findings),
            Run::If(asked, run) => {
                if asked(subject.verifier) {
                    run(subject, findings);
                }
            }
            Run::Receipt(run) => {
                if let Some(receipt) = subject.places.receipt {
                    run(subject, findings, receipt);
                }
            }
            Run::Copy(copied) => copies::first(subject, findings, copied),
            Run::Second(place, first) => copies::second(subject, findings, place, first),
            Run::Given(given, copied) => {
                if let Some(text) = given(subject.verifier) {
                    findings.push("", texts::given(subject, text, copied));
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
        .chain(&EXPECTED)
        .filter(|row| match row.run {
            Run::Each(_) => false,
            Run::Given(given, _) => given(verifier).is_some(),
            Run::If(asked, _) => asked(verifier) && !row.check.id.contains('<'),
            _ => true,
        })
        .map(|row| Finding {
            check: &row.check,
            entry: None,
            place: Place::At("".into()),
            outcome: Outcome::skipped(None, Reason::NotARecord(code)),
            is_consequence: false,
        })
        .collect()
}
