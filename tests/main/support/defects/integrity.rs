//! Makes integrity documents with one thing wrong: the real one, or one of the test key.

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::change::{Edit, Named, edited, removed, replaced};
use crate::support::forge::integrity::{
    document, event, extend, finding, payload, recount, sign, three_events,
};
use crate::support::forge::{self, base64};
use crate::support::slow::Form;
use crate::support::{REAL_INTEGRITY, REAL_INTEGRITY_BEYOND_ASCII, REAL_RECORD, read_json};

pub fn invalid() -> Named {
    let real = read_json(REAL_INTEGRITY);
    let mut all = replaced(&real, values(&real));
    all.extend(removed(&real, REMOVED));
    all.extend(edited(&real, EDITED));
    all.extend(edited(&document(three_events()), RESIGNED));
    all.push(("event-payload_3668--hash-of-the-unescaped-form", {
        let mut document = read_json(REAL_INTEGRITY_BEYOND_ASCII);
        let event = &mut document["events"][0];
        let hash = forge::integrity::hash(&event["payload"], Form::Utf8);
        event["payload_sha256"] = hash.into();
        document
    }));
    all.push(("given-record--of-another-paper", real));
    all
}

/// Fixtures that have a record next to them, which is given with them.
pub const GIVEN: &[&str] = &["given-record--of-another-paper"];

pub fn unverifiable() -> Named {
    let real = read_json(REAL_INTEGRITY);
    let mut all = replaced(
        &real,
        vec![
            (
                "event-key_4635--unknown-id",
                "/events/0/signing_key_id",
                "pith-v2-2027-01".into(),
            ),
            (
                "event-terms_4635--unknown-type",
                "/events/0/event_type",
                "pith.integrity.v2".into(),
            ),
        ],
    );
    all.extend(edited(
        &real,
        &[
            ("events--empty-and-no-findings", |document| {
                document["events"] = json!([]);
                document["integrity"]["findings"] = json!([]);
                recount(document);
            }),
            ("events--missing-and-no-findings", |document| {
                document.as_object_mut().unwrap().remove("events");
                document["integrity"]["findings"] = json!([]);
                recount(document);
            }),
            ("event-listed_4635--findings-emptied", |document| {
                document["integrity"]["findings"] = json!([]);
                recount(document);
            }),
            (
                "finding_0--with-a-verdict-that-no-event-states",
                |document| {
                    document["integrity"]["findings"][0]["verdict"] = "fraud".into();
                    recount(document);
                },
            ),
        ],
    ));
    all.extend(edited(
        &document(three_events()),
        &[
            ("event-key_12--unknown-id-of-one-of-three", |document| {
                document["events"][1]["signing_key_id"] = "self".into();
            }),
            ("event-listed_12--one-of-three-left-out", |document| {
                findings(document).remove(1);
                recount(document);
            }),
            ("event-listed_11--two-of-three-left-out", |document| {
                findings(document).drain(..2);
                recount(document);
            }),
            ("finding_1--with-a-hundred-members-more", |document| {
                for number in 0..100 {
                    findings(document)[1][format!("more {number}")] = number.into();
                }
                recount(document);
            }),
            ("finding_2--with-a-member-of-its-payload-more", |document| {
                let snippet = document["events"][2]["payload"]["snippet"].clone();
                findings(document)[2]["snippet"] = snippet;
                recount(document);
            }),
        ],
    ));
    all
}

#[rustfmt::skip]
fn values(real: &Value) -> Vec<(&'static str, &'static str, Value)> {
    let hash = real["events"][0]["payload_sha256"].as_str().unwrap();
    let signature = real["events"][0]["signature_b64"].as_str().unwrap();
    let other_signature = read_json(REAL_INTEGRITY_BEYOND_ASCII)["events"][0]["signature_b64"].clone();
    let receipt = read_json(REAL_RECORD)["receipt"].clone();
    vec![
        ("unknown-schema--of-integrity-v2", "/schema", "https://pith.science/schemas/pith-integrity/v2.json".into()),
        ("unknown-schema--of-integrity-without-a-version", "/schema", "https://pith.science/schemas/pith-integrity/".into()),
        ("not-a-record--another-schema", "/schema", "https://pith.science/schemas/pith-number/v1.json".into()),
        ("not-a-record--schema-is-a-number", "/schema", json!(1)),
        ("events--null", "/events", Value::Null),
        ("events--object", "/events", json!({"0": real["events"][0]})),
        ("events--id-is-a-string", "/events/0/event_id", "4635".into()),
        ("events--id-is-a-float", "/events/0/event_id", json!(4635.0)),
        ("events--event-is-a-string", "/events/0", "4635".into()),
        ("event-payload_4635--hash-upper-case", "/events/0/payload_sha256", hash.to_uppercase().into()),
        ("event-payload_4635--hash-of-another-event", "/events/0/payload_sha256", "bb3da4ecde84a8b18ad596ed811e4aff472848b9c24f282d3960b4d26205208b".into()),
        ("event-payload_4635--note-altered", "/events/0/payload/note", "All is well".into()),
        ("event-payload_4635--number-respelled", "/events/0/payload/ref_index", json!(97.0)),
        ("event-payload_4635--payload-is-a-string", "/events/0/payload", real["events"][0]["payload"].to_string().into()),
        ("event-terms_4635--number", "/events/0/event_type", json!(1)),
        ("event-terms_4635--payload-of-another-type", "/events/0/payload/event_type", "pith.integrity.v2".into()),
        ("event-key_4635--number", "/events/0/signing_key_id", json!(1)),
        ("event-signature_4635--of-another-event", "/events/0/signature_b64", other_signature),
        ("event-signature_4635--of-a-receipt", "/events/0/signature_b64", receipt["signature_b64"].clone()),
        ("event-signature_4635--without-padding", "/events/0/signature_b64", signature.trim_end_matches('=').into()),
        ("event-signature_4635--line-feed-after", "/events/0/signature_b64", format!("{signature}\n").into()),
        ("event-signature_4635--all-zero", "/events/0/signature_b64", base64(&[0; 64]).into()),
        ("event-signature_4635--null", "/events/0/signature_b64", Value::Null),
        ("event-evidence_4635--evidence-altered", "/events/0/payload/evidence/doi", "10.1000/182".into()),
        ("finding_0--note-altered", "/integrity/findings/0/note", "All is well".into()),
        ("finding_0--number-respelled", "/integrity/findings/0/ref_index", json!(97.0)),
        ("finding_0--string", "/integrity/findings/0", "unresolvable_identifier".into()),
        ("summary--one-less", "/integrity/summary/critical", json!(0)),
        ("summary--detector-less", "/integrity/summary/by_detector", json!({})),
        ("summary--counted-in-floats", "/integrity/summary/critical", json!(1.0)),
        ("summary--null", "/integrity/summary", Value::Null),
        ("clean--with-a-finding", "/integrity/clean", json!(true)),
        ("clean--string", "/integrity/clean", "false".into()),
        ("arxiv-id--pith-number-of-a-record", "/pith_number", "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62".into()),
        ("endpoint--of-another-paper", "/integrity/endpoint", "/pith/2604.20237/integrity.json".into()),
        ("snapshot_integrity--detector-altered", "/integrity/detectors_run/0/version", "2.0.0".into()),
    ]
}

const REMOVED: &[(&str, &str)] = &[
    ("events--id-missing", "/events/0/event_id"),
    (
        "event-payload_4635--hash-missing",
        "/events/0/payload_sha256",
    ),
    ("event-payload_4635--payload-missing", "/events/0/payload"),
    ("event-terms_4635--missing", "/events/0/event_type"),
    ("event-key_4635--missing", "/events/0/signing_key_id"),
    ("event-signature_4635--missing", "/events/0/signature_b64"),
    (
        "event-evidence_4635--hash-missing",
        "/events/0/payload/evidence_hash",
    ),
    ("event-subject_4635--document-without-id", "/arxiv_id"),
    ("finding_0--member-removed", "/integrity/findings/0/note"),
    ("finding_0--no-events", "/events"),
];

const EDITED: &[(&str, Edit)] = &[
    ("events--one-payload-under-two-ids", |document| {
        let mut second = document["events"][0].clone();
        second["event_id"] = json!(4636);
        add_event(document, second);
    }),
    (
        "event-subject_4635--document-about-another-paper",
        |document| {
            for place in ["pith_number", "arxiv_id"] {
                document[place] = "2604.20237".into();
            }
            document["integrity"]["endpoint"] = "/pith/2604.20237/integrity.json".into();
        },
    ),
    (
        "event-subject_4273--event-of-another-paper-added",
        |document| {
            let path = "vectors/integrity_documents/2604.20237.json";
            add_event(document, read_json(path)["events"][0].clone());
        },
    ),
    (
        "event-terms_4635--canonical-record-and-its-signature",
        |document| {
            let record = read_json(REAL_RECORD);
            let event = &mut document["events"][0];
            event["payload"] = record["canonical_record"].clone();
            event["payload_sha256"] = record["canonical_sha256"].clone();
            event["signature_b64"] = record["receipt"]["signature_b64"].clone();
        },
    ),
    ("finding_0--severity-lowered-and-recounted", |document| {
        document["integrity"]["findings"][0]["severity"] = "informational".into();
        recount(document);
    }),
    ("finding_1--stated-twice", |document| {
        let findings = document["integrity"]["findings"].as_array_mut().unwrap();
        findings.push(findings[0].clone());
        recount(document);
    }),
    ("finding_1--invented", |document| {
        let finding = finding(&payload(json!({"note": "An invented finding"})));
        document["integrity"]["findings"]
            .as_array_mut()
            .unwrap()
            .push(finding);
        recount(document);
    }),
    ("finding_0--no-event-left", |document| {
        document["events"] = json!([])
    }),
    ("clean--false-without-findings", |document| {
        document["integrity"]["findings"] = json!([]);
        recount(document);
        document["integrity"]["clean"] = json!(false);
    }),
    (
        "look-alike-names--findings-with-a-greek-letter",
        |document| {
            document["integrity"]["find\u{3b9}ngs"] = json!([]);
        },
    ),
    ("kind--of-integrity-type-of-a-state-too", |document| {
        document["state_type"] = "pith_open_graph_state".into();
    }),
    ("look-alike-names--findings-in-capitals", |document| {
        document["integrity"]["Findings"] = json!([]);
    }),
    (
        "look-alike-names--note-of-a-finding-in-capitals",
        |document| {
            document["integrity"]["findings"][0]["Note"] = "All is well".into();
            recount(document);
        },
    ),
    (
        "look-alike-names--payload-with-a-zero-width-space",
        |document| {
            document["events"][0]["pay\u{200b}load"] = json!({});
        },
    ),
    (
        "look-alike-names--detector-in-capitals-in-a-finding",
        |document| {
            document["integrity"]["findings"][0]["DETECTOR"] = "another".into();
            recount(document);
        },
    ),
];

/// Documents of three events with one thing wrong, which is signed by the test key where
/// possible.
const RESIGNED: &[(&str, Edit)] = &[
    ("events--two-with-one-id", |document| {
        document["events"][2]["event_id"] = document["events"][0]["event_id"].clone();
    }),
    (
        "event-terms_12--signed-payload-of-another-type",
        |document| {
            resign(document, 1, json!({"event_type": "pith.integrity.v2"}));
        },
    ),
    ("event-signature_12--over-the-unescaped-form", |document| {
        sign(&mut document["events"][1], Form::Utf8);
        let hash = forge::integrity::hash(&document["events"][1]["payload"], Form::Ascii);
        document["events"][1]["payload_sha256"] = hash.into();
    }),
    (
        "event-payload_12--hash-and-signature-of-the-unescaped-form",
        |document| {
            sign(&mut document["events"][1], Form::Utf8);
        },
    ),
    ("event-signature_11--by-another-key", |document| {
        use ed25519_dalek::Signer as _;
        let event = &mut document["events"][0];
        let hash = event["payload_sha256"].as_str().unwrap();
        let digest = data_encoding::HEXLOWER.decode(hash.as_bytes()).unwrap();
        let signature = SigningKey::from_bytes(&[1; 32]).sign(&digest);
        event["signature_b64"] = base64(&signature.to_bytes()).into();
    }),
    (
        "event-signature_11--under-the-registrys-key-id",
        |document| {
            document["events"][0]["signing_key_id"] = "pith-v1-2026-05".into();
        },
    ),
    (
        "event-signature_11--signatures-of-two-events-swapped",
        |document| {
            let signatures = [0, 1].map(|place| document["events"][place]["signature_b64"].clone());
            let [first, second] = signatures;
            document["events"][0]["signature_b64"] = second;
            document["events"][1]["signature_b64"] = first;
        },
    ),
    (
        "event-evidence_12--signed-hash-of-something-else",
        |document| {
            resign(document, 1, json!({"evidence_hash": "00".repeat(32)}));
        },
    ),
    (
        "event-evidence_12--signed-hash-of-the-unescaped-form",
        |document| {
            let payload = &document["events"][1]["payload"];
            let evidence = json!({"d": payload["detector"], "e": payload["evidence"]});
            let hash = forge::integrity::hash(&evidence, Form::Utf8);
            resign(document, 1, json!({"evidence_hash": hash}));
        },
    ),
    ("event-subject_12--signed-about-another-paper", |document| {
        resign(document, 1, json!({"arxiv_id": "2101.00002"}));
    }),
    ("finding_1--members-of-two-events-mixed", |document| {
        let note = document["integrity"]["findings"][0]["note"].clone();
        document["integrity"]["findings"][1]["note"] = note;
        recount(document);
    }),
    ("finding_2--null-member-removed", |document| {
        let finding = document["integrity"]["findings"][2]
            .as_object_mut()
            .unwrap();
        finding.remove("detected_doi");
        recount(document);
    }),
    ("summary--of-the-findings-of-another-detector", |document| {
        let by_detector = &mut document["integrity"]["summary"]["by_detector"];
        by_detector["doi_compliance"] = by_detector["ai_meta_artifact"].clone();
    }),
];

fn findings(document: &mut Value) -> &mut Vec<Value> {
    document["integrity"]["findings"].as_array_mut().unwrap()
}

/// Adds an event with its finding.
fn add_event(document: &mut Value, event: Value) {
    let finding = finding(&event["payload"]);
    document["events"].as_array_mut().unwrap().push(event);
    document["integrity"]["findings"]
        .as_array_mut()
        .unwrap()
        .push(finding);
    recount(document);
}

/// Changes the payload of an event, and signs it again.
fn resign(document: &mut Value, position: usize, changes: Value) {
    let changed = &mut document["events"][position];
    let mut payload = changed["payload"].clone();
    extend(&mut payload, changes);
    *changed = event(changed["event_id"].as_u64().unwrap(), payload);
}
