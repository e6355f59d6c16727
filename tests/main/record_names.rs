//! Tests that a document that does not pass has the same name in all formats: the one it
//! states.

use crate::support::run::{reports, run, scratch, stdout};
use crate::support::{REAL_RECORD, read_json};

const PASSING: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/canonical-hash--version-altered.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";
const BUNDLE: &str = "fixtures/unverifiable/receipt-key--of-a-bundle-unknown-id.json";
const INTEGRITY: &str = "fixtures/vectors/integrity_documents/2604.18730.json";
/// The number that the real record states, and the one that results from an altered version.
const STATED: &str = "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62";
const COMPUTED: &str = "pith:2021:MS6FJ7KYA2B3VKZTINW55OR6E5";

fn said(arguments: &[&str]) -> String {
    stdout(&run(arguments))
}

#[test]
fn the_stated_number_is_a_member_of_reports_for_programs() {
    for format in ["json", "brief"] {
        let arguments = [
            "verify",
            "--format",
            format,
            PASSING,
            ALTERED,
            INTEGRITY,
            "no-such-file",
        ];
        let found = reports(&run(&arguments));
        let numbers = |name: &str| -> Vec<_> {
            let numbers = found.iter().map(|report| report[name].as_str());
            numbers.collect()
        };
        assert_eq!(
            numbers("claimed_pith_number"),
            [Some(STATED), Some(STATED), None, None],
            "{format}"
        );
        assert_eq!(
            numbers("pith_number"),
            [Some(STATED), Some(COMPUTED), None, None],
            "{format}"
        );
        let always = found.iter().all(|report| {
            let members = report.as_object().unwrap();
            members.contains_key("claimed_pith_number")
        });
        assert!(always, "{format}");
    }
}

#[test]
fn a_document_that_states_no_number_claims_none() {
    for path in [
        "fixtures/invalid/pith-number--missing.json",
        "fixtures/invalid/pith-number--number.json",
    ] {
        let report = reports(&run(&["verify", "--json", path])).remove(0);
        assert_eq!(report["claimed_pith_number"], serde_json::Value::Null);
        assert_eq!(report["pith_number"], STATED);
        assert!(!said(&["verify", path]).contains("claims to be"));
        let github = said(&["verify", "--format", "github", path]);
        assert!(github.contains("title=document failed::"), "{github}");
    }
}

#[test]
fn a_document_that_does_not_pass_claims_to_be_what_it_states() {
    let claim = format!("claims to be {STATED}");
    for (path, kind, [text, column], word) in [
        (ALTERED, "record", ["FAIL", ""], "failed"),
        (UNKNOWN_KEY, "record", ["UNVERIFIABLE", ""], "unverifiable"),
        (
            BUNDLE,
            "bundle",
            ["UNVERIFIABLE", "  bundle"],
            "unverifiable",
        ),
    ] {
        let one = said(&["verify", path]);
        let claimed = format!("{STATED}\n              (as ");
        assert!(one.contains(&claimed), "{one}");
        let many = said(&["verify", path, path]);
        assert!(
            many.starts_with(&format!("{text}  {path}{column}  {claim}  ")),
            "{many}"
        );
        let github = said(&["verify", "--format", "github", path]);
        let escaped = claim.replace(':', "%3A");
        let title = format!("title={kind} that {escaped} {word}::");
        assert!(github.contains(&title), "{github}");
        let junit = said(&["verify", "--format", "junit", path]);
        let document = roxmltree::Document::parse(&junit).unwrap();
        let mut not_passed = 0;
        for node in document.descendants() {
            if node.has_tag_name("failure") || node.has_tag_name("error") {
                let told = node.text().unwrap_or_default();
                assert!(told.lines().any(|line| line == claim), "{told}");
                not_passed += 1;
            }
        }
        assert!(not_passed > 0);
        let page = said(&["explain", "--html", path]);
        assert!(page.contains(&format!(" · {claim} · ")), "{page}");
    }
    for format in ["text", "github", "junit"] {
        let output = said(&["verify", "--format", format, PASSING]);
        assert!(!output.contains("claims to be"), "{output}");
    }
}

#[test]
fn a_signed_record_goes_by_its_number_whatever_else_fails() {
    let path = "fixtures/invalid/title--other-word.json";
    let github = said(&["verify", "--format", "github", path]);
    let title = format!("title={} failed::", STATED.replace(':', "%3A"));
    assert!(github.contains(&title), "{github}");
    for format in ["text", "github", "junit"] {
        let output = said(&["verify", "--format", format, path]);
        assert!(!output.contains("claims to be"), "{output}");
    }
}

#[test]
fn a_hostile_number_is_escaped_and_cut_wherever_it_is_named() {
    let mut record = read_json(REAL_RECORD);
    let hostile = format!(
        "\u{1b}[31m::error::\u{202e}<blink>\"&{}\n",
        "x".repeat(100_000)
    );
    record["pith_number"] = hostile.into();
    record["receipt"]["key_id"] = "unknown".into();
    let path = scratch("hostile-number.json", record.to_string().as_bytes());
    let path = path.to_str().unwrap();
    for options in [
        &["verify"][..],
        &["verify", "--json"],
        &["verify", "--format", "brief"],
        &["verify", "--format", "junit"],
        &["verify", "--format", "github"],
        &["explain", "--html"],
    ] {
        let output = said(&[options, &[path]].concat());
        assert!(!output.contains(['\u{1b}', '\u{202e}']), "{options:?}");
        let is_markup = options.contains(&"junit") || options.contains(&"--html");
        assert!(!is_markup || !output.contains("<blink>"), "{options:?}");
        let marked = output.contains(r"\u{1b}") || output.contains(r"\\u{1b}");
        assert!(marked, "{options:?} {output}");
        assert!(!output.contains(&"x".repeat(201)), "{options:?}");
    }
    let brief = reports(&run(&["verify", "--format", "brief", path])).remove(0);
    let claimed = brief["claimed_pith_number"].as_str().unwrap();
    assert!(
        claimed.starts_with(r#"\u{1b}[31m::error::\u{202e}<blink>"&xxx"#),
        "{claimed}"
    );
    assert!(claimed.ends_with(" more characters)"), "{claimed}");
}
