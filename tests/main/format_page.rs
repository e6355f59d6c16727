//! Tests that the verifier computes what the test vectors of `docs/format.md` say.

use std::collections::BTreeSet;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, VerifyingKey};
use pith_verify::json::canonical::{Charset, write_to};
use pith_verify::json::digest::Digest;
use pith_verify::json::document::Document;
use pith_verify::record::alias::{AliasKind, SignedSource};
use pith_verify::record::identifier::{Identifier, PithNumber};
use pith_verify::record::text_hash::TextHash;
use pith_verify::{Verdict, Verifier, parse_key_file};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const PAGE: &str = include_str!("../../docs/format.md");

/// Returns the vectors of one rule, in the order of the page.
fn vectors(rule: &str) -> Vec<Value> {
    let blocks = PAGE.split("```json vector\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    let vectors = blocks.map(|block| serde_json::from_str::<Value>(block).unwrap());
    let found: Vec<_> = vectors.filter(|vector| vector["rule"] == rule).collect();
    assert!(!found.is_empty(), "no vector of {rule}");
    found
}

fn text<'v>(vector: &'v Value, name: &str) -> &'v str {
    vector[name].as_str().unwrap()
}

fn bytes<const N: usize>(vector: &Value, name: &str) -> [u8; N] {
    let bytes = BASE64.decode(text(vector, name).as_bytes()).unwrap();
    bytes.try_into().unwrap()
}

/// Returns a JSON text in one of the two canonical forms.
fn form(charset: Charset, json: &str) -> String {
    let document = Document::read(json.as_bytes()).unwrap();
    let mut out = Vec::new();
    write_to(charset, document.root(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

fn digest(json: &Value) -> Digest {
    Digest::of_value(Document::read(json.to_string().as_bytes()).unwrap().root())
}

#[test]
fn every_vector_has_a_rule_that_is_tested() {
    let tested = [
        "canonical",
        "digest",
        "document",
        "escaped",
        "identifiers",
        "key",
        "signature",
        "snapshot",
        "text",
    ];
    let count: usize = tested.iter().map(|rule| vectors(rule).len()).sum();
    assert_eq!(count, PAGE.matches("```json vector\n").count());
}

#[test]
fn canonical_forms_match_the_vectors() {
    for (rule, charset) in [("canonical", Charset::Utf8), ("escaped", Charset::Ascii)] {
        for vector in vectors(rule) {
            let form = form(charset, text(&vector, "input"));
            assert_eq!(form, text(&vector, "canonical"));
            assert_eq!(sha256(&form), text(&vector, "sha256"));
        }
    }
}

#[test]
fn digests_and_identifiers_match_the_vectors() {
    for (record, named) in vectors("digest").iter().zip(vectors("identifiers")) {
        let digest = digest(&record["canonical_record"]);
        assert_eq!(digest.to_string(), text(record, "sha256"));
        assert_eq!(digest.to_string(), text(&named, "sha256"));
        let identifier = Identifier::of(&digest);
        let number = PithNumber::derive(identifier, text(&named, "submitted_at")).unwrap();
        assert_eq!(number.to_string(), text(&named, "pith_number"));
        assert_eq!(
            identifier.short().to_string(),
            text(&named, "short_pith_number")
        );
        let version = named["source"]["version"].to_string();
        let source = SignedSource {
            kind: text(&named["source"], "kind"),
            id: text(&named["source"], "id"),
            version: &version,
        };
        for (kind, value) in named["aliases"].as_object().unwrap() {
            let kind = AliasKind::named(kind).unwrap();
            let alias = kind.derive(Some(source), identifier).unwrap();
            assert_eq!(alias.to_string(), value.as_str().unwrap());
        }
    }
}

#[test]
fn text_and_snapshot_hashes_match_the_vectors() {
    for vector in vectors("text") {
        let hash = TextHash::of(text(&vector, "text"));
        assert_eq!(hash.to_string(), text(&vector, "sha256"));
    }
    for vector in vectors("snapshot") {
        let digest = digest(&json!({ "payload": vector["payload"] }));
        assert_eq!(digest.to_string(), text(&vector, "sha256"));
    }
}

#[test]
fn keys_and_signatures_match_the_vectors() {
    let [key] = &vectors("key")[..] else {
        panic!("the registry has one key")
    };
    let mut file = key.clone();
    file["key_id"] = "pith-v1-2026-05".into();
    file["algorithm"] = "ed25519".into();
    let keys = parse_key_file(file.to_string().as_bytes()).unwrap();
    assert_eq!(keys[0].fingerprint(), text(key, "fingerprint_sha256_hex"));
    let public = bytes::<32>(key, "public_key_b64");
    assert_eq!(HEXLOWER.encode(&public), text(key, "public_key_hex"));
    let base32 = data_encoding::BASE32_NOPAD.encode(&Sha256::digest(public));
    assert_eq!(
        &base32[..26],
        text(key, "fingerprint_sha256_b32_first128bits")
    );

    let public = VerifyingKey::from_bytes(&public).unwrap();
    let verify = |hash: &str, vector: &Value| {
        let message = HEXLOWER.decode(hash.as_bytes()).unwrap();
        let signature = Signature::from_bytes(&bytes::<64>(vector, "signature_b64"));
        public.verify_strict(&message, &signature).unwrap();
    };
    for vector in vectors("signature") {
        assert_eq!(bytes::<32>(&vector, "public_key_b64"), public.to_bytes());
        verify(text(&vector, "sha256"), &vector);
    }
    let documents = vectors("document");
    let events = documents
        .iter()
        .filter(|vector| vector["document"].get("integrity").is_some())
        .flat_map(|vector| vector["document"]["events"].as_array().unwrap());
    let events: Vec<_> = events.collect();
    assert!(!events.is_empty());
    for event in events {
        let payload = &event["payload"];
        let hash = sha256(&form(Charset::Ascii, &payload.to_string()));
        assert_eq!(hash, text(event, "payload_sha256"));
        verify(&hash, event);
        let evidence = json!({ "d": payload["detector"], "e": payload["evidence"] });
        let hash = sha256(&form(Charset::Ascii, &evidence.to_string()));
        assert_eq!(hash, text(payload, "evidence_hash"));
    }
}

#[test]
fn whole_documents_have_the_verdicts_of_the_vectors() {
    let mut kinds = BTreeSet::new();
    let mut record = None;
    for vector in vectors("document") {
        let document = vector["document"].to_string();
        let mut verifier = Verifier::default();
        if vector.get("given").is_some() {
            let alone = verifier.verify(None, document.as_bytes());
            assert_eq!(alone.verdict(), Verdict::Unverifiable);
            verifier.given_records.extend(record.clone());
        }
        let report = verifier.verify(None, document.as_bytes());
        assert_eq!(report.verdict().as_str(), text(&vector, "verdict"));
        kinds.insert(report.kind().unwrap().name);
        record = record.or_else(|| verifier.verified_record(document.as_bytes()).ok());
    }
    assert_eq!(kinds.len(), 4);
}
