//! Where checks put what they find, and the comparisons that most of them are.

use std::borrow::Cow;

use super::{Check, Missing, show};
use crate::json::document::Value;
use crate::json::quote::quote;
use crate::record::members::Claim;
use crate::report::coverage::{Class, Marks};
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
        self.push(None, pointer, passed(value));
    }

    pub(super) fn fail(&mut self, pointer: &'static str, reason: impl Into<Cow<'static, str>>) {
        self.push(None, pointer, failed(None, None, reason));
    }

    pub(super) fn skip(&mut self, pointer: &'static str, reason: impl Into<Cow<'static, str>>) {
        self.push(None, pointer, skipped(None, reason));
    }

    /// The member is not there: a failure for a required check.
    pub(super) fn absent(&mut self, pointer: &'static str) {
        let outcome = self.unavailable("missing");
        self.push(None, pointer, outcome);
    }

    fn unavailable(&self, reason: impl Into<Cow<'static, str>>) -> Outcome {
        if self.check.required {
            failed(None, None, reason)
        } else {
            skipped(None, reason)
        }
    }

    /// The same for values of any kind, `same` telling whether they are.
    pub(super) fn compare_values(
        &mut self,
        claim: Claim<'_, Value<'_>>,
        signed: Result<Value<'_>, Missing>,
        same: fn(Value<'_>, Value<'_>) -> bool,
        class: Class,
    ) -> Outcome {
        match (claim, signed) {
            (Claim::Given { at, value }, Ok(signed)) if same(value, signed) => {
                self.marks.set(at, class);
                passed(show(signed))
            }
            (Claim::Given { value, .. }, Ok(signed)) => {
                failed(Some(show(value)), Some(show(signed)), DIFFERS)
            }
            (claim, signed) => {
                let claim = claim.refine(|value| Ok(show(value)));
                self.compare(claim, signed.map(show), class)
            }
        }
    }

    /// The common check: what is claimed must be what was computed.
    pub(super) fn compare(
        &mut self,
        claim: Claim<'_, impl AsRef<str>>,
        computed: Result<String, Missing>,
        class: Class,
    ) -> Outcome {
        match (claim, computed) {
            (Claim::Absent, _) => self.unavailable("missing"),
            (Claim::Malformed { found, reason }, computed) => {
                failed(found.map(show), computed.ok(), reason)
            }
            (Claim::Given { .. }, Err(Missing(reason))) => self.unavailable(reason),
            (Claim::Given { at, value }, Ok(computed)) if value.as_ref() == computed => {
                self.marks.set(at, class);
                passed(quote(&computed))
            }
            (Claim::Given { value, .. }, Ok(computed)) => {
                failed(Some(quote(value.as_ref())), Some(quote(&computed)), DIFFERS)
            }
        }
    }

    /// What was recomputed, against what a member states.
    pub(super) fn check(
        &mut self,
        pointer: &'static str,
        claim: Claim<'_, impl AsRef<str>>,
        computed: Result<String, Missing>,
    ) {
        let outcome = self.compare(claim, computed, Class::Checked);
        self.push(None, pointer, outcome);
    }
}

pub(super) const DIFFERS: &str = "the stated value is not the computed one";

pub(super) fn passed(value: impl Into<String>) -> Outcome {
    Outcome::Passed {
        value: value.into(),
    }
}

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
