//! Collects what the checks find, and compares values for most of them.

use std::borrow::Cow;

use crate::json::document::Value;
use crate::record::claim::Claim;
use crate::report::coverage::{Class, LeafClasses};
use crate::report::{Check, Fact, Finding, Hints, Outcome, Place, Reason};

/// The largest number of entries of one kind, such as aliases or sections, that a report lists.
///
/// Each entry is a finding of its own. Real records have six aliases and five sections. The
/// limit keeps the report on a hostile record from growing to many times the size of the
/// record.
pub(crate) const MAX_ENTRIES: usize = 100;

/// The findings of a check, and the classes of the leaves that it has compared.
pub(crate) struct Findings<'f, 'd> {
    pub(super) check: &'static Check,
    pub(super) hints: Hints,
    pub(super) list: &'f mut Vec<Finding<'d>>,
    pub(super) marks: &'f mut LeafClasses,
}

impl<'d> Findings<'_, 'd> {
    /// Returns what an earlier check found.
    pub(super) fn earlier(&self, id: &str) -> Option<&Finding<'d>> {
        self.list.iter().find(|finding| finding.check.id == id)
    }

    pub(super) fn push(&mut self, place: impl Into<Cow<'static, str>>, outcome: Outcome<'d>) {
        self.push_entry(None, Place::At(place.into()), outcome);
    }

    /// Adds one of several findings of a check. The name of the entry becomes a part of its id.
    pub(super) fn push_entry(
        &mut self,
        entry: Option<Cow<'d, str>>,
        place: Place,
        mut outcome: Outcome<'d>,
    ) {
        if let Some(why) = outcome.why_mut() {
            why.hint = match why.reason {
                Reason::UntrustedKey => self.hints.trust_key,
                Reason::NoGivenRecord => self.hints.verified_record,
                Reason::OnlyExcerpt => self.hints.whole_abstract,
                _ => None,
            };
        }
        self.list.push(Finding {
            check: self.check,
            entry,
            place,
            outcome,
            is_consequence: false,
        });
    }

    pub(super) fn pass(&mut self, place: &'static str, value: Fact<'d>) {
        self.push(place, Outcome::Passed { value });
    }

    pub(super) fn fail(&mut self, place: &'static str, reason: Reason) {
        self.push(place, Outcome::failed(None, None, reason));
    }

    pub(super) fn skip(&mut self, place: &'static str, reason: Reason) {
        self.push(place, Outcome::skipped(None, reason));
    }

    /// Returns the outcome if values cannot be compared: a failure for required checks.
    fn unavailable(&self, reason: Reason) -> Outcome<'d> {
        if self.check.required {
            Outcome::failed(None, None, reason)
        } else {
            Outcome::skipped(None, reason)
        }
    }

    /// Returns the place and the value of a claim.
    ///
    /// If the claim is absent or malformed, this adds a finding that says so, and returns
    /// `None`.
    pub(super) fn require<T>(
        &mut self,
        place: &'static str,
        claim: Claim<'d, T>,
        absent: Reason,
        computed: Option<Fact<'d>>,
    ) -> Option<(Value<'d>, T)> {
        let found = self.available(claim, absent, computed);
        found.map_err(|outcome| self.push(place, *outcome)).ok()
    }

    /// Returns the place and the value of a claim, or the outcome if it is absent or malformed.
    pub(super) fn available<T>(
        &self,
        claim: Claim<'d, T>,
        absent: Reason,
        computed: Option<Fact<'d>>,
    ) -> Result<(Value<'d>, T), Box<Outcome<'d>>> {
        Err(Box::new(match claim {
            Claim::Given { at, value } => return Ok((at, value)),
            Claim::Absent => self.unavailable(absent),
            Claim::Malformed { found, defect } => {
                Outcome::failed(found.map(Fact::Value), computed, Reason::Malformed(defect))
            }
        }))
    }

    /// Compares what is claimed with what was computed, as most checks do.
    pub(super) fn compare(
        &mut self,
        claim: Claim<'d, Fact<'d>>,
        computed: Result<Fact<'d>, Reason>,
        same: impl FnOnce(&Fact<'d>, &Fact<'d>) -> bool,
        class: Class,
    ) -> Outcome<'d> {
        match (claim, computed) {
            (Claim::Absent, _) => self.unavailable(Reason::Missing),
            (Claim::Malformed { found, defect }, computed) => Outcome::failed(
                found.map(Fact::Value),
                computed.ok(),
                Reason::Malformed(defect),
            ),
            (Claim::Given { .. }, Err(reason)) => self.unavailable(reason),
            (Claim::Given { at, value }, Ok(computed)) if same(&value, &computed) => {
                self.marks.set(at, class);
                Outcome::Passed { value: computed }
            }
            (Claim::Given { value, .. }, Ok(computed)) => {
                Outcome::failed(Some(value), Some(computed), Reason::Differs)
            }
        }
    }

    /// Compares a text with the recomputed one, and adds the outcome.
    pub(super) fn check(
        &mut self,
        place: &'static str,
        claim: Claim<'d, &'d str>,
        computed: Result<Fact<'d>, Reason>,
    ) {
        let outcome = self.compare_text(claim, computed, Class::Checked);
        self.push(place, outcome);
    }

    /// Compares a text with the computed one. If they are the same, the outcome has the text.
    pub(super) fn compare_text(
        &mut self,
        claim: Claim<'d, &'d str>,
        computed: Result<Fact<'d>, Reason>,
        class: Class,
    ) -> Outcome<'d> {
        let given = claim.given().unwrap_or_default();
        let claim = claim.refine(|text| Ok(Fact::Text(text)));
        let mut outcome = self.compare(claim, computed, |_, computed| computed.is(given), class);
        if let Outcome::Passed { value } = &mut outcome {
            *value = Fact::Text(given);
        }
        outcome
    }
}
