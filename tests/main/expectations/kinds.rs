//! Tests that only a record, or a bundle with it, meets an expectation.

use super::{KEY, RECORD, check, folder, list, verify};
use crate::support::run::{scratch, words};
use serde_json::Value;

const BUNDLE: &str = "fixtures/valid/composed-bundle-of-the-real-record.json";
/// Documents of other kinds about the paper of the record, and what reports call them.
const OTHERS: [(&str, &str); 2] = [
    (
        "fixtures/valid/composed-integrity-of-the-record-given.json",
        "an integrity document",
    ),
    (
        "fixtures/valid/composed-state-of-the-real-record.json",
        "a state",
    ),
];
/// A genuine document about another paper.
const INTEGRITY: &str = "fixtures/vectors/integrity_documents/2604.18730.json";

fn check_kind(report: &Value, id: &str, kind: &str) {
    let expected = check(report, id);
    assert_eq!(expected["status"], "fail", "{report}");
    let reason = format!("this is {kind} about the paper, not its record");
    assert_eq!(
        (&expected["reason"], &expected["computed"]),
        (&reason.into(), &kind.into())
    );
}

#[test]
fn a_genuine_document_of_another_kind_is_not_the_expected_record() {
    for (path, kind) in OTHERS {
        assert_eq!(verify(&["--with", RECORD, path]).0, 0, "{path}");
        let (status, reports, _) = verify(&["--with", RECORD, "--expect", "2106.06530", path]);
        assert_eq!(status, 1, "{path}");
        check_kind(&reports[0], "expected", kind);
    }
    let (status, reports, _) = verify(&["--expect", "2604.18730", INTEGRITY]);
    assert_eq!(status, 1);
    check_kind(&reports[0], "expected", "an integrity document");
    // A document about another paper gets that reason.
    let (status, reports, _) = verify(&["--expect", "2106.06530", INTEGRITY]);
    assert_eq!(status, 1);
    let expected = check(&reports[0], "expected");
    assert_eq!(
        expected["reason"],
        "this is not the document that you asked for"
    );
    assert_eq!(expected["computed"], "2604.18730");
    for ids in [["--expect", "2106.06530"], ["--expect", "4K6GSOJW"]] {
        assert_eq!(verify(&[&ids[..], &[BUNDLE]].concat()).0, 0, "{ids:?}");
    }
}

#[test]
fn the_text_report_names_the_kind() {
    for (path, kind) in OTHERS {
        let arguments = [
            "verify",
            "--key",
            KEY,
            "--with",
            RECORD,
            "--expect",
            "2106.06530",
        ];
        let output = crate::support::run::run(&[&arguments[..], &[path]].concat());
        let text = crate::support::run::stdout(&output);
        let text = words(&text);
        let sentence = format!("this is {kind} about the paper, not its record");
        assert!(text.contains(&sentence), "{text}");
    }
}

#[test]
fn a_file_named_after_a_record_must_be_a_record() {
    let folder = folder("names-of-other-kinds", &[]);
    let path = folder.join("2106.06530.json");
    let options = ["--with", RECORD, "--expect-names", path.to_str().unwrap()];
    for (document, kind) in OTHERS {
        std::fs::copy(document, &path).unwrap();
        let (status, reports, _) = verify(&options);
        assert_eq!(status, 1, "{document}");
        check_kind(&reports[0], "expected-name", kind);
    }
    std::fs::copy(BUNDLE, &path).unwrap();
    assert_eq!(verify(&options).0, 0);
}

#[test]
fn a_document_of_another_kind_is_neither_missing_nor_extra_on_a_list() {
    let summary = scratch("listed-kinds.json", b"").display().to_string();
    let counts = |id: &str, paths: &[&str]| {
        let ids = list("ids-and-kinds", id);
        let options = [
            "--with",
            RECORD,
            "--expect-list",
            &ids,
            "--summary",
            &summary,
        ];
        let (status, _, said) = verify(&[&options, paths].concat());
        let summary: Value = serde_json::from_slice(&std::fs::read(&summary).unwrap()).unwrap();
        let expected = ["missing", "repeated", "extra"];
        let counts = expected.map(|name| summary["expected"][name]["count"].as_u64().unwrap());
        assert_eq!(status, if counts == [0; 3] { 0 } else { 2 }, "{said}");
        counts
    };
    let [(integrity, _), (state, _)] = OTHERS;
    for (id, paths, expected) in [
        ("4K6GSOJW", &[state][..], [1, 0, 0]),
        ("4K6GSOJW", &[RECORD, state, state], [0, 0, 0]),
        ("4K6GSOJW", &[BUNDLE, RECORD], [0, 0, 0]),
        ("4K6GSOJW", &[BUNDLE], [0, 0, 0]),
        // The findings only say which paper they are about, not which record.
        ("4K6GSOJW", &[RECORD, integrity], [0, 0, 1]),
        ("2106.06530", &[integrity], [1, 0, 0]),
        (
            "2106.06530",
            &[RECORD, integrity, integrity, state],
            [0, 0, 0],
        ),
        ("2106.06530", &[RECORD, RECORD, integrity], [0, 1, 0]),
    ] {
        assert_eq!(counts(id, paths), expected, "{id} {paths:?}");
    }
}

#[test]
fn a_document_of_another_kind_about_a_paper_that_is_not_on_the_list_is_extra() {
    let ids = list("ids-of-one-paper", "2106.06530\n");
    let (status, _, said) = verify(&["--expect-list", &ids, RECORD, INTEGRITY]);
    assert_eq!(status, 2);
    assert!(said.contains("1 not on the list: "), "{said}");
    assert!(said.contains("2604.18730.json (2604.18730)"), "{said}");
}
