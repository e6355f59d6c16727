//! Contains the checks: one file for each topic, in which every rule is a constant next to its
//! function.
//!
//! To add a rule, write its function and its constant, add the constant to the list of each
//! kind of document that it applies to (in `kinds`), and add a fixture that fails it. The order
//! of these lists is the order in every report.

pub(crate) mod aliases;
pub(crate) mod copies;
pub(crate) mod created;
pub(crate) mod events;
pub(crate) mod expected;
pub(crate) mod findings;
pub(crate) mod given_record;
pub(crate) mod identifiers;
pub(crate) mod integrity;
pub(crate) mod kind;
pub(crate) mod links;
pub(crate) mod look_alikes;
pub(crate) mod receipt;
pub mod rule;
pub(crate) mod snapshots;
pub(crate) mod texts;

use super::kinds::kind::Kind;
use super::subject::Subject;
use super::verifier::Verifier;
use crate::json::error::ErrorCode;
use crate::report::coverage::LeafClasses;
use crate::report::{Finding, Outcome, Place, Reason};
use findings::{Findings, MAX_ENTRIES};
use rule::Listed;

/// Checks every rule of a kind that is listed, in order.
pub(crate) fn run_all<'d>(
    subject: &Subject<'d>,
    kind: &'static Kind,
    marks: &mut LeafClasses,
) -> Vec<Finding<'d>> {
    let mut list = Vec::with_capacity(kind.rules.len() + MAX_ENTRIES / 10);
    for rule in kind.rules() {
        if let Listed::If(asked) = rule.listed
            && !asked(subject.verifier)
        {
            continue;
        }
        let findings = &mut Findings {
            check: &rule.check,
            hints: subject.verifier.hints,
            list: &mut list,
            marks,
        };
        (rule.run)(subject, findings);
    }
    list
}

/// Returns the findings for a document that could not be checked: every rule is skipped.
pub(crate) fn all_skipped(
    verifier: &Verifier,
    kind: &'static Kind,
    code: ErrorCode,
) -> Vec<Finding<'static>> {
    kind.rules()
        .filter(|rule| match rule.listed {
            Listed::Always => true,
            Listed::PerEntry => false,
            Listed::If(asked) => asked(verifier) && !rule.id().contains('<'),
        })
        .map(|rule| Finding {
            check: &rule.check,
            entry: None,
            place: Place::At("".into()),
            outcome: Outcome::skipped(None, Reason::NotARecord(code)),
            is_consequence: false,
        })
        .collect()
}
