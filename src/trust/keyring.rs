//! Holds the trusted keys: the built-in key of the registry, and those of key files.

use std::collections::BTreeMap;
use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};

use super::precomputed::{Multiples, Precomputed, Room};
use crate::json::shorten::shorten;
use crate::json::work;
use crate::record::encoding;

/// The only signature algorithm that is supported.
pub const ALGORITHM: &str = "ed25519";

/// The id and the base64 form of each built-in key.
///
/// The registry's key is from its mirror manifest (docs/format.md, section 7.1).
const BUILT_IN: &[(&str, &str)] = &[(
    "pith-v1-2026-05",
    "stVStoiQhXFxp4s2pdzPNoqVNBMojDU/fJ2db5S3CbM=",
)];

/// The reason why a key or a key file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(pub(crate) String);

impl fmt::Display for KeyError {
    /// Writes the reason, which may quote the key file and so is hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

/// An Ed25519 public key that can be trusted: its encoding is canonical, its order not small.
///
/// The parsed key takes 192 bytes. It is boxed, so that a list of very many keys does not hold
/// all of them twice while it grows.
#[derive(Clone, Debug)]
pub struct PublicKey {
    key: Box<VerifyingKey>,
    precomputed: Precomputed,
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        work::count(1);
        self.key == other.key
    }
}

impl Eq for PublicKey {}

impl PublicKey {
    /// Checks the 32 bytes of a raw public key.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes do not encode a point, do not encode it canonically, or
    /// encode a point of small order. A signature by such a key proves nothing.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_canonical(bytes) {
            return Err(KeyError(
                "weak key: not the canonical encoding of a point".into(),
            ));
        }
        let key = VerifyingKey::from_bytes(bytes)
            .map_err(|_| KeyError("not an Ed25519 public key: no point of the curve".into()))?;
        if key.is_weak() {
            return Err(KeyError("weak key: a point of small order".into()));
        }
        Ok(Self {
            key: Box::new(key),
            precomputed: Precomputed::new(Room::default()),
        })
    }

    /// Returns the key in the form that `verify_strict` takes.
    pub(crate) fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Returns the precomputed multiples of the key, if it has been used often enough to have
    /// some.
    pub(super) fn multiples(&self) -> Option<&Multiples> {
        self.precomputed.multiples(&self.key)
    }

    /// Returns the raw key in standard base64, 44 characters.
    #[must_use]
    pub fn to_base64(&self) -> String {
        encoding::to_base64(self.key.as_bytes())
    }

    /// Returns the key as PEM writes it between its first and last line, 60 characters.
    ///
    /// That is the base64 form of its SubjectPublicKeyInfo (RFC 8410).
    #[must_use]
    pub fn to_spki_base64(&self) -> String {
        /// The DER encoding before the raw key: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING
        /// }.
        const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
        encoding::to_base64(&[SPKI.as_slice(), self.key.as_bytes()].concat())
    }

    /// Returns the raw key in lower-case hex, 64 digits.
    pub(crate) fn to_hex(&self) -> String {
        HEXLOWER.encode(self.key.as_bytes())
    }

    /// Returns the fingerprint: the first 32 hex digits of the SHA-256 of the raw key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hex = HEXLOWER.encode(&Sha256::digest(self.key.as_bytes()));
        hex.truncate(32);
        hex
    }

    /// Returns the base32 form of the fingerprint: 26 characters, 130 bits of the same SHA-256.
    #[must_use]
    pub fn fingerprint_base32(&self) -> String {
        let mut base32 = BASE32_NOPAD.encode(&Sha256::digest(self.key.as_bytes()));
        base32.truncate(26);
        base32
    }
}

/// Returns whether the y coordinate, the low 255 bits in little-endian order, is below
/// 2²⁵⁵ − 19.
///
/// RFC 8032, section 5.1.3 requires that. The parser reduces larger coordinates silently.
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = bytes;
    *low < 0xed || middle.iter().any(|byte| *byte != 0xff) || high & 0x7f != 0x7f
}

/// A key that the caller has decided to trust, with the id by which receipts refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    id: String,
    named: bool,
    built_in: bool,
    key: PublicKey,
    fingerprint: String,
}

impl TrustedKey {
    /// Returns a key with the id by which receipts refer to it.
    #[must_use]
    pub fn named(id: impl Into<String>, key: PublicKey) -> Self {
        Self {
            id: id.into(),
            named: true,
            built_in: false,
            fingerprint: key.fingerprint(),
            key,
        }
    }

    /// Returns a key that has no id, such as one from PEM.
    ///
    /// Its id is its fingerprint. Receipts refer to it by their `public_key_fingerprint`.
    #[must_use]
    pub fn unnamed(key: PublicKey) -> Self {
        Self {
            named: false,
            ..Self::named(key.fingerprint(), key)
        }
    }

    /// Returns the key id; this is hostile text if it came from a file.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns whether the id was given together with the key.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.named
    }

    /// Whether it is one of the keys built in, the registry's, rather than one that was given.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.built_in
    }

    /// The key itself.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the fingerprint, 32 lower-case hex digits.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Lets the key share the budget for multiples with others.
    fn sharing(mut self, room: &Room) -> Self {
        self.key.precomputed = Precomputed::new(room.clone());
        self
    }
}

/// The trusted keys, in which every id has one key and every key one id.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    /// The keys, in the order in which they were trusted.
    keys: Vec<TrustedKey>,
    /// The position of each key, by its id.
    by_id: BTreeMap<String, usize>,
    /// The position of each key, by the raw key.
    by_key: BTreeMap<[u8; 32], usize>,
    /// The number of further keys that may have precomputed multiples.
    room: Room,
}

impl Keyring {
    /// Returns a keyring without keys.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Returns the built-in keys.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test reads the table")]
    pub fn built_in() -> Self {
        let mut keyring = Self::empty();
        for (id, base64) in BUILT_IN {
            let bytes = encoding::from_base64(base64).expect("base64 of 32 bytes");
            let key = PublicKey::from_bytes(&bytes).expect("a strong key");
            let trusted = keyring.trust(TrustedKey {
                built_in: true,
                ..TrustedKey::named(*id, key)
            });
            trusted.expect("one id for each key");
        }
        keyring
    }

    /// Adds a trusted key.
    ///
    /// A key that is already trusted changes nothing, except that it receives the new id if it
    /// has none.
    ///
    /// # Errors
    ///
    /// Returns an error if another key has the same id, or if the key has another id. A
    /// `key_id` would otherwise be ambiguous.
    pub fn trust(&mut self, new: TrustedKey) -> Result<(), KeyError> {
        let known = self.by_id(&new.id);
        if let Some(known) = known.filter(|known| known.key != new.key) {
            return Err(KeyError(format!(
                "another key is already trusted as {} (fingerprint {}, this one {})",
                shorten(&known.id),
                known.fingerprint,
                new.fingerprint
            )));
        }
        let raw = *new.key.key.as_bytes();
        let place = self.by_key.get(&raw).copied().unwrap_or(self.keys.len());
        match self.keys.get_mut(place) {
            None => {
                self.by_id.insert(new.id.clone(), place);
                self.by_key.insert(raw, place);
                self.keys.push(new.sharing(&self.room));
            }
            Some(known) if !new.named || known.id == new.id => {}
            Some(known) if !known.named => {
                self.by_id.remove(&known.id);
                self.by_id.insert(new.id.clone(), place);
                *known = new.sharing(&self.room);
            }
            Some(known) => {
                return Err(KeyError(format!(
                    "the key of {} is already trusted as {}",
                    shorten(&new.id),
                    shorten(&known.id)
                )));
            }
        }
        Ok(())
    }

    fn by_id(&self, id: &str) -> Option<&TrustedKey> {
        self.keys.get(*self.by_id.get(id)?)
    }

    /// Returns the key that a receipt refers to: by its key id, or by its fingerprint if the
    /// key has no id.
    #[must_use]
    pub fn find(&self, key_id: &str, fingerprint: &str) -> Option<&TrustedKey> {
        // A key that was added without an id has its fingerprint as id.
        let unnamed = || self.by_id(fingerprint).filter(|key| !key.named);
        self.by_id(key_id).or_else(unnamed)
    }

    /// Returns the keys in the order in which they were trusted.
    pub fn iter(&self) -> impl Iterator<Item = &TrustedKey> {
        self.keys.iter()
    }
}
