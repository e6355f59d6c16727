//! The acceptance rule of [`signature`](super::signature) for a key that is used often, from
//! multiples of the two points that never change.
//!
//! The equation needs `[S]B − [k]A`. Both points are fixed, so their multiples are kept: for
//! each byte of a scalar, from the lowest, the point times 256 to the power of its place, once
//! to 128 times. A product is then one addition for each byte.
//!
//! # The same verdict as `verify_strict`, case by case
//!
//! - *S not below the order*: refused by the same function, `Scalar::from_canonical_bytes`.
//! - *The key* is canonical, a point, and not of small order: [`PublicKey`] holds no other.
//! - *A key of mixed order*, one with a component of small order: `k` is reduced modulo the
//!   order of `B`, which need not be that of `A`. So the product must be that with the integer
//!   `k` and no other number congruent to it. It is: the signed digits add up to `k` itself.
//! - *R* is compared as bytes with the encoding of the point that was computed, in both. What
//!   does not decode, and what encodes a point otherwise than canonically, is the encoding of
//!   no computed point, so it is refused here without being decoded.
//! - *R of small order*, the identity among them: it is the encoding of a computed point by
//!   then, so it would be one of the eight canonical encodings of such points, and none of those
//!   is accepted.
//!
//! Tests and a fuzz target compare the two functions, one signature at a time.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, LazyLock, RwLock};

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use sha2::{Digest as _, Sha512};

use super::keyring::PublicKey;

/// Bytes of a scalar, and so rows of a table.
const ROWS: usize = 32;
/// Multiples in a row: digits go from −127 to 128.
const COLUMNS: usize = 128;
/// Uses of a key after which a table costs less than it has saved.
const USES: u32 = 64;
/// The most keys that have a table at a time, each of 640 KiB.
const MAX_TABLES: usize = 8;

static BASE: LazyLock<Table> = LazyLock::new(|| Table::of(ED25519_BASEPOINT_POINT));
/// The encodings of the points of small order.
static SMALL_ORDER: LazyLock<[[u8; 32]; 8]> =
    LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// Multiples of a point.
pub(super) struct Table(Vec<EdwardsPoint>);

impl Table {
    fn of(point: EdwardsPoint) -> Self {
        let mut multiples = Vec::with_capacity(ROWS * COLUMNS);
        let mut base = point;
        for _ in 0..ROWS {
            let mut multiple = EdwardsPoint::identity();
            for _ in 0..COLUMNS {
                multiple += base;
                multiples.push(multiple);
            }
            // The last multiple is 128 times the base.
            base = multiple + multiple;
        }
        Self(multiples)
    }

    pub(super) fn of_key(key: &PublicKey) -> Self {
        Self::of(key.verifying_key().to_edwards())
    }

    /// The same as `verify_strict` with the key that the table is of.
    pub(super) fn accepts(&self, key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
        let ([r, s], []) = signature.as_chunks() else {
            return false;
        };
        let Some(s) = Option::<Scalar>::from(Scalar::from_canonical_bytes(*s)) else {
            return false;
        };
        let hash = Sha512::new()
            .chain_update(r)
            .chain_update(key.verifying_key().as_bytes())
            .chain_update(message)
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&hash.into());
        let mut sum = EdwardsPoint::identity();
        BASE.accumulate(&s, false, &mut sum);
        self.accumulate(&k, true, &mut sum);
        sum.compress().as_bytes() == r && !SMALL_ORDER.contains(r)
    }

    /// Adds the product with a scalar, or subtracts it.
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

/// The signed digits to base 256, from the lowest: their sum, each times its power, is the
/// scalar. One below the order of the group leaves no carry.
fn digits(scalar: &Scalar) -> [i16; ROWS] {
    let mut carry = 0;
    scalar.to_bytes().map(|byte| {
        let digit = i16::from(byte) + carry;
        carry = i16::from(digit > 128);
        digit - 256 * carry
    })
}

/// How often a key was used; shared by all copies of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses(Arc<AtomicU32>);

/// A key's table, and when it was used last.
struct Entry {
    key: [u8; 32],
    table: Table,
    used: AtomicU64,
}

static TABLES: RwLock<Vec<Entry>> = RwLock::new(Vec::new());
static CLOCK: AtomicU64 = AtomicU64::new(0);

/// Whether the signature is accepted, if the key has a table by now. No thread ever waits for
/// another one: `None` while a table is being put in, too.
pub(super) fn verify(
    key: &PublicKey,
    uses: &Uses,
    message: &[u8],
    signature: &[u8; 64],
) -> Option<bool> {
    if let Ok(tables) = TABLES.try_read()
        && let Some(entry) = tables
            .iter()
            .find(|entry| entry.key == *key.verifying_key().as_bytes())
    {
        entry.used.store(CLOCK.fetch_add(1, Relaxed), Relaxed);
        return Some(entry.table.accepts(key, message, signature));
    }
    // The count starts again for a key whose table had to make room.
    if uses.0.fetch_add(1, Relaxed) % USES == USES - 1 {
        add(key);
    }
    None
}

/// How many keys have a table.
#[cfg(test)]
pub(super) fn tables() -> usize {
    TABLES.read().map_or(0, |tables| tables.len())
}

/// Makes a key's table, in the place of the one used least recently if there are too many.
fn add(key: &PublicKey) {
    let entry = Entry {
        key: *key.verifying_key().as_bytes(),
        table: Table::of_key(key),
        used: AtomicU64::new(CLOCK.fetch_add(1, Relaxed)),
    };
    // Before others can see the table, or they would wait for these.
    LazyLock::force(&BASE);
    LazyLock::force(&SMALL_ORDER);
    let Ok(mut tables) = TABLES.try_write() else {
        return;
    };
    if tables.iter().any(|known| known.key == entry.key) {
        return;
    }
    if tables.len() >= MAX_TABLES {
        let oldest = tables
            .iter()
            .enumerate()
            .min_by_key(|(_, entry)| entry.used.load(Relaxed));
        if let Some((oldest, _)) = oldest {
            tables.swap_remove(oldest);
        }
    }
    tables.push(entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_fit_a_row_and_add_up_to_the_scalar() {
        let of_byte = |byte| Scalar::from_bytes_mod_order([byte; 32]);
        let order_less_one = -Scalar::ONE;
        let scalars = (0..=u8::MAX).map(of_byte);
        for scalar in scalars.chain([order_less_one]) {
            let mut sum = Scalar::ZERO;
            for digit in digits(&scalar).into_iter().rev() {
                assert!((-127..=128).contains(&digit), "{digit}");
                let size = Scalar::from(digit.unsigned_abs());
                let term = if digit < 0 { -size } else { size };
                sum = sum * Scalar::from(256_u16) + term;
            }
            assert_eq!(sum, scalar);
        }
    }
}
