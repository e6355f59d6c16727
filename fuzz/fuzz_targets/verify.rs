//! Any bytes, verified: no panic, nothing hostile printed, and no pass without a second opinion.

#![no_main]

use std::sync::OnceLock;

use data_encoding::{BASE32, BASE64, HEXLOWER};
use ed25519_dalek::{Signature, VerifyingKey};
use libfuzzer_sys::fuzz_target;
use pith_verify::Verifier;
use pith_verify::explain::compare::Comparison;
use pith_verify::explain::{Explanation, Invocation};
use pith_verify::json::document::Document;
use pith_verify::parse_key_file;
use pith_verify::render::{self, FORMATS, Style};
use pith_verify::report::escape::is_hostile;
use pith_verify::report::{Source, Verdict};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

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

/// The canonical form of what a signed record may hold: slow, and written apart from the library.
fn canonical(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => value.to_string(),
        Value::Number(number) => {
            let text = number.to_string();
            assert!(
                text.bytes().all(|byte| byte.is_ascii_digit()),
                "signed {text}"
            );
            text
        }
        Value::String(text) => {
            assert!(text.chars().all(|char| char >= ' '), "signed {text:?}");
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort();
            let members: Vec<_> = names
                .iter()
                .map(|name| {
                    format!(
                        "{}:{}",
                        canonical(&Value::from(name.as_str())),
                        canonical(&members[name.as_str()])
                    )
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

#[derive(Deserialize)]
struct Record {
    canonical_record: Value,
    canonical_sha256: String,
    pith_number: String,
    receipt: Receipt,
}

#[derive(Deserialize)]
struct Receipt {
    canonical_sha256: String,
    key_id: String,
    signature_b64: String,
}

/// What a pass promises at the least, checked by other means.
fn second_opinion(bytes: &[u8]) {
    let record: Record = serde_json::from_slice(bytes).expect("JSON");
    let digest = Sha256::digest(canonical(&record.canonical_record));
    assert_eq!(record.canonical_sha256, HEXLOWER.encode(&digest));
    assert_eq!(record.receipt.canonical_sha256, HEXLOWER.encode(&digest));
    let identifier = &BASE32.encode(&digest)[..26];
    let date = &record.canonical_record["metadata"]["submitted_at"];
    let year = &date.as_str().expect("a date")[..4];
    assert_eq!(record.pith_number, format!("pith:{year}:{identifier}"));
    let id = record.receipt.key_id;
    let key = verifier()
        .keys
        .iter()
        .find(|key| key.id() == id)
        .expect("a trusted key");
    let raw = BASE64
        .decode(key.key().to_base64().as_bytes())
        .expect("base64");
    let key = VerifyingKey::from_bytes(&raw.try_into().expect("32 bytes")).expect("a key");
    let signature = BASE64
        .decode(record.receipt.signature_b64.as_bytes())
        .expect("base64");
    let signature = Signature::from_slice(&signature).expect("64 bytes");
    key.verify_strict(&digest, &signature)
        .expect("a passed signature");
}

fn hold_harmless(name: &str, out: Vec<u8>) {
    let out = String::from_utf8(out).expect("UTF-8");
    let hostile = |char| char != '\n' && is_hostile(char);
    assert!(!out.contains(hostile), "{name}: {out:?}");
    assert!(!out.contains("##["), "{name}: {out:?}");
    // The annotations of `github` are our own commands.
    let command = |line: &str| name != "github" && line.trim_start().starts_with("::");
    assert!(!out.lines().any(command), "{name}: {out:?}");
}

fuzz_target!(|bytes: &[u8]| {
    let source = || Source::file("fuzzed\u{1b}.json");
    let mut style = Style::default();
    style.verbose = true;
    let reading = Document::read(bytes);
    let report = verifier().report(source(), &reading);
    if report.verdict() == Verdict::Pass {
        second_opinion(bytes);
    }
    let owned = verifier().verify(source(), bytes);
    let json = |report| serde_json::to_string(report).expect("written to memory");
    assert_eq!(
        json(&owned),
        json(&report),
        "an owned report says something else"
    );
    hold_harmless("serde", json(&owned).into_bytes());
    for format in FORMATS {
        let mut out = Vec::new();
        (format.write)(&report, style, &mut out).expect("written to memory");
        hold_harmless(format.name, out);
    }
    let invocation = Invocation::new("fuzzed\u{1b}.json", &[], &[]);
    let explanation = Explanation::of(verifier(), source(), &reading, &invocation);
    assert_eq!(explanation.report.verdict(), report.verdict());
    let real = include_bytes!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
    let real = Document::read(real);
    let comparison = Comparison::of(verifier(), [source(), source()], [&reading, &real]);
    let mut out = Vec::new();
    render::write_explanation(&explanation, style, &mut out).expect("written to memory");
    render::write_explanation_json(&explanation, &mut out).expect("written to memory");
    render::write_comparison(&comparison, style, &mut out).expect("written to memory");
    render::write_comparison_json(&comparison, &mut out).expect("written to memory");
    hold_harmless("explanation", out);
});
