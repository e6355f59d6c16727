//! Makes valid documents of the other kinds.
//!
//! Their names begin with `composed`, since no whole bundle or state of the registry is known.

use serde_json::{Value, json};

use crate::support::forge::bundle::{bundle, later_event, state};
use crate::support::forge::integrity::{document, event, payload, recount, three_events};
use crate::support::{REAL_RECORD, read, read_json};

pub fn files() -> Vec<(String, Vec<u8>)> {
    let real = read_json(REAL_RECORD);
    let other = read_json("valid/4QHRGH5A.json");
    let later = [later_event(&real), later_event(&other), json!(null)];
    let mut reordered = document(three_events());
    let findings = reordered["integrity"]["findings"].as_array_mut().unwrap();
    findings.rotate_left(1);
    recount(&mut reordered);
    let of_the_real_paper = payload(json!({"arxiv_id": "2106.06530"}));
    let documents = [
        ("bundle-of-the-real-record", bundle(&real, &[])),
        ("bundle-of-a-record-of-the-test-key", bundle(&other, &[])),
        ("bundle-with-later-events", bundle(&real, &later)),
        (
            "integrity-of-three-events-beyond-ascii",
            document(three_events()),
        ),
        ("integrity-with-findings-in-another-order", reordered),
        (
            "integrity-of-the-record-given",
            document(vec![event(1, of_the_real_paper)]),
        ),
        ("state-of-the-real-record", state(&real)),
        ("state-of-the-record-of-the-bundle-given", state(&real)),
    ];
    let named = documents.map(|(name, document): (_, Value)| {
        (
            format!("valid/composed-{name}.json"),
            document.to_string().into_bytes(),
        )
    });
    let with = |name: &str, record| (format!("valid/composed-{name}.with"), record);
    let mut files = Vec::from(named);
    files.push(with("integrity-of-the-record-given", read(REAL_RECORD)));
    files.push(with("state-of-the-real-record", read(REAL_RECORD)));
    files.push(with(
        "state-of-the-record-of-the-bundle-given",
        bundle(&real, &[]).to_string().into_bytes(),
    ));
    files
}
