//! Trusted keys: the registry's, built in, and those of key files.

use std::collections::BTreeMap;
use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};

use super::precomputed::{Multiples, Precomputed, Room};
use crate::json::shorten::shorten;
use crate::json::work;
use crate::record::encoding;

/// The only supported signature algorithm.
pub const ALGORITHM: &str = "ed25519";

/// The registry's key, from its mirror manifest (protocol §4): key id, base64 of the raw key.
const BUILT_IN: &[(&str, &str)] = &[(
    "pith-v1-2026-05",
    "stVStoiQhXFxp4s2pdzPNoqVNBMojDU/fJ2db5S3CbM=",
)];

/// What is wrong with a key or a key file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(pub(crate) String);

impl fmt::Display for KeyError {
    /// May quote the key file, so it is hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

/// An Ed25519 public key that may be trusted: canonical, and not of small order.
///
/// The key itself has 192 bytes; lists of very many keys should not hold them twice.
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
    /// If they are no point, not the canonical encoding of one, or one of small order:
    /// a signature under such a key proves nothing.
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

    /// The key for `verify_strict`.
    pub(crate) fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The precomputed multiples of the key, if it was used often enough to have some.
    pub(super) fn multiples(&self) -> Option<&Multiples> {
        self.precomputed.multiples(&self.key)
    }

    /// The raw key in standard base64, 44 characters.
    #[must_use]
    pub fn to_base64(&self) -> String {
        encoding::to_base64(self.key.as_bytes())
    }

    /// The key as in PEM, between its lines: base64 of SubjectPublicKeyInfo (RFC 8410),
    /// 60 characters.
    #[must_use]
    pub fn to_spki_base64(&self) -> String {
        /// DER up to the raw key: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING }.
        const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
        encoding::to_base64(&[SPKI.as_slice(), self.key.as_bytes()].concat())
    }

    /// The raw key in lower-case hex, 64 digits.
    pub(crate) fn to_hex(&self) -> String {
        HEXLOWER.encode(self.key.as_bytes())
    }

    /// The fingerprint: the first 32 hex digits of SHA-256 of the raw key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hex = HEXLOWER.encode(&Sha256::digest(self.key.as_bytes()));
        hex.truncate(32);
        hex
    }

    /// The fingerprint's base32 form: the first 26 characters, 130 bits.
    #[must_use]
    pub fn fingerprint_base32(&self) -> String {
        let mut base32 = BASE32_NOPAD.encode(&Sha256::digest(self.key.as_bytes()));
        base32.truncate(26);
        base32
    }
}

/// Whether the y coordinate, the low 255 bits little-endian, is below 2²⁵⁵ − 19
/// (RFC 8032 §5.1.3). The parser reduces larger ones silently.
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = bytes;
    *low < 0xed || middle.iter().any(|byte| *byte != 0xff) || high & 0x7f != 0x7f
}

/// A key that its holder has decided to trust, under the id that receipts name it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    id: String,
    named: bool,
    built_in: bool,
    key: PublicKey,
    fingerprint: String,
}

impl TrustedKey {
    /// A key with the id that receipts name it by.
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

    /// A key that came without an id, as PEM does: its id is its fingerprint, and
    /// receipts name it by their `public_key_fingerprint`.
    #[must_use]
    pub fn unnamed(key: PublicKey) -> Self {
        Self {
            named: false,
            ..Self::named(key.fingerprint(), key)
        }
    }

    /// The key id; hostile text if it came from a file.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the id was given with the key.
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

    /// 32 lower-case hex digits.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The same key as one of those that share room for multiples.
    fn sharing(mut self, room: &Room) -> Self {
        self.key.precomputed = Precomputed::new(room.clone());
        self
    }
}

/// The trusted keys: one key per id and one id per key.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    /// In the order in which they were trusted.
    keys: Vec<TrustedKey>,
    /// The place of each key, by its id.
    by_id: BTreeMap<String, usize>,
    /// The same, by the raw key.
    by_key: BTreeMap<[u8; 32], usize>,
    /// How many more keys may have precomputed multiples.
    room: Room,
}

impl Keyring {
    /// No key at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The keys built in.
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

    /// Trusts one more key. A key that is trusted already changes nothing, and an id
    /// given with it replaces its lack of one.
    ///
    /// # Errors
    ///
    /// If the id is already that of another key, or the key already has another id:
    /// `key_id` would then be ambiguous.
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

    /// The key that a receipt names: by its key id, or, if it came without one, by its fingerprint.
    #[must_use]
    pub fn find(&self, key_id: &str, fingerprint: &str) -> Option<&TrustedKey> {
        // The id of a key that came without one is its fingerprint.
        let unnamed = || self.by_id(fingerprint).filter(|key| !key.named);
        self.by_id(key_id).or_else(unnamed)
    }

    /// The keys in the order in which they were trusted.
    pub fn iter(&self) -> impl Iterator<Item = &TrustedKey> {
        self.keys.iter()
    }
}
