//! Makes integrity documents with events that the test key signs, and with the findings that
//! they state (docs/format.md, section 10).

use data_encoding::HEXLOWER;
use ed25519_dalek::Signer as _;
use serde_json::{Map, Number, Value, json};
use sha2::{Digest as _, Sha256};

use super::{TEST_KEY_ID, base64, snapshot, test_key};
use crate::support::slow::{Form, canonical};
use crate::support::{REAL_INTEGRITY, read_json};

/// The paper that the documents are about.
pub const PAPER: &str = "2101.00001";

/// The members that a finding repeats from a payload.
pub const FINDING: [&str; 9] = [
    "detector",
    "finding_type",
    "severity",
    "verdict_class",
    "note",
    "detected_doi",
    "detected_arxiv_id",
    "ref_index",
    "audited_at",
];

/// Returns a number that all programs write in the same way.
fn plain(number: &Number) -> String {
    let text = number.to_string();
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    assert!(
        text.bytes().all(is_plain),
        "written in more than one way: {text}"
    );
    text
}

/// Returns the SHA-256 of a canonical form, in hex.
pub fn hash(value: &Value, form: Form) -> String {
    HEXLOWER.encode(&Sha256::digest(canonical(value, form, &plain)))
}

/// Returns the payload of the real event, about the tests' paper and with these members
/// changed.
pub fn payload(changes: Value) -> Value {
    let mut payload = read_json(REAL_INTEGRITY)["events"][0]["payload"].clone();
    payload["arxiv_id"] = PAPER.into();
    extend(&mut payload, changes);
    seal_evidence(&mut payload);
    payload
}

pub fn extend(object: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else {
        panic!("changes are an object")
    };
    object.as_object_mut().unwrap().extend(changes);
}

pub fn seal_evidence(payload: &mut Value) {
    let members = json!({"d": payload["detector"], "e": payload["evidence"]});
    payload["evidence_hash"] = hash(&members, Form::Ascii).into();
}

pub fn event(id: u64, payload: Value) -> Value {
    let mut event = json!({
        "event_id": id,
        "event_type": "pith.integrity.v1",
        "payload_sha256": null,
        "signature_b64": null,
        "signing_key_id": TEST_KEY_ID,
        "created_at": "2026-05-20T03:47:41.291472+00:00",
        "payload": payload,
    });
    sign(&mut event, Form::Ascii);
    event
}

/// Signs the present payload of an event; the registry signs the escaped form.
pub fn sign(event: &mut Value, form: Form) {
    let hash = hash(&event["payload"], form);
    let digest = HEXLOWER.decode(hash.as_bytes()).unwrap();
    event["payload_sha256"] = hash.into();
    event["signing_key_id"] = TEST_KEY_ID.into();
    event["signature_b64"] = base64(&test_key().sign(&digest).to_bytes()).into();
}

/// Returns the finding that a payload states.
pub fn finding(payload: &Value) -> Value {
    let members = FINDING.map(|name| (name.to_owned(), payload[name].clone()));
    Value::Object(members.into_iter().collect())
}

/// Returns a document with these events and their findings.
pub fn document(events: Vec<Value>) -> Value {
    let paper = events[0]["payload"]["arxiv_id"].clone();
    let findings: Vec<_> = events
        .iter()
        .map(|event| finding(&event["payload"]))
        .collect();
    let mut document = json!({
        "schema": "https://pith.science/schemas/pith-integrity/v1.json",
        "pith_number": paper,
        "arxiv_id": paper,
        "integrity": {
            "available": true,
            "endpoint": format!("/pith/{}/integrity.json", paper.as_str().unwrap()),
            "summary": {},
            "clean": false,
            "detectors_run": [],
            "findings": findings,
            "snapshot_sha256": "",
        },
        "events": events,
    });
    recount(&mut document);
    document
}

/// Recomputes everything unsigned from the findings, as a forger would.
pub fn recount(document: &mut Value) {
    let section = &mut document["integrity"];
    let findings = section["findings"].as_array().unwrap().clone();
    section["summary"] = summary(&findings);
    section["clean"] = findings.is_empty().into();
    let hashed = json!({"detectors": section["detectors_run"], "findings": findings});
    section["snapshot_sha256"] = snapshot(&hashed);
}

fn summary(findings: &[Value]) -> Value {
    let counts = |findings: &[&Value]| {
        let count = |severity: &str| {
            let found = findings
                .iter()
                .filter(|finding| finding["severity"] == severity);
            (severity.to_owned(), json!(found.count()))
        };
        let counts = ["critical", "advisory", "informational"].map(count);
        counts.into_iter().collect::<Map<_, _>>()
    };
    let mut by_detector = Map::new();
    for finding in findings {
        let detector = &finding["detector"];
        let same: Vec<_> = findings
            .iter()
            .filter(|other| other["detector"] == *detector)
            .collect();
        let mut counts = counts(&same);
        counts.insert("total".to_owned(), json!(same.len()));
        by_detector.insert(
            detector.as_str().unwrap_or_default().to_owned(),
            counts.into(),
        );
    }
    let mut summary = counts(&findings.iter().collect::<Vec<_>>());
    summary.insert("by_detector".to_owned(), by_detector.into());
    summary.into()
}

/// Returns three events of three severities and two detectors; the second is far beyond ASCII.
pub fn three_events() -> Vec<Value> {
    let beyond = "J\u{f6}rg\u{7f}\u{80}\u{2028}\u{ffff}\u{10000}\u{1f600}\u{10ffff} \"\\/\n";
    vec![
        event(11, payload(json!({"severity": "advisory", "ref_index": 1}))),
        event(
            12,
            payload(json!({
                "note": format!("Note by {beyond}"),
                "snippet": beyond,
                "evidence": {"raw_excerpt": beyond, beyond: [1, null, true, {"": 0.5}]},
                "ref_index": 2,
            })),
        ),
        event(
            13,
            payload(json!({
                "detector": "ai_meta_artifact",
                "detector_url": "https://pith.science/pith-integrity-protocol#ai_meta_artifact",
                "severity": "informational",
                "verdict_class": "rescinded",
                "detected_doi": null,
                "ref_index": null,
            })),
        ),
    ]
}
