//! Where a broken record was altered, as far as that could be found out.

use std::borrow::Cow;
use std::fmt;

use super::excerpt::Excerpt;

/// The member that is signed.
pub(crate) const CANONICAL_RECORD: &str = "/canonical_record";

/// What was altered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The changes that bring the signed digest back, all of them together; empty if none
    /// were found, or if `canonical-hash` did not fail.
    pub changes: Vec<Change>,
    /// What agrees on the digest that then comes out.
    pub witnesses: Vec<Witness>,
    /// Whether a search found nothing.
    pub search_failed: bool,
}

/// One place that was altered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// JSON Pointer to the place; hostile text.
    pub pointer: String,
    /// What is there now; `None` if the member is missing.
    pub found: Option<Excerpt>,
    /// What was there; `None` for a member that does not belong there.
    pub restored: Option<Excerpt>,
    /// How that is known.
    pub origin: Origin,
}

/// How it is known what was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The value still is, or can be derived from what is, at a JSON Pointer.
    At(Cow<'static, str>),
    /// It is the hash of the title that was given.
    GivenTitle,
    /// It is the hash of the abstract that was given.
    GivenAbstract,
    /// It is another form of what is there, found by trying.
    Tried,
    /// The member does not belong there.
    Removed,
}

/// A part of a document that a digest can be recognised by. Displays as it is named in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// `/canonical_sha256`.
    Stated,
    /// `/receipt/canonical_sha256`.
    Receipt,
    /// `/pith_number`.
    PithNumber,
    /// The signature of a trusted key: the only one that nobody can forge.
    Signature,
}

impl Diagnosis {
    /// Whether the digest that then comes out is one that a trusted key has signed.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.witnesses.contains(&Witness::Signature)
    }
}

impl Change {
    /// Whether the place is in the canonical record, not a member that states its digest.
    #[must_use]
    pub fn is_in_record(&self) -> bool {
        self.pointer.starts_with(CANONICAL_RECORD)
    }
}

impl fmt::Display for Change {
    /// On one line, as `/canonical_record/source/version says 3, said 2`; hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Excerpt>| value.as_ref().map(ToString::to_string);
        let (found, restored) = (shown(&self.found), shown(&self.restored));
        let nothing = "nothing";
        let found = found.as_deref().unwrap_or(nothing);
        let restored = restored.as_deref().unwrap_or(nothing);
        write!(f, "{} says {found}, said {restored}", self.pointer)
    }
}

impl Origin {
    /// The name in reports: a JSON Pointer, or the option that the text was given with.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::At(pointer) => Some(pointer),
            Self::GivenTitle => Some("--title"),
            Self::GivenAbstract => Some("--abstract"),
            Self::Tried | Self::Removed => None,
        }
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stated => "/canonical_sha256",
            Self::Receipt => "/receipt/canonical_sha256",
            Self::PithNumber => "the Pith Number",
            Self::Signature => "the signature",
        })
    }
}
