//! The sentences on what a report means: who vouches for what, and what to do next.

use crate::report::coverage::Class;
use crate::report::{
    Change, Diagnosis, DocumentKind, Fact, Group, Hints, KeyName, Report, Verdict,
};
use crate::verify::checks::id;

/// Who vouches for what, and what nobody vouches for; `where_listed` says where to find the
/// list, after a space.
pub(super) fn of_report(report: &Report<'_>, where_listed: &str) -> String {
    let title = report.kind.map_or("a record", |kind| kind.title);
    let Some(kind) = report.kind.filter(|_| report.error.is_none()) else {
        return format!("It could not be read as {title}, so nothing in it was checked.");
    };
    let signed = signed(report, kind);
    let failed = report.failed().count();
    match report.verdict() {
        Verdict::Pass => format!(
            "{signed} {}: {} of {} values here are not signed, {} among them{where_listed}.{}",
            kind.limits,
            report.coverage.count(Class::Unsigned),
            report.coverage.total(),
            kind.unsigned,
            later_events(report),
        ),
        Verdict::Fail
            if report
                .failed()
                .all(|failed| failed.check.group == Group::Expectations) =>
        {
            format!("{signed} It is in order, but it is not what was asked for.")
        }
        Verdict::Fail if report.signature_verified() => format!(
            "{signed} What stands beside it does not agree with it: do not rely on the document, \
             {failed} of its checks failed."
        ),
        Verdict::Fail if report.diagnosis.is_signed() => format!(
            "{signed} {failed} of its checks failed, most of them because of an alteration that was \
             found: put it right, or get the record anew."
        ),
        Verdict::Fail => {
            let advice = report.hints.compare.map(|hint| {
                format!(" With another copy of the record, {hint} tells where the two differ.")
            });
            let advice = advice.unwrap_or_default();
            format!("{signed} Do not rely on the document: {failed} of its checks failed.{advice}")
        }
        Verdict::Unverifiable => format!(
            "{signed} Nothing was proven wrong either: what was needed to check it is missing."
        ),
    }
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

fn signed(report: &Report<'_>, kind: &DocumentKind) -> String {
    match &report.key {
        key if report.signature_verified() => {
            let signer = key.as_ref().map_or("Trusted keys".into(), signer);
            format!("{signer} signed {}.", kind.signed)
        }
        Some(key) => format!(
            "It names the trusted key {}, but that key has not signed it as it stands, so nobody \
             vouches for any of it.",
            key.key_id
        ),
        None => {
            "No trusted key was found to have signed this, so nobody vouches for any of it.".into()
        }
    }
}

fn signer(key: &KeyName<'_>) -> String {
    let (id, fingerprint) = (&key.key_id, &key.fingerprint);
    if key.named {
        return format!("The key {id} (fingerprint {fingerprint})");
    }
    format!(
        "The key with the fingerprint {fingerprint}, given without an id (what the receipt calls \
         it is the document's word),"
    )
}

/// What follows from a diagnosis; `None` if none was needed.
pub(super) fn of_diagnosis(diagnosis: &Diagnosis, hints: Hints) -> Option<String> {
    let witnesses = diagnosis.witnesses.iter().map(ToString::to_string);
    let witnesses: Vec<_> = witnesses.collect();
    let witnesses = match witnesses.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
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
            "With {that} put right, the digest is the one that {witnesses} agree on: {signed}."
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
