//! Tests expectations: a document must be the requested one, and be there once.

mod kinds;

use crate::support::run::{folder, reports, run, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, read, read_json};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const OTHER: &str = "fixtures/valid/4QHRGH5A.json";
const ALTERED: &str = "fixtures/invalid/title--other-word.json";
const KEY: &str = "fixtures/keys/pith-test-1.json";

fn verify(options: &[&str]) -> (i32, Vec<Value>, String) {
    let output = run(&[&["verify", "--json", "--key", KEY], options].concat());
    (status(&output), reports(&output), stderr(&output))
}

fn check<'r>(report: &'r Value, id: &str) -> &'r Value {
    let mut checks = report["checks"].as_array().unwrap().iter();
    checks.find(|check| check["id"] == id).expect(id)
}

#[test]
fn a_genuine_record_of_another_paper_fails_and_both_are_named() {
    for id in [
        "2106.06530v1",
        "2106.06531",
        "pith:2020:4K6GSOJWB7QU2RFIL3CD3BQJ62",
        "4QHRGH5A",
    ] {
        let (status, reports, _) = verify(&["--expect", id, RECORD]);
        assert_eq!(
            (status, &reports[0]["verdict"]),
            (1, &"fail".into()),
            "{id}"
        );
        let expected = check(&reports[0], "expected");
        assert_eq!(expected["status"], "fail", "{id}");
        assert!(
            id.ends_with(expected["claimed"].as_str().unwrap()),
            "{expected}"
        );
        let found = "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62, 2106.06530v2";
        assert_eq!(expected["computed"], found);
    }
}

#[test]
fn every_name_of_the_record_is_accepted() {
    for ids in [
        &["pith:4K6GSOJW"][..],
        &["2106.06530"],
        &["https://doi.org/10.48550/arXiv.2106.06530v2"],
        &["2106.06531", "4K6GSOJWB7QU"],
    ] {
        let ids: Vec<_> = ids.iter().flat_map(|id| ["--expect", id]).collect();
        let (status, ..) = verify(&[&ids[..], &[RECORD]].concat());
        assert_eq!(status, 0, "{ids:?}");
    }
}

#[test]
fn the_identity_is_derived_and_not_read_from_the_document() {
    // The document states the requested number, but is another record.
    let mut record = read_json(REAL_RECORD);
    record["pith_number"] = "pith:2003:4QHRGH5ALKB6U5SXMNLSRH5FCY".into();
    let path = scratch("claims.json", record.to_string().as_bytes());
    let (status, reports, _) = verify(&["--expect", "4QHRGH5A", path.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert_eq!(check(&reports[0], "expected")["status"], "fail");
}

#[test]
fn a_document_without_an_identity_is_not_the_expected_one() {
    for path in ["fixtures/invalid/invalid-json--nan.json", "no-such-file"] {
        let (status, reports, _) = verify(&["--expect", "4K6GSOJW", "--expect-names", path]);
        assert_eq!(status, 2, "{path}");
        assert_eq!(check(&reports[0], "expected")["status"], "skipped");
        assert_eq!(check(&reports[0], "expected-name")["status"], "skipped");
    }
    let unsigned = "fixtures/invalid/canonical-hash--no-canonical-record.json";
    let (status, reports, _) = verify(&["--expect", "4K6GSOJW", unsigned]);
    assert_eq!(status, 1);
    assert_eq!(check(&reports[0], "expected")["status"], "fail");
}

#[test]
fn a_file_must_be_the_record_that_its_name_states() {
    let folder = folder("names", &[]);
    for (name, expected) in [
        ("2106.06530.json", 0),
        ("2106.06530v2.json", 0),
        ("4K6GSOJW.json", 0),
        ("2106.06530v1.json", 1),
        ("4QHRGH5A.json", 1),
        ("record.json", 1),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, read(REAL_RECORD)).unwrap();
        let (status, reports, _) = verify(&["--expect-names", path.to_str().unwrap()]);
        assert_eq!(status, expected, "{name} {reports:?}");
    }
    let path = folder.join("astro-ph_0304507.json");
    std::fs::write(&path, std::fs::read(OTHER).unwrap()).unwrap();
    assert_eq!(verify(&["--expect-names", path.to_str().unwrap()]).0, 0);
    // A line has no file name of its own.
    let path = folder.join("2106.06530.json");
    let (status, ..) = verify(&["--expect-names", "--ndjson", path.to_str().unwrap()]);
    assert_eq!(status, 1);
}

#[test]
fn only_signed_values_can_be_required() {
    for (requirement, expected) in [
        (
            "license=http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            0,
        ),
        ("license=http://creativecommons.org/licenses/by/4.0/", 1),
        ("license=", 1),
        ("primary-cat=cs.LG", 0),
        ("primary-cat=cs", 1),
        ("key-id=pith-v1-2026-05", 0),
        ("key-id=pith-test-1", 1),
        ("submitted-after=2021-06-11", 0),
        ("submitted-after=2021-06-11T17:59:06Z", 0),
        ("submitted-after=2021-06-11T17:59:07Z", 1),
        ("submitted-after=2021-06-12", 1),
    ] {
        let (status, reports, _) = verify(&["--require", requirement, RECORD]);
        assert_eq!(status, expected, "{requirement}");
        let id = format!("require:{}", requirement.split_once('=').unwrap().0);
        let outcome = if expected == 0 { "pass" } else { "fail" };
        assert_eq!(check(&reports[0], &id)["status"], outcome, "{requirement}");
    }
    for requirement in [
        "authors=Alex Damian",
        "title=x",
        "license",
        "submitted-after=2021",
        "submitted-after=2021-99-99",
        "submitted-after=2021-02-29",
        "submitted-after=2021-06-10T24:00:00Z",
        "=x",
    ] {
        let (status, reports, said) = verify(&["--require", requirement, RECORD]);
        assert_eq!((status, reports.len()), (2, 0), "{requirement}");
        assert!(said.contains("--require"), "{said}");
    }
    let (_, _, said) = verify(&["--require", "authors=Alex Damian", RECORD]);
    assert!(said.contains("authors is not signed"), "{said}");
}

fn list(name: &str, ids: &str) -> String {
    scratch(name, ids.as_bytes()).display().to_string()
}

#[test]
fn every_listed_id_must_be_there_once_and_no_other() {
    let ids = list("ids", "4K6GSOJW\n\n  astro-ph/0304507v1\r\n");
    let summary = scratch("listed.json", b"").display().to_string();
    let options = ["--expect-list", &ids, "--summary", &summary];
    let run = |paths: &[&str]| {
        let (status, _, said) = verify(&[&options, paths].concat());
        let summary: Value = serde_json::from_slice(&std::fs::read(&summary).unwrap()).unwrap();
        let expected = ["missing", "repeated", "extra"];
        let counts = expected.map(|name| summary["expected"][name]["count"].as_u64().unwrap());
        assert_eq!(summary["complete"], status == 0, "{said}");
        (status, counts, said)
    };
    assert_eq!(run(&[RECORD, OTHER]).0, 0);
    let (status, counts, said) = run(&[RECORD]);
    assert_eq!((status, counts), (2, [1, 0, 0]));
    assert!(said.contains("astro-ph/0304507v1"), "{said}");
    let (status, counts, said) = run(&[RECORD, OTHER, RECORD]);
    assert_eq!((status, counts), (2, [0, 1, 0]));
    assert!(
        said.contains("--expect-list: 1 found more than once: 4K6GSOJW"),
        "{said}"
    );
    let (status, counts, said) = run(&[RECORD, OTHER, "fixtures/valid/43A3XCGX.json"]);
    assert_eq!((status, counts), (2, [0, 0, 1]));
    assert!(said.contains("43A3XCGX.json (pith:"), "{said}");
    // What does not pass counts as missing, and is distinguished from what is not there at all.
    let (_, counts, said) = run(&[OTHER, ALTERED]);
    assert_eq!(counts, [1, 0, 0]);
    assert!(
        said.contains("pith: --expect-list: 1 did not pass: 4K6GSOJW\n"),
        "{said}"
    );
    assert!(!said.contains("missing"), "{said}");
    let renamed = "fixtures/invalid/canonical-hash--version-altered.json";
    let (_, _, said) = run(&[renamed]);
    assert!(
        said.contains("--expect-list: 1 did not pass: 4K6GSOJW\n"),
        "{said}"
    );
    assert!(
        said.contains("--expect-list: 1 missing: astro-ph/0304507v1\n"),
        "{said}"
    );
    // One that passes is enough.
    let (_, _, said) = verify(&["--expect-list", &ids, RECORD, OTHER, ALTERED]);
    assert!(!said.contains("--expect-list"), "{said}");
}

#[test]
fn every_format_says_what_is_missing() {
    let ids = list("ids-of-formats", "4K6GSOJW\n2106.06531\n");
    for (format, place) in [
        ("junit", "<error message=\"--expect-list: 1 missing"),
        ("github", "::error title=pith::--expect-list: 1 missing"),
    ] {
        let output = run(&["verify", "--format", format, "--expect-list", &ids, RECORD]);
        assert_eq!(status(&output), 2);
        let text = stdout(&output);
        assert!(
            text.contains(place) && text.contains("2106.06531"),
            "{text}"
        );
        assert!(stderr(&output).contains("2106.06531"));
    }
}

#[test]
fn an_unusable_list_ends_the_run_before_it_begins() {
    for (name, ids) in [
        ("empty-list", ""),
        ("blank-list", "\n \n"),
        ("list-with-nonsense", "4K6GSOJW\nrecord\n"),
        (
            "list-with-a-repeat",
            "2106.06530\n4K6GSOJW\narXiv:2106.06530\n",
        ),
    ] {
        let (status, reports, said) = verify(&["--expect-list", &list(name, ids), RECORD]);
        assert_eq!((status, reports.len()), (2, 0), "{name}");
        assert!(said.contains(name), "{said}");
    }
    assert_eq!(verify(&["--expect-list", "no-such-list", RECORD]).0, 2);
}

#[test]
fn duplicate_records_are_counted_and_refused_on_request() {
    let (status, _, said) = verify(&[RECORD, OTHER, RECORD]);
    assert_eq!(status, 0);
    assert!(said.ends_with("; 1 duplicate\n"), "{said}");
    let (_, _, said) = verify(&["-v", RECORD, OTHER, RECORD]);
    let line = format!("duplicate: {RECORD} (pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62)\n");
    assert!(said.contains(&line), "{said}");
    let (status, _, said) = verify(&["--no-duplicates", RECORD, OTHER, RECORD]);
    assert_eq!(status, 2);
    assert!(
        said.contains("pith: --no-duplicates: 1 duplicate: "),
        "{said}"
    );
    assert_eq!(verify(&["--no-duplicates", RECORD, OTHER]).0, 0);
    // A record that does not pass proves nothing about another one.
    assert!(!verify(&[RECORD, ALTERED]).2.contains("duplicate"));
}

#[test]
fn two_different_records_of_one_version_conflict() {
    let mut canonical = read_json(REAL_RECORD)["canonical_record"].clone();
    canonical["metadata"]["primary_cat"] = "stat.ML".into();
    let shown = crate::support::forge::Shown::default();
    let another = crate::support::forge::record(&canonical, &shown);
    let path = scratch("conflicting.json", another.to_string().as_bytes());
    let summary = scratch("conflict.json", b"").display().to_string();
    let paths = [RECORD, path.to_str().unwrap()];
    let options = ["--no-duplicates", "--summary", &summary];
    let (status, _, said) = verify(&[&options, &paths[..]].concat());
    assert_eq!(status, 2);
    assert!(
        said.contains(
            "--no-duplicates: 1 duplicate with another record of the same version of the paper: "
        ),
        "{said}"
    );
    let summary: Value = serde_json::from_slice(&std::fs::read(summary).unwrap()).unwrap();
    assert_eq!(summary["duplicates"]["conflicting"]["count"], 1);
    assert_eq!(summary["duplicates"]["repeated"]["count"], 0);
}

#[test]
fn brief_reports_have_the_most_important_values() {
    let output = run(&[
        "verify",
        "--format",
        "brief",
        RECORD,
        ALTERED,
        "no-such-file",
    ]);
    assert_eq!(status(&output), 1);
    let reports = reports(&output);
    let members = [
        "path",
        "line",
        "offset",
        "verdict",
        "pith_number",
        "claimed_pith_number",
        "failed",
        "integrity_findings_total",
        "error",
    ];
    for report in &reports {
        let report = report.as_object().unwrap();
        assert!(report.keys().all(|name| members.contains(&name.as_str())) && report.len() == 9);
    }
    let verdicts: Vec<_> = reports.iter().map(|report| &report["verdict"]).collect();
    assert_eq!(verdicts, ["pass", "fail", "unverifiable"]);
    assert_eq!(reports[1]["failed"][0], "title");
    assert_eq!(reports[2]["error"], "unreadable");
}
