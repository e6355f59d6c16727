//! The Pith Number and its short form.

use super::{Findings, Missing, Subject};
use crate::record::identifier::{self, PithNumber};

pub(super) fn pith_number(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let claim = subject
        .string("/pith_number")
        .refine(|text| match PithNumber::parse(text) {
            Some(_) => Ok(text),
            None => Err("is not of the form pith:YYYY:<26 base32 characters>".into()),
        });
    let computed = match &subject.record.pith_number {
        Some(number) => Ok(number.to_string()),
        None => subject.digest().and_then(|_| {
            const REASON: &str =
                "no year: /canonical_record/metadata/submitted_at is not YYYY-MM-DDTHH:MM:SSZ";
            Err(Missing(REASON.into()))
        }),
    };
    findings.check("/pith_number", claim, computed);
}

pub(super) fn short_pith_number(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/short_pith_number";
    let computed = match &subject.record.identifier {
        Some(identifier) => Ok(identifier::short(identifier)),
        None => subject.digest(),
    };
    findings.check(pointer, subject.string(pointer), computed);
}
