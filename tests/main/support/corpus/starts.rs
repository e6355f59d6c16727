//! Makes whole documents from the beginnings of real ones.
//!
//! Every value in the beginning is the registry's, and as little as possible is added.

use serde_json::Value;

use crate::support::forge::{self, Shown};
use crate::support::{read, read_json, stem, walk};

/// The beginning of a bundle of the registry's first batch, which ends inside the receipt.
pub const BUNDLE_START: &str = "vectors/bundle_starts/XCPSYI2I.start.txt";

/// The end of the last known member of the receipt, and the closing brackets.
const BUNDLE_END: &str = "er-2026-05-17-v1\"}}}]}";

pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = starts("vectors/states").flat_map(state).collect();
    files.extend(starts("vectors/record_starts").map(record));
    files.push((
        "unverifiable/receipt-signature--of-a-composed-bundle-of-the-first-batch.json".into(),
        [read(BUNDLE_START), BUNDLE_END.into()].concat(),
    ));
    files
}

/// Returns the identifiers and the beginnings in a folder.
fn starts(folder: &str) -> impl Iterator<Item = (String, Value)> {
    walk(folder).into_iter().map(move |path| {
        let name = stem(&path).to_owned();
        let start = read_json(&format!("{folder}/{name}.json"))["document_start"].clone();
        (name, start)
    })
}

/// Returns a state from its beginning, and a record around its canonical record.
///
/// The record is signed by the test key, since no real signature of it is known.
fn state((name, start): (String, Value)) -> [(String, Vec<u8>); 2] {
    let record = forge::record(&start["current"]["canonical_record"], &Shown::default());
    [("json", start), ("with", record)].map(|(extension, document)| {
        let path = format!("valid/composed-state-{name}.{extension}");
        (path, document.to_string().into_bytes())
    })
}

/// Returns a record that has every member of the beginning.
///
/// The test key signs it; its aliases, links and snapshots are the tests' own.
fn record((name, start): (String, Value)) -> (String, Vec<u8>) {
    let mut record = forge::record(&start["canonical_record"], &Shown::default());
    for (name, value) in start.as_object().unwrap() {
        record[name] = value.clone();
    }
    record["graph_snapshot"]["paper"] = start["paper"].clone();
    let path = format!("valid/composed-record-{name}.json");
    (path, record.to_string().into_bytes())
}
