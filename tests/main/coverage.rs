//! Tests `--coverage`: it lists the values of a document by class, up to a limit.

use crate::support::run::{reports, run, run_with_input, status, stdout};
use crate::support::{REAL_RECORD, read_json};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

#[test]
fn lists_the_leaves_of_each_class_on_request() {
    let report = &reports(&run(&["verify", "--json", "--coverage", RECORD]))[0];
    for class in ["signed", "checked", "mirrored", "hash_bound", "unsigned"] {
        let leaves = report["leaves"][class].as_array().unwrap();
        assert_eq!(
            Some(leaves.len() as u64),
            report["coverage"][class].as_u64(),
            "{class}"
        );
        assert!(!leaves.is_empty(), "{class}");
    }
    assert_eq!(
        reports(&run(&["verify", "--json", RECORD]))[0]["leaves"],
        Value::Null
    );
    let text = stdout(&run(&["verify", "--coverage", RECORD]));
    assert!(
        text.contains("\nunsigned  ") && text.contains("\n  /paper/authors_text\n"),
        "{text}"
    );
}

/// Each JSON Pointer repeats the names above it, so the list could be far longer than the
/// document.
#[test]
fn lists_leaves_up_to_a_limit_and_counts_the_rest() {
    let mut record = read_json(REAL_RECORD);
    record["n".repeat(10_000)] = vec![0; 10_000].into();
    let input = record.to_string();
    let output = run_with_input(&["verify", "--json", "--coverage", "-"], input.as_bytes());
    assert_eq!(status(&output), 0);
    assert!(
        output.stdout.len() < 3 * input.len(),
        "{}",
        output.stdout.len()
    );
    let report = reports(&output).remove(0);
    let omitted = report["leaves_omitted"].as_u64().unwrap();
    assert!(omitted > 9_000, "{omitted}");
    let sum = |member: &str, of: fn(&Value) -> u64| {
        report[member]
            .as_object()
            .unwrap()
            .values()
            .map(of)
            .sum::<u64>()
    };
    let listed = sum("leaves", |leaves| leaves.as_array().unwrap().len() as u64);
    assert_eq!(
        listed + omitted,
        sum("coverage", |count| count.as_u64().unwrap())
    );
    let text = run_with_input(&["verify", "--coverage", "-"], input.as_bytes());
    let told = format!("The last {omitted} values of the document are counted, not listed.");
    assert!(stdout(&text).contains(&told));
    let whole = reports(&run(&["verify", "--json", "--coverage", RECORD])).remove(0);
    assert_eq!(whole["leaves_omitted"], 0);
}
