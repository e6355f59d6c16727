//! Where checks put what they find, and the comparison that most of them are.

use std::borrow::Cow;

use crate::json::document::Value;
use crate::record::claim::Claim;
use crate::report::coverage::{Class, LeafClasses};
use crate::report::{Check, Fact, Finding, Hints, Outcome, Place, Reason};

/// The most entries of one kind (aliases, sections) that a report lists, each as a finding
/// of its own. Real records have six aliases and five sections; a hostile one must not
/// make the report many times its own size.
pub(crate) const MAX_ENTRIES: usize = 100;

/// Where a check puts what it found, and what may be vouched for because of it.
pub(crate) struct Findings<'f, 'd> {
    pub(super) check: &'static Check,
    pub(super) hints: Hints,
    pub(super) list: &'f mut Vec<Finding<'d>>,
    pub(super) marks: &'f mut LeafClasses,
}

impl<'d> Findings<'_, 'd> {
    /// What an earlier check found.
    pub(super) fn earlier(&self, id: &str) -> Option<&Finding<'d>> {
        self.list.iter().find(|finding| finding.check.id == id)
    }

    pub(super) fn push(&mut self, place: impl Into<Cow<'static, str>>, outcome: Outcome<'d>) {
        self.push_entry(None, Place::At(place.into()), outcome);
    }

    /// One finding of many; the entry's name is part of its id.
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

    /// What cannot be compared: a failure for a required check.
    fn unavailable(&self, reason: Reason) -> Outcome<'d> {
        if self.check.required {
            Outcome::failed(None, None, reason)
        } else {
            Outcome::skipped(None, reason)
        }
    }

    /// Where a claim is, and its value; `None`, after a finding that says why, if it is absent
    /// or malformed.
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

    /// The same, with the outcome instead of a finding.
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

    /// The common check: what is claimed must be what was computed.
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

    /// Compares a text that states what was recomputed.
    pub(super) fn check(
        &mut self,
        place: &'static str,
        claim: Claim<'d, &'d str>,
        computed: Result<Fact<'d>, Reason>,
    ) {
        let outcome = self.compare_text(claim, computed, Class::Checked);
        self.push(place, outcome);
    }

    /// Compares a text with what it must be.
    pub(super) fn compare_text(
        &mut self,
        claim: Claim<'d, &'d str>,
        computed: Result<Fact<'d>, Reason>,
        class: Class,
    ) -> Outcome<'d> {
        let given = claim.given().unwrap_or_default();
        let claim = claim.refine(|text| Ok(Fact::Text(text)));
        self.compare(claim, computed, |_, computed| computed.is(given), class)
    }
}
