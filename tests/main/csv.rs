//! `--format csv`, read by Python's reader of CSV.

use std::io::Write as _;
use std::process::{Command, Stdio};

use pith_verify::report::escape::is_hostile;
use serde_json::{Value, json};

use crate::support::run::{python, reports, run, run_with_input, scratch, status, stdout};
use crate::support::{REAL_RECORD, read, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const INTEGRITY: &str = "fixtures/valid/integrity-beyond-ascii-hashed-as-events-are.json";
const PATHS: [&str; 6] = [
    RECORD,
    "fixtures/invalid/title--other-word.json",
    "fixtures/unverifiable/receipt-key--unknown-id.json",
    "fixtures/invalid/invalid-json--nan.json",
    INTEGRITY,
    "no-such-file",
];

/// The rows, each as an object; a row with more or fewer cells than the header fails.
fn rows(csv: &str) -> Vec<Value> {
    const READ: &str = "import csv, json, sys\n\
                        rows = list(csv.reader(sys.stdin, strict=True))\n\
                        json.dump([dict(zip(rows[0], row, strict=True)) for row in rows[1:]], sys.stdout)";
    let mut python = Command::new(python().unwrap());
    python.args(["-c", READ]).env("PYTHONIOENCODING", "utf-8");
    python.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = python.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(csv.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{csv}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn each_document_has_one_row_that_agrees_with_its_report() {
    if python().is_none() {
        return;
    }
    let csv = run(&[&["verify", "--format", "csv"], &PATHS[..]].concat());
    let json = run(&[&["verify", "--json"], &PATHS[..]].concat());
    assert_eq!(status(&csv), status(&json));
    let text = stdout(&csv);
    let header = "path,line,verdict,pith_number,arxiv_id,title,first_cause\n";
    assert!(text.starts_with(header), "{text}");
    let (rows, reports) = (rows(&text), reports(&json));
    assert_eq!(rows.len(), PATHS.len());
    for ((row, report), path) in rows.iter().zip(&reports).zip(PATHS) {
        assert_eq!(row["path"], path);
        assert_eq!(row["line"], "");
        assert_eq!(row["verdict"], report["verdict"]);
        assert_eq!(
            row["pith_number"].as_str(),
            report["pith_number"].as_str().or(Some(""))
        );
        let is_pass = report["verdict"] == "pass";
        assert_eq!(row["first_cause"] == "", is_pass, "{row}");
    }
    let title = "Label Noise SGD Provably Prefers Flat Global Minimizers";
    assert_eq!(
        (&rows[0]["arxiv_id"], &rows[0]["title"]),
        (&json!("2106.06530v2"), &json!(title))
    );
    let cause = rows[1]["first_cause"].as_str().unwrap();
    assert!(cause.contains("(check title)"), "{cause}");
}

#[test]
fn lines_of_a_file_are_numbered_and_failures_can_be_all_there_is() {
    if python().is_none() {
        return;
    }
    let line = [read(REAL_RECORD).trim_ascii(), b"\n[1]\n"].concat();
    let path = scratch("csv-lines.ndjson", &line.repeat(400))
        .display()
        .to_string();
    let arguments = ["verify", "--format", "csv", "--jobs", "2", &path];
    let all = rows(&stdout(&run(&arguments)));
    assert_eq!(all.len(), 800);
    for (number, row) in (1..).zip(&all) {
        assert_eq!(row["line"], number.to_string());
    }
    let failures = rows(&stdout(&run(
        &[&arguments[..], &["--only-failures"]].concat()
    )));
    assert_eq!(failures.len(), 400);
    // Without any document there is a header all the same.
    let nothing = run_with_input(&["verify", "--ndjson", "--format", "csv"], b"");
    assert_eq!((status(&nothing), stdout(&nothing).lines().count()), (2, 1));
    let piped = run_with_input(&["verify", "--format", "csv"], &read(REAL_RECORD));
    assert_eq!(rows(&stdout(&piped))[0]["path"], "-");
}

#[test]
fn no_cell_is_a_formula_or_holds_a_control_character() {
    if python().is_none() {
        return;
    }
    for start in [
        "=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "\"=", ",=", "#", "##vso[",
    ] {
        let hostile = format!("{start}HYPERLINK(\"http://x\",\"a\nb\")\u{202e}");
        let mut record = read_json(REAL_RECORD);
        record["paper"]["title"] = hostile.clone().into();
        record["canonical_record"]["source"]["id"] = hostile.clone().into();
        record["receipt"]["key_id"] = hostile.into();
        let name = format!(
            "{}.json",
            start.replace(|char: char| !char.is_ascii() || char < ' ', "_")
        );
        let path = scratch(&format!("csv{name}"), record.to_string().as_bytes());
        let folder = path.parent().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_pith"))
            .current_dir(folder)
            .args(["verify", "--format", "csv", "--", &format!("csv{name}")])
            .output()
            .unwrap();
        let text = stdout(&output);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            !text.contains(|char| char != '\n' && is_hostile(char)),
            "{text}"
        );
        let row = &rows(&text)[0];
        for cell in row.as_object().unwrap().values() {
            let cell = cell.as_str().unwrap();
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                "{cell}"
            );
        }
        let title = row["title"].as_str().unwrap();
        let is_formula = !start.starts_with(['\t', '\r', '\n', '"', ',', '#']);
        assert_eq!(title.starts_with('\''), is_formula, "{title}");
    }
    // The name of a file is hostile text, too.
    let path = scratch("=1+1.json", &read(REAL_RECORD));
    let output = Command::new(env!("CARGO_BIN_EXE_pith"))
        .current_dir(path.parent().unwrap())
        .args(["verify", "--format", "csv", "=1+1.json"])
        .output()
        .unwrap();
    assert_eq!(rows(&stdout(&output))[0]["path"], "'=1+1.json");
}
