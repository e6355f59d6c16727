//! Verifies any bytes: no panic, no hostile output, and no pass that the second opinion
//! refuses.

#![no_main]

mod numbers;
mod opinion;
#[path = "../../tests/main/support/slow.rs"]
mod slow;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use pith_verify::Verifier;
use pith_verify::explain::compare::Comparison;
use pith_verify::explain::{Explanation, RepeatedOptions};
use pith_verify::json::document::Document;
use pith_verify::parse_key_file;
use pith_verify::render::{self, FORMATS, Style};
use pith_verify::report::escape::is_hostile;
use pith_verify::report::{Source, Verdict};
use pith_verify::verify::Reading;

fn verifier() -> &'static Verifier {
    static VERIFIER: OnceLock<Verifier> = OnceLock::new();
    VERIFIER.get_or_init(|| {
        let mut verifier = Verifier::default();
        let file = include_bytes!("../../fixtures/keys/pith-test-1.json");
        for key in parse_key_file(file).expect("the test key") {
            verifier.keys.trust(key).expect("the test key");
        }
        verifier.list_leaves = true;
        verifier
    })
}

/// Returns a verifier that also has the record of the states. Integrity documents are about
/// other papers.
fn with_record() -> &'static Verifier {
    static VERIFIER: OnceLock<Verifier> = OnceLock::new();
    VERIFIER.get_or_init(|| {
        let mut verifier = verifier().clone();
        let record = verifier.verified_record(opinion::REAL);
        verifier
            .given_records
            .push(record.expect("a signed record"));
        verifier
    })
}

fn check_harmless(name: &str, out: Vec<u8>) {
    let out = String::from_utf8(out).expect("UTF-8");
    let hostile = |char| char != '\n' && is_hostile(char);
    assert!(!out.contains(hostile), "{name}: {out:?}");
    assert!(!out.contains("##["), "{name}: {out:?}");
    // The annotations of `github` are commands of our own.
    let command = |line: &str| name != "github" && line.trim_start().starts_with("::");
    assert!(!out.lines().any(command), "{name}: {out:?}");
}

/// Checks everything that one verifier reports on a document.
fn check(verifier: &Verifier, bytes: &[u8], reading: &Reading<'_>) {
    let source = || Source::file("fuzzed\u{1b}.json");
    let mut style = Style::default();
    style.verbose = true;
    let report = verifier.report(source(), reading);
    if report.verdict() == Verdict::Pass {
        let kind = report.kind().expect("a kind of document");
        opinion::check(verifier, kind.name, bytes);
    }
    let owned = verifier.verify(source(), bytes);
    let json = |report| serde_json::to_string(report).expect("written to memory");
    assert_eq!(
        json(&owned),
        json(&report),
        "an owned report says something else"
    );
    check_harmless("serde", json(&owned).into_bytes());
    for format in FORMATS {
        let mut out = Vec::new();
        (format.write)(&report, style, &mut out).expect("written to memory");
        check_harmless(format.name, out);
    }
    let invocation = RepeatedOptions::default().invocation("fuzzed\u{1b}.json");
    let explanation = Explanation::of(verifier, source(), reading, invocation);
    assert_eq!(explanation.report.verdict(), report.verdict());
    let real = Document::read(opinion::REAL);
    let comparison = Comparison::of(verifier, [source(), source()], [reading, &real]);
    let mut out = Vec::new();
    render::write_explanation(&explanation, style, &mut out).expect("written to memory");
    render::write_explanation_json(&explanation, &mut out).expect("written to memory");
    render::write_comparison(&comparison, style, &mut out).expect("written to memory");
    render::write_comparison_json(&comparison, &mut out).expect("written to memory");
    check_harmless("explanation", out);
}

fuzz_target!(|bytes: &[u8]| {
    let reading = Document::read(bytes);
    check(verifier(), bytes, &reading);
    // Given records change nothing for records.
    let kind = verifier().report(None, &reading).kind();
    if kind.is_some_and(|kind| kind.name != "record") {
        check(with_record(), bytes, &reading);
    }
});
