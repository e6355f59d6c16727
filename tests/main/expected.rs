//! Compares reports with golden files, so that every change to a text shows up in review.

use std::fmt::Write as _;
use std::path::Path;

use crate::support::run::{run, stdout, verify};
use crate::support::{REAL_INTEGRITY, documents, fixture, stem, valid};
use serde_json::{Value, json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// Compares a text with a file in `fixtures/expected/`; with `BLESS=1`, writes the file
/// instead.
fn check_golden(name: &str, found: &str) {
    let path = fixture("expected").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        return std::fs::write(path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let pairs = expected.lines().zip(found.lines());
    for (number, (expected, found)) in pairs.enumerate() {
        assert_eq!(
            expected,
            found,
            "{name}, line {}: `BLESS=1` rewrites it",
            number + 1
        );
    }
    assert_eq!(expected.len(), found.len(), "{name}: `BLESS=1` rewrites it");
}

#[test]
fn reports_the_real_record_in_every_format() {
    for (name, format, options) in [
        ("real.text", "text", &["--coverage"][..]),
        ("real-in-colour.text", "text", &["--color", "always"]),
        ("real.json", "json", &["--coverage"]),
    ] {
        let output = run(&[&["verify", "--format", format], options, &[RECORD]].concat());
        check_golden(name, &stdout(&output));
    }
}

#[test]
fn reports_an_integrity_document_in_every_format() {
    let path = &format!("fixtures/{REAL_INTEGRITY}");
    for format in ["text", "json", "brief", "csv", "junit", "github"] {
        let output = run(&["verify", "--format", format, path]);
        check_golden(&format!("integrity.{format}"), &stdout(&output));
    }
}

#[test]
fn reports_in_the_formats_for_ci() {
    const SORTS: [(&str, &str); 3] = [
        ("pass", RECORD),
        (
            "fail",
            "fixtures/invalid/canonical-hash--version-altered.json",
        ),
        (
            "unverifiable",
            "fixtures/unverifiable/receipt-key--unknown-id.json",
        ),
    ];
    let mixed = SORTS.map(|(_, path)| path);
    for format in ["json", "junit", "github"] {
        let report = |paths: &[&str]| {
            let arguments = [&["verify", "--format", format], paths].concat();
            stdout(&run(&arguments))
        };
        for (sort, path) in SORTS {
            check_golden(&format!("{sort}.{format}"), &report(&[path]));
        }
        check_golden(&format!("mixed.{format}"), &report(&mixed));
    }
}

#[test]
fn explains_and_compares_in_every_format() {
    const ALTERED: &str = "fixtures/invalid/title--other-word.json";
    const BROKEN: &str = "fixtures/invalid/canonical-hash--version-altered.json";
    for (name, arguments) in [
        ("real-explained.text", &["explain", RECORD][..]),
        ("real-explained.json", &["explain", "--json", RECORD]),
        ("broken-explained.text", &["explain", BROKEN]),
        ("compared.text", &["explain", RECORD, ALTERED]),
        ("compared.json", &["explain", "--json", RECORD, ALTERED]),
    ] {
        check_golden(name, &stdout(&run(arguments)));
    }
}

/// Returns the report on a document that does not pass, without the checks that passed.
fn summary(path: &Path, report: &Value) -> Value {
    let checks = report["checks"].as_array().unwrap();
    let unreadable = !report["error"].is_null();
    let checks = checks
        .iter()
        .filter(|check| check["status"] != "pass" && !unreadable);
    json!({
        "file": path.file_name().unwrap().to_str(),
        "document": report["document"],
        "verdict": report["verdict"],
        "pith_number": report["pith_number"],
        "claimed_pith_number": report["claimed_pith_number"],
        "canonical_sha256": report["canonical_sha256"],
        "key": report["key"],
        "coverage": report["coverage"],
        "checks": checks.collect::<Vec<_>>(),
        "diagnosis": report["diagnosis"],
        "error": report["error"],
    })
}

#[test]
fn reports_every_fixture_that_is_not_simply_valid() {
    for folder in ["invalid", "unverifiable", "valid"] {
        let mut found = String::new();
        let paths = if folder == "valid" {
            valid()
        } else {
            documents(folder)
        };
        for path in paths {
            // The other files differ only in their values.
            if folder != "valid" || stem(&path).contains(['-', '.']) {
                writeln!(found, "{}", summary(&path, &verify(&path).1)).unwrap();
            }
        }
        check_golden(&format!("{folder}.ndjson"), &found);
    }
}
