//! Tests what is said about papers in integrity documents, in every format.

use serde_json::{Value, json};

use crate::support::forge::integrity::{document, event, payload, recount, three_events};
use crate::support::run::{reports, run, scratch, status, stderr, stdout, words};
use crate::support::{REAL_INTEGRITY, TEST_KEY_FILE, fixture, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/finding_0--note-altered.json";
const LEFT_OUT: &str = "fixtures/unverifiable/event-listed_4635--findings-emptied.json";
const MORE: &str = "fixtures/unverifiable/finding_0--with-a-verdict-that-no-event-states.json";

fn real() -> String {
    format!("fixtures/{REAL_INTEGRITY}")
}

fn verify(arguments: &[&str]) -> String {
    stdout(&run(&[&["verify"], arguments].concat()))
}

/// Writes a document signed by the test key to a file, and returns its report in a format.
fn report(name: &str, document: &Value, options: &[&str]) -> String {
    let path = scratch(name, document.to_string().as_bytes());
    let key = fixture(TEST_KEY_FILE);
    let key = ["--key", key.to_str().unwrap(), path.to_str().unwrap()];
    verify(&[options, &key].concat())
}

#[test]
fn a_genuine_document_shows_its_critical_finding() {
    let path = real();
    let text = verify(&[&path]);
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    assert!(
        head.starts_with("PASS  fixtures/") || head.starts_with("PASS  /"),
        "{text}"
    );
    assert!(
        head.ends_with("  integrity document  reports 1 critical finding"),
        "{text}"
    );
    assert!(lines.all(|line| line.chars().count() <= 80), "{text}");
    let text = words(&text);
    for said in [
        "Findings critical: unresolvable_identifier (doi_compliance), reference 97: Identifier '10.3847/",
        "PASS means that the registry published these findings about the paper, not that the \
         paper has no problems.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let explained = words(&stdout(&run(&["explain", &path])));
    assert!(explained.contains("Findings critical: unresolvable_identifier (doi_compliance)"));
}

#[test]
fn the_line_of_one_of_many_documents_has_the_count() {
    let path = real();
    let output = run(&["verify", RECORD, &path]);
    let text = stdout(&output);
    let lines: Vec<_> = text.lines().collect();
    assert!(!lines[0].contains("finding"), "{text}");
    assert!(
        lines[1].ends_with("json  integrity document  reports 1 critical finding"),
        "{text}"
    );
    let totals = stderr(&output);
    assert!(
        totals.contains("0 unverifiable; 1 critical finding"),
        "{totals}"
    );
}

#[test]
fn json_has_the_findings_and_null_for_other_kinds() {
    let path = real();
    let all = reports(&run(&["verify", "--json", &path, RECORD]));
    let stated = &read_json(REAL_INTEGRITY)["integrity"]["findings"][0];
    let [found] = &all[0]["integrity_findings"].as_array().unwrap()[..] else {
        panic!("{}", all[0]);
    };
    for name in [
        "severity",
        "finding_type",
        "detector",
        "ref_index",
        "verdict_class",
    ] {
        assert_eq!(found[name], stated[name], "{name}");
    }
    let note = found["note"].as_str().unwrap();
    let beginning: String = stated["note"].as_str().unwrap().chars().take(200).collect();
    assert!(
        note.starts_with(&beginning) && note.ends_with("more characters)"),
        "{note}"
    );
    assert_eq!(
        (&found["signed"], &found["listed"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(all[0]["integrity_findings_total"], 1);
    for member in ["integrity_findings", "integrity_findings_total"] {
        assert_eq!(all[1].get(member), Some(&Value::Null), "{member}");
    }
    let brief = reports(&run(&["verify", "--format", "brief", &path, RECORD]));
    assert_eq!(brief[0]["integrity_findings_total"], 1);
    assert_eq!(brief[1].get("integrity_findings_total"), Some(&Value::Null));
}

#[test]
fn a_hundred_findings_are_shown_and_all_are_counted_the_worst_first() {
    let many = (0..150).map(|number| {
        let severity = ["informational", "advisory", "critical", "new"][number / 10 % 4];
        event(
            number as u64,
            payload(json!({"severity": severity, "ref_index": number})),
        )
    });
    let many = document(many.collect());
    let found: Value = serde_json::from_str(&report("many.json", &many, &["--json"])).unwrap();
    assert_eq!(found["verdict"], "pass");
    assert_eq!(found["integrity_findings_total"], 150);
    let shown = found["integrity_findings"].as_array().unwrap();
    let severities: Vec<_> = shown
        .iter()
        .map(|finding| finding["severity"].clone())
        .collect();
    let expected = ["critical"; 40]
        .iter()
        .chain(&["advisory"; 40])
        .chain(&["informational"; 20]);
    assert!(severities.iter().eq(expected), "{severities:?}");
    // Findings of the same severity have the order of the document.
    assert_eq!(
        (&shown[0]["ref_index"], &shown[11]["ref_index"]),
        (&json!(20), &json!(61))
    );
    let text = report("many.json", &many, &[]);
    let counts = "40 critical, 40 advisory, 40 informational, 30 other findings";
    assert!(text.lines().next().unwrap().ends_with(counts), "{text}");
    assert!(
        text.lines().skip(1).all(|line| line.chars().count() <= 80),
        "{text}"
    );
    assert!(
        words(&text).contains(&format!("and 50 more, of {counts}")),
        "{text}"
    );
}

#[test]
fn texts_of_a_finding_are_escaped_and_shortened() {
    let hostile = "\u{1b}[2J\u{202e}::error::x\n##[add-mask]<b>&";
    let long = format!("{hostile}{}", "z".repeat(100_000));
    let payload = payload(json!({
        "severity": hostile, "detector": {"a": hostile}, "finding_type": long, "note": long,
        "ref_index": [hostile], "verdict_class": true,
    }));
    let hostile = document(vec![event(1, payload)]);
    for format in ["text", "json", "brief", "csv", "junit", "github"] {
        let text = report("hostile.json", &hostile, &["--format", format]);
        assert!(text.len() < 20_000, "{format}: {}", text.len());
        for raw in ["\u{1b}", "\u{202e}", "\n::error", "##[add"] {
            assert!(!text.contains(raw), "{format}: {text}");
        }
        if format == "json" {
            let report: Value = serde_json::from_str(&text).unwrap();
            let found = &report["integrity_findings"][0];
            assert_eq!(report["integrity_findings_total"], 1);
            for name in ["severity", "detector", "finding_type", "note", "ref_index"] {
                let shown = found[name].as_str().unwrap();
                // A value that is not a string is shown as JSON.
                let shown = shown.replace("\\u001b", "\\u{1b}");
                assert!(shown.contains("\\u{1b}"), "{name}: {shown}");
            }
            assert_eq!(found["verdict_class"], "true");
        }
    }
    let path = scratch("hostile.json", hostile.to_string().as_bytes());
    let page = stdout(&run(&["explain", "--html", path.to_str().unwrap()]));
    assert!(!page.contains("<b>&") && !page.contains('\u{1b}'));
}

#[test]
fn a_document_that_does_not_pass_never_presents_a_finding_as_signed() {
    for (path, told) in [
        (ALTERED, "critical: [not signed] unresolvable_identifier"),
        (MORE, "critical: [not signed] unresolvable_identifier"),
        (
            LEFT_OUT,
            "critical: [signed, but this document does not list it] unresolvable_identifier",
        ),
    ] {
        let text = verify(&[path]);
        assert!(!text.lines().next().unwrap().contains("finding:"), "{text}");
        assert!(!text.lines().next().unwrap().ends_with("finding"), "{text}");
        assert!(words(&text).contains(told), "{told}\n{text}");
        let report = reports(&run(&["verify", "--json", path])).remove(0);
        let found = &report["integrity_findings"][0];
        assert_eq!(found["signed"], path == LEFT_OUT, "{path}");
        assert_eq!(found["listed"], path != LEFT_OUT, "{path}");
        let page = stdout(&run(&["explain", "--html", path]));
        let list = page.split("<ul class=\"findings\">").nth(1).unwrap();
        assert!(
            list.trim_start()
                .starts_with("<li><strong>critical</strong> ["),
            "{path}"
        );
        assert!(!stdout(&run(&["verify", "--format", "github", path])).contains("::notice file"));
    }
}

#[test]
fn says_how_many_signed_findings_of_which_severity_are_left_out() {
    for (path, event, told) in [
        (
            LEFT_OUT.to_owned(),
            4635,
            "leaves out 1 signed finding (1 critical), which the registry may",
        ),
        (
            "fixtures/unverifiable/event-listed_11--two-of-three-left-out.json".to_owned(),
            12,
            "leaves out 2 signed findings (1 critical, 1 advisory), which the registry may",
        ),
    ] {
        let key = fixture(TEST_KEY_FILE);
        let options = ["verify", "--key", key.to_str().unwrap(), &path];
        let output = run(&options);
        let text = words(&stdout(&output));
        assert_eq!(status(&output), 2, "{text}");
        assert!(text.contains("Its finding is not listed"), "{text}");
        let id = format!("event-listed:{event}");
        assert!(text.contains(&id), "{text}");
        assert!(text.contains(told), "{text}");
        assert!(
            text.contains("The signatures in this integrity document are valid, but a required check could not be made."),
            "{text}"
        );
    }
    // The finding of an event that is not verified does not count as signed.
    let mut unknown = document(three_events());
    unknown["events"][1]["signing_key_id"] = "self".into();
    unknown["integrity"]["findings"] = json!([]);
    recount(&mut unknown);
    let found = report("unknown.json", &unknown, &["--json"]);
    assert!(found.contains("leaves out 2 signed findings (1 advisory, 1 informational)"));
    assert!(found.contains("\"integrity_findings_total\":2"), "{found}");
}

/// The finding is signed, and is about another paper.
#[test]
fn a_finding_about_another_paper_is_not_presented_as_signed() {
    for (name, member) in [("of-another.json", "signed"), ("of-none.json", "listed")] {
        let mut document = document(three_events());
        document["arxiv_id"] = "2101.00002".into();
        if member == "listed" {
            document["integrity"]["findings"] = json!([]);
        }
        recount(&mut document);
        let found: Value = serde_json::from_str(&report(name, &document, &["--json"])).unwrap();
        assert_eq!(found["verdict"], "fail");
        let shown = found["integrity_findings"].as_array().unwrap();
        assert_eq!(shown.len(), if member == "signed" { 3 } else { 0 });
        assert!(shown.iter().all(|finding| finding["signed"] == false));
    }
}

#[test]
fn reports_more_events_and_findings_than_are_verified() {
    for (count, is_too_many) in [(1_000, false), (1_001, true)] {
        let mut many = document(three_events());
        many["events"] = vec![json!({}); count].into();
        many["integrity"]["findings"] = vec![json!({}); count].into();
        let text = report("many-events.json", &many, &["--json"]);
        for said in [
            " events, of which only the first 1000 were verified",
            " findings, more than the 1000 events that are verified",
        ] {
            assert_eq!(text.contains(said), is_too_many, "{said}");
        }
    }
}

/// A finding that shares most of its members with an event is an altered copy; with fewer, no
/// event states it.
#[test]
fn names_the_first_of_up_to_four_altered_members_of_a_finding() {
    for (altered, pointer) in [
        (4, "/integrity/findings/0/detected_arxiv_id"),
        (5, "/integrity/findings/0"),
    ] {
        let mut document = document(three_events());
        let names = [
            "detected_arxiv_id",
            "detected_doi",
            "finding_type",
            "note",
            "ref_index",
        ];
        for name in names.iter().take(altered) {
            document["integrity"]["findings"][0][name] = "altered".into();
        }
        let text = report("altered-members.json", &document, &["--json"]);
        let report: Value = serde_json::from_str(&text).unwrap();
        let checks = report["checks"].as_array().unwrap();
        let found = checks
            .iter()
            .find(|check| check["id"] == "finding:0")
            .unwrap();
        assert_eq!(found["pointer"], pointer, "{found}");
    }
}

#[test]
fn says_that_a_given_record_is_about_another_paper() {
    let text = verify(&["--json", "--with", RECORD, &real()]);
    assert!(
        text.contains("the record that you gave is about another paper"),
        "{text}"
    );
}

#[test]
fn names_the_member_that_no_event_states() {
    let output = run(&["verify", MORE]);
    assert_eq!(status(&output), 2);
    let text = words(&stdout(&output));
    let told = "The member \"verdict\" is not signed: no event states it (check finding:0).";
    assert!(text.contains(told), "{text}");
    let key = fixture(TEST_KEY_FILE);
    let path = "fixtures/unverifiable/finding_1--with-a-hundred-members-more.json";
    let text = words(&verify(&["--key", key.to_str().unwrap(), path]));
    let told = "100 members are not signed: no event states \"more 0\" or the others";
    assert!(text.contains(told), "{text}");
}

#[test]
fn the_summary_counts_findings_of_documents_that_pass() {
    let file = scratch("summary-of-findings.json", b"");
    let key = fixture(TEST_KEY_FILE);
    let paths = [
        &real(),
        "fixtures/vectors/integrity_documents/2604.20237.json",
        RECORD,
        ALTERED,
    ];
    let three = "fixtures/valid/composed-integrity-of-three-events-beyond-ascii.json";
    for jobs in ["1", "4"] {
        let options = [
            "verify",
            "-q",
            "--jobs",
            jobs,
            "--key",
            key.to_str().unwrap(),
        ];
        let summary = ["--summary", file.to_str().unwrap(), LEFT_OUT, three];
        run(&[&options[..], &summary, &paths].concat());
        let summary: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let expected = json!({
            "documents": 3, "documents_with_critical": 2,
            "critical": 2, "advisory": 2, "informational": 1, "other": 0,
        });
        assert_eq!(summary["integrity_findings"], expected, "{jobs}");
    }
}

#[test]
fn github_gets_a_notice_of_a_document_that_passes_with_findings() {
    let text = verify(&["--format", "github", RECORD, &real()]);
    let notices: Vec<_> = text.lines().collect();
    let [notice, _] = &notices[..] else {
        panic!("{text}")
    };
    assert!(
        notice.starts_with(&format!("::notice file={},", real())),
        "{text}"
    );
    assert!(
        notice.contains(",title=integrity 1 critical finding::The registry"),
        "{text}"
    );
    assert!(
        notice.contains("%0Acritical: unresolvable_identifier (doi_compliance)"),
        "{text}"
    );
}

#[test]
fn a_withdrawn_finding_is_marked_as_withdrawn() {
    let text = words(&report("three.json", &document(three_events()), &[]));
    let told = "informational: unresolvable_identifier (ai_meta_artifact), withdrawn: Identifier";
    assert!(text.contains(told), "{text}");
    assert_eq!(text.matches(", withdrawn").count(), 1, "{text}");
    let first = text.find(" critical: unresolvable").unwrap();
    assert!(
        first < text.find(" advisory: unresolvable").unwrap(),
        "{text}"
    );
}

#[test]
fn the_page_shows_findings_and_the_overview_counts_them() {
    let path = real();
    let page = stdout(&run(&["explain", "--html", &path]));
    assert!(page.contains("It reports 1 critical finding about the paper."));
    assert!(
        page.contains("<li><strong>critical</strong> unresolvable_identifier (doi_compliance)")
    );
    let many = stdout(&run(&["explain", "--html", &path, RECORD, ALTERED]));
    assert!(many.contains("<td>1 critical finding</td>"));
}
