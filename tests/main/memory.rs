//! Tests that memory is proportional to the document, whatever it contains and whatever is
//! requested.

use crate::support::run::{on_every_core, scratch, shell, stderr};
use crate::support::{REAL_INTEGRITY, REAL_RECORD, read, read_json};

/// Returns documents of about `size` bytes that are hard to read.
fn hostile_documents(size: usize) -> Vec<(&'static str, String)> {
    let repeated = |open: &str, item: &str, close: &str| {
        format!("{open}{}{close}", item.repeat(size / item.len()))
    };
    let names: Vec<_> = (0..size / 12)
        .map(|number| format!("\"{number:x}\":0"))
        .collect();
    vec![
        ("numbers", repeated("[", "0,", "0]")),
        ("floats", repeated("[", "9e9,", "9e9]")),
        ("arrays", repeated("[", "[],", "[]]")),
        ("objects", repeated("[", "{},", "{}]")),
        ("depth", repeated("", "[", "")),
        ("escapes", repeated("\"", "\\u0001", "\"")),
        ("digits", repeated("", "9", "")),
        ("exponent", format!("1e{}", "9".repeat(size))),
        ("names", format!("{{{}}}", names.join(","))),
        (
            "long name over many leaves",
            format!(
                "{{\"{}\":[{}0]}}",
                "n".repeat(size / 3),
                "0,".repeat(size / 3)
            ),
        ),
        (
            "long name over numbers that grow",
            format!(
                "{{\"{}\":[{}0]}}",
                "n".repeat(size / 3),
                "1e15,".repeat(size / 8)
            ),
        ),
    ]
}

/// Returns records of about `size` bytes that are hard to explain and to compare.
fn hostile_records(size: usize) -> Vec<(&'static str, String)> {
    let real = stringified(REAL_RECORD);
    let items = |item: &str| item.repeat(size / item.len());
    let members = |count: usize, from: usize| {
        let members = (0..count).map(|number| format!("\"m{:07}\":0,", number.abs_diff(from)));
        members.collect::<String>()
    };
    let both = format!("\"paper\":{{{}", members(size / 26, 0));
    let reversed = format!("\"paper\":{{{}", members(size / 26, size / 26));
    let (head, tail) = real.split_once("\"graph_snapshot\":").unwrap();
    vec![
        (
            "copies in another order",
            format!(
                "{}\"graph_snapshot\":{}",
                head.replacen("\"paper\":{", &both, 1),
                tail.replacen("\"paper\":{", &reversed, 1)
            ),
        ),
        (
            "signed numbers that grow",
            real.replacen(
                "\"metadata\":{",
                &format!("\"metadata\":{{\"x\":[{}0],", items("1e15,")),
                1,
            ),
        ),
        (
            "findings",
            real.replacen(
                "\"findings\":[",
                &format!("\"findings\":[{}0,", items("1e15,")),
                1,
            )
            .replacen(",]", "]", 1),
        ),
        ("findings with many detectors", findings(size)),
        (
            "long source id",
            real.replacen("\"id\":\"", &format!("\"id\":\"{}", items("n")), 3),
        ),
    ]
}

/// Returns an integrity document of small findings, each from another detector.
fn findings(size: usize) -> String {
    let findings = (0..size / 45)
        .map(|number| format!("{{\"severity\":\"critical\",\"detector\":\"{number:07}\"}},"));
    let findings: String = findings.collect();
    let mut document = read_json(REAL_INTEGRITY);
    document["integrity"]["findings"] = "HERE".into();
    let document = document.to_string();
    document.replacen(
        "\"HERE\"",
        &format!("[{}]", findings.trim_end_matches(',')),
        1,
    )
}

fn stringified(path: &str) -> String {
    String::from_utf8(read(path)).unwrap()
}

/// The size of the largest document.
const LARGE: usize = 4 << 20;

/// The commands that are run on every document.
const COMMANDS: &[&str] = &[
    "verify -q",
    "verify --json --coverage",
    "verify --coverage --jobs 2 fixtures/valid/4QHRGH5A.json",
    "verify --html /dev/null",
    "verify --junit /dev/null --jobs 2 fixtures/valid/4QHRGH5A.json",
    "canon --pointer ''",
    "explain",
    "explain --json",
    "explain --html",
    "explain --html fixtures/valid/4QHRGH5A.json fixtures/valid/4QHRGH5A.json",
];

#[test]
fn memory_stays_in_proportion_to_the_document() {
    // The limit is on the address space, in KiB: about 8 MiB that the program maps at start,
    // and twelve times the input, which is six times doubled because vectors double their size.
    for (size, limit) in [(2_000, 24 << 10), (LARGE, 12 * (LARGE >> 10) + (8 << 10))] {
        let documents = [hostile_documents(size), hostile_records(size)].concat();
        on_every_core(&documents, |(name, document)| {
            let path = scratch(&format!("memory-{size}-{name}.json"), document.as_bytes());
            for command in COMMANDS {
                // Every thread would reserve memory of its own and not use it.
                let line = format!(
                    r#"ulimit -v {limit}; MALLOC_ARENA_MAX=1 exec "$0" {command} "$1" >/dev/null"#
                );
                let output = shell(&line, &[path.to_str().unwrap()]);
                // If memory runs out, a signal ends the program, and the shell reports 128 or
                // more.
                assert!(
                    output.status.code().is_some_and(|code| code <= 2),
                    "{name} of {size} bytes, {command}: {}",
                    stderr(&output)
                );
            }
            std::fs::remove_file(path).unwrap();
        });
    }
}
