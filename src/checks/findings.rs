//! Where checks put what they find, and the comparisons that most of them are.

use std::borrow::Cow;

use super::{Check, Missing, show};
use crate::coverage::{Class, Marks};
use crate::document::Value;
use crate::quote::quote;
use crate::record::Claim;
use crate::report::{Finding, Outcome};

/// Where a check puts what it found, and what may be vouched for because of it.
#[derive(Debug)]
pub struct Findings<'f> {
    pub(super) check: &'static Check,
    pub(super) list: &'f mut Vec<Finding>,
    pub(super) marks: &'f mut Marks,
}

impl Findings<'_> {
    /// Whether an earlier check passed.
    pub(super) fn passed(&self, id: &str) -> bool {
        self.list
            .iter()
            .any(|finding| finding.id == id && finding.passed())
    }

    pub(super) fn push(
        &mut self,
        id: Option<String>,
        pointer: impl Into<Cow<'static, str>>,
        outcome: Outcome,
    ) {
        self.list.push(Finding {
            check: self.check,
            id: id.map_or(Cow::Borrowed(self.check.id), Cow::Owned),
            pointer: pointer.into(),
            outcome,
        });
    }

    pub(super) fn pass(&mut self, pointer: &'static str, value: impl Into<String>) {
        self.push(
            None,
            pointer,
            Outcome::Passed {
                value: value.into(),
            },
        );
    }

    pub(super) fn fail(&mut self, pointer: &'static str, reason: impl Into<Cow<'static, str>>) {
        self.push(None, pointer, failed(None, None, reason));
    }

    pub(super) fn skip(&mut self, pointer: &'static str, reason: impl Into<Cow<'static, str>>) {
        self.push(None, pointer, skipped(None, reason));
    }

    /// The member is not there: a failure for a required check.
    pub(super) fn absent(&mut self, pointer: &'static str) {
        self.unavailable(pointer, "missing");
    }

    pub(super) fn unavailable(
        &mut self,
        pointer: &'static str,
        reason: impl Into<Cow<'static, str>>,
    ) {
        if self.check.required {
            self.fail(pointer, reason);
        } else {
            self.skip(pointer, reason);
        }
    }

    /// The same for values of any kind, `same` telling whether they are.
    pub(super) fn compare_values(
        &mut self,
        pointer: &'static str,
        claim: Claim<'_, Value<'_>>,
        signed: Result<Value<'_>, Missing>,
        same: fn(Value<'_>, Value<'_>) -> bool,
        class: Class,
    ) {
        match (claim, signed) {
            (Claim::Given { at, value }, Ok(signed)) if same(value, signed) => {
                self.marks.set(at, class);
                self.pass(pointer, show(signed));
            }
            (Claim::Given { value, .. }, Ok(signed)) => {
                let outcome = failed(Some(show(value)), Some(show(signed)), DIFFERS);
                self.push(None, pointer, outcome);
            }
            (claim, signed) => {
                let claim = claim.refine(|value| Ok(show(value)));
                self.compare(pointer, claim, signed.map(show), class);
            }
        }
    }

    /// The common check: what is claimed must be what was computed.
    pub(super) fn compare(
        &mut self,
        pointer: &'static str,
        claim: Claim<'_, impl AsRef<str>>,
        computed: Result<String, Missing>,
        class: Class,
    ) {
        match (claim, computed) {
            (Claim::Absent, _) => self.absent(pointer),
            (Claim::Malformed { found, reason }, computed) => {
                let outcome = failed(found.map(show), computed.ok(), reason);
                self.push(None, pointer, outcome);
            }
            (Claim::Given { .. }, Err(Missing(reason))) => self.unavailable(pointer, reason),
            (Claim::Given { at, value }, Ok(computed)) if value.as_ref() == computed => {
                self.marks.set(at, class);
                self.pass(pointer, quote(&computed));
            }
            (Claim::Given { value, .. }, Ok(computed)) => {
                let outcome = failed(Some(quote(value.as_ref())), Some(quote(&computed)), DIFFERS);
                self.push(None, pointer, outcome);
            }
        }
    }
}

pub(super) const DIFFERS: &str = "the stated value is not the computed one";

pub(super) fn failed(
    claimed: Option<String>,
    computed: Option<String>,
    reason: impl Into<Cow<'static, str>>,
) -> Outcome {
    Outcome::Failed {
        claimed,
        computed,
        reason: reason.into(),
    }
}

pub(super) fn skipped(claimed: Option<String>, reason: impl Into<Cow<'static, str>>) -> Outcome {
    Outcome::Skipped {
        claimed,
        reason: reason.into(),
    }
}
