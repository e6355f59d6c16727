//! The receipt: what it must say, and when its signature is accepted (protocol §4).
//!
//! # The acceptance rule
//!
//! The message `M` is the 32 raw bytes of the digest *recomputed here*, without context
//! or prefix. The key `A` is one that the caller trusts, never one from the document. The
//! signature is 64 bytes, `R` and then `S`, and it is accepted if and only if
//!
//! 1. it is written as standard base64 with padding and zero trailing bits, nothing around it;
//! 2. `S`, read little-endian, is below the group order *L*;
//! 3. `A` is the canonical encoding of a point (its *y* is below *p*), and not one of the
//!    eight points of small order;
//! 4. the same holds for `R`;
//! 5. `[S]B − [k]A`, encoded, is `R` byte for byte, where *k* is SHA-512 of `R`, `A` and `M`
//!    as given, reduced modulo *L*: the equation of RFC 8032 §5.1.7 without the cofactor 8.
//!
//! # Why so strict
//!
//! RFC 8032 leaves room, and libraries differ within it ("Taming the many EdDSAs", 2020).
//! OpenSSL, which Python's `cryptography` calls, has rules 2 and 5 but neither 3 nor 4: with
//! a key of small order it accepts signatures that nobody made, over any message. A
//! verifier with the cofactor accepts what one without it refuses. Under the rule above
//! there is one answer, and with it one signature for what a signer has signed: nobody can
//! alter the bytes of a signature and have it verify still.
//!
//! # Two ways to the same verdict
//!
//! The rule is `verify_strict` of `ed25519-dalek`. Signatures by a key that is used often are
//! checked by `precomputed.rs` instead, which argues case by case why it gives the same verdict
//! for every input; tests and a fuzz target compare the two.
//!
//! # Real signatures
//!
//! An honest signer never meets the difference: keys made as in RFC 8032 are canonical
//! and of order *L*, an honest `R` is of small order with a chance of 2⁻²⁵², and `S` is
//! reduced. Every real signature of the registry that is known passes.

use ed25519_dalek::Signature;

use super::keyring::PublicKey;
use super::precomputed::Multiples;
use crate::json::digest::Digest;

/// Whether this is the key's signature over the digest.
#[must_use]
pub fn verifies(key: &PublicKey, digest: &Digest, signature: &[u8; 64]) -> bool {
    accepts(key, digest.as_bytes(), signature)
}

/// The signature rule alone, over any message.
pub(super) fn accepts(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    match key.multiples() {
        Some(multiples) => multiples.accept(key.verifying_key(), message, signature),
        None => accepts_strictly(key, message, signature),
    }
}

/// The rule as `ed25519-dalek` implements it.
fn accepts_strictly(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    key.verifying_key()
        .verify_strict(message, &signature)
        .is_ok()
}

/// Both ways to check a signature by one key, for tests that compare them.
#[doc(hidden)]
pub struct BothWays {
    key: PublicKey,
    multiples: Multiples,
}

impl BothWays {
    #[must_use]
    pub fn new(key: PublicKey) -> Self {
        let multiples = Multiples::of_key(key.verifying_key());
        Self { key, multiples }
    }

    /// Whether the signature is accepted: by `verify_strict`, and from precomputed multiples.
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
