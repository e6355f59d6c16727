//! Tests how reports show a diagnosis.

use super::{altered, set, verify};
use crate::support::promise::verifier;
use crate::support::run::{reports, run, scratch, stdout};
use crate::support::{REAL_RECORD, read_json};
use serde_json::json;

#[test]
fn is_reported_in_text_and_json_and_changes_no_verdict() {
    let path = "fixtures/invalid/canonical-hash--version-altered.json";
    let text = stdout(&run(&["verify", path]));
    for line in [
        "  Problem     A signed value was altered.\n  Where       /canonical_record/source/version\n",
        "  Shown here  3\n",
        "  Signed      2\n",
        "              The original value is also at /source/version.\n",
        "  More        11 more checks fail because of this (-v lists all)",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let report = &reports(&run(&["verify", "--json", path]))[0];
    assert_eq!(
        report["diagnosis"],
        json!([{
            "pointer": "/canonical_record/source/version",
            "found": 3,
            "restored": 2,
            "from": "/source/version",
        }])
    );
    assert_eq!(report["verdict"], "fail");
}

#[test]
fn shows_nothing_hostile() {
    let mut record = read_json(REAL_RECORD);
    record["canonical_record"]["\u{1b}[2J"] = json!("\u{202e}\u{9b}1m");
    let path = scratch("diagnosis-hostile.json", record.to_string().as_bytes());
    for format in ["text", "json"] {
        let output = stdout(&run(&[
            "verify",
            "--format",
            format,
            path.to_str().unwrap(),
        ]));
        let hostile = |char| char != '\n' && pith_verify::report::escape::is_hostile(char);
        assert!(!output.contains(hostile), "{output}");
        assert!(output.contains("u{202e}"), "{output}");
    }
}

#[test]
fn separates_failures_that_the_alteration_does_not_explain() {
    let mut record = altered(&[("/source/version", json!(3))]);
    set(&mut record, "/aliases/0/alias_value", &json!("another"));
    let report = verify(&verifier(), &record);
    let follows = |id: &str| {
        let mut failed = report.findings().iter().filter(|finding| finding.failed());
        failed
            .find(|finding| finding.id() == id)
            .unwrap()
            .is_consequence()
    };
    assert!(follows("receipt-hash") && follows("alias:arxiv_version"));
    assert!(!follows("alias:arxiv") && !follows("canonical-hash"));
}
