//! Lists the kinds of documents; each has its own file and an entry in [`KINDS`].
//!
//! A kind says how its documents are recognized, where they have the verified members, which
//! rules apply, and which of these a document must pass.

mod bundle;
mod integrity;
pub(crate) mod kind;
pub(crate) mod recognition;
mod record;
mod state;

use crate::json::document::{Kind as JsonKind, Value};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::shorten::shorten;
use crate::record::claim::Claim;
use crate::report::Hints;
use crate::trust::key_file;
use crate::trust::keyring::KeyError;
use bundle::BUNDLE;
use integrity::INTEGRITY;
pub use kind::Kind;
use recognition::Mark;
pub use record::RECORD;
use state::STATE;

/// Every kind. A document is of the first kind whose identifying member it has.
pub const KINDS: &[&Kind] = &[&RECORD, &BUNDLE, &INTEGRITY, &STATE];

/// The reason why a document cannot be verified, and its kind if that was recognized.
pub(crate) type Refusal = (Option<&'static Kind>, DocumentError);

/// Returns the kind of a document.
///
/// # Errors
///
/// Returns `not-a-record` or `unknown-schema`.
pub(crate) fn kind_of(root: Value<'_>, hints: Hints) -> Result<&'static Kind, Refusal> {
    let kind = recognized(root).ok_or_else(|| (None, unknown(root, hints)))?;
    kind.check_versions(root)
        .map_err(|error| (Some(kind), error))?;
    Ok(kind)
}

/// Returns the kind that a member of the document marks it as, whatever its version.
#[must_use]
pub fn recognized(root: Value<'_>) -> Option<&'static Kind> {
    let mut kinds = KINDS.iter().copied();
    kinds.find(|kind| kind.places.mark.find(root).is_some())
}

/// Returns the canonical record of a document.
///
/// # Errors
///
/// Returns the error that a report on the document has, or `not-a-record` if the document has
/// no canonical record.
pub fn canonical_record(root: Value<'_>) -> Result<Value<'_>, DocumentError> {
    let kind = kind_of(root, Hints::default()).map_err(|(_, error)| error)?;
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

/// Returns the error for a document of no known kind.
///
/// It recognizes key files too, since people often have them next to records.
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
        format!(
            "this is an answer that says \"{}\", not a document",
            shorten(error)
        )
    } else {
        let mut stated = KINDS.iter().filter_map(|kind| {
            let Mark { place, value, .. } = kind.places.mark;
            let found = Claim::string_at(root, place).given()?;
            let known = value.unwrap_or_default();
            Some(format!(
                "{place} is \"{}\", not \"{known}\"",
                shorten(found)
            ))
        });
        stated
            .next()
            .unwrap_or("no member says what kind of document it is".into())
    };
    let message = format!("{found}; known kinds: {}", names.join(", "));
    DocumentError::new(ErrorCode::NotARecord, message)
}

/// Describes a key file, with the recomputed fingerprints of its first keys.
fn keys(root: Value<'_>) -> Option<String> {
    let is = |name| root.member(name).is_some();
    if !is("manifest_type") && !(is("key_id") && (is("public_key_b64") || is("public_key_hex"))) {
        return None;
    }
    Some(match key_file::read(root).and_then(names_of_keys) {
        Ok(names) => format!("this is a key file, not a document to verify: {names}"),
        Err(error) => format!("this is a key file with an error: {error}"),
    })
}

/// Describes the first keys, each with its fingerprint.
fn names_of_keys(mut keys: key_file::Keys<'_>) -> Result<String, KeyError> {
    /// The largest number of keys that are described; further ones are not even parsed.
    const MAX_NAMED: usize = 3;
    let named = keys.by_ref().take(MAX_NAMED).map(|key| {
        let key = key?;
        let id = shorten(key.id());
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
    use crate::verify::checks::receipt;

    #[test]
    fn every_kind_requires_its_signature() {
        for kind in KINDS {
            assert!(kind.facts.required.contains(&kind.facts.signature));
        }
    }

    #[test]
    fn kinds_that_check_a_receipt_have_a_place_for_it() {
        for kind in KINDS {
            let signature = receipt::SIGNATURE.id();
            let checked = kind.rules().any(|rule| rule.id() == signature);
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
