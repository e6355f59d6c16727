//! Makes key files: good ones, and bad ones of each sort.

use data_encoding::{BASE32_NOPAD, BASE64URL, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::forge::{TEST_KEY_ID, base64, fingerprint, test_key};
use super::read;

const REGISTRY_KEY_ID: &str = "pith-v1-2026-05";
const REGISTRY_KEY: &str = "b2d552b68890857171a78b36a5dccf368a953413288c353f7c9d9d6f94b709b3";

fn registry_key() -> Vec<u8> {
    HEXLOWER.decode(REGISTRY_KEY.as_bytes()).unwrap()
}

fn test_public_key() -> Vec<u8> {
    test_key().verifying_key().as_bytes().to_vec()
}

fn object(id: &str, key: &[u8]) -> Value {
    let fingerprint_base32 = &BASE32_NOPAD.encode(&Sha256::digest(key))[..26];
    json!({
        "key_id": id,
        "algorithm": "ed25519",
        "format": "raw",
        "public_key_b64": base64(key),
        "public_key_hex": HEXLOWER.encode(key),
        "fingerprint_sha256_hex": fingerprint(key),
        "fingerprint_sha256_b32_first128bits": fingerprint_base32,
        "rotates_at": null,
        "url": "/.well-known/pith-signing-key.json",
        "notes": "",
    })
}

/// Returns the SubjectPublicKeyInfo of RFC 8410, in PEM.
fn pem(key: &[u8]) -> String {
    let der = [&HEXLOWER.decode(b"302a300506032b6570032100").unwrap(), key].concat();
    armour("PUBLIC KEY", &der)
}

fn armour(label: &str, der: &[u8]) -> String {
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        base64(der)
    )
}

fn manifest(keys: &[Value]) -> Value {
    let mirrors: Vec<_> = keys
        .iter()
        .map(|key| json!({"name": "mirror", "public_key": key}))
        .collect();
    json!({"manifest_type": "pith_mirror_manifest", "mirrors": mirrors})
}

/// The manifest of the registry's mirrors, byte for byte as the registry serves it.
pub const REAL_MANIFEST: &str = "keys/pith-mirrors.json";

/// Returns every file in `fixtures/keys/`.
pub fn good() -> Vec<(String, Vec<u8>)> {
    let registry = object(REGISTRY_KEY_ID, &registry_key());
    let test = object(TEST_KEY_ID, &test_public_key());
    let only_base64 = json!({"key_id": TEST_KEY_ID, "algorithm": "ed25519", "public_key_b64": base64(&test_public_key())});
    let mut files = vec![(REAL_MANIFEST.to_owned(), read(REAL_MANIFEST))];
    let made = [
        ("pith-v1-2026-05.json", registry.to_string()),
        ("pith-test-1.json", test.to_string()),
        ("only-base64.json", only_base64.to_string()),
        ("manifest.json", manifest(&[registry, test]).to_string()),
        ("pith-v1-2026-05.pem", pem(&registry_key())),
        ("pith-test-1.pem", pem(&test_public_key())),
    ]
    .map(|(name, text)| (format!("keys/{name}"), text.into_bytes()));
    files.extend(made);
    files
}

/// Returns every file in `fixtures/keys/bad/`; each is refused, with the built-in keys trusted.
pub fn bad() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, member, value) in [
        ("hex-of-another-key", "public_key_hex", json!(REGISTRY_KEY)),
        (
            "hex-in-upper-case",
            "public_key_hex",
            json!(HEXLOWER.encode(&test_public_key()).to_uppercase()),
        ),
        (
            "fingerprint-of-another-key",
            "fingerprint_sha256_hex",
            json!(fingerprint(&registry_key())),
        ),
        (
            "fingerprint-base32-of-another-key",
            "fingerprint_sha256_b32_first128bits",
            json!("RVFV5Z2OI2J3ZUO7ERDEBCYNKS"),
        ),
        (
            "base64-for-urls",
            "public_key_b64",
            json!(BASE64URL.encode(&[0xff; 32])),
        ),
        (
            "base64-of-31-bytes",
            "public_key_b64",
            json!(base64(&[9; 31])),
        ),
        ("algorithm-is-rsa", "algorithm", json!("rsa")),
        ("format-is-der", "format", json!("der")),
        ("key-id-is-empty", "key_id", json!("")),
        ("key-id-is-a-number", "key_id", json!(1)),
        ("key-id-of-the-registry", "key_id", json!(REGISTRY_KEY_ID)),
    ] {
        let mut key = object(TEST_KEY_ID, &test_public_key());
        key[member] = value;
        files.push((format!("{name}.json"), key.to_string()));
    }
    files.push((
        "registry-key-under-another-id.json".into(),
        object("another", &registry_key()).to_string(),
    ));
    files.push((
        "no-key-id.json".into(),
        json!({"public_key_b64": base64(&test_public_key())}).to_string(),
    ));
    files.push((
        "no-key.json".into(),
        json!({"key_id": TEST_KEY_ID}).to_string(),
    ));
    files.push((
        "manifest-without-keys.json".into(),
        manifest(&[]).to_string(),
    ));
    files.push((
        "manifest-of-another-type.json".into(),
        json!({"manifest_type": "x"}).to_string(),
    ));
    let bad_member = manifest(&[
        object(TEST_KEY_ID, &test_public_key()),
        json!({"key_id": "second"}),
    ]);
    files.push((
        "manifest-with-one-bad-key.json".into(),
        bad_member.to_string(),
    ));
    files.push((
        "member-twice.json".into(),
        format!(
            "{{\"key_id\":\"a\",{}",
            &object("b", &test_public_key()).to_string()[1..]
        ),
    ));
    files.push(("not-json.json".into(), "ed25519".into()));
    files.push(("empty.json".into(), String::new()));
    files.extend(weak());
    files.extend(bad_pem());
    let named = files
        .into_iter()
        .map(|(name, text)| (format!("keys/bad/{name}"), text.into_bytes()));
    named.collect()
}

/// Returns points of small order, and encodings that are not canonical (RFC 8032, section
/// 5.1.3).
fn weak() -> Vec<(String, String)> {
    let point = |low: u8, high: u8| {
        let mut bytes = [0xff_u8; 32];
        (bytes[0], bytes[31]) = (low, high);
        HEXLOWER.encode(&bytes)
    };
    let small = |low: u8, high: u8| format!("{low:02x}{}{high:02x}", "00".repeat(30));
    [
        ("order-1", small(1, 0)),
        ("order-2", point(0xec, 0x7f)),
        ("order-4", small(0, 0)),
        ("order-4-other-sign", small(0, 0x80)),
        (
            "order-8",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05".into(),
        ),
        (
            "order-8-other",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a".into(),
        ),
        ("order-1-negative-zero", small(1, 0x80)),
        ("not-canonical-p", point(0xed, 0x7f)),
        ("not-canonical-p-plus-3", point(0xf0, 0x7f)),
        ("not-a-point", small(2, 0)),
    ]
    .map(|(name, hex)| {
        let bytes = HEXLOWER.decode(hex.as_bytes()).unwrap();
        (format!("{name}.json"), object("weak", &bytes).to_string())
    })
    .into()
}

fn bad_pem() -> Vec<(String, String)> {
    let one = pem(&test_public_key());
    let private = [
        &HEXLOWER
            .decode(b"302e020100300506032b657004220420")
            .unwrap()[..],
        &[7; 32],
    ]
    .concat();
    // The key has the right length, but the algorithm identifier is that of X25519.
    let other = [
        &HEXLOWER.decode(b"302a300506032b656e032100").unwrap()[..],
        &test_public_key(),
    ]
    .concat();
    [
        ("private-key.pem", armour("PRIVATE KEY", &private)),
        ("certificate.pem", armour("CERTIFICATE", &test_public_key())),
        ("x25519.pem", armour("PUBLIC KEY", &other)),
        ("two-keys.pem", format!("{one}{one}")),
        ("text-after-the-key.pem", format!("{one}trailing")),
        ("cut-off.pem", one[..one.len() / 2].to_owned()),
        ("order-1.pem", pem(&[&[1_u8][..], &[0; 31]].concat())),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into()
}
