//! Bundles and states around a record, composed as the registry's are known to be
//! (protocol §8.2, §8.3).

use serde_json::{Value, json};

/// A bundle of a record, and of later events.
pub fn bundle(record: &Value, later: &[Value]) -> Value {
    let created = json!({
        "event_type": "record_created",
        "subject_pith_number": record["pith_number"],
        "target": "record",
        "payload": {
            "canonical_record": record["canonical_record"],
            "canonical_sha256": record["canonical_sha256"],
            "receipt": record["receipt"],
        },
    });
    let events: Vec<_> = [created].into_iter().chain(later.iter().cloned()).collect();
    json!({
        "bundle_type": "pith_open_graph_bundle",
        "bundle_version": "1.0",
        "pith_number": record["pith_number"],
        "short_pith_number": record["short_pith_number"],
        "canonical_record": record["canonical_record"],
        "canonical_sha256": record["canonical_sha256"],
        "source": record["source"],
        "source_aliases": record["aliases"],
        "events": events,
    })
}

/// An event that says something about a record; nobody can tell whether it is true.
pub fn later_event(record: &Value) -> Value {
    json!({
        "event_id": format!("sha256:{}", "0".repeat(64)),
        "event_type": "storage_attestation",
        "subject_pith_number": record["pith_number"],
        "target": "record",
        "payload": {"attested": true},
        "signature_b64": "",
    })
}

/// A state of a record.
pub fn state(record: &Value) -> Value {
    json!({
        "state_type": "pith_open_graph_state",
        "state_version": "1.0",
        "pith_number": record["pith_number"],
        "merge_version": "pith-open-graph-merge-v1",
        "event_count": 1,
        "valid_event_count": 1,
        "invalid_event_count": 0,
        "equivocation_count": 0,
        "current": {
            "canonical_record": record["canonical_record"],
            "source_aliases": record["aliases"],
            "graph_snapshots": [],
        },
    })
}
