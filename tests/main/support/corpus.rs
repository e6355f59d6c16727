//! Makes every fixture except the real record and the vectors.

mod kinds;
pub mod starts;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::forge::{self, Shown};
use super::{REAL_RECORD, defects, keyfiles, read, read_json, stem, walk};

/// The folders whose files are all made here, except for the real record.
pub const FOLDERS: &[&str] = &["valid", "invalid", "unverifiable", "keys", "keys/bad"];

/// Returns paths below `fixtures/`, each with the content of the file.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(REAL_RECORD.to_owned(), read(REAL_RECORD))];
    files.extend(keyfiles::good());
    files.extend(keyfiles::bad());
    files.extend(around_vectors());
    files.extend(variants());
    files.extend(kinds::files());
    files.extend(starts::files());
    files.extend(defects::files());
    files
}

fn around_vectors() -> impl Iterator<Item = (String, Vec<u8>)> {
    walk("vectors/canonical").into_iter().map(|path| {
        let name = stem(&path).to_owned();
        let vector: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let aliases = vector
            .get("aliases")
            .and_then(Value::as_object)
            .map_or(6, serde_json::Map::len);
        let abstract_text = whole_abstract(&name);
        let shown = Shown {
            title: vector.get("title").and_then(Value::as_str),
            abstract_text: abstract_text.as_deref(),
            three_aliases: aliases == 3,
        };
        let record = forge::record(&vector["canonical_record"], &shown);
        (
            format!("valid/{name}.json"),
            record.to_string().into_bytes(),
        )
    })
}

/// Returns the abstract of a vector, if it is known; the registry shows its first 600
/// characters.
fn whole_abstract(name: &str) -> Option<String> {
    let texts = walk("vectors/texts");
    let path = texts.iter().find(|path| stem(path) == name)?;
    let text: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    Some(text.get("abstract")?.as_str()?.chars().take(600).collect())
}

/// Adds a finding with text beyond ASCII to the integrity section, and returns what is hashed.
fn beyond_ascii(record: &mut Value) -> Value {
    let section = &mut record["graph_snapshot"]["integrity"];
    section["findings"] = json!([{"note": "Poincaré"}]);
    json!({"detectors": section["detectors_run"], "findings": section["findings"]})
}

/// Returns records that differ from the usual ones in one way that is allowed.
fn variants() -> impl Iterator<Item = (String, Vec<u8>)> {
    let real = || read_json(REAL_RECORD);
    let edited = |edit: fn(&mut Value)| {
        let mut record = real();
        edit(&mut record);
        record.to_string()
    };
    let sparse = |record: &mut Value| {
        let kept = [
            "record_type",
            "schema_version",
            "canonical_sha256",
            "pith_number",
            "canonical_record",
            "receipt",
        ];
        record
            .as_object_mut()
            .unwrap()
            .retain(|name, _| kept.contains(&name.as_str()));
    };
    [
        ("only-required-members", edited(sparse)),
        (
            "white-space-and-line-ends",
            format!(
                " \r\n\t{}\r\n",
                serde_json::to_string_pretty(&real())
                    .unwrap()
                    .replace('\n', "\r\n")
            ),
        ),
        (
            "title-in-another-case-and-spacing",
            edited(|record| {
                let title = "LABEL  noise\tSGD provably\nprefers FLAT global minimizers ";
                record["paper"]["title"] = title.into();
                record["graph_snapshot"]["paper"]["title"] = title.into();
            }),
        ),
        (
            "cross-cats-in-another-order",
            edited(|record| {
                let order = json!(["stat.ML", "math.OC", "cs.IT", "math.IT"]);
                record["paper"]["cross_cats"] = order.clone();
                record["graph_snapshot"]["paper"]["cross_cats"] = order;
            }),
        ),
        (
            "snapshot-of-claims-counted-in-a-string",
            edited(|record| {
                record["graph_snapshot"]["claims"]["count"] = "0".into();
            }),
        ),
        (
            "snapshot-of-claims-counted-but-not-there",
            edited(|record| {
                record["graph_snapshot"]["claims"]["count"] = json!(5);
            }),
        ),
        (
            "snapshot-of-claims-there-but-not-counted",
            edited(|record| {
                record["graph_snapshot"]["claims"]["items"] = json!([{}]);
            }),
        ),
        ("members-of-a-copy-in-another-order", {
            let record = real();
            let paper = record["paper"].as_object().unwrap();
            let members = paper
                .iter()
                .rev()
                .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
            let reversed = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
            // The first of the two is the copy in /graph_snapshot.
            record
                .to_string()
                .replacen(&record["paper"].to_string(), &reversed, 1)
        }),
        ("no-aliases", edited(|record| record["aliases"] = json!([]))),
        (
            "aliases-without-doi",
            edited(|record| drop(record["aliases"].as_array_mut().unwrap().remove(2))),
        ),
        (
            "aliases-without-doi-and-short-forms",
            edited(|record| record["aliases"].as_array_mut().unwrap().truncate(2)),
        ),
        (
            "alias-of-unknown-kind-and-all-known-ones",
            edited(|record| {
                let alias = json!({"alias_kind": "openalex", "alias_value": "W1"});
                record["aliases"].as_array_mut().unwrap().push(alias);
            }),
        ),
        (
            "unsigned-members-of-any-kind",
            edited(|record| {
                record["paper"]["authors_text"] = "Another Author".into();
                record["graph_snapshot"]["paper"]["authors_text"] = "Another Author".into();
                record["extra"] = json!([null, true, 1.5e300, -0.0, "\u{202e}\u{1b}[2J", {"": []}]);
            }),
        ),
        (
            "snapshot-of-filled-section-not-known",
            edited(|record| {
                record["graph_snapshot"]["claims"] =
                    json!({"count": 1, "items": [{}], "snapshot_sha256": "00".repeat(32)});
            }),
        ),
        (
            "snapshot-of-unknown-section",
            edited(|record| {
                record["graph_snapshot"]["timeline"] = json!({"snapshot_sha256": "00".repeat(32)});
            }),
        ),
        (
            "integrity-findings",
            edited(|record| {
                let path = &walk("vectors/integrity")[0];
                let vector: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
                let section = record["graph_snapshot"]["integrity"]
                    .as_object_mut()
                    .unwrap();
                section.extend(vector["integrity"].as_object().unwrap().clone());
            }),
        ),
        (
            "integrity-beyond-ascii-hashed-as-records-are",
            edited(|record| {
                let hash = forge::snapshot(&beyond_ascii(record));
                record["graph_snapshot"]["integrity"]["snapshot_sha256"] = hash;
            }),
        ),
        (
            "integrity-beyond-ascii-hashed-as-events-are",
            edited(|record| {
                let payload = json!({"payload": beyond_ascii(record)});
                let escaped = payload.to_string().replace('é', "\\u00e9");
                let hash = HEXLOWER.encode(&Sha256::digest(escaped));
                record["graph_snapshot"]["integrity"]["snapshot_sha256"] = hash.into();
            }),
        ),
        (
            "integrity-beyond-ascii-hashed-in-neither-form",
            edited(|record| {
                beyond_ascii(record);
                let hash = "00".repeat(32);
                record["graph_snapshot"]["integrity"]["snapshot_sha256"] = hash.into();
            }),
        ),
        ("source-of-another-kind", {
            let mut canonical = read_json(REAL_RECORD)["canonical_record"].clone();
            canonical["source"]["kind"] = "zenodo".into();
            forge::record(&canonical, &Shown::default()).to_string()
        }),
        ("link-with-escaped-slash", {
            let mut record = forge::record(
                &read_json("vectors/canonical/2K5354XA.json")["canonical_record"],
                &Shown::default(),
            );
            record["agent_actions"]["resolve_alias"] = "/resolve?arxiv=math-ph%2F0012009".into();
            record.to_string()
        }),
    ]
    .into_iter()
    .map(|(name, text)| (format!("valid/{name}.json"), text.into_bytes()))
}
