//! What agrees on the signed digest, and what was altered together with the record.

use super::{altered, diagnose, hold, places, redundant, set};
use crate::support::run::{run, scratch, stdout};
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
        hold(&record, &diagnosis);
    }
}

#[test]
fn names_record_and_stated_hash_if_both_were_altered() {
    let mut record = altered(&redundant()[..1]);
    record["canonical_sha256"] = json!("f".repeat(64));
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis), ["/source/id", "/canonical_sha256"]);
    hold(&record, &diagnosis);
}

/// Recomputes the hashes that nobody signed, as somebody would who alters a record.
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
fn is_not_outvoted_by_members_that_nobody_signed() {
    let forged = json!("http://creativecommons.org/publicdomain/zero/1.0/");
    // The record altered, and two of the three members that tell its digest.
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
    // The record as it was signed, and all three members made from another licence.
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
fn says_of_what_is_stated_and_not_signed_that_it_is_not() {
    let mut record = altered(&redundant()[2..3]);
    record["receipt"]["signature_b64"] = json!("");
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis), ["/source/version"]);
    assert!(!diagnosis.is_signed());
    let path = scratch("unsigned.json", record.to_string().as_bytes());
    let text = stdout(&run(&["verify", path.to_str().unwrap()]));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("But no trusted key signed that digest."),
        "{text}"
    );
    assert!(!text.contains("this is what was signed"), "{text}");
}
