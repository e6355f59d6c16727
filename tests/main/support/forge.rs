//! Makes documents that are signed by a key which only the tests have.

pub mod bundle;
pub mod integrity;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ed25519_dalek::{Signer as _, SigningKey};
use pith_verify::json::digest::Digest;
use pith_verify::json::document::Document;
use pith_verify::record::text_hash::TextHash;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{REAL_RECORD, read_json};

/// The key id of the test key.
pub const TEST_KEY_ID: &str = "pith-test-1";
const SEED: [u8; 32] = *b"pith-verify test key, worthless.";

pub fn test_key() -> SigningKey {
    SigningKey::from_bytes(&SEED)
}

pub fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

pub fn fingerprint(key: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(key))[..32].to_owned()
}

/// Returns the digest of a value, computed by the library, which other tests check with real
/// vectors.
pub fn digest(value: &Value) -> Digest {
    let text = value.to_string();
    let document = Document::read(text.as_bytes()).unwrap();
    Digest::of_value(document.root())
}

/// Returns the SHA-256 of the canonical form of `{"payload": …}`.
pub fn snapshot(payload: &Value) -> Value {
    digest(&json!({ "payload": payload })).to_string().into()
}

/// The texts that a record shows, in addition to what is signed.
#[derive(Default)]
pub struct Shown<'s> {
    pub title: Option<&'s str>,
    pub abstract_text: Option<&'s str>,
    pub three_aliases: bool,
}

/// Returns a whole record around a canonical record, with the members of the real one.
pub fn record(canonical: &Value, shown: &Shown<'_>) -> Value {
    let mut record = read_json(REAL_RECORD);
    let source = &canonical["source"];
    let metadata = &canonical["metadata"];
    record["canonical_record"] = canonical.clone();
    record["source"] = source.clone();
    let paper = &mut record["paper"];
    for name in ["license", "primary_cat", "submitted_at"] {
        paper[name] = metadata[name].clone();
    }
    paper["cross_cats"] = metadata["cross_cats_sorted"].clone();
    show(paper, "title", shown.title);
    show(paper, "abstract_excerpt", shown.abstract_text);
    record["graph_snapshot"]["paper"] = record["paper"].clone();
    record["graph_snapshot"]["source"] = source.clone();
    seal(&mut record, shown.three_aliases);
    record
}

fn show(paper: &mut Value, name: &str, text: Option<&str>) {
    match text {
        Some(text) => paper[name] = text.into(),
        None => drop(paper.as_object_mut().unwrap().remove(name)),
    }
}

/// Recomputes everything that is derived from `canonical_record`, and signs it.
pub fn seal(record: &mut Value, three_aliases: bool) {
    let canonical = record["canonical_record"].clone();
    let digest = digest(&canonical);
    let identifier = &BASE32_NOPAD.encode(digest.as_bytes())[..26];
    let year = &canonical["metadata"]["submitted_at"].as_str().unwrap()[..4];
    record["canonical_sha256"] = digest.to_string().into();
    record["pith_number"] = format!("pith:{year}:{identifier}").into();
    record["short_pith_number"] = format!("pith:{}", &identifier[..8]).into();
    record["aliases"] = aliases(&canonical["source"], identifier, three_aliases);
    relink(
        record,
        identifier,
        canonical["source"]["id"].as_str().unwrap(),
    );
    sign(record, digest.as_bytes(), &test_key());
}

/// Puts the key's signature over a message into the receipt.
pub fn sign(record: &mut Value, message: &[u8], key: &SigningKey) {
    let receipt = &mut record["receipt"];
    receipt["canonical_sha256"] = HEXLOWER.encode(message).into();
    receipt["key_id"] = TEST_KEY_ID.into();
    receipt["public_key_fingerprint"] = fingerprint(key.verifying_key().as_bytes()).into();
    receipt["signature_b64"] = base64(&key.sign(message).to_bytes()).into();
}

fn aliases(source: &Value, identifier: &str, three: bool) -> Value {
    let id = source["id"].as_str().unwrap();
    let all = [
        ("arxiv", id.to_owned()),
        ("arxiv_version", format!("{id}v{}", source["version"])),
        ("doi", format!("10.48550/arxiv.{id}")),
        ("pith_short_12", identifier[..12].to_owned()),
        ("pith_short_16", identifier[..16].to_owned()),
        ("pith_short_8", identifier[..8].to_owned()),
    ];
    let kept = if three { 3 } else { 6 };
    let entries = all.iter().take(kept);
    entries
        .map(|(kind, value)| json!({"alias_kind": kind, "alias_value": value}))
        .collect()
}

/// Makes the links of the real record lead to this one.
fn relink(record: &mut Value, identifier: &str, source_id: &str) {
    for place in ["links", "agent_actions"] {
        let text = record[place].to_string();
        let text = text.replace("4K6GSOJWB7QU2RFIL3CD3BQJ62", identifier);
        let text = text
            .replace("4K6GSOJW", &identifier[..8])
            .replace("2106.06530", source_id);
        record[place] = serde_json::from_str(&text).unwrap();
    }
}

/// Returns a canonical record for a title and an abstract.
pub fn canonical(title: &str, abstract_text: &str) -> Value {
    json!({
        "schema_version": "1.0",
        "source": {"id": "2101.00001", "kind": "arxiv", "version": 1},
        "metadata": {
            "license": "http://creativecommons.org/licenses/by/4.0/",
            "primary_cat": "math.GN",
            "submitted_at": "2021-01-01T00:00:01Z",
            "cross_cats_sorted": [],
            "title_canon_sha256": TextHash::of(title).to_string(),
            "abstract_canon_sha256": TextHash::of(abstract_text).to_string(),
        },
    })
}
