//! The digest and the receipt over it: every check here is required.

use super::{Findings, Subject, TERMS, failed, show, skipped};
use crate::json::quote::quote;
use crate::record::members::Claim;
use crate::report::coverage::Class;
use crate::trust::encoding;
use crate::trust::signature;

pub(super) const KEY_ID: &str = "/receipt/key_id";
pub(super) const FINGERPRINT: &str = "/receipt/public_key_fingerprint";
const SIGNATURE_B64: &str = "/receipt/signature_b64";

pub(super) fn canonical_hash(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/canonical_sha256";
    match subject.digest() {
        Ok(digest) => findings.check(pointer, subject.hash(pointer), Ok(digest)),
        Err(missing) => findings.fail("/canonical_record", missing.0),
    }
}

pub(super) fn hash(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/receipt/canonical_sha256";
    findings.check(pointer, subject.hash(pointer), subject.digest());
}

pub(super) fn terms(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let mut unknown = None;
    let mut stated = Vec::with_capacity(signature::TERMS.len());
    for (pointer, known) in signature::TERMS.iter().copied() {
        match subject.string(pointer) {
            Claim::Absent => return findings.fail(pointer, "missing: the record is not signed"),
            Claim::Malformed { found, reason } => {
                return findings.push(
                    None,
                    pointer,
                    failed(found.map(show), Some(known.into()), reason),
                );
            }
            Claim::Given { value, .. } if value != known => {
                unknown.get_or_insert((pointer, known, value));
            }
            Claim::Given { at, .. } => stated.push(at),
        }
    }
    if let Some((pointer, known, value)) = unknown {
        let reason = format!("not known to this verifier, which knows only {known}");
        return findings.push(None, pointer, skipped(Some(quote(value)), reason));
    }
    for at in stated {
        findings.marks.set(at, Class::Checked);
    }
    findings.pass("/receipt", "ed25519 over the 32 bytes of the digest");
}

pub(super) fn key(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let (id_at, id) = match subject.string(KEY_ID) {
        Claim::Absent => return findings.absent(KEY_ID),
        Claim::Malformed { found, reason } => {
            return findings.push(None, KEY_ID, failed(found.map(show), None, reason));
        }
        Claim::Given { at, value } => (at, value),
    };
    let fingerprint = subject.string(FINGERPRINT).refine(|text| {
        encoding::from_hex::<16>(text)
            .map(|_| text)
            .map_err(|error| format!("is {error}"))
    });
    let (fingerprint_at, fingerprint) = match fingerprint {
        Claim::Absent => return findings.absent(FINGERPRINT),
        Claim::Malformed { found, reason } => {
            let computed = subject.key.map(|key| key.fingerprint().to_owned());
            return findings.push(None, FINGERPRINT, failed(found.map(show), computed, reason));
        }
        Claim::Given { at, value } => (at, value),
    };
    let Some(key) = subject.key else {
        let reason = "not a trusted key; if you trust it, give its file with --key";
        return findings.push(None, KEY_ID, skipped(Some(quote(id)), reason));
    };
    if fingerprint != key.fingerprint() {
        let reason = format!("not the fingerprint of the trusted key {}", quote(key.id()));
        let outcome = failed(
            Some(quote(fingerprint)),
            Some(key.fingerprint().into()),
            reason,
        );
        return findings.push(None, FINGERPRINT, outcome);
    }
    findings.marks.set(fingerprint_at, Class::Checked);
    if !key.is_named() {
        // It was found by its fingerprint, whatever the document calls it.
        return findings.pass(FINGERPRINT, fingerprint);
    }
    findings.marks.set(id_at, Class::Checked);
    findings.pass(KEY_ID, quote(id));
}

pub(super) fn signature(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let claim =
        subject
            .string(SIGNATURE_B64)
            .refine(|text| match encoding::from_base64::<64>(text) {
                Ok(bytes) => Ok((text, bytes)),
                Err(error) => Err(format!("is {error}")),
            });
    let (at, text, signature) = match claim {
        Claim::Absent => return findings.fail(SIGNATURE_B64, "missing: the record is not signed"),
        Claim::Malformed { found, reason } => {
            return findings.push(None, SIGNATURE_B64, failed(found.map(show), None, reason));
        }
        Claim::Given {
            at,
            value: (text, bytes),
        } => (at, text, bytes),
    };
    let Some(digest) = &subject.record.digest else {
        return findings.fail(SIGNATURE_B64, "there is no digest that it could be over");
    };
    let why_not = match subject.key {
        _ if !findings.passed(TERMS) => "not verified: the terms of the receipt are not known",
        None => "not verified: no trusted key",
        Some(key) if signature::verifies(key.key(), digest, &signature) => {
            findings.marks.set(at, Class::Checked);
            return findings.pass(SIGNATURE_B64, text);
        }
        Some(_) => {
            let reason = "not the trusted key's signature over the recomputed digest";
            return findings.push(None, SIGNATURE_B64, failed(Some(text.into()), None, reason));
        }
    };
    findings.push(None, SIGNATURE_B64, skipped(Some(text.into()), why_not));
}
