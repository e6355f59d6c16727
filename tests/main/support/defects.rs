//! Makes the invalid fixtures: the real record, or one of the test key, with one thing wrong.
//!
//! The name says which check or error code must report it and, after two hyphens, what is
//! wrong.

mod bundle;
mod change;
mod integrity;
mod look_alikes;
mod raw;
pub mod receipt;
mod replaced;

use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use change::{Edit, Named};
use raw::raw;
use replaced::{HASH, replaced};

use super::forge::{self, Shown, base64};
use super::{REAL_RECORD, read, read_json};

/// Returns paths below `fixtures/`, each with the content of the file.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut add = |folder: &str, name: &str, content: Vec<u8>| {
        files.push((format!("{folder}/{name}"), content))
    };
    let real = read_json(REAL_RECORD);
    for (folder, documents) in [
        ("invalid", change::replaced(&real, replaced())),
        ("invalid", change::removed(&real, REMOVED)),
        ("invalid", change::edited(&real, EDITED)),
        ("invalid", change::edited(&real, look_alikes::EDITED)),
        ("invalid", receipt::invalid()),
        ("invalid", integrity::invalid()),
        ("invalid", bundle::invalid()),
        ("invalid", bundle::states()),
        ("unverifiable", unknown(&real)),
        ("unverifiable", receipt::unverifiable()),
        ("unverifiable", integrity::unverifiable()),
        ("unverifiable", bundle::unverifiable()),
    ] {
        for (name, document) in documents {
            let document = document.to_string().into_bytes();
            add(folder, &format!("{name}.json"), document);
        }
    }
    for (name, content) in raw(&real) {
        add("invalid", &format!("{name}.json"), content);
    }
    for (name, text) in GIVEN {
        add("invalid", &format!("{name}.json"), read(REAL_RECORD));
        add("invalid", &format!("{name}.txt"), text.as_bytes().to_vec());
    }
    let states = bundle::states().into_iter().map(|(name, _)| name);
    for name in states.chain(integrity::GIVEN.iter().copied()) {
        add("invalid", &format!("{name}.with"), read(REAL_RECORD));
    }
    for (name, record, given) in not_the_beginning() {
        add("invalid", &format!("{name}.json"), record);
        add("invalid", &format!("{name}.txt"), given);
    }
    files
}

/// Returns records whose excerpt is not the beginning of the given abstract: name, record and
/// abstract.
fn not_the_beginning() -> [(&'static str, Vec<u8>, Vec<u8>); 2] {
    let given = read_json("vectors/texts/WIMXGEKY.json")["abstract"].clone();
    [
        ("abstract--not-the-beginning-of-the-given-one", true),
        (
            "graph-paper--abstract-is-not-the-beginning-of-the-given-one",
            false,
        ),
    ]
    .map(|(name, has_first)| {
        let mut record = read_json("valid/WIMXGEKY.json");
        let excerpt = record["paper"]["abstract_excerpt"].as_str().unwrap();
        let altered = excerpt.replacen("the", "any", 1);
        assert_ne!(excerpt, altered);
        record["paper"]["abstract_excerpt"] = altered.into();
        record["graph_snapshot"]["paper"] = record["paper"].clone();
        if !has_first {
            record.as_object_mut().unwrap().remove("paper");
        }
        let record = record.to_string().into_bytes();
        (name, record, given.as_str().unwrap().as_bytes().to_vec())
    })
}

/// Returns records in which nothing is wrong, but that cannot be verified.
fn unknown(real: &Value) -> Named {
    let rows = UNKNOWN.iter();
    let rows = rows.map(|(name, pointer, value)| (*name, *pointer, Value::from(*value)));
    let mut all = change::replaced(real, rows.collect());
    let own = with_its_own_key(real.clone());
    all.push(("receipt-key--key-inside-the-record", own));
    all
}

/// Signs a record correctly with a key that is in the record itself.
fn with_its_own_key(mut record: Value) -> Value {
    let key = SigningKey::from_bytes(&[2; 32]);
    let digest = HEXLOWER.decode(HASH.as_bytes()).unwrap();
    forge::sign(&mut record, &digest, &key);
    let public_key = base64(key.verifying_key().as_bytes());
    record["receipt"]["key_id"] = "self".into();
    record["receipt"]["public_key_b64"] = public_key.clone().into();
    record["public_key"] = json!({
        "key_id": "self",
        "algorithm": "ed25519",
        "public_key_b64": public_key,
    });
    record
}

/// Texts that are given on the command line, each together with a copy of the real record.
const GIVEN: &[(&str, &str)] = &[
    (
        "given-title--another-title",
        "Label Noise SGD Provably Prefers Sharp Global Minimizers\n",
    ),
    ("given-title--empty", ""),
    (
        "given-abstract--only-the-excerpt",
        "In overparametrized models, the noise in stochastic gradient descent",
    ),
];

/// Values for which no rule is known: nothing is wrong, but they cannot be verified.
const UNKNOWN: &[(&str, &str, &str)] = &[
    (
        "receipt-key--unknown-id",
        "/receipt/key_id",
        "pith-v2-2027-01",
    ),
    (
        "receipt-terms--unknown-kind",
        "/receipt/kind",
        "pith_receipt_v2",
    ),
    (
        "receipt-terms--unknown-algorithm",
        "/receipt/algorithm",
        "ed448",
    ),
    (
        "receipt-terms--algorithm-none",
        "/receipt/algorithm",
        "none",
    ),
    (
        "receipt-terms--unknown-message",
        "/receipt/signed_message",
        "canonical_sha256_hex",
    ),
    (
        "receipt-terms--unknown-status",
        "/receipt/signature_status",
        "unsigned",
    ),
];

const REMOVED: &[(&str, &str)] = &[
    ("canonical-hash--missing", "/canonical_sha256"),
    ("canonical-hash--no-canonical-record", "/canonical_record"),
    (
        "canonical-hash--signed-member-removed",
        "/canonical_record/metadata/license",
    ),
    ("receipt-terms--no-receipt", "/receipt"),
    ("receipt-terms--no-algorithm", "/receipt/algorithm"),
    ("receipt-hash--missing", "/receipt/canonical_sha256"),
    ("receipt-key--no-key-id", "/receipt/key_id"),
    (
        "receipt-key--no-fingerprint",
        "/receipt/public_key_fingerprint",
    ),
    ("receipt-signature--missing", "/receipt/signature_b64"),
    ("pith-number--missing", "/pith_number"),
    ("unknown-schema--missing", "/schema_version"),
    ("not-a-record--no-record-type", "/record_type"),
];

const EDITED: &[(&str, Edit)] = &[
    ("canonical-hash--signed-member-added", |record| {
        record["canonical_record"]["metadata"]["authors"] = "Another Author".into()
    }),
    ("canonical-hash--record-and-copy-altered", |record| {
        record["canonical_record"]["source"]["version"] = json!(3);
        record["source"]["version"] = json!(3);
    }),
    ("receipt-signature--over-another-record", |record| {
        let signature = "lVWA1Aiqxb0w7G6GcF46Gx4AsaO4LrTNfbiJNbBbiAaRaR0b8MIiTvWHEyMlJYYzY2namC5tOJ2yXqrMSE44BQ==";
        record["receipt"]["signature_b64"] = signature.into();
    }),
    ("receipt-signature--by-another-key", |record| {
        let receipt = record["receipt"].clone();
        forge::sign(
            record,
            &HEXLOWER.decode(HASH.as_bytes()).unwrap(),
            &SigningKey::from_bytes(&[1; 32]),
        );
        for name in ["key_id", "public_key_fingerprint"] {
            record["receipt"][name] = receipt[name].clone();
        }
    }),
    ("receipt-signature--over-the-hex-digits", |record| {
        forge::seal(record, false);
        let digest = record["canonical_sha256"].as_str().unwrap().to_owned();
        forge::sign(record, digest.as_bytes(), &forge::test_key());
        record["receipt"]["canonical_sha256"] = digest.into();
    }),
    (
        "receipt-signature--altered-record-with-hashes-recomputed",
        |record| {
            let signature = record["receipt"].clone();
            record["canonical_record"]["source"]["version"] = json!(3);
            forge::seal(record, false);
            record["source"]["version"] = json!(3);
            record["graph_snapshot"]["source"]["version"] = json!(3);
            for name in ["key_id", "public_key_fingerprint", "signature_b64"] {
                record["receipt"][name] = signature[name].clone();
            }
        },
    ),
    ("pith-number--signed-date-without-year", |record| {
        record["canonical_record"]["metadata"]["submitted_at"] = "11 June 2021".into();
        let date = record["canonical_record"]["metadata"]["submitted_at"].clone();
        forge::seal(record, false);
        record["paper"]["submitted_at"] = date.clone();
        record["graph_snapshot"]["paper"]["submitted_at"] = date;
    }),
    ("aliases--one-removed", |record| {
        drop(record["aliases"].as_array_mut().unwrap().remove(1))
    }),
    ("aliases--one-short-form-removed", |record| {
        drop(record["aliases"].as_array_mut().unwrap().remove(4))
    }),
    ("aliases--doi-and-one-short-form-removed", |record| {
        drop(record["aliases"].as_array_mut().unwrap().drain(2..4))
    }),
    ("aliases--doi-replaced-by-an-unknown-kind", |record| {
        record["aliases"][2] = json!({"alias_kind": "openalex", "alias_value": "W1"});
    }),
    ("aliases--only-doi-left", |record| {
        record["aliases"] = json!([record["aliases"][2]]);
    }),
    ("aliases--one-repeated", |record| {
        let first = record["aliases"][0].clone();
        record["aliases"].as_array_mut().unwrap().push(first);
    }),
    ("aliases--more-than-a-hundred", |record| {
        let more = (0..95).map(|number| json!({"alias_kind": format!("unknown_{number}")}));
        record["aliases"].as_array_mut().unwrap().extend(more)
    }),
    ("aliases--entry-without-kind", |record| {
        drop(
            record["aliases"][5]
                .as_object_mut()
                .unwrap()
                .remove("alias_kind"),
        )
    }),
    ("aliases--short-forms-changed-to-unknown-kinds", |record| {
        for position in 3..6 {
            record["aliases"][position]["alias_kind"] = format!("unknown_{position}").into();
        }
    }),
    ("aliases--all-changed-to-unknown-kinds", |record| {
        for (position, alias) in record["aliases"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .enumerate()
        {
            alias["alias_kind"] = format!("unknown_{position}").into();
        }
    }),
    ("alias_arxiv--value-missing", |record| {
        drop(
            record["aliases"][0]
                .as_object_mut()
                .unwrap()
                .remove("alias_value"),
        )
    }),
    ("alias_doi--kinds-of-two-entries-swapped", |record| {
        record["aliases"][0]["alias_kind"] = "doi".into();
        record["aliases"][2]["alias_kind"] = "arxiv".into();
    }),
    ("abstract--one-word-altered", |record| {
        let text = read_json("vectors/texts/4QHRGH5A.json")["abstract"]
            .as_str()
            .unwrap()
            .to_owned();
        let vector = read_json("vectors/canonical/4QHRGH5A.json");
        let altered = text.replace("quick sketch", "long sketch");
        assert_ne!(altered, text);
        *record = forge::record(
            &vector["canonical_record"],
            &Shown {
                abstract_text: Some(&altered),
                ..Shown::default()
            },
        );
    }),
    ("graph-paper--another-title-and-no-first-copy", |record| {
        record.as_object_mut().unwrap().remove("paper");
        record["graph_snapshot"]["paper"]["title"] = "Another".into();
    }),
    ("graph-paper--another-license-and-no-first-copy", |record| {
        record.as_object_mut().unwrap().remove("paper");
        record["graph_snapshot"]["paper"]["license"] = "".into();
    }),
    (
        "graph-paper--another-category-and-no-first-copy",
        |record| {
            record.as_object_mut().unwrap().remove("paper");
            record["graph_snapshot"]["paper"]["primary_cat"] = "cs.AI".into();
        },
    ),
    (
        "graph-paper--one-category-more-and-no-first-copy",
        |record| {
            record.as_object_mut().unwrap().remove("paper");
            let categories = record["graph_snapshot"]["paper"]["cross_cats"].as_array_mut();
            categories.unwrap().push("cs.AI".into());
        },
    ),
    (
        "graph-paper--another-date-and-first-copy-without-one",
        |record| {
            record["paper"]
                .as_object_mut()
                .unwrap()
                .remove("submitted_at");
            record["graph_snapshot"]["paper"]["submitted_at"] = "2020-06-11T17:59:07Z".into();
        },
    ),
    (
        "graph-paper--short-abstract-of-another-paper-and-no-first-copy",
        |record| {
            record.as_object_mut().unwrap().remove("paper");
            record["graph_snapshot"]["paper"]["abstract_excerpt"] = "Another.".into();
        },
    ),
    ("graph-paper--another-unsigned-excerpt", |record| {
        let excerpt = &mut record["graph_snapshot"]["paper"]["abstract_excerpt"];
        *excerpt = excerpt
            .as_str()
            .unwrap()
            .replacen("noise", "sound", 1)
            .into();
    }),
    ("graph-source--another-id-and-no-first-copy", |record| {
        record.as_object_mut().unwrap().remove("source");
        record["graph_snapshot"]["source"]["id"] = "2106.06531".into();
    }),
    ("graph-source--both-copies-altered", |record| {
        record["source"]["id"] = "2106.06531".into();
        record["graph_snapshot"]["source"]["version"] = json!(9);
    }),
];
