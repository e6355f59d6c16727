//! The kinds of document: a file and a row of [`KINDS`] each.
//!
//! A kind says how such a document is recognised, where it has what is verified, which checks
//! apply and which of them it must pass.

mod bundle;
mod integrity;
mod record;
mod state;

use std::fmt;

use super::checks::{EXPECTED, Row};
use super::places::Places;
use crate::json::document::{Kind as JsonKind, Value};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::quote::quote;
use crate::record::claim::Claim;
use crate::report::{DocumentKind, Hints};
use crate::trust::key_file;
use crate::trust::keyring::KeyError;
use bundle::BUNDLE;
use integrity::INTEGRITY;
pub use record::RECORD;
use state::STATE;

/// What the signature over a canonical record is over.
const CANONICAL_RECORD_IS_SIGNED: &str = "the canonical record: source, categories, licence, date \
    of submission, and the hashes of title and abstract";

/// The version of canonical records that this verifier knows.
const SCHEMA_VERSION: &str = "1.0";

/// A kind of document.
#[derive(Debug)]
pub struct Kind {
    /// What reports say about it.
    pub facts: DocumentKind,
    /// The member by which such a document is recognised: its JSON Pointer, and its value, or
    /// the beginning of it up to a final `/`.
    mark: (&'static str, &'static str),
    /// The members that state a version, each with the one that is known. Nothing else is
    /// valid, so they are vouched for once the signature is.
    versions: &'static [(&'static str, &'static str)],
    /// Where it has what is verified.
    pub(crate) places: Places,
    /// What is checked in documents of this kind only, in the order of reports.
    pub checks: &'static [Row],
}

/// The member by which the registry's list of keys is recognized: that is not verified.
const KEY_FILE_MARK: &str = "/manifest_type";

/// Every kind; a document is of the first kind whose mark it has.
pub const KINDS: &[&Kind] = &[&RECORD, &BUNDLE, &INTEGRITY, &STATE];

/// Why a document cannot be verified as one of a kind, and the kind, if that was recognised.
pub(crate) type Refusal = (Option<&'static Kind>, DocumentError);

impl Kind {
    /// Everything that is checked, in the order of reports.
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> {
        self.checks.iter().chain(&EXPECTED)
    }

    /// The kind of a document.
    ///
    /// # Errors
    ///
    /// `not-a-record` or `unknown-schema`.
    pub(crate) fn of(root: Value<'_>, hints: Hints) -> Result<&'static Self, Refusal> {
        let found = Self::recognized(root);
        let (kind, ..) = found.ok_or_else(|| (None, unknown(root, hints)))?;
        kind.check_versions(root)
            .map_err(|error| (Some(kind), error))?;
        Ok(kind)
    }

    /// The first kind whose mark a document has, with the place and the value of the mark.
    pub(crate) fn recognized<'d>(
        root: Value<'d>,
    ) -> Option<(&'static Self, &'static str, Value<'d>)> {
        KINDS.iter().find_map(|kind| {
            let (place, known) = kind.mark;
            let stated = root.at(place)?;
            has_mark(stated, known).then_some((*kind, place, stated))
        })
    }

    /// A member by which documents of another kind are recognized, as this document has it too:
    /// its place, its value, and what such documents are called.
    ///
    /// No other kind has these members, whatever their value; except for `/schema`, which may
    /// lead to the schema of anything.
    pub(crate) fn other_mark<'d>(
        &self,
        root: Value<'d>,
    ) -> Option<(&'static str, Value<'d>, &'static str)> {
        let others = KINDS.iter().filter(|kind| kind.mark != self.mark);
        let others = others.map(|kind| (kind.mark, kind.facts.title));
        let mut marks = others.chain([((KEY_FILE_MARK, ""), "a key file")]);
        marks.find_map(|((place, known), title)| {
            let stated = root.at(place)?;
            let is_mark = !known.ends_with('/') || has_mark(stated, known);
            is_mark.then_some((place, stated, title))
        })
    }

    fn check_versions(&self, root: Value<'_>) -> Result<(), DocumentError> {
        for (place, known) in self.versions {
            check_version(Claim::string_at(root, place), place, known)?;
        }
        let canonical = self
            .places
            .canonical_record
            .map(|place| (place, root.at(place)));
        if let Some((place, Some(canonical))) = canonical
            && canonical.kind() == JsonKind::Object
        {
            let version = Claim::string_at(canonical, "/schema_version");
            let place = format_args!("{place}/schema_version");
            check_version(version, place, SCHEMA_VERSION)?;
        }
        Ok(())
    }

    /// JSON Pointers to the members whose only valid value was checked in reading.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = &'static str> {
        let versions = self.versions.iter().map(|(place, _)| *place);
        versions.chain([self.mark.0])
    }
}

/// The canonical record of a document.
///
/// # Errors
///
/// As for a report; and `not-a-record` if there is none.
pub fn canonical_record(root: Value<'_>) -> Result<Value<'_>, DocumentError> {
    let kind = Kind::of(root, Hints::default()).map_err(|(_, error)| error)?;
    let Some(place) = kind.places.canonical_record else {
        let message = format!("{} has no canonical record", kind.facts.title);
        return Err(DocumentError::new(ErrorCode::NotARecord, message));
    };
    let claim = Claim::at(root, place).of_kind(JsonKind::Object);
    claim.given().ok_or_else(|| {
        let message = format!("{place} is missing or not an object");
        DocumentError::new(ErrorCode::NotARecord, message)
    })
}

/// Whether a member has the value by which a kind is recognized.
fn has_mark(stated: Value<'_>, known: &str) -> bool {
    let stated = stated.as_str();
    stated
        .is_some_and(|stated| stated == known || known.ends_with('/') && stated.starts_with(known))
}

fn check_version(
    claim: Claim<'_, &str>,
    place: impl fmt::Display,
    known: &str,
) -> Result<(), DocumentError> {
    let found = match claim {
        Claim::Given { value, .. } if value == known => return Ok(()),
        Claim::Given { value, .. } => {
            format!("is \"{}\"; this verifier knows \"{known}\"", quote(value))
        }
        Claim::Absent => format!("is missing; this verifier knows \"{known}\""),
        Claim::Malformed { defect, .. } => defect.to_string(),
    };
    let message = format!("{place} {found}");
    Err(DocumentError::new(ErrorCode::UnknownSchema, message))
}

/// Why a document is of no kind. Key files are told apart: people have them at hand too.
fn unknown(root: Value<'_>, hints: Hints) -> DocumentError {
    let names: Vec<_> = KINDS.iter().map(|kind| kind.facts.name).collect();
    let found = if root.kind() != JsonKind::Object {
        format!("the document is {}", root.kind())
    } else if let Some(keys) = keys(root) {
        let error = DocumentError::new(ErrorCode::NotARecord, keys);
        return match hints.trust_key {
            Some(hint) => error.with_hint(hint),
            None => error,
        };
    } else if let Some(error) = root.member("error").and_then(Value::as_str) {
        format!("an answer that says \"{}\", not a document", quote(error))
    } else {
        let marks = KINDS.iter().map(|kind| kind.mark);
        let mut stated = marks.filter_map(|(place, known)| {
            let found = Claim::string_at(root, place).given()?;
            Some(format!("{place} is \"{}\", not \"{known}\"", quote(found)))
        });
        stated
            .next()
            .unwrap_or("no member says what kind of document it is".into())
    };
    let message = format!("{found}; known kinds: {}", names.join(", "));
    DocumentError::new(ErrorCode::NotARecord, message)
}

/// What a file of keys is called, with the fingerprints of the first ones, recomputed.
fn keys(root: Value<'_>) -> Option<String> {
    let is = |name| root.member(name).is_some();
    if !is("manifest_type") && !(is("key_id") && (is("public_key_b64") || is("public_key_hex"))) {
        return None;
    }
    Some(match key_file::read(root).and_then(names_of_keys) {
        Ok(names) => format!("a key file, not a document to verify: {names}"),
        Err(error) => format!("a key file, and not in order: {error}"),
    })
}

/// The first few keys, each with its fingerprint.
fn names_of_keys(mut keys: key_file::Keys<'_>) -> Result<String, KeyError> {
    /// Keys that are named; further ones are not even read.
    const MAX_NAMED: usize = 3;
    let named = keys.by_ref().take(MAX_NAMED).map(|key| {
        let key = key?;
        let id = quote(key.id());
        Ok(format!("{id} with the fingerprint {}", key.fingerprint()))
    });
    let mut names = named.collect::<Result<Vec<_>, _>>()?;
    if keys.next().is_some() {
        names.push("and others".to_owned());
    }
    Ok(names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::checks::Run;

    #[test]
    fn requires_what_the_table_of_checks_calls_required() {
        for kind in KINDS {
            let always = |row: &&Row| row.check.required && !matches!(row.run, Run::If(..));
            let required = kind.checks.iter().filter(always);
            let required: Vec<_> = required.map(|row| row.check.id).collect();
            assert_eq!(kind.facts.required, required);
            assert!(required.contains(&kind.facts.signature));
        }
    }

    #[test]
    fn has_a_receipt_where_one_is_checked() {
        for kind in KINDS {
            let mut rows = kind.checks.iter();
            let checked = rows.any(|row| matches!(row.run, Run::Receipt(_)));
            assert_eq!(
                kind.places.receipt.is_some(),
                checked,
                "{}",
                kind.facts.name
            );
            assert_eq!(kind.facts.is_record, checked, "{}", kind.facts.name);
        }
    }
}
