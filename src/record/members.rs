//! A document read as a Pith Number record: what it claims, and what is signed.

use crate::json::canonical::Digest;
use crate::json::document::{Kind, Value};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::pointer;
use crate::json::quote::quote;
use crate::record::alias;
use crate::record::identifier::{Identifier, PithNumber};

const RECORD_TYPE: &str = "pith_number_record";
const SCHEMA_VERSION: &str = "1.0";

/// Members that had only one value allowed if a document was read as a record at all.
pub(crate) const ONLY_VALUES: &[&str] = &["/record_type", "/schema_version"];

/// Other documents of the same registry, by the member that tells their type (protocol §8).
const RELATIVES: &[&str] = &["bundle_type", "state_type", "manifest_type"];

/// What a document says at one place.
#[derive(Clone, Debug)]
pub enum Claim<'d, T> {
    /// Nothing.
    Absent,
    /// Something that cannot be right whatever the rest says.
    Malformed {
        /// What stands there, if the place itself exists.
        found: Option<Value<'d>>,
        /// Why it cannot be right.
        reason: String,
    },
    /// A value of the right form.
    Given {
        /// Where it stands in the tree.
        at: Value<'d>,
        /// The value.
        value: T,
    },
}

impl<'d> Claim<'d, Value<'d>> {
    /// Whatever stands at a JSON Pointer whose parents, where present, are objects.
    #[must_use]
    pub fn at(root: Value<'d>, pointer: &str) -> Self {
        let mut value = root;
        for name in pointer::split(pointer) {
            if value.kind() != Kind::Object {
                return Self::Malformed {
                    found: None,
                    reason: format!("stands below {}, not an object", value.kind()),
                };
            }
            match value.member(name) {
                Some(member) => value = member,
                None => return Self::Absent,
            }
        }
        Self::Given { at: value, value }
    }

    /// The same, if it is of this kind.
    #[must_use]
    pub fn of_kind(self, kind: Kind) -> Self {
        match self {
            Self::Given { at, .. } if at.kind() != kind => Self::Malformed {
                found: Some(at),
                reason: format!("is {}, not {kind}", at.kind()),
            },
            claim => claim,
        }
    }
}

impl<'d> Claim<'d, &'d str> {
    /// The string at a JSON Pointer.
    #[must_use]
    pub fn string_at(root: Value<'d>, pointer: &str) -> Self {
        Claim::at(root, pointer)
            .of_kind(Kind::String)
            .refine(|value| Ok(value.text()))
    }
}

impl<'d, T> Claim<'d, T> {
    /// Reads the value further; an error makes the claim malformed.
    pub fn refine<U>(self, read: impl FnOnce(T) -> Result<U, String>) -> Claim<'d, U> {
        match self {
            Self::Absent => Claim::Absent,
            Self::Malformed { found, reason } => Claim::Malformed { found, reason },
            Self::Given { at, value } => match read(value) {
                Ok(value) => Claim::Given { at, value },
                Err(reason) => Claim::Malformed {
                    found: Some(at),
                    reason,
                },
            },
        }
    }

    /// The value, if it is there and of the right form.
    #[must_use]
    pub fn given(self) -> Option<T> {
        match self {
            Self::Given { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// A record with everything that follows from its `canonical_record`.
#[derive(Clone, Debug)]
pub struct Record<'d> {
    /// The whole document.
    pub root: Value<'d>,
    /// `/canonical_record`, the only part that is signed, if it is an object.
    pub canonical: Claim<'d, Value<'d>>,
    /// The signed source, if it has the form that aliases follow from.
    pub source: Option<alias::Source<'d>>,
    /// The digest, recomputed.
    pub digest: Option<Digest>,
    /// The identifier, derived from the digest.
    pub identifier: Option<Identifier>,
    /// The Pith Number, derived; nothing if the signed date has no year.
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
        let canonical = Claim::at(root, "/canonical_record").of_kind(Kind::Object);
        let Claim::Given { value, .. } = canonical else {
            return Ok(Self {
                root,
                canonical,
                source: None,
                digest: None,
                identifier: None,
                pith_number: None,
            });
        };
        check_schema(root, "/canonical_record/schema_version")?;
        let digest = Digest::of_value(value);
        let submitted_at = Claim::string_at(value, "/metadata/submitted_at").given();
        Ok(Self {
            root,
            canonical,
            source: source_of(value),
            digest: Some(digest),
            identifier: Some(Identifier::of(&digest)),
            pith_number: submitted_at.and_then(|date| PithNumber::derive(&digest, date)),
        })
    }

    /// The signed value at a pointer below `/canonical_record`.
    #[must_use]
    pub fn signed(&self, pointer: &str) -> Option<Value<'d>> {
        match &self.canonical {
            Claim::Given { value, .. } => value.at(pointer),
            _ => None,
        }
    }
}

/// The signed source, if it has the form that aliases follow from.
fn source_of(canonical: Value<'_>) -> Option<alias::Source<'_>> {
    let source = canonical.member("source")?;
    let version = source.member("version")?;
    Some(alias::Source {
        kind: source.member("kind")?.as_str()?,
        id: source.member("id")?.as_str()?,
        version: (version.kind() == Kind::Integer).then(|| version.text())?,
    })
}

fn check_schema(root: Value<'_>, pointer: &str) -> Result<(), DocumentError> {
    let message = match Claim::string_at(root, pointer) {
        Claim::Given { value, .. } if value == SCHEMA_VERSION => return Ok(()),
        Claim::Given { value, .. } => {
            format!(
                "{pointer} is \"{}\"; this verifier knows \"{SCHEMA_VERSION}\"",
                quote(value)
            )
        }
        Claim::Malformed { reason, .. } => format!("{pointer} {reason}"),
        Claim::Absent => format!("{pointer} is missing; this verifier knows \"{SCHEMA_VERSION}\""),
    };
    Err(DocumentError::new(ErrorCode::UnknownSchema, message))
}

fn not_a_record(root: Value<'_>, record_type: Option<&str>) -> DocumentError {
    let relative = RELATIVES
        .iter()
        .find_map(|name| root.member(name)?.as_str());
    let message = match (root.kind(), record_type, relative) {
        (Kind::Object, Some(other), _) => {
            format!(
                "/record_type is \"{}\", not \"{RECORD_TYPE}\"",
                quote(other)
            )
        }
        (Kind::Object, None, Some(relative)) => format!(
            "a document of type \"{}\", not a record; `pith` verifies records only",
            quote(relative)
        ),
        (Kind::Object, None, None) => format!("/record_type is not \"{RECORD_TYPE}\""),
        (kind, ..) => format!("the document is {kind}, not a record"),
    };
    DocumentError::new(ErrorCode::NotARecord, message)
}
