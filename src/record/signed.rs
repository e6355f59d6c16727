//! A document read as a Pith Number record, and what follows from the part that is signed.

use super::alias::Source;
use super::claim::Claim;
use super::identifier::{Identifier, PithNumber};
use crate::json::canonical::Digest;
use crate::json::document::{Kind, Value};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::quote::quote;

const RECORD_TYPE: &str = "pith_number_record";
const SCHEMA_VERSION: &str = "1.0";

/// Members whose only valid value [`Record::read`] has already checked.
pub const FIXED_MEMBERS: &[&str] = &["/record_type", "/schema_version"];

/// Members that name the type of the registry's other documents (protocol §8).
const OTHER_DOCUMENT_TYPES: &[&str] = &["bundle_type", "state_type", "manifest_type"];

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'d> {
    /// The whole document.
    pub root: Value<'d>,
    /// `/canonical_record`, the only part that is signed, with what follows from it.
    pub signed: Claim<'d, Signed<'d>>,
}

/// The signed part of a record, and everything that follows from it alone.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'d> {
    /// The signed object.
    pub value: Value<'d>,
    /// Its digest, recomputed.
    pub digest: Digest,
    /// The identifier, derived from the digest.
    pub identifier: Identifier,
    /// The source, if it has the form that aliases follow from.
    pub source: Option<Source<'d>>,
    /// The Pith Number, derived; `None` if the signed date has no year.
    pub pith_number: Option<PithNumber>,
}

impl<'d> Record<'d> {
    /// Reads a document as a record and derives what follows from it.
    ///
    /// # Errors
    ///
    /// `not-a-record` or `unknown-schema`.
    pub fn read(root: Value<'d>) -> Result<Self, DocumentError> {
        match Claim::string_at(root, "/record_type").given() {
            Some(RECORD_TYPE) => {}
            found => return Err(not_a_record(root, found)),
        }
        check_schema(root, "/schema_version")?;
        let signed = Claim::at(root, "/canonical_record").of_kind(Kind::Object);
        if let Claim::Given { .. } = signed {
            check_schema(root, "/canonical_record/schema_version")?;
        }
        Ok(Self {
            root,
            signed: signed.refine(|value| Ok(Signed::of(value))),
        })
    }

    /// The signed value at a JSON Pointer below `/canonical_record`.
    #[must_use]
    pub fn signed_at(&self, pointer: &str) -> Option<Value<'d>> {
        self.signed.given()?.value.at(pointer)
    }
}

impl<'d> Signed<'d> {
    fn of(value: Value<'d>) -> Self {
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

fn source_of(canonical: Value<'_>) -> Option<Source<'_>> {
    let source = canonical.member("source")?;
    let version = source.member("version")?;
    Some(Source {
        kind: source.member("kind")?.as_str()?,
        id: source.member("id")?.as_str()?,
        version: (version.kind() == Kind::Integer).then(|| version.text())?,
    })
}

fn check_schema(root: Value<'_>, pointer: &str) -> Result<(), DocumentError> {
    let found = match Claim::string_at(root, pointer) {
        Claim::Given { value, .. } if value == SCHEMA_VERSION => return Ok(()),
        Claim::Given { value, .. } => {
            format!(
                "is \"{}\"; this verifier knows \"{SCHEMA_VERSION}\"",
                quote(value)
            )
        }
        Claim::Absent => format!("is missing; this verifier knows \"{SCHEMA_VERSION}\""),
        Claim::Malformed { defect, .. } => defect.to_string(),
    };
    let message = format!("{pointer} {found}");
    Err(DocumentError::new(ErrorCode::UnknownSchema, message))
}

fn not_a_record(root: Value<'_>, record_type: Option<&str>) -> DocumentError {
    let other_type = OTHER_DOCUMENT_TYPES
        .iter()
        .find_map(|name| root.member(name)?.as_str());
    let message = match (root.kind(), record_type, other_type) {
        (Kind::Object, Some(found), _) => {
            let found = quote(found);
            format!("/record_type is \"{found}\", not \"{RECORD_TYPE}\"")
        }
        (Kind::Object, None, Some(found)) => format!(
            "a document of type \"{}\", not a record; `pith` verifies records only",
            quote(found)
        ),
        (Kind::Object, None, None) => format!("/record_type is not \"{RECORD_TYPE}\""),
        (kind, ..) => format!("the document is {kind}, not a record"),
    };
    DocumentError::new(ErrorCode::NotARecord, message)
}
