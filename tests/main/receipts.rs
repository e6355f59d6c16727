//! Tests receipts without a signature: nothing about them is wrong, and they prove nothing.

use crate::support::corpus::starts::BUNDLE_START;
use crate::support::defects::receipt::{OF_SIGNATURE, strip};
use crate::support::run::{options, run, scratch, status, stderr, stdout, verify, words};
use crate::support::{REAL_RECORD, fixture, read, read_json};
use pith_verify::Verifier;
use pith_verify::report::Verdict;
use serde_json::Value;

const UNSIGNED: [&str; 2] = [
    "fixtures/unverifiable/receipt-signature--none.json",
    FIRST_BATCH,
];
const FIRST_BATCH: &str =
    "fixtures/unverifiable/receipt-signature--of-a-composed-bundle-of-the-first-batch.json";
const RECEIPT: [&str; 4] = [
    "receipt-terms",
    "receipt-hash",
    "receipt-key",
    "receipt-signature",
];
const SENTENCE: &str =
    "receipt carries no signature, so nothing proves where this record comes from";

fn path(of: &str) -> std::path::PathBuf {
    fixture(of.strip_prefix("fixtures/").unwrap())
}

fn checks(report: &Value) -> impl Iterator<Item = (&str, &str)> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks.map(|check| {
        let text = |name: &str| check[name].as_str().unwrap();
        (text("id"), text("status"))
    })
}

#[test]
fn a_real_bundle_without_a_signature_is_unverifiable_only_for_that() {
    let start = String::from_utf8(read(BUNDLE_START)).unwrap();
    assert!(start.ends_with("{\"kind\":\"pith_receipt\",\"builder_version\":\"pith-number-build"));
    let (status, report) = verify(&path(FIRST_BATCH));
    assert_eq!((status, &report["verdict"]), (2, &"unverifiable".into()));
    assert_eq!(
        report["pith_number"],
        "pith:2026:XCPSYI2IAXYG2QQVR2F7FQ6IIW"
    );
    for (id, status) in checks(&report) {
        let skipped = RECEIPT.contains(&id) || id == "event-signatures";
        assert_eq!(status, if skipped { "skipped" } else { "pass" }, "{id}");
    }
    assert_eq!(checks(&report).count(), 18);
}

#[test]
fn every_format_says_that_the_receipt_has_no_signature() {
    for document in UNSIGNED {
        for options in [
            &["verify"][..],
            &["verify", "-v"],
            &["verify", "--json"],
            &["verify", "--format", "junit"],
            &["verify", "--format", "github"],
            &["explain"],
            &["explain", "--json"],
            &["explain", "--html"],
        ] {
            let output = run(&[options, &[document]].concat());
            assert_eq!(status(&output), 2, "{options:?} {}", stderr(&output));
            let said = words(&stdout(&output)).replace("&#39;", "'");
            assert!(said.contains(SENTENCE), "{options:?} {said}");
        }
        let many = run(&["verify", document, document]);
        let lines = stdout(&many);
        assert_eq!(lines.matches(SENTENCE).count(), 2, "{lines}");
    }
}

#[test]
fn a_document_without_a_signature_vouches_for_nothing_else() {
    let state = "fixtures/valid/composed-state-of-the-real-record.json";
    let output = run(&["verify", "--with", UNSIGNED[0], state]);
    assert_eq!((status(&output), &*stdout(&output)), (2, ""));
    assert!(stderr(&output).contains("does not pass"), "{output:?}");
    let output = run(&["verify", "--require", "key-id=pith-v1-2026-05", UNSIGNED[0]]);
    assert_eq!(status(&output), 1);
}

/// Only the absence of all five members makes a receipt unsigned.
#[test]
fn a_receipt_with_some_members_of_a_signature_fails() {
    let verifier = Verifier::default();
    let verdict = |kept: &[&str]| {
        let mut record = read_json(REAL_RECORD);
        strip(&mut record["receipt"], kept);
        verifier
            .verify(None, record.to_string().as_bytes())
            .verdict()
    };
    let all = 1 << OF_SIGNATURE.len();
    for subset in 0..all {
        let kept = OF_SIGNATURE.iter().enumerate();
        let kept = kept.filter(|(place, _)| subset & (1 << place) != 0);
        let kept: Vec<_> = kept.map(|(_, name)| *name).collect();
        // The date is not signed, so a signature without it proves the same.
        let is_proven = kept.len() + usize::from(!kept.contains(&"signed_at")) == 5;
        let expected = match kept.len() {
            0 => Verdict::Unverifiable,
            5 => Verdict::Pass,
            _ if is_proven => Verdict::Pass,
            _ => Verdict::Fail,
        };
        assert_eq!(verdict(&kept), expected, "{kept:?}");
    }
}

/// Everything else that fails in a signed record also fails in one whose receipt is unsigned.
#[test]
fn an_unsigned_receipt_hides_no_failure() {
    let mut tried = 0;
    for path in crate::support::documents("invalid") {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(mut document) = serde_json::from_slice::<Value>(&bytes) else {
            continue;
        };
        let place = match document["record_type"].is_string() {
            true => "/receipt",
            false => "/events/0/payload/receipt",
        };
        let Some(receipt) = document
            .pointer_mut(place)
            .filter(|receipt| receipt.is_object())
        else {
            continue;
        };
        strip(receipt, &[]);
        let (_, signed) = verify(&path);
        let unsigned = scratch("unsigned.json", document.to_string().as_bytes());
        let options = options(&path);
        let mut arguments = vec!["verify", "--json", unsigned.to_str().unwrap()];
        arguments.extend(options.iter().map(String::as_str));
        let output = run(&arguments);
        let unsigned: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let failed = |report| {
            let failed = checks(report).filter(|(_, status)| *status == "fail");
            let given = |id: &str| id.starts_with("given-") || RECEIPT.contains(&id);
            let failed = failed.filter(|(id, _)| !given(id));
            failed.map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(failed(&signed), failed(&unsigned), "{}", path.display());
        assert_ne!(status(&output), 0);
        tried += 1;
    }
    assert!(tried > 100, "{tried}");
}
