//! Checks the digest and the receipt. Every check here is required.

use super::findings::Findings;
use super::rule::{RECOMPUTED, Rule};
use crate::json::document::Kind;
use crate::record::claim::{Claim, Defect};
use crate::record::encoding;
use crate::record::member_place::MemberPlace;
use crate::report::coverage::Class;
use crate::report::{Check, Fact, Finding, Group, Outcome, Reason};
use crate::trust::signature;
use crate::verify::places::Receipt;
use crate::verify::subject::Subject;

/// The rule `canonical-hash`.
pub(crate) const CANONICAL_HASH: Rule =
    Rule::new("canonical-hash", Group::SignedCore, canonical_hash)
        .passes("the recomputed digest matches the stated one")
        .fails("the canonical record does not match its stated digest")
        .compares(RECOMPUTED)
        .required();

fn canonical_hash<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: MemberPlace = MemberPlace::new("/canonical_sha256");
    match subject.digest() {
        Ok(digest) => findings.check(PLACE.pointer, subject.hash(PLACE), Ok(Fact::Digest(digest))),
        Err(reason) => findings.fail("/canonical_record", reason),
    }
}

/// Returns whether a receipt lacks the signature and every other member that belongs to one.
///
/// The registry's first batch has such receipts. Nothing about them is wrong, and they prove
/// nothing.
fn is_unsigned(subject: &Subject<'_>, receipt: &Receipt) -> bool {
    // A receipt that names a trusted key has at least that member.
    let mut places = receipt.of_signature.iter();
    subject.key.is_none()
        && places.all(|place| matches!(subject.at(*place), Claim::Absent))
        && subject
            .at(receipt.object)
            .of_kind(Kind::Object)
            .given()
            .is_some()
}

/// The rule `receipt-hash`.
pub(crate) const HASH: Rule = Rule::new("receipt-hash", Group::Receipt, hash)
    .passes("the receipt states the recomputed digest")
    .fails("the receipt states another digest")
    .compares(RECOMPUTED)
    .required();

fn hash<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(receipt) = subject.places.receipt else {
        return;
    };
    let claim = subject.hash(receipt.digest);
    if matches!(claim, Claim::Absent) && is_unsigned(subject, receipt) {
        return findings.skip(receipt.digest.pointer, Reason::UnsignedReceipt);
    }
    findings.check(
        receipt.digest.pointer,
        claim,
        subject.digest().map(Fact::Digest),
    );
}

/// The rule `receipt-terms`.
pub(crate) const TERMS: Rule = Rule::new("receipt-terms", Group::Receipt, terms)
    .passes("kind, algorithm, message and status are known")
    .fails("no receipt says how the record was signed")
    .required();

fn terms<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(receipt) = subject.places.receipt else {
        return;
    };
    let unsigned = is_unsigned(subject, receipt);
    let mut unknown = None;
    let stated = receipt.terms.map(|(place, _)| subject.string(place));
    for ((place, known), claim) in receipt.terms.into_iter().zip(stated) {
        let only = Some(Fact::Text(known));
        if unsigned && matches!(claim, Claim::Absent) {
            continue;
        }
        let Some((_, value)) = findings.require(place.pointer, claim, Reason::NoReceipt, only)
        else {
            return;
        };
        if value != known {
            unknown.get_or_insert((place, known, value));
        }
    }
    if unsigned {
        return findings.skip(receipt.object, Reason::UnsignedReceipt);
    }
    if let Some((place, known, value)) = unknown {
        let claimed = Some(Fact::Text(value));
        return findings.push(
            place.pointer,
            Outcome::skipped(claimed, Reason::UnknownTerm(known)),
        );
    }
    for claim in stated {
        if let Claim::Given { at, .. } = claim {
            findings.marks.set(at, Class::Checked);
        }
    }
    findings.pass(
        receipt.object,
        Fact::Text("ed25519 over the 32 bytes of the digest"),
    );
}

/// The rule `receipt-key`.
pub(crate) const KEY: Rule = Rule::new("receipt-key", Group::Receipt, key)
    .passes("key id and fingerprint of a trusted key")
    .fails("the receipt names a trusted key incorrectly")
    .compares([Check::IN_FILE, "trusted"])
    .required();

fn key<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(receipt) = subject.places.receipt else {
        return;
    };
    let stated = subject.string(receipt.fingerprint).of_hex::<16>();
    if is_unsigned(subject, receipt) {
        let outcome = match stated {
            Claim::Malformed { found, defect } => {
                Outcome::failed(found.map(Fact::Value), None, Reason::Malformed(defect))
            }
            stated => Outcome::skipped(stated.given().map(Fact::Text), Reason::UnsignedReceipt),
        };
        return findings.push(receipt.fingerprint.pointer, outcome);
    }
    let claim = subject.string(receipt.key_id);
    let Some((id_at, id)) = findings.require(receipt.key_id.pointer, claim, Reason::Missing, None)
    else {
        return;
    };
    let trusted = subject.key.map(|key| Fact::Text(key.fingerprint()));
    let Some((fingerprint_at, fingerprint)) = findings.require(
        receipt.fingerprint.pointer,
        stated,
        Reason::Missing,
        trusted.clone(),
    ) else {
        return;
    };
    let Some(key) = subject.key else {
        let outcome = Outcome::skipped(Some(Fact::Text(id)), Reason::UntrustedKey);
        return findings.push(receipt.key_id.pointer, outcome);
    };
    if fingerprint != key.fingerprint() {
        let claimed = Some(Fact::Text(fingerprint));
        let outcome = Outcome::failed(claimed, trusted, Reason::OtherFingerprint);
        return findings.push(
            receipt.fingerprint.pointer,
            outcome.about(Fact::Text(key.id())),
        );
    }
    findings.marks.set(fingerprint_at, Class::Checked);
    if !key.is_named() {
        // The key was found by its fingerprint; the `key_id` in the document is not checked.
        return findings.pass(receipt.fingerprint.pointer, Fact::Text(fingerprint));
    }
    findings.marks.set(id_at, Class::Checked);
    findings.pass(receipt.key_id.pointer, Fact::Text(id));
}

/// The rule `receipt-signature`.
pub(crate) const SIGNATURE: Rule = Rule::new("receipt-signature", Group::Receipt, signature)
    .passes("that key signed the recomputed digest")
    .fails("the signature is not over this record")
    .required();

fn signature<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(receipt) = subject.places.receipt else {
        return;
    };
    if is_unsigned(subject, receipt) {
        return findings.skip(receipt.signature.pointer, Reason::UnsignedReceipt);
    }
    let claim = subject.string(receipt.signature).refine(|text| {
        let bytes = encoding::from_base64::<64>(text).map_err(Defect::Encoding)?;
        Ok((text, bytes))
    });
    let Some((at, (text, bytes))) =
        findings.require(receipt.signature.pointer, claim, Reason::NoReceipt, None)
    else {
        return;
    };
    let Ok(digest) = subject.digest() else {
        return findings.fail(receipt.signature.pointer, Reason::NothingSigned);
    };
    let claimed = Some(Fact::Text(text));
    let terms_known = findings.earlier(TERMS.id()).is_some_and(Finding::passed);
    let outcome = match subject.key {
        _ if !terms_known => Outcome::skipped(claimed, Reason::TermsUnknown),
        None => Outcome::skipped(claimed, Reason::NoTrustedKey),
        Some(key) if signature::verifies(key.key(), &digest, &bytes) => {
            findings.marks.set(at, Class::Checked);
            Outcome::Passed {
                value: Fact::Text(text),
            }
        }
        Some(_) => Outcome::failed(claimed, None, Reason::BadSignature),
    };
    findings.push(receipt.signature.pointer, outcome);
}
