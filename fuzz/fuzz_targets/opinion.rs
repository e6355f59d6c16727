//! Checks independently of the library what every pass promises, for each kind of document.

use std::collections::BTreeSet;

use data_encoding::{BASE32, BASE64, HEXLOWER};
use ed25519_dalek::{Signature, VerifyingKey};
use pith_verify::Verifier;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Number, Value, json};
use sha2::{Digest, Sha256};

use crate::numbers;
use crate::slow::{self, Form};

/// The record that states must match, and that other documents are compared with.
pub const REAL: &[u8] = include_bytes!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");

#[derive(Deserialize)]
struct Record {
    canonical_record: Value,
    canonical_sha256: String,
    pith_number: String,
    receipt: Receipt,
}

#[derive(Deserialize)]
struct Receipt {
    canonical_sha256: String,
    key_id: String,
    signature_b64: String,
}

#[derive(Deserialize)]
struct Bundle {
    canonical_record: Value,
    canonical_sha256: String,
    pith_number: String,
    events: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Created {
    event_type: String,
    subject_pith_number: String,
    target: String,
    payload: Creation,
}

#[derive(Deserialize)]
struct Creation {
    canonical_record: Value,
    canonical_sha256: String,
    receipt: Receipt,
}

#[derive(Deserialize)]
struct State {
    pith_number: String,
    current: Current,
}

#[derive(Deserialize)]
struct Current {
    canonical_record: Value,
}

#[derive(Deserialize)]
struct Integrity {
    arxiv_id: String,
    events: Vec<Event>,
    #[serde(default)]
    integrity: Section,
}

#[derive(Default, Deserialize)]
struct Section {
    #[serde(default)]
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Event {
    event_id: Number,
    event_type: String,
    payload: Value,
    payload_sha256: String,
    signature_b64: String,
    signing_key_id: String,
}

/// The members that a finding repeats from its event.
#[derive(Deserialize, Serialize)]
struct Finding {
    audited_at: Value,
    detected_arxiv_id: Value,
    detected_doi: Value,
    detector: Value,
    finding_type: Value,
    note: Value,
    ref_index: Value,
    severity: Value,
    verdict_class: Value,
}

/// Fails unless a document that passed deserves it.
pub fn check(verifier: &Verifier, kind: &str, bytes: &[u8]) {
    match kind {
        "record" => check_record(verifier, &read(bytes)),
        "bundle" => check_bundle(verifier, &read(bytes)),
        "state" => check_state(&read(bytes)),
        "integrity" => check_integrity(verifier, &read(bytes)),
        other => panic!("no second opinion on {other}"),
    }
}

fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> T {
    serde_json::from_slice(bytes).expect("JSON of this form")
}

fn form(value: &Value, form: Form) -> String {
    slow::canonical(value, form, &numbers::canonical)
}

fn digest(value: &Value, of: Form) -> [u8; 32] {
    Sha256::digest(form(value, of)).into()
}

/// Returns the digest of a canonical record, and checks its Pith Number.
fn identified(canonical: &Value, number: &str) -> [u8; 32] {
    let digest = digest(canonical, Form::Utf8);
    let identifier = &BASE32.encode(&digest)[..26];
    let date = &canonical["metadata"]["submitted_at"];
    let year = &date.as_str().expect("a date")[..4];
    assert_eq!(number, format!("pith:{year}:{identifier}"));
    digest
}

fn verify(verifier: &Verifier, id: &str, signature: &str, digest: &[u8; 32]) {
    let mut keys = verifier.keys.iter();
    let key = keys.find(|key| key.id() == id).expect("a trusted key");
    let raw = BASE64.decode(key.key().to_base64().as_bytes());
    let raw = raw.expect("base64").try_into().expect("32 bytes");
    let key = VerifyingKey::from_bytes(&raw).expect("a key");
    let signature = BASE64.decode(signature.as_bytes()).expect("base64");
    let signature = Signature::from_slice(&signature).expect("64 bytes");
    key.verify_strict(digest, &signature)
        .expect("a passed signature");
}

fn check_receipt(verifier: &Verifier, receipt: &Receipt, digest: &[u8; 32]) {
    assert_eq!(receipt.canonical_sha256, HEXLOWER.encode(digest));
    verify(verifier, &receipt.key_id, &receipt.signature_b64, digest);
}

fn check_record(verifier: &Verifier, record: &Record) {
    let digest = identified(&record.canonical_record, &record.pith_number);
    assert_eq!(record.canonical_sha256, HEXLOWER.encode(&digest));
    check_receipt(verifier, &record.receipt, &digest);
}

fn check_bundle(verifier: &Verifier, bundle: &Bundle) {
    let digest = identified(&bundle.canonical_record, &bundle.pith_number);
    assert_eq!(bundle.canonical_sha256, HEXLOWER.encode(&digest));
    let (first, later) = bundle.events.split_first().expect("an event");
    let created: Created = read(first.get().as_bytes());
    assert_eq!(created.event_type, "record_created");
    assert_eq!(created.subject_pith_number, bundle.pith_number);
    assert_eq!(created.target, "record");
    let payload = &created.payload;
    assert_eq!(payload.canonical_sha256, bundle.canonical_sha256);
    assert_eq!(
        identified(&payload.canonical_record, &bundle.pith_number),
        digest
    );
    check_receipt(verifier, &payload.receipt, &digest);
    for event in later {
        let event: Result<Created, _> = serde_json::from_str(event.get());
        assert!(event.is_err() || event.is_ok_and(|event| event.event_type != "record_created"));
    }
}

fn check_state(state: &State) {
    let real: Record = read(REAL);
    let digest = identified(&state.current.canonical_record, &state.pith_number);
    assert_eq!(real.canonical_sha256, HEXLOWER.encode(&digest));
}

fn check_integrity(verifier: &Verifier, document: &Integrity) {
    assert!(!document.events.is_empty());
    let (mut ids, mut digests, mut stated) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for event in &document.events {
        let payload = &event.payload;
        let hash = digest(payload, Form::Ascii);
        assert_eq!(event.payload_sha256, HEXLOWER.encode(&hash));
        verify(verifier, &event.signing_key_id, &event.signature_b64, &hash);
        for found in [&payload["event_type"], &json!(event.event_type)] {
            assert_eq!(found, "pith.integrity.v1");
        }
        assert_eq!(payload["arxiv_id"], *document.arxiv_id);
        let evidence = json!({"d": payload["detector"], "e": payload["evidence"]});
        let evidence = HEXLOWER.encode(&digest(&evidence, Form::Ascii));
        assert_eq!(payload["evidence_hash"], *evidence);
        assert!(
            ids.insert(numbers::canonical(&event.event_id)),
            "one id twice"
        );
        assert!(digests.insert(hash), "one payload twice");
        stated.extend(Finding::deserialize(payload).map(shown));
    }
    for finding in &document.integrity.findings {
        let shown = shown(finding);
        let event = stated.iter().position(|stated| *stated == shown);
        stated.swap_remove(event.expect("an event of its own for every finding"));
    }
}

/// Returns everything that a finding says, for comparison.
fn shown(finding: impl Serialize) -> String {
    let value = serde_json::to_value(finding).expect("a value");
    form(&value, Form::Utf8)
}
