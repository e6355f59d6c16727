//! The digest and the receipt over it: every check here is required.

use super::{Findings, Subject, id};
use crate::record::claim::{Claim, Defect};
use crate::record::encoding;
use crate::report::coverage::Class;
use crate::report::{Fact, Finding, Outcome, Reason};
use crate::trust::signature::{self, TERMS};
use crate::verify::subject::{FINGERPRINT, KEY_ID};

const SIGNATURE: &str = "/receipt/signature_b64";

pub(super) fn canonical_hash<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/canonical_sha256";
    match subject.digest() {
        Ok(digest) => findings.check(PLACE, subject.hash(PLACE), Ok(Fact::Digest(digest))),
        Err(reason) => findings.fail("/canonical_record", reason),
    }
}

pub(super) fn hash<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/receipt/canonical_sha256";
    findings.check(
        PLACE,
        subject.hash(PLACE),
        subject.digest().map(Fact::Digest),
    );
}

pub(super) fn terms<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let mut unknown = None;
    for (place, known) in TERMS.iter().copied() {
        match subject.string(place) {
            Claim::Absent => return findings.fail(place, Reason::NoReceipt),
            Claim::Malformed { found, defect } => {
                let found = found.map(Fact::Value);
                let reason = Reason::Malformed(defect);
                let outcome = Outcome::failed(found, Some(Fact::Text(known)), reason);
                return findings.push(place, outcome);
            }
            Claim::Given { value, .. } if value != known => {
                unknown.get_or_insert((place, known, value));
            }
            Claim::Given { .. } => {}
        }
    }
    if let Some((place, known, value)) = unknown {
        let claimed = Some(Fact::Text(value));
        return findings.push(place, Outcome::skipped(claimed, Reason::UnknownTerm(known)));
    }
    for (place, _) in TERMS {
        if let Claim::Given { at, .. } = subject.at(place) {
            findings.mark(at, Class::Checked);
        }
    }
    findings.pass(
        "/receipt",
        Fact::Text("ed25519 over the 32 bytes of the digest"),
    );
}

pub(super) fn key<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let (id_at, id) = match subject.string(KEY_ID) {
        Claim::Given { at, value } => (at, value),
        claim => return findings.unusable(KEY_ID, claim, Reason::Missing),
    };
    let hex = |text| {
        encoding::from_hex::<16>(text)
            .map(|_| text)
            .map_err(Defect::Encoding)
    };
    let (fingerprint_at, fingerprint) = match subject.string(FINGERPRINT).refine(hex) {
        Claim::Given { at, value } => (at, value),
        Claim::Malformed { found, defect } => {
            let computed = subject.key.map(|key| Fact::Text(key.fingerprint()));
            let reason = Reason::Malformed(defect);
            let outcome = Outcome::failed(found.map(Fact::Value), computed, reason);
            return findings.push(FINGERPRINT, outcome);
        }
        Claim::Absent => return findings.fail(FINGERPRINT, Reason::Missing),
    };
    let Some(key) = subject.key else {
        let outcome = Outcome::skipped(Some(Fact::Text(id)), Reason::UntrustedKey);
        return findings.push(KEY_ID, outcome);
    };
    if fingerprint != key.fingerprint() {
        let facts = [fingerprint, key.fingerprint()].map(|text| Some(Fact::Text(text)));
        let [claimed, computed] = facts;
        let outcome = Outcome::failed(claimed, computed, Reason::OtherFingerprint);
        return findings.push(FINGERPRINT, outcome.about(Fact::Text(key.id())));
    }
    findings.mark(fingerprint_at, Class::Checked);
    if !key.is_named() {
        // It was found by its fingerprint, whatever the document calls it.
        return findings.pass(FINGERPRINT, Fact::Text(fingerprint));
    }
    findings.mark(id_at, Class::Checked);
    findings.pass(KEY_ID, Fact::Text(id));
}

pub(super) fn signature<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let read = |text| match encoding::from_base64::<64>(text) {
        Ok(bytes) => Ok((text, bytes)),
        Err(error) => Err(Defect::Encoding(error)),
    };
    let (at, (text, bytes)) = match subject.string(SIGNATURE).refine(read) {
        Claim::Given { at, value } => (at, value),
        claim => return findings.unusable(SIGNATURE, claim, Reason::NoReceipt),
    };
    let Ok(digest) = subject.digest() else {
        return findings.fail(SIGNATURE, Reason::NothingSigned);
    };
    let claimed = Some(Fact::Text(text));
    let terms_known = findings
        .earlier(id::RECEIPT_TERMS)
        .is_some_and(Finding::passed);
    let outcome = match subject.key {
        _ if !terms_known => Outcome::skipped(claimed, Reason::TermsUnknown),
        None => Outcome::skipped(claimed, Reason::NoTrustedKey),
        Some(key) if signature::verifies(key.key(), &digest, &bytes) => {
            findings.mark(at, Class::Checked);
            let value = Fact::Text(text);
            Outcome::Passed { value }
        }
        Some(_) => Outcome::failed(claimed, None, Reason::BadSignature),
    };
    findings.push(SIGNATURE, outcome);
}

impl<'d> Findings<'_, 'd> {
    /// A member that is not there, or not of the right form.
    fn unusable<T>(&mut self, place: &'static str, claim: Claim<'d, T>, absent: Reason) {
        let (found, reason) = match claim {
            Claim::Malformed { found, defect } => (found, Reason::Malformed(defect)),
            Claim::Absent | Claim::Given { .. } => (None, absent),
        };
        let outcome = Outcome::failed(found.map(Fact::Value), None, reason);
        self.push(place, outcome);
    }
}
