//! Tests which members agree on the signed digest, and alterations of these members.

use super::{altered, check_restored, diagnose, places, redundant, set};
use crate::support::run::{run, scratch, stdout, words};
use crate::support::{REAL_RECORD, forge, read_json};
use pith_verify::report::Witness;
use serde_json::{Value, json};

#[test]
fn does_not_blame_the_canonical_record_for_hashes_that_were_altered() {
    let other = json!("f".repeat(64));
    for (pointers, agreeing) in [
        (&["/canonical_sha256"][..], "/receipt/canonical_sha256"),
        (
            &["/canonical_sha256", "/receipt/canonical_sha256"],
            "/canonical_record",
        ),
    ] {
        let mut record = read_json(REAL_RECORD);
        for pointer in pointers {
            set(&mut record, pointer, &other);
        }
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), pointers);
        for change in &diagnosis.changes {
            assert_eq!(change.origin.as_str(), Some(agreeing));
        }
        check_restored(&record, &diagnosis);
    }
}

#[test]
fn names_record_and_stated_hash_if_both_were_altered() {
    let mut record = altered(&redundant()[..1]);
    record["canonical_sha256"] = json!("f".repeat(64));
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis), ["/source/id", "/canonical_sha256"]);
    check_restored(&record, &diagnosis);
}

/// Recomputes the unsigned hashes, as a forger would after altering a record.
fn restate(record: &mut Value, stated: &Value, pointers: &[&str]) {
    let digest = forge::digest(stated);
    let identifier = &data_encoding::BASE32_NOPAD.encode(digest.as_bytes())[..26];
    for pointer in pointers {
        let value = match *pointer {
            "/pith_number" => format!("pith:2021:{identifier}"),
            _ => digest.to_string(),
        };
        set(record, pointer, &value.into());
    }
}

#[test]
fn a_signature_outweighs_unsigned_members() {
    let forged = json!("http://creativecommons.org/publicdomain/zero/1.0/");
    // The record is altered, and so are two of the three members that state its digest.
    let mut record = altered(&[("/metadata/license", forged.clone())]);
    let canonical = record["canonical_record"].clone();
    restate(
        &mut record,
        &canonical,
        &["/receipt/canonical_sha256", "/pith_number"],
    );
    let diagnosis = diagnose(&record);
    assert_eq!(
        places(&diagnosis),
        ["/metadata/license", "/receipt/canonical_sha256"]
    );
    assert!(diagnosis.is_signed());
    // The record is unaltered, but all three members belong to a record with another license.
    let mut record = altered(&[]);
    let mut canonical = record["canonical_record"].clone();
    canonical["metadata"]["license"] = forged.clone();
    record["paper"]["license"] = forged;
    let all = [
        "/canonical_sha256",
        "/receipt/canonical_sha256",
        "/pith_number",
    ];
    restate(&mut record, &canonical, &all);
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis), all[..2]);
    assert_eq!(diagnosis.witnesses, [Witness::Signature]);
}

#[test]
fn says_that_a_stated_digest_is_not_signed() {
    let mut record = altered(&redundant()[2..3]);
    record["receipt"]["signature_b64"] = json!("");
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis), ["/source/version"]);
    assert!(!diagnosis.is_signed());
    let path = scratch("unsigned.json", record.to_string().as_bytes());
    let text = stdout(&run(&["verify", path.to_str().unwrap()]));
    let text = words(&text);
    assert!(
        text.contains("But no trusted key signed that digest."),
        "{text}"
    );
    assert!(!text.contains("this is what was signed"), "{text}");
}
