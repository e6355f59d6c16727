//! What a check found: what was compared, as facts. `render` turns them into words.

use std::borrow::Cow;

use super::fact::Fact;
use super::reason::{Reason, Why};
use crate::json::shorten::shorten;

/// What a check is about: the groups in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// The canonical record and its digest.
    SignedCore,
    /// Who signed it.
    Receipt,
    /// What is derived from the digest and the signed source.
    Identifiers,
    /// Events, each with its own signature.
    Events,
    /// What repeats them, and counts of it.
    Findings,
    /// What repeats a signed value, for readers.
    Copies,
    /// What only agrees with itself.
    Snapshots,
    /// What the caller asked for.
    Expectations,
}

/// A check, as far as reports need it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// The id in reports; with `<…>` where the id depends on the document.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// Whether a document must pass it to pass.
    pub required: bool,
    /// What a pass means, in at most 48 characters.
    pub meaning: &'static str,
    /// What a failure means: a sentence without its full stop.
    pub failure: &'static str,
    /// What the values that the document states and that were computed are called where a failure
    /// is shown.
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
    /// Whether it passes once what was altered is undone.
    pub(crate) is_consequence: bool,
}

/// Where in the document it was found.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// At a JSON Pointer.
    At(Cow<'static, str>),
    /// At a member of an element of an array.
    Element(&'static str, usize, &'static str),
}

/// Whether a check passed, and why not.
#[derive(Clone, Debug)]
pub enum Outcome<'d> {
    /// What is claimed is what was computed.
    Passed {
        /// The value of both.
        value: Fact<'d>,
    },
    /// What is claimed is not what was computed, or is missing though required.
    Failed {
        /// What the document states.
        claimed: Option<Fact<'d>>,
        /// What was computed.
        computed: Option<Fact<'d>>,
        /// Why this is a failure.
        why: Box<Why<'d>>,
    },
    /// The check was not made.
    Skipped {
        /// What the document states.
        claimed: Option<Fact<'d>>,
        /// Why it was not made.
        why: Box<Why<'d>>,
    },
}

impl Group {
    /// The heading in text.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SignedCore => "signed core",
            Self::Receipt => "receipt",
            Self::Identifiers => "identifiers",
            Self::Events => "events",
            Self::Findings => "findings, as they are listed",
            Self::Copies => "shown copies",
            Self::Expectations => "what was asked for",
            Self::Snapshots => "snapshots and links, not signed",
        }
    }
}

impl<'d> Finding<'d> {
    /// The id, as it is in reports; hostile text.
    #[must_use]
    pub fn id(&self) -> Cow<'static, str> {
        let id = self.check.id;
        match (&self.entry, id.split_once('<')) {
            (Some(entry), Some((family, _))) => [family, &shorten(entry)].concat().into(),
            _ => id.into(),
        }
    }

    /// The check that found it.
    #[must_use]
    pub fn check(&self) -> &'static Check {
        self.check
    }

    /// JSON Pointer to what it is about, `""` if that is not in the document; hostile text.
    #[must_use]
    pub fn pointer(&self) -> Cow<'static, str> {
        match &self.place {
            Place::At(pointer) => pointer.clone(),
            Place::Element(array, index, member) => format!("{array}/{index}/{member}").into(),
        }
    }

    /// What was found.
    #[must_use]
    pub fn outcome(&self) -> &Outcome<'d> {
        &self.outcome
    }

    /// Whether the check passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed { .. })
    }

    /// Whether the check failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed { .. })
    }

    /// Whether it failed only because of an alteration that was found: with that undone, it
    /// passes.
    #[must_use]
    pub fn is_consequence(&self) -> bool {
        self.is_consequence
    }

    /// The same, as a value that outlives the document.
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

    /// The same, with what its reason is about.
    pub(crate) fn about(mut self, fact: Fact<'d>) -> Self {
        if let Some(why) = self.why_mut() {
            why.about = Some(fact);
        }
        self
    }

    /// The same, with the text that is shown in the place of its hash.
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

    /// The name in reports.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Passed { .. } => Self::PASSED,
            Self::Failed { .. } => Self::FAILED,
            Self::Skipped { .. } => Self::SKIPPED,
        }
    }

    /// What the document states.
    #[must_use]
    pub fn claimed(&self) -> Option<&Fact<'d>> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { claimed, .. } | Self::Skipped { claimed, .. } => claimed.as_ref(),
        }
    }

    /// What was computed.
    #[must_use]
    pub fn computed(&self) -> Option<&Fact<'d>> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { computed, .. } => computed.as_ref(),
            Self::Skipped { .. } => None,
        }
    }

    /// Why it did not pass.
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
