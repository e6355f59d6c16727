//! Tests documents of several kinds in one run, and what reports say about each.

use std::collections::BTreeSet;

use crate::support::run::{reports, run, run_with_input, scratch, status, stdout, verify};
use crate::support::{TEST_KEY_FILE, documents, fixture, read, read_json, valid};
use pith_verify::verify::kinds::KINDS;
use serde_json::Value;

/// A passing document of each kind, in the order of the table. The state needs the record.
const PASSING: [&str; 4] = [
    "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json",
    "fixtures/valid/composed-bundle-of-the-real-record.json",
    "fixtures/vectors/integrity_documents/2604.22738.json",
    "fixtures/valid/composed-state-of-the-real-record.json",
];
/// A failing document of each kind.
const FAILING: [&str; 4] = [
    "fixtures/invalid/title--other-word.json",
    "fixtures/invalid/record-created--a-second-one.json",
    "fixtures/invalid/finding_0--note-altered.json",
    "fixtures/invalid/pith-number--of-a-state-another-year.json",
];

fn names() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.facts.name).collect()
}

fn kinds_of(reports: &[Value]) -> Vec<&str> {
    let kinds = reports
        .iter()
        .map(|report| report["document"].as_str().unwrap());
    kinds.collect()
}

#[test]
fn a_line_may_hold_a_document_of_any_kind() {
    let line = |path: &&str| read_json(path.strip_prefix("fixtures/").unwrap()).to_string();
    let lines: Vec<_> = PASSING.iter().chain(&FAILING).map(line).collect();
    let lines = lines.join("\n");
    let arguments = ["verify", "--json", "--ndjson"];
    let without = run_with_input(&arguments, lines.as_bytes());
    assert_eq!(status(&without), 1);
    let found = reports(&without);
    assert_eq!(kinds_of(&found), names().repeat(2));
    let verdicts: Vec<_> = found
        .iter()
        .map(|report| report["verdict"].as_str().unwrap())
        .collect();
    let (pass, fail) = ("pass", "fail");
    assert_eq!(
        verdicts,
        [pass, pass, pass, "unverifiable", fail, fail, fail, fail]
    );
    for (number, report) in found.iter().enumerate() {
        assert_eq!(report["source"]["line"], number + 1);
    }
    // The given record vouches for the state, but is about another paper than the findings.
    let with = [&arguments[..], &["--with", PASSING[0]]].concat();
    let found = reports(&run_with_input(&with, lines.as_bytes()));
    let verdicts: Vec<_> = found
        .iter()
        .map(|report| report["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, [pass, pass, fail, pass, fail, fail, fail, fail]);
}

#[test]
fn a_directory_may_hold_documents_of_every_kind() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("every-kind");
    std::fs::create_dir_all(&folder).unwrap();
    for (kind, path) in names().iter().zip(PASSING) {
        let bytes = read(path.strip_prefix("fixtures/").unwrap());
        std::fs::write(folder.join(format!("{kind}.json")), bytes).unwrap();
    }
    let bundle = folder.join("bundle.json");
    // Without the findings about another paper, everything here passes.
    std::fs::remove_file(folder.join("integrity.json")).unwrap();
    let output = run(&[
        "verify",
        "--json",
        "--with",
        bundle.to_str().unwrap(),
        folder.to_str().unwrap(),
    ]);
    assert_eq!(status(&output), 0);
    assert_eq!(kinds_of(&reports(&output)), ["bundle", "record", "state"]);
}

#[test]
fn a_given_record_must_pass_and_have_its_own_signature() {
    for (path, told) in [
        (FAILING[0], "it does not pass; `pith verify "),
        (FAILING[1], "it does not pass; `pith verify "),
        (
            PASSING[2],
            "an integrity document, not a record or a bundle",
        ),
        (PASSING[3], "it does not pass; `pith verify "),
        (
            "fixtures/keys/pith-test-1.json",
            "not-a-record: this is a key file",
        ),
        ("no-such-file", "no-such-file"),
    ] {
        let output = run(&["verify", "--with", path, PASSING[3]]);
        assert_eq!((status(&output), &*stdout(&output)), (2, ""), "{path}");
        let said = crate::support::run::stderr(&output);
        assert!(said.starts_with(&format!("pith: --with {path}")), "{said}");
        assert!(said.contains(told), "{path}: {said}");
    }
}

#[test]
fn formats_for_ci_name_every_kind_except_records() {
    for (kind, path) in names().into_iter().zip(FAILING) {
        let github = stdout(&run(&["verify", "--format", "github", path]));
        let junit = stdout(&run(&["verify", "--format", "junit", path]));
        let document = roxmltree::Document::parse(&junit).unwrap();
        let mut cases = document
            .descendants()
            .filter(|node| node.has_tag_name("testcase"));
        let (title, class) = if kind == "record" {
            ("title=pith%3A".to_owned(), path.to_owned())
        } else {
            (format!("title={kind} "), format!("{path} ({kind})"))
        };
        assert!(github.lines().next().unwrap().contains(&title), "{github}");
        assert!(
            cases.all(|case| case.attribute("classname") == Some(&*class)),
            "{junit}"
        );
    }
}

/// Collects the JSON Pointers of all leaves, with an independent JSON reader.
fn leaves(place: &str, value: &Value, found: &mut Vec<String>) {
    let below: Vec<_> = match value {
        Value::Array(items) => (0..items.len())
            .map(|place| place.to_string())
            .zip(items)
            .collect(),
        Value::Object(members) => {
            let escaped = |name: &String| name.replace('~', "~0").replace('/', "~1");
            members
                .iter()
                .map(|(name, value)| (escaped(name), value))
                .collect()
        }
        _ => Vec::new(),
    };
    if below.is_empty() {
        found.push(place.to_owned());
    }
    for (name, value) in below {
        leaves(&format!("{place}/{name}"), value, found);
    }
}

#[test]
fn coverage_counts_every_leaf_of_every_kind_once() {
    let key = fixture(TEST_KEY_FILE);
    let folders = ["invalid", "unverifiable"].map(documents).concat();
    let mut kinds = BTreeSet::new();
    for path in valid().into_iter().chain(folders) {
        let options = [
            "verify",
            "--json",
            "--coverage",
            "--key",
            key.to_str().unwrap(),
        ];
        let report = reports(&run(&[&options[..], &[path.to_str().unwrap()]].concat())).remove(0);
        let Some(kind) = report["document"].as_str() else {
            continue;
        };
        let document = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let mut expected = Vec::new();
        leaves("", &document, &mut expected);
        let mut listed: Vec<String> = Vec::new();
        for (class, places) in report["leaves"].as_object().unwrap() {
            let places = places.as_array().unwrap();
            assert_eq!(
                report["coverage"][class],
                places.len(),
                "{}",
                path.display()
            );
            listed.extend(
                places
                    .iter()
                    .map(|place| place.as_str().unwrap().to_owned()),
            );
        }
        // Hostile characters are escaped in the list.
        let shown = |char: char| !pith_verify::report::escape::is_hostile(char);
        expected.retain(|place| place.chars().all(shown));
        listed.retain(|place| !place.contains("\\u{"));
        expected.sort();
        listed.sort();
        assert_eq!(listed, expected, "{}", path.display());
        kinds.insert(kind.to_owned());
    }
    assert_eq!(kinds.len(), KINDS.len());
}

#[test]
fn members_of_records_and_bundles_are_null_for_other_kinds() {
    for path in valid() {
        let (_, report) = verify(&path);
        let of_a_record = report["document"] != "integrity";
        for member in ["pith_number", "canonical_sha256"] {
            assert_eq!(
                report[member].is_string(),
                of_a_record,
                "{}",
                path.display()
            );
        }
        assert!(report["key"].is_object(), "{}", path.display());
    }
}

#[test]
fn lines_of_unknown_kind_are_unverifiable() {
    let path = scratch("no-kind.ndjson", b"{}\n{\"bundle_type\":1}\n");
    let output = run(&["verify", "--json", path.to_str().unwrap()]);
    assert_eq!(status(&output), 2);
    for report in reports(&output) {
        assert_eq!(report["document"], Value::Null);
        assert_eq!(report["error"]["code"], "not-a-record");
    }
}
