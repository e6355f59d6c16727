//! Derives what follows from a canonical record alone.

use super::alias::SignedSource;
use super::claim::Claim;
use super::identifier::{Identifier, PithNumber};
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};

/// A canonical record, together with everything that follows from it alone.
#[derive(Clone, Copy, Debug)]
pub struct CanonicalRecord<'d> {
    /// The JSON object.
    pub value: Value<'d>,
    /// The digest, recomputed from the object.
    pub digest: Digest,
    /// The identifier, derived from the digest.
    pub identifier: Identifier,
    /// The signed source, if it has the form that aliases are derived from.
    pub source: Option<SignedSource<'d>>,
    /// The derived Pith Number; `None` if the signed date of submission has no year.
    pub pith_number: Option<PithNumber>,
}

impl<'d> CanonicalRecord<'d> {
    /// Derives everything that follows from a canonical record.
    #[must_use]
    pub fn of(value: Value<'d>) -> Self {
        let digest = Digest::of_value(value);
        let identifier = Identifier::of(&digest);
        let submitted_at = Claim::string_at(value, "/metadata/submitted_at").given();
        Self {
            value,
            digest,
            identifier,
            source: source_of(value),
            pith_number: submitted_at.and_then(|date| PithNumber::derive(identifier, date)),
        }
    }
}

fn source_of(canonical: Value<'_>) -> Option<SignedSource<'_>> {
    let source = canonical.member("source")?;
    let version = source.member("version")?;
    Some(SignedSource {
        kind: source.member("kind")?.as_str()?,
        id: source.member("id")?.as_str()?,
        version: (version.kind() == Kind::Integer).then(|| version.text())?,
    })
}
