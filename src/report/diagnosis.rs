//! Describes where a record was altered, as far as that could be found.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::escape;
use super::excerpt::Excerpt;

/// The JSON Pointer to the signed object.
pub(crate) const CANONICAL_RECORD: &str = "/canonical_record";

/// What was altered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The changes that, all together, restore the signed digest.
    ///
    /// This is empty if no such changes were found, or if `canonical-hash` did not fail.
    pub changes: Vec<Change>,
    /// The members that agree on the restored digest.
    pub witnesses: Vec<Witness>,
    /// Whether a search was made and found nothing.
    pub search_failed: bool,
}

/// One place that was altered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The JSON Pointer to the place. It is hostile text.
    #[serde(serialize_with = "escape::serialize")]
    pub pointer: String,
    /// The present value; `None` if the member is missing.
    pub found: Option<Excerpt>,
    /// The original value; `None` if the member was added.
    pub restored: Option<Excerpt>,
    /// How the original value is known.
    #[serde(rename = "from")]
    pub origin: Origin,
}

/// How the original value is known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The value is still at this JSON Pointer, or is derived from the value there.
    At(Cow<'static, str>),
    /// The value is the hash of the given title.
    GivenTitle,
    /// The value is the hash of the given abstract.
    GivenAbstract,
    /// The value is another form of the present one, and was found by trying.
    Tried,
    /// A genuine canonical record has no such member.
    Removed,
}

/// A part of a document that identifies a digest. It displays as its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The member `/canonical_sha256`.
    Stated,
    /// The digest in the receipt, at this JSON Pointer.
    Receipt(&'static str),
    /// The member `/pith_number`.
    PithNumber,
    /// The signature of a trusted key, which is the only witness that cannot be forged.
    Signature,
}

impl Diagnosis {
    /// Returns whether a trusted key has signed the restored digest.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.witnesses.contains(&Witness::Signature)
    }
}

impl Change {
    /// Returns whether the place is in the canonical record, and not a member that states its
    /// digest.
    #[must_use]
    pub fn is_in_record(&self) -> bool {
        self.pointer.starts_with(CANONICAL_RECORD)
    }
}

impl fmt::Display for Change {
    /// Writes the change as `/canonical_record/source/version says 3, said 2`; this is hostile
    /// text.
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
    /// Returns the name in reports: a JSON Pointer, or the option that supplied the text.
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
