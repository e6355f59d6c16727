//! Where a broken record was altered, as far as that was found.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::escape;
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
    /// What agrees on the digest of the record with these changes.
    pub witnesses: Vec<Witness>,
    /// Whether a search found nothing.
    pub search_failed: bool,
}

/// One place that was altered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// JSON Pointer to the place; hostile text.
    #[serde(serialize_with = "escape::serialize")]
    pub pointer: String,
    /// What is there now; `None` if the member is missing.
    pub found: Option<Excerpt>,
    /// What was there; `None` for a member that does not belong there.
    pub restored: Option<Excerpt>,
    /// How that is known.
    #[serde(rename = "from")]
    pub origin: Origin,
}

/// How it is known what was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The value is still at this JSON Pointer, or can be derived from what is there.
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

/// A part of a document that identifies a digest. Displays as its name in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// `/canonical_sha256`.
    Stated,
    /// The digest in the receipt, by its JSON Pointer.
    Receipt(&'static str),
    /// `/pith_number`.
    PithNumber,
    /// The signature of a trusted key: the only one that nobody can forge.
    Signature,
}

impl Diagnosis {
    /// Whether the restored digest is one that a trusted key has signed.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.witnesses.contains(&Witness::Signature)
    }
}

impl Change {
    /// Whether the place is in the canonical record, and not a member that states its digest.
    #[must_use]
    pub fn is_in_record(&self) -> bool {
        self.pointer.starts_with(CANONICAL_RECORD)
    }
}

impl fmt::Display for Change {
    /// On one line, as `/canonical_record/source/version says 3, said 2`; hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Excerpt>| match value {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        let (found, restored) = (shown(&self.found), shown(&self.restored));
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
            Self::Receipt(place) => place,
            Self::PithNumber => "the Pith Number",
            Self::Signature => "the signature",
        })
    }
}
