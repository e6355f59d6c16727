//! Attacks the parts that only bundles have: the event that created the record, and later
//! events.

use crate::support::attack::{Target, fails};
use crate::support::forge::bundle::{bundle, later_event};
use crate::support::promise::{verifier, vouched};
use crate::support::{REAL_RECORD, read_json};
use pith_verify::report::Verdict;
use serde_json::{Value, json};

fn target() -> Target {
    let real = read_json(REAL_RECORD);
    Target::new("bundle", bundle(&real, &[later_event(&real)]), verifier())
}

fn other() -> Value {
    bundle(&read_json(super::OTHER_RECORD), &[])
}

#[test]
fn a_bundle_has_one_creating_event_for_its_own_record() {
    let (target, other) = (target(), other());
    let created = &target.original["events"][0];
    let with_event = |place: usize, event: &Value| {
        target.after(|bundle| {
            bundle["events"]
                .as_array_mut()
                .unwrap()
                .insert(place, event.clone())
        })
    };
    for (place, event) in [
        (1, created),
        (2, created),
        (0, &other["events"][0]),
        (1, &other["events"][0]),
    ] {
        let report = with_event(place, event);
        assert!(fails(&report, "record-created"), "{place}");
    }
    let exchanged = target.after(|bundle| bundle["events"][0] = other["events"][0].clone());
    assert!(fails(&exchanged, "record-created"));
    assert!(fails(&exchanged, "receipt-signature"));
    // The event states the names of this record, but contains the other one.
    for member in ["canonical_record", "canonical_sha256", "receipt"] {
        let report = target.after(|bundle| {
            bundle["events"][0]["payload"][member] = other["events"][0]["payload"][member].clone();
        });
        assert_eq!(report.verdict(), Verdict::Fail, "{member}");
    }
    let receipt = target.after(|bundle| {
        let foreign = &other["events"][0]["payload"]["receipt"]["signature_b64"];
        bundle["events"][0]["payload"]["receipt"]["signature_b64"] = foreign.clone();
    });
    assert!(fails(&receipt, "receipt-signature"));
    assert_eq!(vouched(&receipt), []);
}

#[test]
fn a_record_put_around_the_event_of_another_never_passes() {
    let (target, other) = (target(), other());
    for name in target.original.as_object().unwrap().keys() {
        let report = target.after(|bundle| {
            let events = bundle["events"].take();
            *bundle = other.clone();
            bundle["events"] = events;
            // One member at a time keeps its value.
            if name != "events" {
                bundle[name] = target.original[name].clone();
            }
        });
        assert_ne!(report.verdict(), Verdict::Pass, "{name}");
    }
}

#[test]
fn later_events_are_not_vouched_for() {
    let target = target();
    for later in [
        json!([]),
        json!([null, 1, "record_created", [], {"event_type": "receipt_revoked"}]),
        json!([{"event_type": ["record_created"], "payload": other()["events"][0]["payload"]}]),
    ] {
        let report = target.after(|bundle| {
            let events = bundle["events"].as_array_mut().unwrap();
            events.truncate(1);
            events.extend(later.as_array().unwrap().clone());
        });
        assert_eq!(report.verdict(), Verdict::Pass, "{later}");
        let vouched = vouched(&report);
        assert_eq!(vouched.len(), target.vouched.len());
        let in_events = vouched
            .iter()
            .filter(|(leaf, _)| leaf.starts_with("/events/"));
        assert!(in_events.clone().count() > 10);
        assert!(
            in_events
                .clone()
                .all(|(leaf, _)| leaf.starts_with("/events/0/")),
            "{later}"
        );
    }
}

#[test]
fn a_bundle_that_is_also_marked_as_a_record_fails() {
    let target = target();
    let report = target.after(|bundle| bundle["record_type"] = "pith_number_record".into());
    assert_ne!(report.verdict(), Verdict::Pass);
}
