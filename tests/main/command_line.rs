//! Tests the binary as scripts see it: options, streams and exit status.

use crate::support::run::{reports, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{NULL_DEVICE, REAL_RECORD, read};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/title--other-word.json";
const TITLE: &str = "Label Noise SGD Provably Prefers Flat Global Minimizers";

#[test]
fn passes_the_real_record_from_file_and_from_standard_input() {
    for output in [
        run(&["verify", RECORD]),
        run_with_input(&["verify"], &read(REAL_RECORD)),
        run_with_input(&["verify", "-"], &read(REAL_RECORD)),
    ] {
        assert_eq!(status(&output), 0);
        let text = stdout(&output);
        assert!(text.starts_with("PASS  "), "{text}");
        assert!(
            text.contains(
                "\n\nThis record is genuine. It was signed by the pith.science registry. "
            )
        );
        assert_eq!(stderr(&output), "");
    }
}

#[test]
fn writes_one_json_object_per_document_and_line_with_every_member() {
    let output = run(&["verify", "--json", RECORD, ALTERED, "no-such-file"]);
    assert_eq!(status(&output), 1);
    let reports = reports(&output);
    let verdicts: Vec<_> = reports.iter().map(|report| &report["verdict"]).collect();
    assert_eq!(verdicts, ["pass", "fail", "unverifiable"]);
    let members = [
        "report_version",
        "tool",
        "source",
        "document",
        "verdict",
        "pith_number",
        "claimed_pith_number",
        "canonical_sha256",
        "key",
        "checks",
        "coverage",
        "leaves",
        "leaves_omitted",
        "diagnosis",
        "integrity_findings",
        "integrity_findings_total",
        "error",
    ];
    for report in &reports {
        let object = report.as_object().unwrap();
        assert_eq!(object.len(), members.len());
        assert!(
            members.iter().all(|member| object.contains_key(*member)),
            "{report}"
        );
        assert!(report["checks"].as_array().unwrap().len() > 20);
    }
    assert_eq!(reports[2]["error"]["code"], "unreadable");
    assert_eq!(
        stderr(&output),
        "3 documents: 1 passed, 1 failed, 1 unverifiable\n"
    );
}

#[test]
fn format_json_and_json_are_the_same_option() {
    assert_eq!(
        run(&["verify", "--json", RECORD]).stdout,
        run(&["verify", "--format", "json", RECORD]).stdout
    );
    assert_eq!(status(&run(&["verify", "--format", "yaml", RECORD])), 2);
    assert_eq!(
        status(&run(&["verify", "--json", "--format", "text", RECORD])),
        2
    );
}

#[test]
fn quiet_reports_only_by_exit_status() {
    for (paths, expected) in [
        (&[RECORD][..], 0),
        (&[RECORD, ALTERED][..], 1),
        (&[RECORD, "no-such-file"][..], 2),
    ] {
        let output = run(&[&["verify", "-q"], paths].concat());
        assert_eq!(status(&output), expected);
        assert_eq!(
            (stdout(&output), stderr(&output)),
            (String::new(), String::new())
        );
    }
}

#[test]
fn shows_only_failures_of_many_documents_unless_verbose() {
    let few = stdout(&run(&["verify", RECORD, ALTERED]));
    assert!(
        few.lines().count() == 2 && few.contains("(check title); 1 more check fails\n"),
        "{few}"
    );
    let all = stdout(&run(&["verify", "-v", RECORD, ALTERED]));
    assert_eq!(all.matches("ok    canonical-hash").count(), 2, "{all}");
}

#[test]
fn compares_given_texts_with_the_signed_hashes() {
    let file = scratch(
        "title.txt",
        format!("  {}\n", TITLE.to_uppercase()).as_bytes(),
    );
    let from_file = format!("@{}", file.display());
    for (text, expected) in [(TITLE, 0), (&*from_file, 0), ("Another title", 1)] {
        let output = run(&["verify", "--json", "--title", text, RECORD]);
        assert_eq!(status(&output), expected, "{text}");
        let report = &reports(&output)[0];
        let checks = report["checks"].as_array().unwrap();
        assert_eq!(
            checks
                .iter()
                .filter(|check| check["id"] == "given-title")
                .count(),
            1
        );
    }
    assert_eq!(
        status(&run(&["verify", "--abstract", "Not the abstract", RECORD])),
        1
    );
    // A bundle and a state hold the signed hashes, too; an integrity document holds none, so it
    // cannot pass with a text that was not compared.
    let bundle = "fixtures/valid/composed-bundle-of-the-real-record.json";
    let state = "fixtures/valid/composed-state-of-the-real-record.json";
    let integrity = format!("fixtures/{}", crate::support::REAL_INTEGRITY);
    let with: &[&str] = &["--with", RECORD];
    for (with, document, text, expected) in [
        (&[][..], bundle, TITLE, 0),
        (&[], bundle, "Another title", 1),
        (with, state, TITLE, 0),
        (with, state, "Another title", 1),
        (&[], &integrity, TITLE, 2),
    ] {
        let arguments = [&["verify", "--title", text, document], with].concat();
        let output = run(&arguments);
        let said = stdout(&output);
        assert_eq!(status(&output), expected, "{document} {text}: {said}");
    }
    let missing = run(&["verify", "--title", "@no-such-file", RECORD]);
    assert_eq!(status(&missing), 2);
    assert!(stdout(&missing).is_empty() && stderr(&missing).contains("no-such-file"));
}

#[test]
fn counts_documents_on_request() {
    assert_eq!(
        status(&run(&["verify", "-q", "--expect-count", "1", RECORD])),
        0
    );
    let output = run(&["verify", "-q", "--expect-count", "2", RECORD]);
    assert_eq!(status(&output), 2);
    assert_eq!(stderr(&output), "pith: expected 2 documents, found 1\n");
    assert_eq!(
        status(&run(&["verify", "-q", "--expect-count", "2", ALTERED])),
        1
    );
}

#[test]
fn stops_at_the_first_document_that_does_not_pass_and_says_so() {
    let output = run(&[
        "verify",
        "--json",
        "--fail-fast",
        RECORD,
        "no-such-file",
        ALTERED,
    ]);
    assert_eq!(status(&output), 2);
    assert_eq!(reports(&output).len(), 2);
    assert!(stderr(&output).contains("stopped"), "{}", stderr(&output));
}

#[test]
fn trusts_only_the_keys_that_it_was_given() {
    let output = run(&["verify", "--json", "--no-builtin-keys", RECORD]);
    assert_eq!(status(&output), 2);
    let report = &reports(&output)[0];
    assert_eq!(
        (&report["verdict"], &report["key"]),
        (&"unverifiable".into(), &Value::Null)
    );
    assert_eq!(report["coverage"]["unsigned"], 150);
    let key = ["verify", "-q", "--no-builtin-keys", "--key"];
    for file in [
        "pith-v1-2026-05.json",
        "pith-v1-2026-05.pem",
        "manifest.json",
    ] {
        let path = format!("fixtures/keys/{file}");
        assert_eq!(
            status(&run(&[&key[..], &[&path, RECORD]].concat())),
            0,
            "{file}"
        );
    }
    let other = run(&[&key[..], &["fixtures/keys/pith-test-1.json", RECORD]].concat());
    assert_eq!(status(&other), 2);
}

#[test]
fn refuses_documents_over_the_size_limit() {
    let size = read(REAL_RECORD).len();
    assert_eq!(
        status(&run(&[
            "verify",
            "-q",
            "--max-size",
            &size.to_string(),
            RECORD
        ])),
        0
    );
    let output = run(&[
        "verify",
        "--json",
        "--max-size",
        &(size - 1).to_string(),
        RECORD,
    ]);
    assert_eq!(status(&output), 2);
    assert_eq!(reports(&output)[0]["error"]["code"], "too-large");
    assert_eq!(status(&run(&["verify", "--max-size", "0", RECORD])), 2);
}

/// Such a file has a limit of its own, which `--max-size` does not change.
#[test]
#[cfg(target_os = "linux")]
fn names_the_size_limit_of_other_files() {
    for (arguments, reason) in [
        (
            &["verify", "--key", "/dev/zero", RECORD][..],
            "key file /dev/zero: more than 8388608 bytes, which is the limit for a key file",
        ),
        (
            &["keys", "/dev/zero"],
            "key file /dev/zero: more than 8388608 bytes, which is the limit for a key file",
        ),
        (
            &["verify", "--title", "@/dev/zero", RECORD],
            "--title: /dev/zero: more than 1048576 bytes, which is the limit for a title or an \
             abstract",
        ),
        (
            &["verify", "--expect-list", "/dev/zero", RECORD],
            "--expect-list /dev/zero: more than 268435456 bytes, which is the limit for a list of ids",
        ),
        (
            &["verify", "--with", "/dev/zero", RECORD],
            "--with /dev/zero: too-large: more than 16777216 bytes; --max-size sets the limit \
             (byte 16777216)",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert_eq!(stderr(&output), format!("pith: {reason}\n"));
    }
}

#[test]
fn names_input_that_cannot_be_read() {
    for (path, code) in [
        ("no-such-file", "unreadable"),
        (NULL_DEVICE, "invalid-json"),
    ] {
        let output = run(&["verify", "--json", path]);
        assert_eq!(status(&output), 2, "{path}");
        assert_eq!(reports(&output)[0]["error"]["code"], code, "{path}");
    }
    assert_eq!(status(&run_with_input(&["verify"], b" \n")), 2);
}

#[test]
fn canon_writes_only_the_canonical_form() {
    let whole = run(&["canon", RECORD]);
    assert_eq!(status(&whole), 0);
    assert!(whole.stdout.starts_with(b"{\"metadata\":{") && whole.stdout.ends_with(b"}"));
    let value = run(&["canon", "--pointer", "/source", RECORD]);
    assert_eq!(
        stdout(&value),
        r#"{"id":"2106.06530","kind":"arxiv","version":2}"#
    );
    let any = run_with_input(&["canon", "--pointer", "", "-"], b" [1, 2.50, -0] \r\n");
    assert_eq!(stdout(&any), "[1,2.5,0]");
}

#[test]
fn canon_refuses_documents_without_a_canonical_record() {
    for (arguments, reason) in [
        (
            &["canon", "--pointer", "/no/such", RECORD][..],
            "there is nothing at /no/such",
        ),
        (
            &["canon", "--pointer", "source", RECORD][..],
            "not a JSON Pointer",
        ),
        (
            &["canon", "fixtures/keys/pith-test-1.json"][..],
            "not-a-record",
        ),
        (&["canon", "no-such-file"][..], "unreadable"),
    ] {
        let output = run(arguments);
        assert_eq!(
            (status(&output), stdout(&output)),
            (2, String::new()),
            "{arguments:?}"
        );
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
}

#[test]
fn lists_trusted_keys() {
    let expected = "pith-v1-2026-05\ted25519\t8d4b5ee74e4693bcd1df2446408b0d54\t\
                    stVStoiQhXFxp4s2pdzPNoqVNBMojDU/fJ2db5S3CbM=\n";
    assert_eq!(stdout(&run(&["keys"])), expected);
    assert_eq!(
        stdout(&run(&["keys", "fixtures/keys/pith-v1-2026-05.json"])),
        expected
    );
    assert_eq!(status(&run(&["keys", "no-such-file"])), 2);
}

#[test]
fn wrong_usage_ends_with_status_2_and_no_standard_output() {
    let wrong: [&[&str]; 6] = [
        &[],
        &["--no-such-option"],
        &["verify", "--jsonx"],
        &["no-such-command"],
        &["verify", "-q", "-v"],
        &["canon", "a", "b"],
    ];
    for arguments in wrong {
        let output = run(arguments);
        assert_eq!(
            (status(&output), stdout(&output)),
            (2, String::new()),
            "{arguments:?}"
        );
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [
        &["--help"][..],
        &["verify", "--help"],
        &["--version"],
        &["help", "canon"],
    ] {
        let output = run(arguments);
        assert_eq!(
            (status(&output), stderr(&output)),
            (0, String::new()),
            "{arguments:?}"
        );
        assert!(!output.stdout.is_empty());
    }
}
