//! Makes bundles and states around a record, in the known form of the registry's
//! (docs/format.md, sections 11 and 12).

use serde_json::{Value, json};

/// Returns a bundle of a record and later events.
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

/// Returns an event that says something about a record and cannot be verified.
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

/// Returns a state of a record.
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
