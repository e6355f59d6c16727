//! Represents what a check found, as facts, which `render` turns into words.

use std::borrow::Cow;

use super::fact::Fact;
use super::reason::{Reason, Why};
use crate::json::shorten::shorten;

/// The groups of checks, by subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// The canonical record and its digest.
    SignedCore,
    /// The receipt: who signed the record.
    Receipt,
    /// Identifiers, which are derived from the digest and the signed source.
    Identifiers,
    /// Events, which have their own signatures.
    Events,
    /// Findings of an integrity document, and counts of them.
    Findings,
    /// Copies of signed values for readers.
    Copies,
    /// Snapshots and links, which are not signed.
    Snapshots,
    /// What the caller expects.
    Expectations,
}

/// The properties of a check that reports need.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// The id in reports, with `<…>` where it depends on the document.
    pub id: &'static str,
    /// The id up to `<…>`, if it has that.
    pub(crate) family: Option<&'static str>,
    /// The group that the check belongs to.
    pub group: Group,
    /// Whether a document must pass the check in order to pass.
    pub required: bool,
    /// What a pass means, in at most 48 characters.
    pub meaning: &'static str,
    /// What a failure means: a sentence without a full stop.
    pub failure: &'static str,
    /// The labels of the stated and the computed value where a failure is shown.
    pub labels: [&'static str; 2],
}

impl Check {
    pub(crate) const IN_FILE: &str = "in the file";
    pub(crate) const SHOWN: &str = "shown here";
    pub(crate) const SIGNED: &str = "signed";
    pub(crate) const GIVEN: &str = "given";
}

/// What one check found.
#[derive(Clone, Debug)]
pub struct Finding<'d> {
    pub(crate) check: &'static Check,
    /// The name that replaces `<…>` in the id.
    pub(crate) entry: Option<Cow<'d, str>>,
    pub(crate) place: Place,
    pub(crate) outcome: Outcome<'d>,
    /// Whether the check passes if the alteration that was found is undone.
    pub(crate) is_consequence: bool,
}

/// The place in the document that a finding is about.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A JSON Pointer.
    At(Cow<'static, str>),
    /// A member of an element of an array.
    Element(&'static str, usize, &'static str),
}

/// The result of a check.
#[derive(Clone, Debug)]
pub enum Outcome<'d> {
    /// The stated value is the computed one.
    Passed {
        /// The value of both.
        value: Fact<'d>,
    },
    /// The stated value differs from the computed one, or is required and missing.
    Failed {
        /// The value that the document states.
        claimed: Option<Fact<'d>>,
        /// The value that was computed.
        computed: Option<Fact<'d>>,
        /// The reason for the failure.
        why: Box<Why<'d>>,
    },
    /// The check was not made.
    Skipped {
        /// The value that the document states.
        claimed: Option<Fact<'d>>,
        /// The reason why the check was not made.
        why: Box<Why<'d>>,
    },
}

impl Group {
    /// Returns the heading in text.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SignedCore => "canonical record",
            Self::Receipt => "receipt",
            Self::Identifiers => "identifiers",
            Self::Events => "events",
            Self::Findings => "listed findings",
            Self::Copies => "repeated values",
            Self::Expectations => "what you asked for",
            Self::Snapshots => "snapshots and links, not signed",
        }
    }
}

impl<'d> Finding<'d> {
    /// Returns the id as it appears in reports; it is hostile text.
    #[must_use]
    pub fn id(&self) -> Cow<'static, str> {
        match self.id_parts() {
            (id, None) => id.into(),
            (family, Some(entry)) => [family, &entry].concat().into(),
        }
    }

    /// Returns the id of the check up to `<…>`, and the name that follows it; only this name is
    /// hostile text.
    pub(crate) fn id_parts(&self) -> (&'static str, Option<Cow<'_, str>>) {
        let Check { id, family, .. } = self.check;
        match (&self.entry, family) {
            (Some(entry), Some(family)) => (family, Some(shorten(entry))),
            _ => (id, None),
        }
    }

    /// Returns the check.
    #[must_use]
    pub fn check(&self) -> &'static Check {
        self.check
    }

    /// Returns the JSON Pointer to what the finding is about; it is hostile text.
    ///
    /// It is `""` if the finding is about nothing in the document.
    #[must_use]
    pub fn pointer(&self) -> Cow<'static, str> {
        match &self.place {
            Place::At(pointer) => pointer.clone(),
            Place::Element(array, index, member) => format!("{array}/{index}/{member}").into(),
        }
    }

    /// Returns the result of the check.
    #[must_use]
    pub fn outcome(&self) -> &Outcome<'d> {
        &self.outcome
    }

    /// Returns whether the check passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed { .. })
    }

    /// Returns whether the check failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed { .. })
    }

    /// Returns whether the check failed only because of an alteration that was found.
    #[must_use]
    pub fn is_consequence(&self) -> bool {
        self.is_consequence
    }

    /// Returns the same finding without a borrow from the document.
    #[must_use]
    pub fn into_owned(self) -> Finding<'static> {
        Finding {
            check: self.check,
            entry: self.entry.map(|entry| Cow::Owned(entry.into_owned())),
            place: self.place,
            outcome: self.outcome.into_owned(),
            is_consequence: self.is_consequence,
        }
    }
}

impl<'d> Outcome<'d> {
    pub(crate) const PASSED: &'static str = "pass";
    pub(crate) const FAILED: &'static str = "fail";
    pub(crate) const SKIPPED: &'static str = "skipped";

    pub(crate) fn failed(
        claimed: Option<Fact<'d>>,
        computed: Option<Fact<'d>>,
        reason: Reason,
    ) -> Self {
        Self::Failed {
            claimed,
            computed,
            why: Box::new(reason.into()),
        }
    }

    pub(crate) fn skipped(claimed: Option<Fact<'d>>, reason: Reason) -> Self {
        let why = Box::new(reason.into());
        Self::Skipped { claimed, why }
    }

    /// Adds what the reason is about.
    pub(crate) fn about(mut self, fact: Fact<'d>) -> Self {
        if let Some(why) = self.why_mut() {
            why.about = Some(fact);
        }
        self
    }

    /// Adds the text that is shown in place of its hash.
    pub(crate) fn showing(mut self, text: Fact<'d>) -> Self {
        if let Some(why) = self.why_mut() {
            why.shown = Some(text);
        }
        self
    }

    pub(crate) fn why_mut(&mut self) -> Option<&mut Why<'d>> {
        match self {
            Self::Passed { .. } => None,
            Self::Failed { why, .. } | Self::Skipped { why, .. } => Some(why),
        }
    }

    /// Returns the name in reports.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Passed { .. } => Self::PASSED,
            Self::Failed { .. } => Self::FAILED,
            Self::Skipped { .. } => Self::SKIPPED,
        }
    }

    /// Returns the value that the document states.
    #[must_use]
    pub fn claimed(&self) -> Option<&Fact<'d>> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { claimed, .. } | Self::Skipped { claimed, .. } => claimed.as_ref(),
        }
    }

    /// Returns the value that was computed.
    #[must_use]
    pub fn computed(&self) -> Option<&Fact<'d>> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { computed, .. } => computed.as_ref(),
            Self::Skipped { .. } => None,
        }
    }

    /// Returns why the check did not pass.
    #[must_use]
    pub fn why(&self) -> Option<&Why<'d>> {
        match self {
            Self::Passed { .. } => None,
            Self::Failed { why, .. } | Self::Skipped { why, .. } => Some(why),
        }
    }

    fn into_owned(self) -> Outcome<'static> {
        let owned = |fact: Option<Fact<'d>>| fact.map(Fact::into_owned);
        match self {
            Self::Passed { value } => Outcome::Passed {
                value: value.into_owned(),
            },
            Self::Failed {
                claimed,
                computed,
                why,
            } => Outcome::Failed {
                claimed: owned(claimed),
                computed: owned(computed),
                why: Box::new(why.into_owned()),
            },
            Self::Skipped { claimed, why } => Outcome::Skipped {
                claimed: owned(claimed),
                why: Box::new(why.into_owned()),
            },
        }
    }
}
