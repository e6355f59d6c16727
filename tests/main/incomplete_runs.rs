//! Tests when a run counts as complete: everything was read and written. Otherwise it gives the
//! reason.

use serde_json::{Value, json};

use crate::support::run::{run, run_with_input, scratch, start, status, stderr, stdout};
use crate::support::{NULL_DEVICE, REAL_RECORD, read, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/title--other-word.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";

fn summary_of(arguments: &[&str]) -> (i32, Value) {
    let output = run(&[&["verify", "-q", "--summary", "-"], arguments].concat());
    (
        status(&output),
        serde_json::from_slice(&output.stdout).unwrap(),
    )
}

#[test]
fn is_complete_only_if_everything_was_read() {
    let (exit, summary) = summary_of(&[RECORD, ALTERED]);
    assert_eq!(
        (exit, &summary["complete"], &summary["incomplete"]),
        (1, &json!(true), &json!([]))
    );
    for (arguments, exit, reason) in [
        (
            &["no-such-file", RECORD][..],
            2,
            "could not be read, or not to the end: 1; the first is no-such-file",
        ),
        (
            &["--expect-count", "3", RECORD],
            2,
            "expected 3 documents, found 1",
        ),
        (
            &["--fail-fast", ALTERED, RECORD],
            1,
            "stopped by --fail-fast",
        ),
        (
            &["--ndjson", NULL_DEVICE],
            2,
            &format!("{NULL_DEVICE}: no documents"),
        ),
    ] {
        let (found, summary) = summary_of(arguments);
        assert_eq!(
            (found, &summary["complete"]),
            (exit, &json!(false)),
            "{arguments:?}"
        );
        let said = summary["incomplete"][0].as_str().unwrap();
        assert!(said.starts_with(reason), "{said}");
    }
}

#[test]
fn a_stream_that_breaks_off_leaves_the_run_incomplete() {
    use std::io::Write as _;
    let lines = [read(REAL_RECORD).trim_ascii(), b"\n"].concat().repeat(50);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(&lines).unwrap();
    let whole = encoder.finish().unwrap();
    let path = scratch("broken.ndjson.gz", &whole[..whole.len() / 2]);
    let (exit, summary) = summary_of(&[path.to_str().unwrap()]);
    assert_eq!((exit, &summary["complete"]), (2, &json!(false)));
    assert_eq!(summary["passed"], 24);
    let reason = summary["incomplete"][0].as_str().unwrap();
    assert!(
        reason.contains("not to the end: 1") && reason.contains("broken.ndjson.gz:25"),
        "{reason}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_error_leaves_the_run_incomplete() {
    // The memory of a process starts with a page that is not mapped, so reading it fails.
    let (exit, summary) = summary_of(&["--ndjson", RECORD, "/proc/self/mem"]);
    assert_eq!((exit, &summary["complete"]), (2, &json!(false)));
    assert_eq!(summary["first_causes"]["unreadable"]["count"], 1);
}

#[test]
fn explains_what_could_not_be_verified() {
    let mut record = read_json(REAL_RECORD);
    record["receipt"]["key_id"] = "evil\u{1b}[2J".into();
    let hostile = scratch("hostile-key.json", record.to_string().as_bytes());
    let mut record = read_json(REAL_RECORD);
    record["receipt"]["key_id"] = "x".repeat(1 << 16).into();
    let long = scratch("long-key.json", record.to_string().as_bytes());
    let paths = [
        UNKNOWN_KEY,
        hostile.to_str().unwrap(),
        long.to_str().unwrap(),
        ALTERED,
        "no-such-file",
    ];
    let (exit, summary) = summary_of(&paths);
    assert_eq!(exit, 1);
    assert_eq!(summary["skipped_checks"]["receipt-key"]["count"], 3);
    assert_eq!(summary["skipped_checks"]["receipt-signature"]["count"], 3);
    let keys = summary["untrusted_keys"].as_object().unwrap();
    assert_eq!(keys.len(), 3);
    assert!(keys.keys().all(|key| key.len() < 1000), "{keys:?}");
    assert_eq!(keys["evil\\u{1b}[2J"]["count"], 1, "{keys:?}");
    let causes = summary["first_causes"].as_object().unwrap();
    let counts = causes
        .iter()
        .map(|(cause, failures)| (&**cause, failures["count"].as_u64().unwrap()));
    let expected = [("receipt-key", 3), ("title", 1), ("unreadable", 1)];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
    // A check that failed second is counted too.
    assert_eq!(summary["failed_checks"]["graph-paper"]["count"], 1);
}

#[test]
fn counts_a_limited_number_of_key_ids_separately() {
    let mut record = read_json(REAL_RECORD);
    let mut lines = String::new();
    for number in 0..1200 {
        record["receipt"]["key_id"] = format!("key-{number}").into();
        lines += &(record.to_string() + "\n");
    }
    let path = scratch("keys.ndjson", lines.as_bytes());
    let (_, summary) = summary_of(&[path.to_str().unwrap()]);
    let keys = summary["untrusted_keys"].as_object().unwrap();
    assert_eq!(
        (keys.len(), &keys["(others)"]["count"]),
        (1001, &json!(200))
    );
}

#[test]
fn a_summary_on_standard_output_is_the_only_output() {
    let output = run(&["verify", "-q", "--summary", "-", RECORD]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((status(&output), &summary["passed"]), (0, &json!(1)));
    assert_eq!(stderr(&output), "");
    assert!(
        !std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("-")
            .exists()
    );
}

#[test]
fn a_pipe_closed_during_a_run_ends_it_silently() {
    let summary = scratch("closed-pipe.json", b"").display().to_string();
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"]
        .concat()
        .repeat(2000);
    let corpus = scratch("closed-pipe.ndjson", &line).display().to_string();
    let mut child = start(&["verify", "--json", "--summary", &summary, &corpus]);
    drop(child.stdin.take());
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((status(&output), stderr(&output)), (2, String::new()));
    let summary: Value = serde_json::from_slice(&std::fs::read(summary).unwrap()).unwrap();
    assert_eq!(summary["complete"], false);
    let reason = summary["incomplete"][0].as_str().unwrap();
    assert!(
        reason.starts_with("cannot write to standard output"),
        "{reason}"
    );
}

#[test]
#[cfg(unix)]
fn a_termination_signal_ends_a_long_run_with_a_partial_summary() {
    use std::io::{BufRead as _, BufReader, Write as _};
    let summary = scratch("terminated.json", b"").display().to_string();
    let mut child = start(&["verify", "--json", "--ndjson", "--summary", &summary]);
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(&[read(REAL_RECORD).trim_ascii(), b"\n"].concat())
        .unwrap();
    let mut report = String::new();
    let mut reports = BufReader::new(child.stdout.take().unwrap());
    reports.read_line(&mut report).unwrap();
    crate::support::run::signal("TERM", &child);
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(status(&output), 143);
    assert!(
        stderr(&output).starts_with("pith: terminated\n1 document: 1 passed"),
        "{}",
        stderr(&output)
    );
    let summary: Value = serde_json::from_slice(&std::fs::read(summary).unwrap()).unwrap();
    assert_eq!(
        (&summary["complete"], &summary["incomplete"]),
        (&json!(false), &json!(["terminated"]))
    );
}

#[test]
fn hostile_names_are_escaped_in_every_message() {
    let list = scratch("evil\u{202e}.list", b"");
    let output = run(&[
        "verify",
        "-q",
        "--summary",
        "-",
        "--files-from",
        list.to_str().unwrap(),
    ]);
    assert_eq!(status(&output), 2);
    for text in [stdout(&output), stderr(&output)] {
        assert!(
            text.contains("u{202e}.list")
                && !text.contains('\u{202e}')
                && !text.contains("\\u202e"),
            "{text}"
        );
    }
    assert_eq!(status(&run_with_input(&["verify", "-q"], b"")), 2);
}
