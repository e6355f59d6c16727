//! Verifies every file in `fixtures/`; its name says what must be found.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::keyfiles::REAL_MANIFEST;
use crate::support::run::{reports, run, run_with_input, status, stderr, stdout, verify};
use crate::support::{
    REAL_RECORD, TEST_KEY_FILE, corpus, documents, fixture, read, stem, valid, walk,
};
use pith_verify::json::error::ErrorCode;
use pith_verify::record::alias::ALIAS_KINDS;
use pith_verify::verify::kinds::{KINDS, Kind, RECORD};
use serde_json::Value;

/// Returns what a fixture is named after: the id of a check or an error code.
///
/// File names have no colons, so `alias_doi` means `alias:doi`, and `event-key_12` means
/// `event-key:12`.
fn subject(path: &Path) -> String {
    let (subject, defect) = stem(path).split_once("--").unwrap();
    assert!(!defect.is_empty());
    match subject.split_once('_') {
        Some((family, entry)) => format!("{family}:{entry}"),
        None => subject.to_owned(),
    }
}

/// Returns the kind of document that a report names.
fn kind(report: &Value) -> Option<&'static Kind> {
    let mut kinds = KINDS.iter().copied();
    kinds.find(|kind| report["document"] == kind.facts.name)
}

/// Returns the checks of a kind that every report on such a document lists.
fn always_listed(kind: &Kind) -> impl Iterator<Item = &'static str> {
    // Given values are compared only if there are any; a state always needs a given record.
    let is_state = kind.facts.name == "state";
    let depends = move |id: &str| match id {
        "given-title" | "given-abstract" => true,
        id => id.contains('<') || id.starts_with("given-") && !is_state,
    };
    let ids = kind.rules.iter().map(|rule| rule.check.id);
    ids.filter(move |id| !depends(id))
}

/// Returns whether an id is that of a rule, or belongs to a rule with `<…>`.
fn is(found: &str, id: &str) -> bool {
    match id.split_once('<') {
        Some((family, _)) => found.starts_with(family),
        None => found == id,
    }
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

/// Returns the different statuses of the checks of a family.
fn statuses_of<'r>(report: &'r Value, family: &str) -> impl Iterator<Item = &'r str> {
    let all = report["checks"].as_array().unwrap().iter();
    let family = all.filter(|check| check["id"].as_str().unwrap().starts_with(family));
    let statuses = family.map(|check| check["status"].as_str().unwrap());
    statuses.collect::<BTreeSet<_>>().into_iter()
}

#[test]
fn valid_documents_pass() {
    let mut kinds = BTreeSet::new();
    for path in valid() {
        let (status, report) = verify(&path);
        assert_eq!(status, 0, "{}: {report}", path.display());
        assert_eq!(report["verdict"], "pass");
        assert!(!statuses(&report).contains("fail"), "{report}");
        for class in ["signed", "checked"] {
            assert!(report["coverage"][class].as_u64() >= Some(10), "{report}");
        }
        kinds.insert(report["document"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds.len(), KINDS.len(), "{kinds:?}");
}

#[test]
fn invalid_documents_are_refused_for_the_reason_in_their_name() {
    let mut seen = Vec::new();
    for path in documents("invalid") {
        let subject = subject(&path);
        let (status, report) = verify(&path);
        let place = format!("{}: {report}", path.display());
        assert_ne!(status, 0, "UNEXPECTED SUCCESS {place}");
        if ErrorCode::ALL.iter().any(|code| code.as_str() == subject) {
            check_error(&subject, status, &report, &place);
        } else {
            assert_eq!((status, &report["verdict"]), (1, &"fail".into()), "{place}");
            let failed = checks(&report, &subject);
            let failed = failed.iter().find(|check| check["status"] == "fail");
            let failed = failed.unwrap_or_else(|| panic!("{subject} did not fail in {place}"));
            assert!(!failed["reason"].as_str().unwrap().is_empty(), "{place}");
        }
        seen.push((kind(&report).map(|kind| kind.facts.name), subject));
    }
    let missing = missing(&seen);
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

/// Checks the report on a document that could not be verified at all.
fn check_error(code: &str, status: i32, report: &Value, place: &str) {
    assert_eq!(
        (status, &report["error"]["code"]),
        (2, &Value::from(code)),
        "{place}"
    );
    assert_eq!(report["verdict"], "unverifiable", "{place}");
    assert_eq!(statuses(report), BTreeSet::from(["skipped"]), "{place}");
    let message = report["error"]["message"].as_str().unwrap();
    assert!(!message.is_empty(), "{place}");
    let all = report["checks"].as_array().unwrap();
    let listed = all.iter().map(|check| check["id"].as_str().unwrap());
    let kind_known = code == "unknown-schema";
    assert_eq!(kind(report).is_some(), kind_known, "{place}");
    let expected = always_listed(kind(report).unwrap_or(&RECORD));
    assert!(listed.eq(expected), "{place}");
    let is_json = kind_known || code == "not-a-record";
    assert_eq!(report["error"]["offset"].is_null(), is_json, "{place}");
}

/// Returns everything that can fail and has no fixture: errors, and checks of each kind.
fn missing(seen: &[(Option<&str>, String)]) -> Vec<String> {
    // An unreadable document and one over the limit cannot be files in this folder.
    let not_files = [ErrorCode::Unreadable, ErrorCode::TooLarge];
    let codes = ErrorCode::ALL.iter();
    let codes = codes.filter(|code| !not_files.contains(code));
    let codes = codes.map(|code| (None, code.as_str().to_owned()));
    let aliases = ALIAS_KINDS.iter();
    let aliases = aliases.map(|kind| (Some("record"), format!("alias:{}", kind.name)));
    let checks = KINDS.iter().flat_map(|kind| {
        // These checks never fail: no rule is published for unknown sections or for the events
        // of a bundle, and a finding that is not listed may have been withdrawn.
        let never_fail = [
            "snapshot:<section>",
            "event-signatures",
            "event-listed:<event>",
        ];
        // Texts are given with records here; `command_line` gives them with the other kinds.
        let with_records = ["given-title", "given-abstract"];
        let is_record = kind.facts.name == "record";
        let ids = kind.rules.iter().map(|rule| rule.check.id);
        let ids = ids.filter(move |id| !never_fail.contains(id));
        let ids = ids.filter(move |id| is_record || !with_records.contains(id));
        let ids = ids.chain([ErrorCode::UnknownSchema.as_str()]);
        ids.map(|id| (Some(kind.facts.name), id.to_owned()))
    });
    let wanted = codes.chain(aliases).chain(checks);
    let missing = wanted.filter(|(kind, id)| {
        let fits = |found: &(Option<&str>, String)| {
            is(&found.1, id) && (kind.is_none() || found.0 == *kind)
        };
        !seen.iter().any(fits)
    });
    missing
        .map(|(kind, id)| format!("{id} of {kind:?}"))
        .collect()
}

#[test]
fn unverifiable_documents_fail_no_check_and_lack_a_required_one() {
    let mut kinds = BTreeSet::new();
    for path in documents("unverifiable") {
        let subject = subject(&path);
        let (status, report) = verify(&path);
        let place = format!("{}: {report}", path.display());
        assert_eq!(
            (status, &report["verdict"]),
            (2, &"unverifiable".into()),
            "{place}"
        );
        assert!(!statuses(&report).contains("fail"), "{place}");
        let skipped = checks(&report, &subject)[0];
        assert_eq!(skipped["status"], "skipped", "{place}");
        // Valid signatures of events do not make the whole document verified.
        if !statuses_of(&report, "event-signature:").eq(["pass"]) {
            for class in ["signed", "checked", "mirrored", "hash_bound"] {
                assert_eq!(report["coverage"][class], 0, "{place}");
            }
        }
        kinds.insert(kind(&report).unwrap().facts.name);
    }
    assert_eq!(kinds.len(), KINDS.len(), "{kinds:?}");
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
        let record = fixture(REAL_RECORD);
        let (key, record) = (path.to_str().unwrap(), record.to_str().unwrap());
        let trusted = run(&["verify", "--key", key, record]);
        assert_eq!(status(&trusted), 0, "{}", stdout(&trusted));
    }
}

#[test]
fn the_registrys_manifest_has_the_built_in_key() {
    let manifest = fixture(REAL_MANIFEST);
    let (manifest, record) = (manifest.to_str().unwrap(), fixture(REAL_RECORD));
    let listed = run(&["keys", manifest]);
    assert_eq!(stdout(&listed), stdout(&run(&["keys"])));
    let record = record.to_str().unwrap();
    for (keys, expected) in [(&["--key", manifest][..], 0), (&[], 2)] {
        let arguments = [&["verify", "--no-builtin-keys"], keys, &[record]].concat();
        assert_eq!(status(&run(&arguments)), expected, "{arguments:?}");
    }
}

#[test]
fn bad_key_files_are_refused_before_anything_is_verified() {
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
fn fixtures_are_exactly_the_files_that_the_tests_make() {
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
        // Other tests may be reading the files that are correct already.
        if std::fs::read(fixture(path)).ok().as_ref() != Some(content) {
            std::fs::write(fixture(path), content).unwrap();
        }
    }
}

#[test]
fn reports_do_not_depend_on_how_often_a_key_was_used() {
    // Tables of multiples are computed after this many uses of a key.
    const USES: usize = 64;
    let reports_after = |before: &[u8], documents: &[Vec<u8>]| {
        let mut input = before.to_vec();
        for document in documents {
            input.extend(document);
            input.push(0);
        }
        let key = fixture(TEST_KEY_FILE);
        let keys = ["--key", key.to_str().unwrap()];
        let arguments = ["verify", "--json", "--null-data", "--jobs", "1"];
        let output = run_with_input(&[&arguments[..], &keys].concat(), &input);
        let mut reports = reports(&output);
        for report in &mut reports {
            report.as_object_mut().unwrap().remove("source");
        }
        reports
    };
    let folders = ["valid", "invalid", "unverifiable"];
    let documents = folders.iter().flat_map(|folder| documents(folder));
    let documents = documents.map(|path| std::fs::read(path).unwrap());
    let is_one = |bytes: &Vec<u8>| !bytes.contains(&0) && !bytes.trim_ascii().is_empty();
    let documents: Vec<_> = documents.filter(is_one).collect();
    assert!(documents.len() > 300, "{}", documents.len());
    let mut uses = Vec::new();
    for record in [REAL_RECORD, "valid/4QHRGH5A.json"] {
        let record = [read(record), b"\0".to_vec()].concat();
        uses.extend(record.repeat(USES));
    }
    let often = reports_after(&uses, &documents);
    let (before, often) = often.split_at(2 * USES);
    assert!(before.iter().all(|report| report["verdict"] == "pass"));
    // An integrity document has several signatures.
    let once = documents.chunks(USES / 8);
    let once: Vec<_> = once.flat_map(|some| reports_after(&[], some)).collect();
    assert_eq!(once.len(), documents.len());
    for (once, often) in once.iter().zip(often) {
        assert_eq!(once, often);
    }
}
