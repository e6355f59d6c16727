//! What a verdict means, and what to do next.

use super::integrity_findings;
use super::signer::Signer;
use crate::json::error::{DocumentError, ErrorCode};
use crate::render::words;
use crate::report::coverage::Class;
use crate::report::{DocumentKind, Fact, Finding, Group, Report, UNSIGNED_RECEIPT, Verdict};
use crate::verify::checks::{created, texts};

/// What to do with a copy that fails because of what is in it.
const DO_NOT_RELY: &str = "Download it again from the registry, and do not rely on this copy.";

/// A verdict in words.
#[derive(Default)]
pub(crate) struct Meaning {
    /// What was found, in a sentence or two.
    pub(crate) answer: String,
    /// What is signed and what is not, or what to do next; may be empty.
    pub(crate) details: String,
}

/// The word for a verdict.
pub(crate) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Fail => "FAIL",
        Verdict::Unverifiable => "UNVERIFIABLE",
    }
}

/// What the verdict means; `where_listed` says where the unsigned values are listed, after a
/// space.
pub(crate) fn meaning(report: &Report<'_>, where_listed: &str) -> Meaning {
    if let Some(error) = &report.error {
        return unreadable(report, error);
    }
    match (report.verdict(), report.kind) {
        (Verdict::Pass, Some(kind)) => passed(report, kind, where_listed),
        (Verdict::Fail, _) => failed(report),
        _ => unverifiable(report),
    }
}

fn unreadable(report: &Report<'_>, error: &DocumentError) -> Meaning {
    let kind = match report.kind {
        _ if error.code == ErrorCode::Unreadable => String::new(),
        Some(kind) => format!(" as {}", kind.title),
        None => " as a document of any known kind".into(),
    };
    Meaning {
        answer: format!("It could not be read{kind}, so nothing in it was checked."),
        ..Meaning::default()
    }
}

fn passed(report: &Report<'_>, kind: &DocumentKind, where_listed: &str) -> Meaning {
    let noun = words::noun(report);
    let published = integrity_findings::count(report);
    let published = published.map(|count| format!(" It publishes {count} about the paper."));
    let key = report.key.as_ref().map_or("", |_| "the key ");
    let Signer { name, note } = Signer::of(report);
    let signed = format!("{key}{name} ({note}) signed {}", kind.signed);
    let unsigned = format!(
        "Not signed: {}, and more, {} of {} values here{where_listed}",
        kind.unsigned,
        report.coverage.count(Class::Unsigned),
        report.coverage.total(),
    );
    let sentences = [&signed, kind.limits, &unsigned, &later_events(report)];
    let sentences = sentences.into_iter().filter(|text| !text.is_empty());
    Meaning {
        answer: format!(
            "This {noun} is genuine: what was signed is intact, and what repeats it says the \
             same.{}",
            published.unwrap_or_default()
        ),
        details: sentences.map(words::sentence).collect::<Vec<_>>().join(" "),
    }
}

/// How many events of a bundle cannot be verified.
fn later_events(report: &Report<'_>) -> String {
    let events = report.findings_of(created::EVENT_SIGNATURES.id()).next();
    match events.and_then(|events| events.outcome().claimed()) {
        Some(Fact::Events(2)) => "There is 1 event after the first; nobody vouches for it".into(),
        Some(Fact::Events(count @ 3..)) => format!(
            "There are {} events after the first; nobody vouches for them",
            count - 1
        ),
        _ => String::new(),
    }
}

fn failed(report: &Report<'_>) -> Meaning {
    let noun = words::noun(report);
    let only = |is: fn(&Finding<'_>) -> bool| report.failed().all(is);
    let mut details = DO_NOT_RELY.to_owned();
    let answer = if only(|failed| failed.check.group == Group::Expectations) {
        details.clear();
        format!("This {noun} is in order, but it is not what was asked for.")
    } else if only(|failed| {
        [texts::GIVEN_TITLE.id(), texts::GIVEN_ABSTRACT.id()].contains(&failed.check.id)
    }) {
        details.clear();
        format!(
            "The text that you gave is not the one that was signed. This {noun} itself is in order."
        )
    } else if report.signature_verified() {
        "The signed part is intact, but an unsigned part of this file contradicts it.".into()
    } else if report.diagnosis.is_signed() {
        format!("This {noun} was altered after it was signed.")
    } else {
        if let Some(hint) = report.hints.compare {
            details += &format!(" With another copy, {hint} tells where the two differ.");
        }
        "No trusted key signed this copy.".into()
    };
    Meaning { answer, details }
}

fn unverifiable(report: &Report<'_>) -> Meaning {
    let (answer, details) = if report.signature_verified() {
        (
            "The signatures are valid, but the document as a whole is not verified.".into(),
            "Download it again from the registry.",
        )
    } else if report.has_unsigned_receipt() {
        (
            words::sentence(UNSIGNED_RECEIPT),
            "Nothing was proven wrong. Only a copy whose receipt is signed can be verified.",
        )
    } else {
        (
            "Nothing was proven wrong, and nothing was proven right: what was needed to check it \
             is missing."
                .into(),
            "",
        )
    };
    Meaning {
        answer,
        details: details.into(),
    }
}
