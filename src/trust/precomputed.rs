//! Verifies signatures with precomputed multiples of a key that is used often.
//!
//! The equation of the acceptance rule, in [`signature`](super::signature), needs `[S]B −
//! [k]A`. Both points are fixed, so this module keeps multiples of each. A scalar has 253 bits, or
//! 29 digits to base 512; for each of them, from the lowest, the table has the point times 512 to
//! the power of the digit's position, once to 256 times. A product is then one addition per digit.
//!
//! Larger tables need fewer additions, but more time to make and more of the processor's caches.
//! The alternative in `curve25519-dalek`, `VartimeEdwardsPrecomputation`, has small tables and
//! doubles the sum 256 times. With AVX2, it needs 305,000 instructions for a signature, and this
//! module 173,000. It takes 1.5 times as long.
//!
//! # Why the verdict is that of `verify_strict`, case by case
//!
//! - *S is not below the group order.* The same function, `Scalar::from_canonical_bytes`,
//!   refuses it.
//! - *The key is not canonical, not a point, or of small order.*
//!   [`PublicKey`](super::keyring::PublicKey) never holds such a key.
//! - *The key has mixed order*, which means a component of small order. `k` is reduced modulo
//!   the order of `B`, which need not be that of `A`. So the product must use the integer `k`
//!   itself, and no other number congruent to it. It does: the signed digits add up to `k`.
//! - *R* is compared as bytes with the encoding of the computed point, in both functions. Bytes
//!   that do not decode, and encodings that are not canonical, are never the encoding of a
//!   computed point. So they are refused here without being decoded.
//! - *R has small order*, which includes the identity. If such an R equals the encoding of the
//!   computed point, it is one of the eight canonical encodings of these points, and all eight
//!   are refused.
//!
//! Tests and a fuzz target compare the two functions, one signature at a time.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, LazyLock, OnceLock};

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha512};

/// The number of bits of a digit.
const BITS: usize = 9;
/// The number of digits in a scalar, and so of rows in a table.
const ROWS: usize = 253_usize.div_ceil(BITS);
/// The number of multiples in a row; signed digits range from 1 − `COLUMNS` to `COLUMNS`.
const COLUMNS: usize = 1 << (BITS - 1);
/// The number of uses of a key after which its multiples save more time than they cost.
const USES: u32 = 64;
/// The largest number of keys in a keyring that have multiples, which take 1.2 MB each.
const MAX_KEYS: u32 = 8;

static BASE: LazyLock<Multiples> = LazyLock::new(|| Multiples::of(ED25519_BASEPOINT_POINT));
/// The canonical encodings of the points of small order.
static SMALL_ORDER: LazyLock<[[u8; 32]; 8]> =
    LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// A table of multiples of a point.
#[derive(Debug)]
pub(super) struct Multiples(Vec<EdwardsPoint>);

impl Multiples {
    fn of(point: EdwardsPoint) -> Self {
        let mut multiples = Vec::with_capacity(ROWS * COLUMNS);
        let mut base = point;
        for _ in 0..ROWS {
            let mut multiple = EdwardsPoint::identity();
            for _ in 0..COLUMNS {
                multiple += base;
                multiples.push(multiple);
            }
            // The last multiple is half of the base of the next row.
            base = multiple + multiple;
        }
        Self(multiples)
    }

    pub(super) fn of_key(key: &VerifyingKey) -> Self {
        Self::of(key.to_edwards())
    }

    /// Returns whether `verify_strict` accepts the signature; `self` has the multiples of
    /// `key`.
    pub(super) fn accept(&self, key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
        let ([r, s], []) = signature.as_chunks() else {
            return false;
        };
        let Some(s) = Option::<Scalar>::from(Scalar::from_canonical_bytes(*s)) else {
            return false;
        };
        let hash = Sha512::new()
            .chain_update(r)
            .chain_update(key.as_bytes())
            .chain_update(message)
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&hash.into());
        let mut sum = EdwardsPoint::identity();
        BASE.accumulate(&s, false, &mut sum);
        self.accumulate(&k, true, &mut sum);
        sum.compress().as_bytes() == r && !SMALL_ORDER.contains(r)
    }

    /// Adds the product of the point and a scalar to a sum, or subtracts it.
    fn accumulate(&self, scalar: &Scalar, subtract: bool, sum: &mut EdwardsPoint) {
        for (row, digit) in self.0.chunks_exact(COLUMNS).zip(digits(scalar)) {
            let Some(multiple) = usize::from(digit.unsigned_abs())
                .checked_sub(1)
                .and_then(|column| row.get(column))
            else {
                continue;
            };
            if digit.is_negative() == subtract {
                *sum += multiple;
            } else {
                *sum -= multiple;
            }
        }
    }
}

/// Returns the signed digits of a scalar, from the lowest.
///
/// Each digit times its power of the base adds up to the scalar. A scalar below the group order
/// leaves no carry after the last digit.
fn digits(scalar: &Scalar) -> [i16; ROWS] {
    let mut bytes = scalar.to_bytes().into_iter();
    // The bits of the scalar that have been read and are in no digit yet.
    let (mut bits, mut count) = (0_u32, 0);
    let mut carry = 0;
    [0; ROWS].map(|_: i16| {
        while count < BITS
            && let Some(byte) = bytes.next()
        {
            bits |= u32::from(byte) << count;
            count += 8;
        }
        let digit = (bits % (1 << BITS)) as i16 + carry;
        bits >>= BITS;
        count = count.saturating_sub(BITS);
        carry = i16::from(digit > COLUMNS as i16);
        digit - (carry << BITS)
    })
}

/// The number of further keys that may have multiples. Clones share the number.
#[derive(Clone, Debug)]
pub(super) struct Room(Arc<AtomicU32>);

impl Room {
    /// Returns room for the multiples of this many keys.
    pub(super) fn of(keys: u32) -> Self {
        Self(Arc::new(AtomicU32::new(keys)))
    }

    fn take(&self) -> bool {
        let less = |left: u32| left.checked_sub(1);
        self.0.fetch_update(Relaxed, Relaxed, less).is_ok()
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::of(MAX_KEYS)
    }
}

/// The number of uses of a key and, after enough of them, its multiples. Clones share both.
#[derive(Clone, Debug)]
pub(super) struct Precomputed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    uses: AtomicU32,
    room: Room,
    multiples: OnceLock<Multiples>,
}

impl Precomputed {
    pub(super) fn new(room: Room) -> Self {
        Self(Arc::new(Shared {
            uses: AtomicU32::new(0),
            room,
            multiples: OnceLock::new(),
        }))
    }

    /// Returns the multiples of the key, if they exist.
    ///
    /// Each call counts as a use. Use number `USES` computes the multiples; no thread waits for
    /// another.
    pub(super) fn multiples(&self, key: &VerifyingKey) -> Option<&Multiples> {
        let Shared {
            uses,
            room,
            multiples,
        } = &*self.0;
        if let Some(multiples) = multiples.get() {
            return Some(multiples);
        }
        if uses.fetch_add(1, Relaxed) == USES - 1 && room.take() {
            // Other threads would wait for these two tables, so they are initialized before
            // `multiples` exists.
            LazyLock::force(&BASE);
            LazyLock::force(&SMALL_ORDER);
            // Only this use sets the multiples, so setting them cannot fail.
            let _ = multiples.set(Multiples::of_key(key));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};

    use super::*;
    use crate::trust::keyring::{Keyring, PublicKey, TrustedKey};
    use crate::trust::signature::accepts;

    #[test]
    fn digits_fit_a_row_and_add_up_to_the_scalar() {
        let of_byte = |byte| Scalar::from_bytes_mod_order([byte; 32]);
        let order_less_one = -Scalar::ONE;
        let scalars = (0..=u8::MAX).map(of_byte);
        for scalar in scalars.chain([order_less_one]) {
            let mut sum = Scalar::ZERO;
            for digit in digits(&scalar).into_iter().rev() {
                let columns = COLUMNS as i16;
                assert!((1 - columns..=columns).contains(&digit), "{digit}");
                let size = Scalar::from(digit.unsigned_abs());
                let term = if digit < 0 { -size } else { size };
                sum = sum * Scalar::from(1_u64 << BITS) + term;
            }
            assert_eq!(sum, scalar);
        }
    }

    fn signer(seed: u8) -> (SigningKey, PublicKey) {
        let signer = SigningKey::from_bytes(&[seed; 32]);
        let key = PublicKey::from_bytes(signer.verifying_key().as_bytes()).unwrap();
        (signer, key)
    }

    #[test]
    fn precomputes_multiples_after_64_uses_and_not_before() {
        let (signer, key) = signer(99);
        let signature = signer.sign(b"message").to_bytes();
        for use_number in 0..64 {
            assert!(key.multiples().is_none(), "use {use_number}");
        }
        let multiples = key.clone().multiples().map(|multiples| {
            let key = key.verifying_key();
            [b"message", b"another"].map(|message| multiples.accept(key, message, &signature))
        });
        assert_eq!(multiples, Some([true, false]));
    }

    #[test]
    fn precomputes_multiples_of_eight_keys_and_verifies_with_all() {
        let mut keyring = Keyring::empty();
        let signers: Vec<_> = (100..112).map(signer).collect();
        for (position, (_, key)) in signers.iter().enumerate() {
            let trusted = TrustedKey::named(format!("key {position}"), key.clone());
            keyring.trust(trusted).unwrap();
        }
        let keys: Vec<_> = keyring.iter().map(TrustedKey::key).collect();
        for round in 0..70_u32 {
            for ((signer, _), key) in signers.iter().zip(&keys) {
                let message = round.to_le_bytes();
                let signature = signer.sign(&message).to_bytes();
                assert!(accepts(key, &message, &signature));
                assert!(!accepts(key, b"another", &signature));
            }
        }
        let with_multiples = keys.iter().filter(|key| key.multiples().is_some());
        assert_eq!(with_multiples.count(), 8);
    }
}
