//! Lists member names that programs or people may mistake for others, and members that identify
//! other kinds of documents.

use serde_json::{Value, json};

use super::change::Edit;

pub const EDITED: &[(&str, Edit)] = &[
    ("look-alike-names--title-in-upper-case", |record| {
        for paper in ["/paper", "/graph_snapshot/paper"] {
            record.pointer_mut(paper).unwrap()["Title"] = "Another".into();
        }
    }),
    ("look-alike-names--canonical-record-in-capitals", |record| {
        record["Canonical_Record"] = json!({});
    }),
    (
        "look-alike-names--license-with-a-zero-width-space",
        |record| {
            for paper in ["/paper", "/graph_snapshot/paper"] {
                record.pointer_mut(paper).unwrap()["licen\u{200b}se"] = "Another".into();
            }
        },
    ),
    ("look-alike-names--alias-value-in-another-case", |record| {
        record["aliases"][2]["alias_Value"] = "10.48550/arxiv.2106.06531".into();
    }),
    ("look-alike-names--title-with-a-cyrillic-letter", |record| {
        for paper in ["/paper", "/graph_snapshot/paper"] {
            record.pointer_mut(paper).unwrap()["titl\u{435}"] = "Another".into();
        }
    }),
    (
        "look-alike-names--paper-with-a-full-width-letter",
        |record| {
            record["\u{ff50}aper"] = json!({"title": "Another"});
        },
    ),
    ("look-alike-names--title-with-a-digit", |record| {
        for paper in ["/paper", "/graph_snapshot/paper"] {
            record.pointer_mut(paper).unwrap()["tit1e"] = "Another".into();
        }
    }),
    (
        "look-alike-names--signed-message-with-r-and-n-for-m",
        |record| {
            record["receipt"]["signed_rnessage"] = "Another".into();
        },
    ),
    (
        "look-alike-names--receipt-in-cyrillic-capitals-and-white-space",
        |record| {
            record["R\u{415}\u{421}EI\u{200b}\u{420}\u{422} "] = json!({});
        },
    ),
    ("look-alike-names--bundle-type-in-capitals", |record| {
        record["Bundle_Type"] = "pith_open_graph_bundle".into();
    }),
    ("kind--type-of-a-bundle-too", |record| {
        record["bundle_type"] = "pith_open_graph_bundle".into();
    }),
    ("kind--type-of-an-unknown-state-too", |record| {
        record["state_type"] = Value::Null;
    }),
    ("kind--schema-of-an-integrity-document-too", |record| {
        record["schema"] = "https://pith.science/schemas/pith-integrity/v2.json".into();
    }),
    ("kind--type-of-a-manifest-of-keys-too", |record| {
        record["manifest_type"] = "pith_mirror_manifest".into();
    }),
    ("look-alike-names--title-renamed-in-both-copies", |record| {
        for place in ["/paper", "/graph_snapshot/paper"] {
            let paper = record.pointer_mut(place).unwrap().as_object_mut().unwrap();
            paper.remove("title");
            paper.insert("TITLE".into(), "Another".into());
        }
    }),
];
