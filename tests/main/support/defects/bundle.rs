//! Makes bundles and states of the real record with one thing wrong.

use serde_json::{Value, json};

use super::change::{Edit, Named, edited, removed, replaced};
use crate::support::forge::bundle::{bundle, later_event, state};
use crate::support::{REAL_RECORD, read_json};

const OTHER_RECORD: &str = "valid/4QHRGH5A.json";

pub fn invalid() -> Named {
    let real = read_json(REAL_RECORD);
    let bundle = bundle(&real, &[later_event(&real)]);
    let mut all = replaced(&bundle, bundle_values());
    all.extend(removed(&bundle, REMOVED));
    all.extend(edited(&bundle, EDITED));
    all
}

pub fn unverifiable() -> Named {
    let real = read_json(REAL_RECORD);
    let receipt = "/events/0/payload/receipt";
    let mut all = edited(
        &bundle(&real, &[]),
        &[
            ("receipt-key--of-a-bundle-unknown-id", |bundle| {
                bundle["events"][0]["payload"]["receipt"]["key_id"] = "pith-v2-2027-01".into();
            }),
            ("receipt-terms--of-a-bundle-unknown-algorithm", |bundle| {
                bundle["events"][0]["payload"]["receipt"]["algorithm"] = "ed448".into();
            }),
        ],
    );
    assert!(
        all.iter()
            .all(|(_, bundle)| bundle.pointer(receipt).is_some())
    );
    all.push(("given-record--of-a-state-none", state(&real)));
    all
}

/// Returns states, each of which is given with the real record.
pub fn states() -> Named {
    let real = state(&read_json(REAL_RECORD));
    let mut all = replaced(&real, state_values());
    all.extend(removed(
        &real,
        &[
            ("unknown-schema--of-a-state-missing", "/state_version"),
            (
                "given-record--of-a-state-without-a-canonical-record",
                "/current/canonical_record",
            ),
            ("pith-number--of-a-state-missing", "/pith_number"),
            (
                "alias_doi--of-a-state-without-value",
                "/current/source_aliases/2/alias_value",
            ),
        ],
    ));
    all.extend(edited(
        &real,
        &[
            ("aliases--of-a-state-one-removed", |state| {
                drop(
                    state["current"]["source_aliases"]
                        .as_array_mut()
                        .unwrap()
                        .remove(1),
                );
            }),
            ("kind--of-a-state-type-of-a-manifest-of-keys-too", |state| {
                state["manifest_type"] = "pith_mirror_manifest".into();
            }),
            (
                "look-alike-names--of-a-state-current-in-capitals",
                |state| {
                    state["CURRENT"] = json!({});
                },
            ),
        ],
    ));
    all.push((
        "given-record--of-a-state-of-another-record",
        state(&read_json(OTHER_RECORD)),
    ));
    all
}

#[rustfmt::skip]
fn bundle_values() -> Vec<(&'static str, &'static str, Value)> {
    let other = read_json(OTHER_RECORD);
    let created = "/events/0/payload/canonical_record";
    assert!(bundle(&other, &[]).pointer(created).is_some());
    vec![
        ("unknown-schema--of-a-bundle", "/bundle_version", "2.0".into()),
        ("unknown-schema--of-a-bundle-number", "/bundle_version", json!(1.0)),
        ("unknown-schema--of-the-record-in-a-bundle", "/canonical_record/schema_version", "1.1".into()),
        ("not-a-record--bundle-of-another-type", "/bundle_type", "pith_open_graph_bundle_v2".into()),
        ("canonical-hash--of-a-bundle-of-another-record", "/canonical_sha256", other["canonical_sha256"].clone()),
        ("canonical-hash--of-a-bundle-version-altered", "/canonical_record/source/version", json!(3)),
        ("record-created--events-in-an-object", "/events", json!({"0": bundle(&read_json(REAL_RECORD), &[])["events"][0]})),
        ("record-created--no-events", "/events", json!([])),
        ("record-created--event-is-null", "/events/0", Value::Null),
        ("record-created--of-another-record", created, other["canonical_record"].clone()),
        ("record-created--version-altered", "/events/0/payload/canonical_record/source/version", json!(3)),
        ("record-created--hash-of-another-record", "/events/0/payload/canonical_sha256", other["canonical_sha256"].clone()),
        ("record-created--about-another-record", "/events/0/subject_pith_number", other["pith_number"].clone()),
        ("record-created--another-target", "/events/0/target", "paper".into()),
        ("record-created--another-type", "/events/0/event_type", "record_updated".into()),
        ("record-created--a-second-one", "/events/1/event_type", "record_created".into()),
        ("receipt-terms--of-a-bundle-null", "/events/0/payload/receipt", Value::Null),
        ("receipt-hash--of-a-bundle-of-another-record", "/events/0/payload/receipt/canonical_sha256", other["canonical_sha256"].clone()),
        ("receipt-hash--of-a-bundle-receipt-of-another-record", "/events/0/payload/receipt", other["receipt"].clone()),
        ("receipt-key--of-a-bundle-another-fingerprint", "/events/0/payload/receipt/public_key_fingerprint", other["receipt"]["public_key_fingerprint"].clone()),
        ("receipt-signature--of-a-bundle-of-another-record", "/events/0/payload/receipt/signature_b64", other["receipt"]["signature_b64"].clone()),
        ("pith-number--of-a-bundle-another-year", "/pith_number", "pith:2022:4K6GSOJWB7QU2RFIL3CD3BQJ62".into()),
        ("short-pith-number--of-a-bundle-another", "/short_pith_number", "pith:AAAAAAAA".into()),
        ("alias_doi--of-a-bundle-another-paper", "/source_aliases/2/alias_value", "10.48550/arxiv.2106.06531".into()),
        ("aliases--of-a-bundle-kind-changed-to-unknown", "/source_aliases/2/alias_kind", "handle".into()),
        ("source--of-a-bundle-another-version", "/source/version", json!(3)),
    ]
}

const REMOVED: &[(&str, &str)] = &[
    ("unknown-schema--of-a-bundle-missing", "/bundle_version"),
    ("canonical-hash--of-a-bundle-missing", "/canonical_sha256"),
    (
        "canonical-hash--of-a-bundle-without-a-canonical-record",
        "/canonical_record",
    ),
    ("record-created--events-missing", "/events"),
    (
        "record-created--copy-missing",
        "/events/0/payload/canonical_record",
    ),
    ("record-created--target-missing", "/events/0/target"),
    (
        "receipt-terms--of-a-bundle-missing",
        "/events/0/payload/receipt",
    ),
    (
        "receipt-signature--of-a-bundle-missing",
        "/events/0/payload/receipt/signature_b64",
    ),
    ("pith-number--of-a-bundle-missing", "/pith_number"),
];

const EDITED: &[(&str, Edit)] = &[
    (
        "canonical-hash--of-a-bundle-both-copies-altered",
        |bundle| {
            bundle["canonical_record"]["source"]["version"] = json!(3);
            let altered = bundle["canonical_record"].clone();
            bundle["events"][0]["payload"]["canonical_record"] = altered;
        },
    ),
    ("record-created--after-a-later-event", |bundle| {
        bundle["events"].as_array_mut().unwrap().swap(0, 1);
    }),
    ("record-created--member-added-to-the-copy", |bundle| {
        bundle["events"][0]["payload"]["canonical_record"]["title"] = "A title".into();
    }),
    ("kind--of-a-bundle-type-of-a-state-too", |bundle| {
        bundle["state_type"] = "pith_open_graph_state".into();
    }),
    ("kind--of-a-bundle-another-type-of-record-too", |bundle| {
        bundle["record_type"] = "pith_number_record_v2".into();
    }),
    (
        "look-alike-names--receipt-of-a-bundle-in-capitals",
        |bundle| {
            bundle["events"][0]["payload"]["Receipt"] = json!({});
        },
    ),
    (
        "look-alike-names--type-of-a-later-event-in-capitals",
        |bundle| {
            bundle["events"][1]["Event_Type"] = "record_created".into();
        },
    ),
];

#[rustfmt::skip]
fn state_values() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("unknown-schema--of-a-state", "/state_version", "2.0".into()),
        ("unknown-schema--of-the-record-in-a-state", "/current/canonical_record/schema_version", "1.1".into()),
        ("not-a-record--state-of-another-type", "/state_type", "pith_state".into()),
        ("given-record--of-a-state-version-altered", "/current/canonical_record/source/version", json!(3)),
        ("pith-number--of-a-state-another-year", "/pith_number", "pith:2022:4K6GSOJWB7QU2RFIL3CD3BQJ62".into()),
        ("alias_arxiv_version--of-a-state-another-version", "/current/source_aliases/1/alias_value", "2106.06530v1".into()),
    ]
}
