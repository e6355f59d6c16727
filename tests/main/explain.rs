//! Tests `pith explain`: every step is shown, every shell line does what it says, and nothing
//! hostile is printed.

#[cfg(target_os = "linux")]
mod shell_lines;

use crate::support::run::{pith, run, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, fixture, read_json, stem, walk};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const TEST_KEY: &str = "fixtures/keys/pith-test-1.json";

fn explain(path: &str) -> Value {
    let output = run(&["explain", "--json", "--key", TEST_KEY, path]);
    assert_eq!(stderr(&output), "", "{path}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn items(explanation: &Value) -> impl Iterator<Item = &Value> {
    let steps = explanation["steps"].as_array().unwrap().iter();
    steps.flat_map(|step| step["items"].as_array().unwrap())
}

fn shells(explanation: &Value) -> Vec<&Value> {
    let shells = items(explanation).map(|item| &item["shell"]);
    let all = shells.chain([&explanation["map_shell"]]);
    all.filter(|shell| !shell.is_null()).collect()
}

fn lines(of: &Value) -> String {
    let lines = of.as_array().unwrap().iter();
    lines
        .map(|line| line.as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns paths of documents of every sort, intact and altered.
fn examples() -> Vec<String> {
    let mut paths: Vec<_> = walk("valid");
    paths.retain(|path| {
        stem(path).contains('-') || ["4QHRGH5A", "4K6GSOJWB7QU2RFIL3CD3BQJ62"].contains(&stem(path))
    });
    let broken = [
        "canonical-hash",
        "title",
        "receipt-signature--one",
        "graph-",
        "cross-cats",
        "alias_doi",
        "source",
    ];
    let invalid = walk("invalid").into_iter();
    paths.extend(invalid.filter(|path| broken.iter().any(|name| stem(path).starts_with(name))));
    paths.extend(walk("unverifiable"));
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    let root = env!("CARGO_MANIFEST_DIR");
    let paths = paths.iter().map(|path| path.strip_prefix(root).unwrap());
    paths
        .map(|path| path.to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn text_shows_shell_lines_that_can_be_pasted() {
    let text = stdout(&run(&["explain", "--key", TEST_KEY, RECORD]));
    let explanation = explain(RECORD);
    let shells = shells(&explanation);
    assert!(shells.len() > 35, "{}", shells.len());
    for line in shells
        .iter()
        .flat_map(|shell| shell["lines"].as_array().unwrap())
    {
        let line = line.as_str().unwrap();
        assert!(
            text.lines().any(|shown| shown.trim_start() == line),
            "{line}"
        );
    }
}

#[test]
fn every_check_of_the_report_is_in_exactly_one_step() {
    for path in examples() {
        let explanation = explain(&path);
        let mut told: Vec<_> = items(&explanation).map(|item| &item["check"]).collect();
        told.retain(|check| !check.is_null());
        let mut reported: Vec<_> = explanation["report"]["checks"]
            .as_array()
            .unwrap()
            .iter()
            .collect();
        told.sort_by_key(|check| check.to_string());
        reported.sort_by_key(|check| check.to_string());
        assert_eq!(told, reported, "{path}");
    }
}

#[test]
fn report_and_exit_status_are_those_of_verify() {
    for path in examples() {
        let explained = run(&["explain", "--json", "--key", TEST_KEY, &path]);
        let verified = run(&["verify", "--json", "--key", TEST_KEY, &path]);
        let explanation: Value = serde_json::from_slice(&explained.stdout).unwrap();
        let report: Value = serde_json::from_slice(&verified.stdout).unwrap();
        assert_eq!(explanation["report"], report, "{path}");
        assert_eq!(status(&explained), status(&verified), "{path}");
    }
}

#[test]
fn the_map_holds_every_leaf_once_with_its_class() {
    for path in examples() {
        let explanation = explain(&path);
        let coverage = &explanation["report"]["coverage"];
        for (class, count) in coverage.as_object().unwrap() {
            let regions = explanation["map"].as_array().unwrap().iter();
            let regions = regions.filter(|region| region["class"] == **class);
            let leaves: u64 = regions
                .map(|region| region["leaves"].as_u64().unwrap())
                .sum();
            assert_eq!(Some(leaves), count.as_u64(), "{path} {class}");
        }
    }
    let record = read_json(REAL_RECORD);
    let explanation = explain(RECORD);
    for region in explanation["map"].as_array().unwrap() {
        let value = record.pointer(region["pointer"].as_str().unwrap()).unwrap();
        if value.to_string().len() < 200 {
            assert_eq!(region["value"], *value);
        }
    }
}

#[test]
fn a_reader_finds_the_whole_derivation() {
    let text = stdout(&run(&["explain", RECORD]));
    for shown in [
        "456 bytes",
        "e2bc6939360fe14d44a85ec43d8609f6bf468456709f3f2ee52fa1625102ed2a",
        "4K6GSOJWB7QU2RFIL3CD3BQJ627UNBCWOCPT6LXFF6QWEUIC5UVA",
        "= 2021",
        "= 10.48550/arxiv.2106.06530",
        "stVStoiQhXFxp4s2pdzPNoqVNBMojDU/fJ2db5S3CbM=",
        "8d4b5ee74e4693bcd1df2446408b0d54",
        "label noise sgd provably prefers flat global minimizers",
        "unsigned, 90: anyone could have changed it",
        "\"Alex Damian, Jason D. Lee, Tengyu Ma\"",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    let steps = explain(RECORD);
    let ids: Vec<_> = steps["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["id"])
        .collect();
    assert_eq!(
        ids,
        [
            "canonical-form",
            "digest",
            "identifiers",
            "aliases",
            "receipt",
            "copies",
            "texts",
            "snapshots"
        ]
    );
}

#[test]
fn an_altered_record_is_explained_to_the_end() {
    let output = run(&[
        "explain",
        "fixtures/invalid/canonical-hash--version-altered.json",
    ]);
    let text = stdout(&output);
    assert_eq!(status(&output), 1);
    for shown in [
        "  Where       /canonical_record/source/version\n",
        "8. Snapshots and links",
        "Signature Verification Failure",
        "This record was altered after it was signed.",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    let output = run(&["explain", "fixtures/invalid/invalid-json--nan.json"]);
    assert_eq!(status(&output), 2);
    assert!(stdout(&output).contains("(invalid-json).\n  Where       byte "));
}

#[test]
fn a_file_of_many_documents_gets_a_hint() {
    let record = stdout(&run(&["canon", "--pointer", "", RECORD]));
    let path = scratch("two.jsonl", format!("{record}\n{record}\n").as_bytes());
    let output = run(&["explain", path.to_str().unwrap()]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("sed -n 17p FILE | pith explain"));
}

#[test]
fn hostile_text_is_escaped_in_every_place() {
    let hostile = "\u{1b}[2J\u{202e}'\"; rm -r /\u{9b}1m\n`x`$(y)";
    let mut record = read_json(REAL_RECORD);
    let mut pointers = Vec::new();
    for path in explain(RECORD)["map"].as_array().unwrap() {
        pointers.push(path["pointer"].as_str().unwrap().to_owned());
    }
    for pointer in &pointers {
        let keep = [
            "/record_type",
            "/schema_version",
            "/canonical_record/schema_version",
        ];
        if !keep.contains(&pointer.as_str()) {
            *record.pointer_mut(pointer).unwrap() = hostile.into();
        }
    }
    record[hostile] = hostile.into();
    record["canonical_record"][hostile] = hostile.into();
    let path = scratch("hostile\u{202e}.json", record.to_string().as_bytes());
    for arguments in [&["explain"][..], &["explain", "--json"]] {
        let output = pith(arguments).arg(&path).output().unwrap();
        let text = stdout(&output);
        let bad = |char| char != '\n' && pith_verify::report::escape::is_hostile(char);
        assert!(!text.contains(bad), "{text}");
        assert_eq!(status(&output), 1);
        let output = pith(arguments)
            .args([&path, &fixture(REAL_RECORD)])
            .output()
            .unwrap();
        assert!(!stdout(&output).contains(bad));
    }
    // No shell line contains anything hostile.
    let explanation = pith(&["explain", "--json"]).arg(&path).output().unwrap();
    let explanation: Value = serde_json::from_slice(&explanation.stdout).unwrap();
    for shell in shells(&explanation) {
        assert!(!lines(&shell["lines"]).contains("rm -r /"), "{shell}");
    }
}
