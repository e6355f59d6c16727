//! Decides whether a signature over a digest is accepted (docs/format.md, section 7).
//!
//! # The acceptance rule
//!
//! The message `M` is the 32 raw bytes of the *recomputed* digest, without context or prefix.
//! The key `A` is one that the caller trusts, and never one from the document. The signature is
//! 64 bytes, `R` and then `S`. It is accepted if and only if all of these conditions hold:
//!
//! 1. It is written as standard base64 with padding and zero trailing bits, without anything
//!    around it.
//! 2. `S`, read in little-endian order, is below the group order *L*.
//! 3. `A` is the canonical encoding of a point (its *y* is below *p*) that is not one of the
//!    eight points of small order.
//! 4. The same holds for `R`.
//! 5. The encoding of `[S]B − [k]A` is `R`, byte for byte. *k* is SHA-512 of `R`, `A` and `M`,
//!    reduced modulo *L*. This is the equation of RFC 8032, section 5.1.7, without the
//!    cofactor 8.
//!
//! # Why the rule is so strict
//!
//! RFC 8032 leaves room for differences, and libraries do differ ("Taming the many EdDSAs",
//! 2020). OpenSSL, which Python's `cryptography` calls, has conditions 2 and 5, but neither 3
//! nor 4. With a key of small order, it accepts forged signatures over any message. A verifier
//! with the cofactor accepts signatures that a verifier without it refuses. The rule above
//! gives one answer. It also makes signatures unique: if the bytes of a signature are altered,
//! it does not verify any more.
//!
//! # Two functions with the same verdict
//!
//! `verify_strict` of `ed25519-dalek` implements conditions 2 to 5. Signatures by a key that is
//! used often are verified by `precomputed.rs` instead. It explains case by case why its
//! verdict is the same for every input; tests and a fuzz target compare the two.
//!
//! # Real signatures
//!
//! Honest signers never meet the difference. Keys that are made as in RFC 8032 are canonical
//! and of order *L*, the `R` of an honest signature has small order with a probability of
//! 2⁻²⁵², and `S` is reduced. Every real signature of the registry that is known is accepted.

use ed25519_dalek::Signature;

use super::keyring::PublicKey;
use super::precomputed::Multiples;
use crate::json::digest::Digest;

/// Returns whether this is the key's signature over the digest.
#[must_use]
pub fn verifies(key: &PublicKey, digest: &Digest, signature: &[u8; 64]) -> bool {
    accepts(key, digest.as_bytes(), signature)
}

/// Applies the rule to any message, not just a digest.
pub(super) fn accepts(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    match key.multiples() {
        Some(multiples) => multiples.accept(key.verifying_key(), message, signature),
        None => accepts_strictly(key, message, signature),
    }
}

/// Applies the rule as `ed25519-dalek` implements it.
fn accepts_strictly(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    key.verifying_key()
        .verify_strict(message, &signature)
        .is_ok()
}

/// Verifies signatures by one key in both ways, for the tests that compare them.
#[doc(hidden)]
pub struct BothWays {
    key: PublicKey,
    multiples: Multiples,
}

impl BothWays {
    /// Prepares both ways for a key.
    #[must_use]
    pub fn new(key: PublicKey) -> Self {
        let multiples = Multiples::of_key(key.verifying_key());
        Self { key, multiples }
    }

    /// Returns whether `verify_strict` accepts a signature, and whether the precomputed
    /// multiples do.
    #[must_use]
    pub fn verdicts(&self, message: &[u8], signature: &[u8; 64]) -> [bool; 2] {
        let key = self.key.verifying_key();
        [
            accepts_strictly(&self.key, message, signature),
            self.multiples.accept(key, message, signature),
        ]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
