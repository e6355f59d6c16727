//! Tests the files that a run writes: it does not read them, and none of them replaces another.

#![cfg(unix)]

use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::support::run::{folder, reports, start, status, stderr, stdout};
use crate::support::{REAL_RECORD, read};

/// Runs a shell line in a folder, with the binary as `$0`.
///
/// Files are limited to a few megabytes, so that a run that reads its own output ends.
fn shell(folder: &Path, line: &str) -> Output {
    Command::new("sh")
        .current_dir(folder)
        .args(["-c", &format!("ulimit -f 8192; {line}")])
        .arg(env!("CARGO_BIN_EXE_pith"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn with_a_record(name: &str) -> PathBuf {
    folder(name, &[("a.json", &read(REAL_RECORD))])
}

fn json_at(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn not_read(name: &str) -> String {
    format!("pith: {name}: not read, because this run writes to it\n")
}

#[test]
fn standard_output_in_a_directory_is_counted_and_named_and_not_read() {
    let folder = with_a_record("own-stdout");
    for (name, target) in [
        ("link.ndjson", "report.ndjson"),
        ("z.json", "report.ndjson"),
    ] {
        symlink(target, folder.join(name)).unwrap();
    }
    std::fs::write(folder.join("report.ndjson"), "").unwrap();
    std::fs::hard_link(folder.join("report.ndjson"), folder.join("hard.json")).unwrap();
    let output = shell(
        &folder,
        r#""$0" verify --json --summary s.json . > report.ndjson"#,
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let written = std::fs::read_to_string(folder.join("report.ndjson")).unwrap();
    assert_eq!(written.lines().count(), 1, "{written}");
    let own = [
        "./hard.json",
        "./link.ndjson",
        "./report.ndjson",
        "./z.json",
    ];
    let said = own.map(not_read).concat();
    let counts = "4 other files not looked at: 4 output of this run\n\
                  1 document: 1 passed, 0 failed, 0 unverifiable\n";
    assert_eq!(stderr(&output), said + counts);
    let summary = json_at(folder.join("s.json"));
    let not_looked_at = &summary["not_looked_at"];
    assert_eq!(
        not_looked_at,
        &json!({"count": 4, "kinds": {"output of this run": 4}, "own_output": own})
    );
    assert_eq!(summary["complete"], true);
    // Now the summary of an earlier run exists.
    let output = shell(
        &folder,
        r#""$0" verify --json --summary ./s.json . > report.ndjson"#,
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains(&not_read("./s.json")));
    let quiet = shell(
        &folder,
        r#""$0" verify -q --summary ./s.json . > report.ndjson"#,
    );
    assert_eq!((status(&quiet), stderr(&quiet)), (0, String::new()));
}

#[test]
fn the_report_of_an_earlier_run_is_replaced_and_not_read() {
    let folder = with_a_record("own-earlier");
    for (line, said) in [
        (
            r#""$0" verify --json -o report.json --junit j.xml --html h.json ."#,
            [
                "",
                "3 other files not looked at: 2 output of this run, 1 .xml\n",
            ],
        ),
        (
            r#"rm -f h.json; "$0" explain --html -o report.json ."#,
            ["2 other files not looked at: 1 .xml, 1 output of this run\n"; 2],
        ),
    ] {
        for said in said {
            let output = shell(&folder, line);
            assert_eq!(status(&output), 0, "{}", stderr(&output));
            let found = stderr(&output);
            let counted: String = found
                .split_inclusive('\n')
                .filter(|line| line.contains("other files"))
                .collect();
            assert_eq!(counted, said, "{found}");
        }
    }
}

#[test]
fn an_output_that_is_named_as_an_input_holds_no_documents() {
    let folder = with_a_record("own-named");
    std::fs::write(folder.join("list"), "report.ndjson\n").unwrap();
    for (line, documents) in [
        (r#""$0" verify --json report.ndjson > report.ndjson"#, 0),
        (
            r#""$0" verify --json report.ndjson a.json > report.ndjson"#,
            1,
        ),
        (
            r#""$0" verify --json --files-from list a.json > report.ndjson"#,
            1,
        ),
        (
            r#""$0" verify --json a.json report.ndjson 2> report.ndjson"#,
            1,
        ),
        (
            r#"cp a.json log; "$0" verify --ndjson --json a.json - < log >> log"#,
            1,
        ),
    ] {
        let output = shell(
            &folder,
            &format!("{line}; s=$?; cat report.ndjson; cat log; exit $s"),
        );
        assert_eq!(status(&output), 2, "{line}");
        let text = stdout(&output) + &stderr(&output);
        assert!(text.contains(": no documents\n"), "{line}: {text}");
        assert!(
            text.contains(": not read, because this run writes to it"),
            "{line}: {text}"
        );
        let passed = text.matches(r#""verdict":"pass""#).count();
        assert_eq!(passed, documents, "{line}: {text}");
    }
}

#[test]
fn a_list_that_the_run_would_overwrite_is_an_error() {
    let folder = with_a_record("own-list");
    std::fs::write(folder.join("list"), "a.json\n").unwrap();
    let output = shell(&folder, r#""$0" verify --files-from list >> list"#);
    assert_eq!(status(&output), 2);
    assert_eq!(
        stderr(&output),
        "pith: --files-from list: this run writes to it\n"
    );
}

#[test]
fn documents_that_are_kept_are_not_read_again() {
    let lines = b"{}\n[1]\n".repeat(500);
    let record = read(REAL_RECORD);
    let folder = folder("own-kept", &[("a.ndjson", &lines), ("z.json", &record)]);
    let output = shell(
        &folder,
        r#""$0" verify -q --failed-to failed.ndjson --expect-count 1001 ."#,
    );
    assert_eq!((status(&output), stderr(&output)), (2, String::new()));
    assert_eq!(std::fs::read(folder.join("failed.ndjson")).unwrap(), lines);
}

#[test]
fn the_folder_of_documents_that_are_kept_is_not_read() {
    let folder = folder("own-kept-folder", &[]);
    symlink("failed.d", folder.join("link")).unwrap();
    let at = |name: &str| folder.join(name).display().to_string();
    let (failed_to, kept) = (at("failed"), "000001---1");
    let paths = [
        "-".to_owned(),
        at(&format!("failed.d/{kept}")),
        at(&format!("link/{kept}")),
    ];
    let mut arguments = vec!["verify", "--json", "--ndjson", "--failed-to", &failed_to];
    arguments.extend(paths.iter().map(String::as_str));
    let mut child = start(&arguments);
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"\xff\n").unwrap();
    // The other paths are searched while the input is still open.
    while !Path::new(&paths[2]).exists() {
        std::thread::yield_now();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 2);
    assert_eq!(reports(&output).len(), 1, "{}", stdout(&output));
    for path in &paths[1..] {
        let said = stderr(&output);
        assert!(
            said.contains(&format!("pith: {path}: no documents\n")),
            "{said}"
        );
        assert!(said.contains(&not_read(path)), "{said}");
    }
}

#[test]
fn no_output_replaces_another_or_an_input() {
    let record = read(REAL_RECORD);
    let folder = with_a_record("own-conflicts");
    std::fs::create_dir(folder.join("d")).unwrap();
    symlink(".", folder.join("here")).unwrap();
    symlink("x", folder.join("to-x")).unwrap();
    symlink("a.json", folder.join("to-a")).unwrap();
    let both = "--summary would replace the documents that --failed-to keeps";
    for (arguments, reason) in [
        ("--failed-to x --summary x a.json", both),
        ("--failed-to x --summary ./x a.json", both),
        ("--failed-to here/x --summary d/../x a.json", both),
        ("--failed-to x --summary to-x a.json", both),
        (
            "--summary a.json a.json",
            "--summary a.json is also an input",
        ),
        ("--summary to-a ./a.json", "--summary to-a is also an input"),
        (
            "-q --summary a.json < a.json",
            "--summary a.json is also an input",
        ),
        (
            "--summary a.json . a.json",
            "--summary a.json is also an input",
        ),
        (
            "--failed-to x a.json here/x",
            "--failed-to x is also an input",
        ),
        (
            "--failed-to a.json a.json",
            "--failed-to: a.json exists already; give the name of a new file, or overwrite it \
             with --force",
        ),
        (
            "--failed-to a.json --force a.json",
            "--failed-to a.json is also an input",
        ),
        (
            "--failed-to here/a.json --force --with a.json d",
            "--failed-to here/a.json is also an input",
        ),
        (
            "--failed-to - a.json",
            "--failed-to - is not possible, because reports go to",
        ),
        ("-o a.json a.json", "-o a.json is also an input"),
        ("-o to-a . a.json", "-o to-a is also an input"),
        ("--junit a.json a.json", "--junit a.json is also an input"),
        ("--html to-a a.json", "--html to-a is also an input"),
        ("-o to-a b.json --key a.json", "key file a.json: "),
        ("-o to-a b.json --with a.json", "-o to-a is also an input"),
        (
            "-o x --failed-to ./x a.json",
            "-o would replace the documents",
        ),
        ("-o y --junit d/../y a.json", "-o and --junit both write to"),
        (
            "--junit y --html here/y a.json",
            "--junit and --html both write to",
        ),
        (
            "--html y --summary y a.json",
            "--html and --summary both write to",
        ),
        (
            "--junit out a.json > out",
            "--junit out would replace the reports",
        ),
        (
            "--summary out a.json > out",
            "--summary out would replace the reports",
        ),
        (
            "--summary here/out a.json >> out",
            "--summary here/out would replace the reports",
        ),
    ] {
        let output = shell(&folder, &format!(r#""$0" verify {arguments}"#));
        assert_eq!(
            (status(&output), stdout(&output)),
            (2, String::new()),
            "{arguments}"
        );
        let said = stderr(&output);
        assert!(
            said.starts_with(&format!("pith: {reason}")),
            "{arguments}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(
            std::fs::read(folder.join("a.json")).unwrap(),
            record,
            "{arguments}"
        );
        for name in ["x", "y", "-"] {
            assert!(!folder.join(name).exists(), "{arguments} leaves {name}");
        }
    }
    for command in ["canon", "explain", "explain --html"] {
        for input in ["a.json", "to-a", "- < a.json"] {
            let output = shell(&folder, &format!(r#""$0" {command} -o a.json {input}"#));
            assert_eq!(status(&output), 2);
            let said = stderr(&output);
            assert!(
                said.starts_with("pith: -o a.json is also an input"),
                "{said}"
            );
        }
    }
    assert_eq!(std::fs::read(folder.join("a.json")).unwrap(), record);
    // Nothing but the summary is written there.
    let output = shell(
        &folder,
        r#""$0" verify -q --summary /dev/stdout a.json > out"#,
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(json_at(folder.join("out"))["passed"], 1);
}
