//! Walks `fixtures/`: the name of each file says what must come of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::run::{reports, run, status, stderr, stdout};
use crate::support::{TEST_KEY_FILE, corpus, fixture, stem, walk};
use pith_verify::json::error::ErrorCode;
use pith_verify::verify::kinds::RECORD;
use serde_json::Value;

/// The report on a file, with the test key trusted, and the exit status.
fn verify(path: &Path, options: &[&str]) -> (i32, Value) {
    let key = fixture(TEST_KEY_FILE);
    let arguments = [
        &["verify", "--json", "--key", key.to_str().unwrap()],
        options,
        &[path.to_str().unwrap()],
    ]
    .concat();
    let output = run(&arguments);
    assert_eq!(stderr(&output), "", "{}", path.display());
    let mut reports = reports(&output);
    assert_eq!(reports.len(), 1, "{}", path.display());
    (status(&output), reports.remove(0))
}

fn documents(folder: &str) -> Vec<PathBuf> {
    let mut files = walk(folder);
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files
}

/// What a fixture is named after: a check id or an error code.
fn subject(path: &Path) -> String {
    let (subject, defect) = stem(path).split_once("--").unwrap();
    assert!(!defect.is_empty());
    for prefix in ["alias", "snapshot"] {
        if let Some(rest) = subject.strip_prefix(&format!("{prefix}_")) {
            return format!("{prefix}:{rest}");
        }
    }
    subject.to_owned()
}

fn checks<'r>(report: &'r Value, id: &str) -> Vec<&'r Value> {
    let all = report["checks"].as_array().unwrap();
    all.iter().filter(|check| check["id"] == id).collect()
}

fn statuses(report: &Value) -> BTreeSet<&str> {
    let all = report["checks"].as_array().unwrap();
    all.iter()
        .map(|check| check["status"].as_str().unwrap())
        .collect()
}

/// The option that a fixture is about: a text that lies beside it.
fn given(path: &Path, subject: &str) -> Vec<String> {
    let text = path.with_extension("txt");
    if !text.exists() {
        return Vec::new();
    }
    let option = if subject == "given-title" {
        "--title"
    } else {
        "--abstract"
    };
    vec![option.to_owned(), format!("@{}", text.display())]
}

#[test]
fn valid_records_pass() {
    for path in documents("valid") {
        let (status, report) = verify(&path, &[]);
        assert_eq!(status, 0, "{}: {report}", path.display());
        assert_eq!(report["verdict"], "pass");
        assert!(!statuses(&report).contains("fail"), "{report}");
        for class in ["signed", "checked"] {
            assert!(report["coverage"][class].as_u64() >= Some(10), "{report}");
        }
    }
}

#[test]
fn invalid_documents_are_refused_for_the_reason_in_their_name() {
    let mut seen = BTreeSet::new();
    for path in documents("invalid") {
        let subject = subject(&path);
        let given = given(&path, &subject);
        let given: Vec<_> = given.iter().map(String::as_str).collect();
        let (status, report) = verify(&path, &given);
        let place = format!("{}: {report}", path.display());
        assert_ne!(status, 0, "UNEXPECTED SUCCESS {place}");
        if ErrorCode::ALL.iter().any(|code| code.as_str() == subject) {
            assert_eq!(
                (status, &report["error"]["code"]),
                (2, &Value::from(&*subject)),
                "{place}"
            );
            assert_eq!(report["verdict"], "unverifiable", "{place}");
            assert_eq!(statuses(&report), BTreeSet::from(["skipped"]), "{place}");
            assert!(
                !report["error"]["message"].as_str().unwrap().is_empty(),
                "{place}"
            );
            let all = report["checks"].as_array().unwrap();
            let listed = all.iter().map(|check| check["id"].as_str().unwrap());
            let always: Vec<_> = RECORD.checks.iter().map(|row| row.check.id).collect();
            let depending = |id: &&str| id.contains('<') || id.starts_with("given-");
            assert!(
                listed.eq(always.into_iter().filter(|id| !depending(id))),
                "{place}"
            );
            let is_record_error = ["not-a-record", "unknown-schema"].contains(&&*subject);
            assert_eq!(
                report["error"]["offset"].is_null(),
                is_record_error,
                "{place}"
            );
        } else {
            assert_eq!((status, &report["verdict"]), (1, &"fail".into()), "{place}");
            let failed = checks(&report, &subject);
            let failed = failed.iter().find(|check| check["status"] == "fail");
            let failed = failed.unwrap_or_else(|| panic!("{subject} did not fail in {place}"));
            assert!(!failed["reason"].as_str().unwrap().is_empty(), "{place}");
        }
        seen.insert(subject);
    }
    // An unreadable document and one over the limit are not made of bytes.
    let not_files = [ErrorCode::Unreadable, ErrorCode::TooLarge];
    let codes = ErrorCode::ALL
        .iter()
        .filter(|code| !not_files.contains(code));
    let codes = codes.map(|code| code.as_str());
    // No rule is known that a section of an unknown kind could break.
    let ids = RECORD
        .checks
        .iter()
        .map(|row| row.check.id)
        .filter(|id| *id != "snapshot:<section>");
    let aliases = pith_verify::record::alias::ALIAS_KINDS
        .iter()
        .map(|kind| format!("alias:{}", kind.name));
    let wanted = codes
        .chain(ids.filter(|id| *id != "alias:<kind>"))
        .map(str::to_owned);
    let missing: Vec<_> = wanted
        .chain(aliases)
        .filter(|id| !seen.contains(id))
        .collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn unverifiable_records_fail_nothing_and_pass_nothing_required() {
    for path in documents("unverifiable") {
        let subject = subject(&path);
        let (status, report) = verify(&path, &[]);
        let place = format!("{}: {report}", path.display());
        assert_eq!(
            (status, &report["verdict"]),
            (2, &"unverifiable".into()),
            "{place}"
        );
        assert!(!statuses(&report).contains("fail"), "{place}");
        let skipped = checks(&report, &subject)[0];
        assert_eq!(skipped["status"], "skipped", "{place}");
        assert_eq!(
            checks(&report, "receipt-signature")[0]["status"],
            "skipped",
            "{place}"
        );
        for class in ["signed", "checked", "mirrored", "hash_bound"] {
            assert_eq!(report["coverage"][class], 0, "{place}");
        }
    }
}

#[test]
fn good_key_files_are_listed_and_trusted() {
    for path in walk("keys") {
        let listed = run(&["keys", path.to_str().unwrap()]);
        assert_eq!(
            (status(&listed), stderr(&listed)),
            (0, String::new()),
            "{}",
            path.display()
        );
        assert!(stdout(&listed).contains("\ted25519\t"));
    }
}

#[test]
fn bad_key_files_are_refused_with_file_and_reason_before_anything_is_verified() {
    let record = fixture(crate::support::REAL_RECORD);
    for path in walk("keys/bad") {
        let output = run(&[
            "verify",
            "--key",
            path.to_str().unwrap(),
            record.to_str().unwrap(),
        ]);
        let place = format!("{}: {}", path.display(), stderr(&output));
        assert_eq!((status(&output), &*stdout(&output)), (2, ""), "{place}");
        let file = format!("pith: key file {}: ", path.display());
        let message = stderr(&output);
        let reason = message.strip_prefix(&*file).expect(&place);
        assert!(reason.trim().len() > 5, "{place}");
    }
}

#[test]
fn the_files_are_the_ones_that_the_tests_make() {
    let wanted = corpus::files();
    if std::env::var_os("BLESS").is_some() {
        return bless(&wanted);
    }
    for (path, content) in &wanted {
        let found = std::fs::read(fixture(path)).unwrap_or_default();
        assert!(
            found == *content,
            "fixtures/{path} is not what the tests make; `BLESS=1 cargo test --test main fixtures` writes it"
        );
    }
    for left_over in corpus::FOLDERS.iter().flat_map(|folder| walk(folder)) {
        let known = wanted.iter().any(|(path, _)| fixture(path) == left_over);
        assert!(known, "{} is made by no test", left_over.display());
    }
}

fn bless(wanted: &[(String, Vec<u8>)]) {
    for folder in corpus::FOLDERS {
        std::fs::create_dir_all(fixture(folder)).unwrap();
    }
    for (path, content) in wanted {
        // Other tests may be reading what is right already.
        if std::fs::read(fixture(path)).ok().as_ref() != Some(content) {
            std::fs::write(fixture(path), content).unwrap();
        }
    }
}
