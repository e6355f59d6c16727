//! Runs the shell lines of explanations. Other systems than Linux have tools with other options, or
//! that end lines with a carriage return.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use super::{examples, explain, items, lines, shells};
use crate::support::run::{
    in_project, must_have_tools, on_every_core, run, run_with_input, scratch, status, stdout,
};
use crate::support::{REAL_RECORD, read, read_json};

/// The tools that shell lines may need, in addition to a POSIX shell and coreutils.
const TOOLS: &[&str] = &[
    "base32",
    "base64",
    "jq",
    "openssl",
    "python3",
    "sha256sum",
    "xxd",
];

/// The search path for the binary under test and its tools.
///
/// It has the folder of the real Python: `python3` may be a script that first looks for Python,
/// which takes longer than the lines themselves.
static TOOL_PATH: LazyLock<String> = LazyLock::new(|| {
    let binary = Path::new(env!("CARGO_BIN_EXE_pith")).parent().unwrap();
    let find = "import os,sys; print(os.path.dirname(sys.executable))";
    let python = Command::new("python3").args(["-c", find]).output();
    let python = python.map_or_else(|_| String::new(), |output| stdout(&output));
    let path = std::env::var("PATH").unwrap();
    [&binary.display().to_string(), python.trim_end(), &path].join(":")
});

/// Returns what the shell prints, with the binary under test in its search path.
fn paste(line: &str) -> String {
    let output = in_project(&mut Command::new("sh"))
        .args(["-c", line])
        .env("PATH", &*TOOL_PATH)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end_matches('\n')
        .to_owned()
}

/// Returns the tools that this machine lacks.
fn lacking() -> Vec<&'static str> {
    let lacks = |tool: &&&str| paste(&format!("command -v {tool}")).is_empty();
    TOOLS.iter().filter(lacks).copied().collect()
}

fn needs(line: &str, tool: &str) -> bool {
    let mut words = line.split(|char: char| !char.is_alphanumeric());
    words.any(|word| word == tool)
}

#[test]
fn every_shell_line_prints_what_the_explanation_says() {
    let mut told = 0;
    // Documents with the same digest share lines; each line is run once.
    let mut prints = BTreeMap::new();
    for path in examples() {
        for shell in shells(&explain(&path)) {
            let said = lines(&shell["prints"]);
            let first = prints.entry(lines(&shell["lines"]));
            assert_eq!(*first.or_insert_with(|| said.clone()), said, "{path}");
            told += 1;
        }
    }
    let lacking = lacking();
    let lacks = |line: &str| lacking.iter().any(|tool| needs(line, tool));
    let (skipped, run): (Vec<_>, Vec<_>) = prints.iter().partition(|(line, _)| lacks(line));
    on_every_core(&run, |(line, said)| {
        assert_eq!(paste(line), **said, "{line}")
    });
    eprintln!(
        "of {told} shell lines {} are not the same: {} run, {} not run for want of {lacking:?}",
        prints.len(),
        run.len(),
        skipped.len()
    );
    assert!(told > 1000, "{told}");
    assert!(
        !must_have_tools() || skipped.is_empty(),
        "CI must have every tool"
    );
}

#[test]
fn long_canonical_forms_are_shown_in_part_and_counted() {
    let mut record = read_json(REAL_RECORD);
    record["canonical_record"]["metadata"]["license"] = "é".repeat(3000).into();
    let path = scratch("long.json", record.to_string().as_bytes());
    let explanation = explain(path.to_str().unwrap());
    let item = items(&explanation).next().unwrap();
    let shown = item["values"][0].as_str().unwrap();
    assert!(
        shown.contains("éé … éé") && shown.chars().count() < 1100,
        "{shown}"
    );
    let prints = lines(&item["shell"]["prints"]);
    assert_eq!(paste(&lines(&item["shell"]["lines"])), prints);
    assert!(prints.parse::<usize>().unwrap() > 6000);
}

#[test]
fn standard_input_and_unprintable_names_get_another_name() {
    let output = run_with_input(&["explain"], &read(REAL_RECORD));
    assert_eq!(status(&output), 0);
    let text = stdout(&output);
    assert!(text.contains("save the document as record.json"), "{text}");
    assert!(
        text.contains("pith canon record.json | sha256sum"),
        "{text}"
    );
    let path = scratch("a\u{1b}[31m\n'b.json", &read(REAL_RECORD));
    let text = stdout(&run(&["explain", path.to_str().unwrap()]));
    assert!(
        text.contains("pith canon record.json | sha256sum"),
        "{text}"
    );
    let path = scratch("it's $HOME.json", &read(REAL_RECORD));
    for shell in shells(&explain(path.to_str().unwrap())) {
        assert_eq!(paste(&lines(&shell["lines"])), lines(&shell["prints"]));
    }
}
