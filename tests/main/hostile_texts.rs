//! Tests that long texts that are hard to escape do not make messages long.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use crate::support::run::{run, scratch, status, stderr, stdout};
use crate::support::{REAL_INTEGRITY, REAL_RECORD, TEST_KEY_FILE, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// The largest report: it has about 40 checks.
const MAX_REPORT: usize = 30_000;
const MAX_EXPLANATION: usize = 200_000;
/// The largest message, which quotes one or two texts.
const MAX_MESSAGE: usize = 3_000;
/// The largest list of leaves.
///
/// JSON Pointers are listed in full: 900,000 bytes, in which three bytes can become the eight of
/// `\u{200b}`.
const MAX_COVERAGE: usize = 3_000_000;

/// Returns texts of 900,000 bytes, each with a name.
fn texts() -> [(&'static str, String); 4] {
    [
        ("hidden", "\u{200b}".repeat(300_000)),
        ("commands", "##[".repeat(300_000)),
        ("nearly-commands", "##a".repeat(300_000)),
        ("letters", "a".repeat(900_000)),
    ]
}

/// Returns the real record with one more member, whose name is the text.
fn record(name: &str) -> String {
    let mut record = read_json(REAL_RECORD);
    record[name] = 0.into();
    record.to_string()
}

fn file(name: &str, content: &str) -> PathBuf {
    scratch(name, content.as_bytes())
}

/// Runs the command, and checks the length of its output on both streams.
fn bounded(arguments: &[&str], max: usize, what: &str) -> Output {
    let output = run(arguments);
    let length = output.stdout.len() + output.stderr.len();
    assert!(
        length <= max,
        "{what}: {} ...: {length} bytes",
        arguments[0]
    );
    output
}

/// Runs every format of reports and explanations on a file.
fn bounded_everywhere(path: &str, expected: i32, what: &str) {
    for format in ["text", "json", "brief", "csv", "junit", "github"] {
        let arguments = ["verify", "-v", "--format", format, path, "--coverage"];
        bounded(&arguments, MAX_COVERAGE, what);
        let output = bounded(&arguments[..5], MAX_REPORT, what);
        assert_eq!(status(&output), expected, "{what}, {format}");
    }
    for format in ["--color=never", "--json", "--html"] {
        let arguments = ["explain", format, path];
        let output = bounded(&arguments, MAX_EXPLANATION, what);
        assert_eq!(status(&output), expected, "{what}, {format}");
    }
    bounded(&["explain", path, RECORD], MAX_REPORT, what);
}

#[test]
fn a_long_name_does_not_make_the_report_long() {
    for (name, text) in texts() {
        let path = file(&format!("long-name-{name}.json"), &record(&text));
        bounded_everywhere(path.to_str().unwrap(), 0, name);
    }
}

#[test]
fn a_long_arxiv_id_does_not_make_the_report_long() {
    for (name, text) in texts() {
        let mut integrity = read_json(REAL_INTEGRITY);
        integrity["arxiv_id"] = text.into();
        let path = file(&format!("long-id-{name}.json"), &integrity.to_string());
        let path = path.to_str().unwrap();
        bounded_everywhere(path, 1, name);
        let summary = scratch(&format!("long-id-{name}-summary.json"), b"");
        let summary_path = summary.to_str().unwrap();
        let arguments = [
            "verify",
            "-v",
            "--no-duplicates",
            "--summary",
            summary_path,
            path,
            path,
        ];
        bounded(&arguments, MAX_REPORT, name);
        let length = std::fs::metadata(summary).unwrap().len();
        assert!(length < MAX_REPORT as u64, "{name}: {length} bytes");
    }
}

#[test]
fn a_long_text_in_a_key_file_does_not_make_the_message_long() {
    for member in [
        "key_id",
        "algorithm",
        "public_key_b64",
        "public_key_hex",
        "fingerprint_sha256_hex",
        "fingerprint_sha256_b32_first128bits",
        "manifest_type",
    ] {
        for (name, text) in texts() {
            let mut key = read_json(TEST_KEY_FILE);
            key[member] = text.into();
            let path = file(&format!("long-{member}-{name}.json"), &key.to_string());
            let path = path.to_str().unwrap();
            bounded_everywhere(path, 2, member);
            for arguments in [
                &["keys", path][..],
                &["verify", "--key", path, RECORD],
                &["explain", "--key", path, RECORD],
            ] {
                let output = bounded(arguments, MAX_MESSAGE, member);
                assert_eq!((status(&output), stdout(&output)), (2, String::new()));
                assert!(stderr(&output).contains(&format!("/{member}")), "{member}");
            }
        }
    }
    for (name, text) in texts() {
        let pem = format!("-----BEGIN {text}-----\n{text}\n-----END {text}-----\n");
        let path = file(&format!("long-{name}.pem"), &pem);
        let path = path.to_str().unwrap();
        bounded(&["keys", path], MAX_MESSAGE, name);
        bounded(&["verify", path], MAX_REPORT, name);
    }
}

#[test]
fn two_keys_with_one_long_id_do_not_make_the_message_long() {
    let [mut one, mut other] = [TEST_KEY_FILE, "keys/pith-v1-2026-05.json"].map(read_json);
    let id = "k".repeat(200);
    for key in [&mut one, &mut other] {
        key["key_id"] = id.clone().into();
    }
    let paths = [("one", one), ("other", other)]
        .map(|(name, key)| file(&format!("same-id-{name}.json"), &key.to_string()));
    let [one, other] = paths.each_ref().map(|path| path.to_str().unwrap());
    let output = bounded(&["keys", one, other], MAX_MESSAGE, "ids");
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains(&format!("already trusted as {id} ")));
}

#[test]
fn only_the_first_of_many_keys_are_named_in_a_report() {
    let keys = [TEST_KEY_FILE, "keys/pith-v1-2026-05.json"].map(read_json);
    let mirror = |key: &Value| serde_json::json!({"public_key": key});
    let manifest = |count: usize| {
        let mirrors: Vec<_> = keys.iter().cycle().take(count).map(mirror).collect();
        let manifest =
            serde_json::json!({"manifest_type": "pith_mirror_manifest", "mirrors": mirrors});
        file(&format!("manifest-of-{count}.json"), &manifest.to_string())
    };
    for (count, others) in [(3, false), (4, true), (10_000, true)] {
        let path = manifest(count);
        let output = bounded(
            &["verify", path.to_str().unwrap()],
            MAX_MESSAGE,
            "many keys",
        );
        let said = stdout(&output);
        let said: Vec<_> = said.split_whitespace().collect();
        let said = said.join(" ");
        assert_eq!(said.matches(" with the fingerprint ").count(), 3, "{said}");
        assert_eq!(said.contains(", and others"), others, "{said}");
    }
}

#[test]
fn a_long_line_in_a_list_does_not_make_the_message_long() {
    for (name, text) in texts() {
        for line in [
            text.clone(),
            format!("{text}/0305021"),
            format!("2106.06530v1{}", "0".repeat(900_000)),
        ] {
            let list = file(
                &format!("long-line-{name}.txt"),
                &format!("4K6GSOJW\n{line}\n"),
            );
            let list = list.to_str().unwrap();
            let arguments = ["verify", "--expect-list", list, RECORD];
            let output = bounded(&arguments, MAX_MESSAGE, name);
            assert_eq!((status(&output), stdout(&output)), (2, String::new()));
            assert!(stderr(&output).contains("neither a Pith Number"), "{name}");
        }
    }
}

#[test]
fn a_long_argument_does_not_make_the_message_long() {
    let long = "\u{200b}".repeat(30_000);
    let required = format!("{long}=x");
    let date = format!("submitted-after={long}");
    let number = format!("/{long}");
    for arguments in [
        &["verify", "--expect", &long, RECORD][..],
        &["verify", "--require", &required, RECORD],
        &["verify", "--require", &date, RECORD],
        &["verify", "--max-size", &long, RECORD],
        &["verify", "--format", &long, RECORD],
        &["canon", "--pointer", &long, RECORD],
        &["canon", "--pointer", &number, RECORD],
        &[&long],
    ] {
        let output = bounded(arguments, 2 * MAX_MESSAGE, "argument");
        assert_eq!((status(&output), stdout(&output)), (2, String::new()));
    }
}
