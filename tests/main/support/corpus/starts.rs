//! Whole documents composed around the starts of real ones: what is there is the registry's, and
//! as little as possible is added.

use serde_json::Value;

use crate::support::forge::{self, Shown};
use crate::support::{read, read_json, stem, walk};

/// The beginning of a bundle of the registry's first batch. It ends inside the receipt.
pub const BUNDLE_START: &str = "vectors/bundle_starts/XCPSYI2I.start.txt";

/// The end of the receipt's last member that is there, and of everything that is open.
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

/// The identifiers and starts in a folder.
fn starts(folder: &str) -> impl Iterator<Item = (String, Value)> {
    walk(folder).into_iter().map(move |path| {
        let name = stem(&path).to_owned();
        let start = read_json(&format!("{folder}/{name}.json"))["document_start"].clone();
        (name, start)
    })
}

/// A state as it is, without what was cut off at its end; and a record of our own around its
/// canonical record, for no signature of it is known.
fn state((name, start): (String, Value)) -> [(String, Vec<u8>); 2] {
    let record = forge::record(&start["current"]["canonical_record"], &Shown::default());
    [("json", start), ("with", record)].map(|(extension, document)| {
        let path = format!("valid/composed-state-{name}.{extension}");
        (path, document.to_string().into_bytes())
    })
}

/// A record with everything that the start has, and of our own what it lacks: receipt, aliases,
/// links and snapshots.
fn record((name, start): (String, Value)) -> (String, Vec<u8>) {
    let mut record = forge::record(&start["canonical_record"], &Shown::default());
    for (name, value) in start.as_object().unwrap() {
        record[name] = value.clone();
    }
    record["graph_snapshot"]["paper"] = start["paper"].clone();
    let path = format!("valid/composed-record-{name}.json");
    (path, record.to_string().into_bytes())
}
