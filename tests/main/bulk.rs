//! Tests runs over many documents: their order, places and counts, which are the same for any
//! number of threads.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin};

use crate::support::forge::{self, Shown};
use crate::support::run::{reports, run, run_with_input, scratch, start, status, stderr, stdout};
use crate::support::{REAL_RECORD, TEST_KEY_FILE, fixture, read, read_json};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const RECORDS: usize = 3000;

/// The expected result for a line of the corpus: the verdict and the error code.
type Expected = (&'static str, Option<&'static str>);

/// A corpus of distinct records, one per line, with bad and blank lines between them.
struct Lines {
    text: Vec<u8>,
    /// The line, counted from 1, the byte offset, and the expected result.
    documents: Vec<(u64, u64, Expected)>,
}

impl Lines {
    fn new(records: usize) -> Self {
        let mut lines = Self {
            text: Vec::new(),
            documents: Vec::new(),
        };
        let canonical = read_json(REAL_RECORD)["canonical_record"].clone();
        let mut line = 0;
        for number in 0..records {
            let mut canonical = canonical.clone();
            canonical["source"]["id"] = format!("2106.{number:05}").into();
            let mut record = forge::record(&canonical, &Shown::default());
            let mut expected: Expected = ("pass", None);
            if number % 50 == 7 {
                record["paper"]["license"] = "another".into();
                expected = ("fail", None);
            }
            let mut text = record.to_string().into_bytes();
            match number % 100 {
                11 => {
                    text.truncate(text.len() / 2);
                    expected = ("unverifiable", Some("invalid-json"));
                }
                23 => {
                    text[40] = 0xff;
                    expected = ("unverifiable", Some("invalid-utf8"));
                }
                31 => {
                    text = b"[]".to_vec();
                    expected = ("unverifiable", Some("not-a-record"));
                }
                43 => text.push(b'\r'),
                53 => {
                    text.resize(20_000, b' ');
                    text.push(b'x');
                    expected = ("unverifiable", Some("too-large"));
                }
                61 => {
                    lines.text.extend(b"\n  \t\r\n");
                    line += 2;
                }
                _ => {}
            }
            line += 1;
            lines
                .documents
                .push((line, lines.text.len() as u64, expected));
            lines.text.extend(&text);
            lines.text.push(b'\n');
        }
        lines.text.pop();
        lines
    }

    fn count(&self, verdict: &str) -> usize {
        self.documents
            .iter()
            .filter(|(_, _, expected)| expected.0 == verdict)
            .count()
    }
}

fn key() -> String {
    fixture(TEST_KEY_FILE).display().to_string()
}

#[test]
fn reports_thousands_of_lines_in_order_for_any_number_of_threads() {
    let lines = Lines::new(RECORDS);
    let path = scratch("corpus.ndjson", &lines.text);
    let path = path.to_str().unwrap();
    let summary = scratch("summary.json", b"").display().to_string();
    let key = key();
    let common = ["verify", "--json", "--max-size", "20000", "--key", &key];
    let more = ["--summary", &summary, "--progress", "never"];
    let output = run(&[&common[..], &more, &["--jobs", "1", path]].concat());
    assert_eq!(status(&output), 1);
    let found = reports(&output);
    assert_eq!(found.len(), lines.documents.len());
    for (report, (line, offset, (verdict, code))) in found.iter().zip(&lines.documents) {
        assert_eq!(report["source"]["path"], path);
        assert_eq!(
            (&report["source"]["line"], &report["source"]["offset"]),
            (&Value::from(*line), &Value::from(*offset))
        );
        assert_eq!(report["verdict"], *verdict, "line {line}");
        assert_eq!(report["error"]["code"].as_str(), *code, "line {line}");
    }
    check_summary(&lines, &summary, path);
    let counts = ["pass", "fail", "unverifiable"].map(|verdict| lines.count(verdict));
    let [passed, failed, unverifiable] = counts;
    let line = format!(
        "{RECORDS} documents: {passed} passed, {failed} failed, {unverifiable} unverifiable"
    );
    assert!(stderr(&output).starts_with(&line), "{}", stderr(&output));
    for jobs in ["2", "7"] {
        let other = run(&[&common[..], &["--jobs", jobs, path]].concat());
        assert!(other.stdout == output.stdout, "{jobs} jobs");
        assert_eq!(status(&other), 1);
    }
    let piped = run_with_input(&[&common[..], &["--ndjson"]].concat(), &lines.text);
    let member = format!("\"path\":{}", Value::from(path));
    assert!(stdout(&piped) == stdout(&output).replace(&member, "\"path\":\"-\""));
    let failures = run(&[&common[..], &["--only-failures", path]].concat());
    let verdicts = reports(&failures)
        .into_iter()
        .map(|report| report["verdict"].clone());
    assert_eq!(
        verdicts.filter(|verdict| verdict != "pass").count(),
        failed + unverifiable
    );
    assert_eq!(reports(&failures).len(), failed + unverifiable);
    assert!(stderr(&failures).starts_with(&line));
}

fn check_summary(lines: &Lines, file: &str, path: &str) {
    let summary: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(summary["documents"], RECORDS);
    for (member, verdict) in [
        ("passed", "pass"),
        ("failed", "fail"),
        ("unverifiable", "unverifiable"),
    ] {
        assert_eq!(summary[member], lines.count(verdict), "{member}");
    }
    assert_eq!(summary["complete"], true);
    assert_eq!(
        summary["failed_checks"]["license"]["count"],
        lines.count("fail")
    );
    let first = &summary["failed_checks"]["license"]["first"];
    assert_eq!(first.as_array().unwrap().len(), 10);
    assert_eq!(
        (&first[0]["path"], &first[0]["line"]),
        (&path.into(), &8.into())
    );
    let errors = summary["errors"].as_object().unwrap();
    let total: u64 = errors
        .values()
        .map(|error| error["count"].as_u64().unwrap())
        .sum();
    assert_eq!(total, lines.count("unverifiable") as u64);
    assert_eq!(errors.len(), 4);
}

#[test]
fn a_record_gets_the_same_report_alone_and_among_others() {
    let alone = run(&["verify", "--json", RECORD]);
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
    let many = run_with_input(
        &["verify", "--json", "--ndjson", "--jobs", "2"],
        &line.repeat(200),
    );
    let mut alone = reports(&alone).remove(0);
    alone.as_object_mut().unwrap().remove("source");
    let many = reports(&many);
    assert_eq!(many.len(), 200);
    for mut report in many {
        report.as_object_mut().unwrap().remove("source");
        assert_eq!(report, alone);
    }
}

#[test]
fn finds_nothing_in_input_without_documents() {
    for (arguments, input) in [
        (&["verify", "--ndjson"][..], &b""[..]),
        (&["verify", "--ndjson", "-"], b"\n \r\n\n"),
    ] {
        let output = run_with_input(arguments, input);
        assert_eq!(status(&output), 2);
        assert_eq!(
            stderr(&output),
            "pith: standard input: no documents\n\
             0 documents: 0 passed, 0 failed, 0 unverifiable\n"
        );
    }
    let missing = run(&["verify", "--json", "no-such.ndjson", RECORD]);
    assert_eq!(status(&missing), 2);
    assert_eq!(reports(&missing)[0]["error"]["code"], "unreadable");
    assert_eq!(reports(&missing)[1]["verdict"], "pass");
}

#[test]
fn stops_at_the_first_line_that_does_not_pass() {
    let lines = Lines::new(30);
    let key = key();
    for jobs in ["1", "3"] {
        let output = run_with_input(
            &[
                "verify",
                "--json",
                "--ndjson",
                "--fail-fast",
                "--jobs",
                jobs,
                "--key",
                &key,
            ],
            &lines.text,
        );
        assert_eq!(status(&output), 1);
        assert_eq!(reports(&output).len(), 8);
        assert!(
            stderr(&output).starts_with("pith: stopped by --fail-fast"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn a_summary_that_cannot_be_written_ends_with_status_2() {
    let output = run(&[
        "verify",
        "-q",
        "--summary",
        "no-such-folder/summary.json",
        RECORD,
    ]);
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("no-such-folder"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn sums_up_what_many_documents_have_in_common() {
    let key = "key pith-test-1 is not trusted; add --key FILE only if the registry has published this key";
    let record = "fixtures/valid/4QHRGH5A.json";
    let other = "fixtures/valid/43A3XCGX.json";
    let real = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
    let title = "fixtures/invalid/title--other-word.json";
    let version = "fixtures/invalid/canonical-hash--version-altered.json";
    let said = |more: &[&str]| stderr(&run(&[&["verify"], more].concat()));
    for (arguments, lines) in [
        (
            &[record, other, real][..],
            &[format!("2 of 3 documents: {key}")][..],
        ),
        (
            &[title, title, title, record, other, "no-such-a", "no-such-b"],
            &[
                format!("3 of 7 documents: {} (title)", check_failure("title")),
                format!("2 of 7 documents: {key}"),
                "2 of 7 documents: the file cannot be read (unreadable)".to_owned(),
            ],
        ),
        (
            &[version, version],
            &["2 of 2 documents: /canonical_record/source/version was altered".to_owned()],
        ),
        (&[record, real], &[]),
        (&[record, title, real], &[]),
        (&["-q", record, other], &[]),
        (&["--json", record, other], &[]),
    ] {
        let said = said(arguments);
        let found: Vec<_> = said.lines().filter(|line| line.contains(" of ")).collect();
        assert_eq!(found, *lines, "{arguments:?}");
        let last = said.lines().last().unwrap_or_default();
        assert!(said.is_empty() || last.contains(" unverifiable"), "{said}");
    }
}

/// What a failure of a check means.
fn check_failure(id: &str) -> &'static str {
    let kinds = pith_verify::verify::kinds::KINDS.iter();
    let mut rules = kinds.flat_map(|kind| kind.rules());
    rules.find(|rule| rule.id() == id).unwrap().check.failure
}

#[test]
fn shows_progress_only_when_asked_or_on_a_terminal() {
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat().repeat(500);
    let path = scratch("progress.ndjson", &line);
    let path = path.to_str().unwrap();
    let quiet = run(&["verify", "-q", path]);
    assert_eq!((status(&quiet), stderr(&quiet)), (0, String::new()));
    let output = run(&["verify", "--progress", "always", "--only-failures", path]);
    assert_eq!((status(&output), stdout(&output)), (0, String::new()));
    let said = stderr(&output);
    assert!(
        said.starts_with("pith: ") && said.contains(" done, "),
        "{said}"
    );
}

/// Starts `pith` with some lines of input, and leaves its input open.
fn on_open_input(arguments: &[&str], lines: &[u8]) -> (Child, ChildStdin) {
    let mut child = start(&[&["verify", "--ndjson"], arguments].concat());
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines).unwrap();
    (child, input)
}

fn first_line(stream: impl Read) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}

#[test]
fn does_not_wait_for_more_input_than_it_needs() {
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
    for jobs in ["1", "2"] {
        let (mut child, input) = on_open_input(&["--json", "--jobs", jobs], &line);
        let report = first_line(child.stdout.as_mut().unwrap());
        assert!(report.contains(r#""verdict":"pass""#), "{report}");
        drop(input);
        assert_eq!(status(&child.wait_with_output().unwrap()), 0);

        let (child, input) = on_open_input(&["--fail-fast", "--jobs", jobs], b"{}\n");
        let output = child.wait_with_output().unwrap();
        assert_eq!(status(&output), 2);
        drop(input);
    }
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_a_long_run_with_a_partial_summary() {
    let summary = scratch("interrupted.json", b"").display().to_string();
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
    let arguments = [
        "--only-failures",
        "--progress",
        "always",
        "--summary",
        &summary,
    ];
    let (mut child, input) = on_open_input(&arguments, &line.repeat(20));
    let progress = first_line(child.stderr.as_mut().unwrap());
    assert!(progress.contains(" documents, 0 not passed"), "{progress}");
    crate::support::run::signal("INT", &child);
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(status(&output), 130);
    let said = stderr(&output);
    assert!(said.contains("pith: interrupted\n"), "{said}");
    assert!(said.contains(" 0 failed, 0 unverifiable; "), "{said}");
    let summary: Value = serde_json::from_slice(&std::fs::read(summary).unwrap()).unwrap();
    assert_eq!(
        (&summary["complete"], &summary["failed"]),
        (&false.into(), &0.into())
    );
}
