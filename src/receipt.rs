//! The receipt: what it must say, and the signature rule (protocol §4).
//!
//! The message is the 32 raw bytes of the digest *recomputed here*, without context.
//! A signature is accepted only if `S` is below the group order, `A` and `R` are
//! canonical points of more than small order, and `R = SB − kA` holds as it stands,
//! without the cofactor.

use ed25519_dalek::Signature;

use crate::canonical::Digest;
use crate::keys::PublicKey;

/// The members of `/receipt` that say how it was made, each with the only value known.
pub const TERMS: &[(&str, &str)] = &[
    ("/receipt/kind", "pith_receipt"),
    ("/receipt/algorithm", crate::keys::ALGORITHM),
    ("/receipt/signed_message", "canonical_sha256_bytes"),
    ("/receipt/signature_status", "signed_v1"),
];

/// Whether this is the key's signature over the digest.
#[must_use]
pub fn verifies(key: &PublicKey, digest: &Digest, signature: &[u8; 64]) -> bool {
    accepts(key, digest.as_bytes(), signature)
}

/// The signature rule alone, over any message.
fn accepts(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    key.verifying_key()
        .verify_strict(message, &Signature::from_bytes(signature))
        .is_ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
