//! Makes documents whose receipt has no signature, or lacks a part of what belongs to one.

use serde_json::{Value, json};

use super::change::{Edit, Named, edited};
use super::replaced::HASH;
use crate::support::forge::bundle::bundle;
use crate::support::{REAL_RECORD, read_json};

/// The members that are all missing in a receipt without a signature.
pub const OF_SIGNATURE: [&str; 5] = [
    "key_id",
    "algorithm",
    "signed_at",
    "signature_b64",
    "signed_message",
];

/// Removes the members of the signature from a receipt, except these.
pub fn strip(receipt: &mut Value, kept: &[&str]) {
    let removed = |name: &str| OF_SIGNATURE.contains(&name) && !kept.contains(&name);
    let receipt = receipt.as_object_mut().unwrap();
    receipt.retain(|name, _| !removed(name));
}

fn receipt_of(bundle: &mut Value) -> &mut Value {
    &mut bundle["events"][0]["payload"]["receipt"]
}

pub fn invalid() -> Named {
    let real = read_json(REAL_RECORD);
    let mut all = edited(&real, RECORDS);
    all.extend(edited(&bundle(&real, &[]), BUNDLES));
    all
}

pub fn unverifiable() -> Named {
    let real = read_json(REAL_RECORD);
    let mut all = edited(&real, UNSIGNED);
    all.extend(edited(
        &bundle(&real, &[]),
        &[("receipt-signature--of-a-bundle-none", |bundle| {
            strip(receipt_of(bundle), &[]);
        })],
    ));
    all
}

const UNSIGNED: &[(&str, Edit)] = &[
    ("receipt-signature--none", |record| {
        strip(&mut record["receipt"], &[]);
    }),
    ("receipt-signature--none-and-status-unsigned", |record| {
        strip(&mut record["receipt"], &[]);
        record["receipt"]["signature_status"] = "unsigned".into();
    }),
    ("receipt-hash--receipt-of-two-members", |record| {
        record["receipt"] =
            json!({"kind": "pith_receipt", "builder_version": "pith-number-builder-2026-05-17-v1"});
    }),
];

const RECORDS: &[(&str, Edit)] = &[
    ("receipt-terms--only-the-key-id-left", |record| {
        strip(&mut record["receipt"], &["key_id"]);
    }),
    ("receipt-terms--only-the-date-left", |record| {
        strip(&mut record["receipt"], &["signed_at"]);
    }),
    ("receipt-terms--only-the-signature-left", |record| {
        strip(&mut record["receipt"], &["signature_b64"]);
    }),
    ("receipt-terms--only-a-null-left", |record| {
        strip(&mut record["receipt"], &["signature_b64"]);
        record["receipt"]["signature_b64"] = Value::Null;
    }),
    (
        "receipt-terms--unsigned-and-of-a-kind-that-is-a-number",
        |record| {
            strip(&mut record["receipt"], &[]);
            record["receipt"]["kind"] = json!(1);
        },
    ),
    ("receipt-hash--unsigned-and-of-another-record", |record| {
        strip(&mut record["receipt"], &[]);
        record["receipt"]["canonical_sha256"] = HASH.replace('e', "f").into();
    }),
    (
        "receipt-key--unsigned-and-fingerprint-upper-case",
        |record| {
            strip(&mut record["receipt"], &[]);
            record["receipt"]["public_key_fingerprint"] = "8D4B5EE74E4693BCD1DF2446408B0D54".into();
        },
    ),
    ("canonical-hash--unsigned-and-version-altered", |record| {
        strip(&mut record["receipt"], &[]);
        record["canonical_record"]["source"]["version"] = json!(3);
    }),
    ("title--unsigned-and-other-word", |record| {
        strip(&mut record["receipt"], &[]);
        record["paper"]["title"] =
            "Label Noise SGD Provably Prefers Sharp Global Minimizers".into();
    }),
];

const BUNDLES: &[(&str, Edit)] = &[
    ("receipt-terms--of-a-bundle-only-the-date-left", |bundle| {
        strip(receipt_of(bundle), &["signed_at"]);
    }),
    (
        "receipt-hash--of-a-bundle-unsigned-and-of-another-record",
        |bundle| {
            strip(receipt_of(bundle), &[]);
            receipt_of(bundle)["canonical_sha256"] = HASH.replace('e', "f").into();
        },
    ),
    (
        "canonical-hash--of-a-bundle-unsigned-and-of-another-record",
        |bundle| {
            strip(receipt_of(bundle), &[]);
            bundle["canonical_sha256"] = HASH.replace('e', "f").into();
        },
    ),
];
