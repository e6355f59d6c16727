//! Reads key files: a published key object, a mirror manifest, or PEM (docs/format.md, section
//! 7.1).

use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::DecodePublicKey as _;

use super::keyring::{ALGORITHM, KeyError, Keyring, PublicKey, TrustedKey};
use crate::json::document::{Document, Value};
use crate::json::shorten::{MAX_QUOTED, shorten};
use crate::record::claim::Claim;
use crate::record::encoding;

const MANIFEST_TYPE: &str = "pith_mirror_manifest";

/// Texts that identify another sort of file, and the message about each.
#[rustfmt::skip]
const OTHER_KEYS: &[(&str, &str)] = &[
    ("PRIVATE KEY-----", "a private key, which only its owner should have; `openssl pkey -in FILE -pubout` \
        writes the public key"),
    ("-----BEGIN CERTIFICATE-----", "a certificate; `openssl x509 -in FILE -noout -pubkey` writes its key"),
    ("ssh-ed25519 ", "an SSH key, not a key object, a mirror manifest or PEM"),
    ("untrusted comment:", "a minisign or signify key, not a key object, a mirror manifest or PEM"),
];

impl Keyring {
    /// Adds every key of a key file.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`parse_key_file`] and of [`Keyring::trust`]. After one of the latter,
    /// the keys before that one are trusted.
    pub fn trust_file(&mut self, bytes: &[u8]) -> Result<(), KeyError> {
        let keys = parse_key_file(bytes)?;
        keys.into_iter().try_for_each(|key| self.trust(key))
    }
}

/// Reads every key of a key file.
///
/// # Errors
///
/// Returns an error if the file has another form or holds no key, if a key in it cannot be
/// used, or if two of its members contradict each other.
pub fn parse_key_file(bytes: &[u8]) -> Result<Vec<TrustedKey>, KeyError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Some((_, what)) = OTHER_KEYS.iter().find(|(mark, _)| text.contains(mark)) {
            return Err(KeyError((*what).to_owned()));
        }
        if text.contains("-----BEGIN ") {
            return Ok(vec![parse_pem(text)?]);
        }
    }
    let document = Document::read(bytes).map_err(|error| {
        KeyError(format!(
            "not a key object, a mirror manifest or PEM: {error}"
        ))
    })?;
    read(document.root())?.collect()
}

/// The keys of a file, each parsed only when it is requested, since there may be very many.
pub(crate) type Keys<'d> = Box<dyn Iterator<Item = Result<TrustedKey, KeyError>> + 'd>;

/// Reads every key of a key object or a mirror manifest.
///
/// # Errors
///
/// Returns an error if the document has another form or holds no key.
pub(crate) fn read(root: Value<'_>) -> Result<Keys<'_>, KeyError> {
    if root.member("manifest_type").is_none() {
        return Ok(Box::new(std::iter::once_with(move || parse_object(root))));
    }
    let mut keys = parse_manifest(root)?.peekable();
    if keys.peek().is_none() {
        return Err(KeyError("the file holds no key".into()));
    }
    Ok(Box::new(keys))
}

fn parse_pem(text: &str) -> Result<TrustedKey, KeyError> {
    let key = VerifyingKey::from_public_key_pem(text.trim()).map_err(|error| {
        KeyError(format!(
            "not one Ed25519 public key in PEM (BEGIN PUBLIC KEY): {error}"
        ))
    })?;
    Ok(TrustedKey::unnamed(PublicKey::from_bytes(key.as_bytes())?))
}

fn parse_manifest<'d>(
    root: Value<'d>,
) -> Result<impl Iterator<Item = Result<TrustedKey, KeyError>> + 'd, KeyError> {
    let kind = required(root, "/manifest_type")?;
    if kind != MANIFEST_TYPE {
        return Err(KeyError(format!(
            "/manifest_type is {}, not {MANIFEST_TYPE}",
            shorten(kind)
        )));
    }
    let mirrors = root.member("mirrors").into_iter().flat_map(Value::children);
    let keys = mirrors
        .enumerate()
        .filter_map(|(position, mirror)| Some((position, mirror.member("public_key")?)));
    Ok(keys.map(|(position, key)| {
        parse_object(key).map_err(|KeyError(reason)| {
            KeyError(format!("in /mirrors/{position}/public_key: {reason}"))
        })
    }))
}

fn parse_object(object: Value<'_>) -> Result<TrustedKey, KeyError> {
    let id = required(object, "/key_id")?;
    // Reports repeat the id of a trusted key in full.
    if id.chars().nth(MAX_QUOTED).is_some() {
        return Err(KeyError(format!(
            "/key_id has more than {MAX_QUOTED} characters: {}",
            shorten(id)
        )));
    }
    must_be(object, "/algorithm", ALGORITHM)?;
    must_be(object, "/format", "raw")?;
    let base64 = optional(object, "/public_key_b64")?;
    let hex = optional(object, "/public_key_hex")?;
    let bytes = match (base64, hex) {
        (Some(base64), _) => encoding::from_base64(base64)
            .map_err(|error| KeyError(format!("/public_key_b64: {error}")))?,
        (None, Some(hex)) => encoding::from_hex(hex)
            .map_err(|error| KeyError(format!("/public_key_hex: {error}")))?,
        (None, None) => return Err(KeyError("/public_key_b64 is missing".into())),
    };
    let key = PublicKey::from_bytes(&bytes)?;
    must_be(object, "/public_key_hex", &key.to_hex())?;
    must_be(object, "/fingerprint_sha256_hex", &key.fingerprint())?;
    must_be(
        object,
        "/fingerprint_sha256_b32_first128bits",
        &key.fingerprint_base32(),
    )?;
    Ok(TrustedKey::named(id, key))
}

fn optional<'d>(object: Value<'d>, pointer: &str) -> Result<Option<&'d str>, KeyError> {
    match Claim::string_at(object, pointer) {
        Claim::Absent => Ok(None),
        Claim::Malformed { defect, .. } => Err(KeyError(format!("{pointer}: {defect}"))),
        Claim::Given { value, .. } => Ok(Some(value)),
    }
}

fn required<'d>(object: Value<'d>, pointer: &str) -> Result<&'d str, KeyError> {
    match optional(object, pointer)? {
        Some("") => Err(KeyError(format!("{pointer} is empty"))),
        Some(value) => Ok(value),
        None => Err(KeyError(format!("{pointer} is missing"))),
    }
}

/// Checks that a member, if it exists, is this string.
fn must_be(object: Value<'_>, pointer: &str, expected: &str) -> Result<(), KeyError> {
    match optional(object, pointer)? {
        Some(stated) if stated != expected => Err(KeyError(format!(
            "{pointer} does not match the key: the file says {}, the key gives {expected}",
            shorten(stated)
        ))),
        _ => Ok(()),
    }
}
