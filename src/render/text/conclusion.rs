//! The sentences on what a report means: who vouches for what, and what to do next.

use crate::json::error::ErrorCode;
use crate::render::failures;
use crate::report::coverage::Class;
use crate::report::{
    Change, Diagnosis, DocumentKind, Fact, Finding, Group, Hints, KeyName, Report,
    UNSIGNED_RECEIPT, Verdict,
};
use crate::verify::checks::id;

/// What the verdict means; `where_listed` says where the values are listed that nobody vouches
/// for, after a space.
pub(super) fn of_report(report: &Report<'_>, where_listed: &str) -> String {
    let title = report.kind.map_or("a record", |kind| kind.title);
    if let Some(error) = &report.error
        && error.code == ErrorCode::Unreadable
    {
        return "UNVERIFIABLE: it could not be read, so nothing in it was checked.".into();
    }
    let Some(kind) = report.kind.filter(|_| report.error.is_none()) else {
        return format!(
            "UNVERIFIABLE: it could not be read as {title}, so nothing in it was checked."
        );
    };
    match report.verdict() {
        Verdict::Pass => passed(report, kind, where_listed),
        Verdict::Fail => failed(report),
        Verdict::Unverifiable if report.signature_verified() => format!(
            "UNVERIFIABLE: the signatures are valid, but the document as a whole is not verified \
             ({}). Download it again from the registry.",
            failures::cause(report).unwrap_or_default()
        ),
        Verdict::Unverifiable if report.has_unsigned_receipt() => format!(
            "UNVERIFIABLE: {UNSIGNED_RECEIPT}. Nothing was proven wrong. Only a copy whose receipt \
             is signed can be verified."
        ),
        Verdict::Unverifiable => {
            "UNVERIFIABLE: nothing was proven wrong, and nothing was proven right: what was \
             needed to check it is missing. Nobody vouches for any of it."
                .into()
        }
    }
}

fn passed(report: &Report<'_>, kind: &DocumentKind, where_listed: &str) -> String {
    let signer = report.key.as_ref().map_or("trusted keys".into(), signer);
    let limits = if kind.limits.is_empty() {
        String::new()
    } else {
        format!("{} ", kind.limits)
    };
    format!(
        "PASS: {signer} signed {}. {limits}Not signed: {}, and more, {} of {} values \
         here{where_listed}.{}",
        kind.signed,
        kind.unsigned,
        report.coverage.count(Class::Unsigned),
        report.coverage.total(),
        later_events(report),
    )
}

fn failed(report: &Report<'_>) -> String {
    let only = |is: fn(&Finding<'_>) -> bool| report.failed().all(is);
    let asked = |failed: &Finding<'_>| failed.check.group == Group::Expectations;
    let given =
        |failed: &Finding<'_>| [id::GIVEN_TITLE, id::GIVEN_ABSTRACT].contains(&failed.check.id);
    let text = if only(asked) {
        "the document is in order, but it is not what was asked for."
    } else if only(given) {
        "the text that you gave is not the one that was signed. The record itself is in order."
    } else if report.signature_verified() {
        "what was signed is intact, but what is shown beside it does not agree with it. Get the \
         document anew, and do not rely on this copy."
    } else if report.diagnosis.is_signed() {
        "this copy was altered after it was signed. Get the document anew, and do not rely on \
         this copy."
    } else {
        let advice = report
            .hints
            .compare
            .map(|hint| format!(" With another copy, {hint} tells where the two differ."));
        return format!(
            "FAIL: nobody is proven to have signed this as it stands. Get the document anew, and \
             do not rely on this copy.{}",
            advice.unwrap_or_default()
        );
    };
    format!("FAIL: {text}")
}

/// How many events of a bundle nobody can verify.
fn later_events(report: &Report<'_>) -> String {
    let events = report.findings_of(id::EVENT_SIGNATURES).next();
    match events.and_then(|events| events.outcome().claimed()) {
        Some(Fact::Events(2)) => " There is 1 event after the first; nobody vouches for it.".into(),
        Some(Fact::Events(count @ 3..)) => {
            format!(
                " There are {} events after the first; nobody vouches for them.",
                count - 1
            )
        }
        _ => String::new(),
    }
}

/// The key that signed, by id and fingerprint.
pub(super) fn name(key: &KeyName<'_>) -> String {
    if key.named {
        return format!("{} (fingerprint {})", key.key_id, key.fingerprint);
    }
    signer(key)
}

fn signer(key: &KeyName<'_>) -> String {
    let (id, fingerprint) = (&key.key_id, &key.fingerprint);
    if key.named {
        return format!("the key {id} (fingerprint {fingerprint})");
    }
    format!(
        "the key with the fingerprint {fingerprint}, given without an id (what the receipt calls \
         it is the document's word)"
    )
}

/// What follows from a diagnosis; `None` if none was needed.
pub(super) fn of_diagnosis(diagnosis: &Diagnosis, hints: Hints) -> Option<String> {
    let witnesses = failures::witnesses(diagnosis);
    if diagnosis.changes.iter().any(Change::is_in_record) {
        let that = match diagnosis.changes.len() {
            1 => "that",
            _ => "all of that",
        };
        let signed = if diagnosis.is_signed() {
            "this is what was signed"
        } else {
            "they were made from this, and no trusted key was found to have signed it"
        };
        return Some(format!(
            "With {that} undone, the digest is the one that {witnesses} agree on: {signed}."
        ));
    }
    if !diagnosis.changes.is_empty() {
        let agree = match diagnosis.witnesses.len() {
            1 => "agrees",
            _ => "agree",
        };
        return Some(format!(
            "The canonical record is not what was altered: {witnesses} {agree} with the recomputed \
             digest."
        ));
    }
    diagnosis.search_failed.then(|| {
        let hint = hints.compare;
        let advice = hint.map(|hint| format!(" Another copy of the record would tell: {hint}."));
        let advice = advice.unwrap_or_default();
        format!(
            "What was altered could not be found: with nothing that stands elsewhere in the \
             document does the stated digest come out.{advice}"
        )
    })
}
