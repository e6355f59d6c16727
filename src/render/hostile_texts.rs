//! Tests that the number of steps grows in proportion to the size of texts that are hard to escape.
//!
//! The texts are in records, in key files and by themselves, and every format is tested.

use std::io;

use data_encoding::BASE64;
use ed25519_dalek::SigningKey;

use super::html::escape::Shown;
use super::{FORMATS, Style, write_explanation, write_explanation_html, write_explanation_json};
use crate::Verifier;
use crate::explain::{Explanation, RepeatedOptions};
use crate::json::document::Document;
use crate::json::shorten::shorten;
use crate::json::work;
use crate::report::Source;
use crate::report::escape::{Visible, write_json};
use crate::trust::key_file::parse_key_file;
use crate::trust::keyring::Keyring;

const MAX_GROWTH: f64 = 2.3;

/// Returns texts whose size is in proportion to `count`, each with a name.
fn texts(count: usize) -> Vec<(&'static str, String)> {
    [
        ("hidden characters", "\u{200b}"),
        ("control characters", "\u{7}x"),
        ("noncharacters", "\u{ffff}"),
        ("number signs", "#"),
        ("nearly commands", "##a"),
        ("commands", "##vso["),
        ("spaces", " "),
        ("colons", "::"),
        ("quotes", "\\\""),
    ]
    .map(|(name, text)| (name, text.repeat(count)))
    .into_iter()
    .chain([("one long command", format!("##{}", "a".repeat(count)))])
    .collect()
}

/// Checks that some work on each text takes about twice the steps for twice the size.
fn check(what: &str, count: usize, work: impl Fn(&str)) {
    for ((name, one), (_, two)) in texts(count).iter().zip(&texts(2 * count)) {
        let steps = |text: &str| work::of(|| work(text)) as f64;
        let ratio = steps(two) / steps(one);
        assert!(
            ratio < MAX_GROWTH,
            "{what} of {name}: {ratio} times the steps"
        );
    }
}

/// Verifies a document, and writes the report in every format and the explanation in all three.
fn report_on(document: &[u8]) {
    let verifier = Verifier {
        list_leaves: true,
        ..Verifier::default()
    };
    let reading = Document::read(document);
    let report = verifier.report(Source::file("x"), &reading);
    let style = Style {
        verbose: true,
        ..Style::default()
    };
    for format in FORMATS {
        (format.write)(&report, style, &mut Vec::new()).unwrap();
    }
    let invocation = RepeatedOptions::default().invocation("x");
    let explanation = Explanation::of(&verifier, Source::file("x"), &reading, invocation);
    write_explanation(&explanation, style, &mut io::sink()).unwrap();
    write_explanation_json(&explanation, &mut io::sink()).unwrap();
    write_explanation_html(&explanation, &mut io::sink()).unwrap();
}

/// Returns a text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn escapes_texts_in_one_pass() {
    check("escaping", 5_000, |text| drop(Visible(text).to_string()));
    check("serialising", 5_000, |text| {
        drop(serde_json::to_string(&Visible(text)).unwrap());
    });
    check("escaping in JSON", 5_000, |text| {
        write_json(text, &mut Vec::new());
    });
    check("escaping in HTML", 5_000, |text| {
        use askama::filters::Escaper as _;
        Shown.write_escaped_str(&mut String::new(), text).unwrap();
    });
    check("quoting", 5_000, |text| {
        drop(Visible(&shorten(text)).to_string());
    });
}

#[test]
fn reports_on_hostile_names_and_values_in_one_pass() {
    let real = include_str!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
    let rest = real.trim_start().trim_start_matches('{');
    check("reports on a name", 100_000, |text| {
        report_on(format!("{{{}:0,{rest}", quoted(text)).as_bytes());
    });
    check("reports on a value", 100_000, |text| {
        let title = format!("\"title\":{},\"x\":", quoted(text));
        report_on(real.replacen("\"title\":", &title, 1).as_bytes());
    });
    check("reports on what is not JSON", 100_000, |text| {
        report_on(text.as_bytes());
    });
}

#[test]
fn reads_key_files_in_one_pass_and_quotes_them_in_part() {
    let real = include_str!("../../fixtures/keys/pith-test-1.json");
    let key: serde_json::Value = serde_json::from_str(real).unwrap();
    for member in [
        "key_id",
        "algorithm",
        "fingerprint_sha256_hex",
        "public_key_b64",
        "manifest_type",
    ] {
        check(member, 5_000, |text| {
            let mut file = key.clone();
            file[member] = text.into();
            let file = file.to_string();
            let error = parse_key_file(file.as_bytes()).unwrap_err().to_string();
            assert!(error.chars().count() < 400, "{member}: {error}");
            report_on(file.as_bytes());
        });
    }
}

#[test]
fn trusts_many_keys_in_one_pass() {
    let steps = |count: u32| {
        let keys = (0..count).map(|number| {
            let mut seed = [0; 32];
            seed[..4].copy_from_slice(&number.to_le_bytes());
            let key = SigningKey::from_bytes(&seed).verifying_key();
            let key = BASE64.encode(key.as_bytes());
            format!(r#"{{"public_key":{{"key_id":"k{number}","public_key_b64":"{key}"}}}}"#)
        });
        let keys = keys.collect::<Vec<_>>().join(",");
        let manifest = format!(r#"{{"manifest_type":"pith_mirror_manifest","mirrors":[{keys}]}}"#);
        work::of(|| {
            let mut keyring = Keyring::built_in();
            for key in parse_key_file(manifest.as_bytes()).unwrap() {
                keyring.trust(key.clone()).unwrap();
                keyring.trust(key).unwrap();
            }
            assert_eq!(keyring.iter().count() as u32, count + 1);
            report_on(manifest.as_bytes());
        }) as f64
    };
    let ratio = steps(4_000) / steps(2_000);
    assert!(ratio < MAX_GROWTH, "{ratio} times the steps");
}
