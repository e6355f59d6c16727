//! Attacks states and integrity documents that are compared with signed records.

use crate::support::attack::{self, Target, fails, has};
use crate::support::forge::bundle::{bundle, state};
use crate::support::promise::{verifier, vouched};
use crate::support::{REAL_INTEGRITY, REAL_RECORD, read, read_json};
use pith_verify::report::Verdict;
use pith_verify::{VerifiedRecord, Verifier};
use serde_json::{Value, json};

fn signed(document: &Value) -> VerifiedRecord {
    verifier()
        .verified_record(document.to_string().as_bytes())
        .unwrap()
}

/// Returns a verifier that was given these documents.
fn with(given: &[&Value]) -> Verifier {
    let mut verifier = verifier();
    verifier.given_records = given.iter().map(|document| signed(document)).collect();
    verifier
}

#[test]
fn a_state_passes_only_with_its_own_record() {
    let target = attack::state();
    let (real, other) = (read_json(REAL_RECORD), read_json(super::OTHER_RECORD));
    let text = target.original.to_string();
    let verify = |given: &[&Value]| with(given).verify(None, text.as_bytes());
    let none = verify(&[]);
    assert_eq!(none.verdict(), Verdict::Unverifiable);
    let wrong = verify(&[&other]);
    assert!(fails(&wrong, "given-record"));
    for report in [&none, &wrong] {
        assert_eq!(vouched(report), []);
        assert!(report.key().is_none());
    }
    for given in [
        &[&other, &real][..],
        &[&real, &other],
        &[&bundle(&real, &[])],
    ] {
        let report = verify(given);
        assert_eq!(report.verdict(), Verdict::Pass);
        assert_eq!(report.key().unwrap().key_id, "pith-v1-2026-05");
    }
    // The Pith Number of the given record does not help either.
    let report = target.after(|document| {
        *document = state(&other);
        document["pith_number"] = real["pith_number"].clone();
    });
    assert!(fails(&report, "given-record") && fails(&report, "pith-number"));
}

#[test]
fn given_records_change_nothing_for_records_and_bundles() {
    let (real, other) = (read_json(REAL_RECORD), read_json(super::OTHER_RECORD));
    let json = |report| serde_json::to_string(&report).unwrap();
    for document in [&real, &bundle(&real, &[])] {
        let text = document.to_string();
        let verify = |verifier: Verifier| json(verifier.verify(None, text.as_bytes()));
        assert_eq!(verify(with(&[&other])), verify(verifier()));
    }
}

#[test]
fn an_integrity_document_is_compared_with_a_given_record() {
    let target = Target::fixture(REAL_INTEGRITY);
    let text = target.original.to_string();
    let (real, other) = (read_json(REAL_RECORD), read_json(super::OTHER_RECORD));
    let verify = |given: &[&Value]| with(given).verify(None, text.as_bytes());
    assert!(fails(&verify(&[&real]), "given-record"));
    assert!(fails(&verify(&[&real, &other]), "given-record"));
    // No rule derives an arXiv id from another kind of source, so nothing can be compared.
    let zenodo = read_json("valid/source-of-another-kind.json");
    let not_compared = verify(&[&zenodo]);
    assert!(has(&not_compared, "given-record", "skipped"));
    assert_eq!(not_compared.verdict(), Verdict::Unverifiable);
    assert!(fails(&verify(&[&zenodo, &real]), "given-record"));
    let of_the_paper = read_json("valid/composed-integrity-of-the-record-given.json");
    let of_the_paper = of_the_paper.to_string();
    let report = with(&[&other, &real]).verify(None, of_the_paper.as_bytes());
    assert!(has(&report, "given-record", "pass"));
}

#[test]
fn only_a_record_or_bundle_that_passes_can_be_given() {
    let verifier = {
        let mut verifier = verifier();
        verifier.given_records.push(signed(&read_json(REAL_RECORD)));
        verifier
    };
    let refused = |bytes: &[u8]| verifier.verified_record(bytes).unwrap_err().verdict();
    let state = attack::state().original.to_string();
    assert_eq!(
        refused(state.as_bytes()),
        Verdict::Pass,
        "it is signed elsewhere"
    );
    let integrity = read("valid/composed-integrity-of-the-record-given.json");
    assert_eq!(refused(&integrity), Verdict::Pass);
    for invalid in [
        "invalid/title--other-word.json",
        "invalid/receipt-signature--one-bit-flipped.json",
        "invalid/record-created--a-second-one.json",
    ] {
        assert_eq!(refused(&read(invalid)), Verdict::Fail, "{invalid}");
    }
    for unverifiable in [
        "unverifiable/receipt-key--unknown-id.json",
        "unverifiable/receipt-terms--of-a-bundle-unknown-algorithm.json",
    ] {
        assert_eq!(
            refused(&read(unverifiable)),
            Verdict::Unverifiable,
            "{unverifiable}"
        );
    }
    assert_eq!(
        refused(json!([]).to_string().as_bytes()),
        Verdict::Unverifiable
    );
}
