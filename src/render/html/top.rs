//! The answer: the verdict, and what and whom it is about.

use askama::Template;

use super::words::{self, Mark};
use crate::json::error::ErrorCode;
use crate::record::copies::TITLE;
use crate::render::words::{Number, place};
use crate::render::{failures, findings};
use crate::report::coverage::Class;
use crate::report::{Finding, Group, KeyName, Outcome, Reason, Report, UNSIGNED_RECEIPT, Verdict};
use crate::verify::checks::id;

/// Checks that were not made and are named.
const MAX_MISSING: usize = 10;

#[derive(Template)]
#[template(path = "top.html")]
pub(super) struct Top {
    /// The level of the heading.
    level: u8,
    /// Which of two copies it is.
    copy: Option<usize>,
    verdict: [&'static str; 3],
    answer: String,
    next: String,
    facts: Vec<Fact>,
    /// What an integrity document says about the paper: severity and sentence.
    findings: Vec<(String, String)>,
}

/// Something that the document is about, and who says so.
struct Fact {
    label: &'static str,
    value: String,
    mark: Option<Mark>,
    note: String,
    /// Whether it is to be read letter by letter.
    code: bool,
}

impl Top {
    pub(super) fn of(report: &Report<'_>, level: u8) -> Self {
        Self {
            level,
            copy: None,
            verdict: words::verdict(report.verdict()),
            answer: answer(report),
            next: next(report),
            facts: facts(report),
            findings: findings::lines(report),
        }
    }

    pub(super) fn copy(report: &Report<'_>, number: usize) -> Self {
        Self {
            copy: Some(number),
            ..Self::of(report, 2)
        }
    }
}

/// The verdict in one sentence.
fn answer(report: &Report<'_>) -> String {
    let noun = words::kind(report);
    if let Some(error) = &report.error {
        let end = match report.kind {
            _ if error.code == ErrorCode::Unreadable => String::new(),
            Some(kind) => format!(" as {}", kind.title),
            None => " as a document of any known kind".into(),
        };
        let offset = error.offset.map(|offset| format!(", at byte {offset}"));
        let at = offset.unwrap_or_default();
        return format!(
            "It could not be read{end}, so nothing in it was checked: {} ({}{at}).",
            error.message, error.code
        );
    }
    match report.verdict() {
        Verdict::Pass => format!(
            "This {noun} is genuine: what was signed is intact, and what repeats it says the same.{}",
            findings::count(report)
                .map(|count| format!(" It publishes {count} about the paper."))
                .unwrap_or_default()
        ),
        Verdict::Fail if only(report, asked) => {
            format!("This {noun} is in order, but it is not what was asked for.")
        }
        Verdict::Fail if only(report, given) => format!(
            "The text that was given is not the one that was signed. This {noun} itself is in \
             order."
        ),
        Verdict::Fail if report.signature_verified() => {
            "What was signed is intact, but what is shown beside it does not agree with it.".into()
        }
        Verdict::Fail if report.diagnosis.is_signed() => {
            format!("This {noun} was altered after it was signed.")
        }
        Verdict::Fail => "Nobody is proven to have signed this as it stands.".into(),
        Verdict::Unverifiable if report.signature_verified() => {
            "The signatures are valid, but the document as a whole is not verified. Download it \
             again from the registry."
                .into()
        }
        Verdict::Unverifiable if report.has_unsigned_receipt() => words::sentence(UNSIGNED_RECEIPT),
        Verdict::Unverifiable => {
            "Nothing was proven wrong, and nothing was proven right: what was needed to check it \
             is missing."
                .into()
        }
    }
}

fn only(report: &Report<'_>, is: fn(&Finding<'_>) -> bool) -> bool {
    report.failed().all(is)
}

fn asked(finding: &Finding<'_>) -> bool {
    finding.check.group == Group::Expectations
}

fn given(finding: &Finding<'_>) -> bool {
    [id::GIVEN_TITLE, id::GIVEN_ABSTRACT].contains(&finding.check.id)
}

/// What to do, or what to know.
fn next(report: &Report<'_>) -> String {
    if report.error.is_some() {
        return String::new();
    }
    match (report.verdict(), report.kind) {
        (Verdict::Pass, Some(kind)) => {
            let (unsigned, total) = (
                report.coverage.count(Class::Unsigned),
                report.coverage.total(),
            );
            let text = format!(
                "Signed: {}. {} Not signed: {}, and more, {unsigned} of {total} values.",
                kind.signed, kind.limits, kind.unsigned
            );
            text.replace("  ", " ")
        }
        (Verdict::Fail, _) if only(report, asked) || only(report, given) => String::new(),
        (Verdict::Fail, _) => {
            "Get the document anew from its source, and do not rely on this copy.".into()
        }
        _ if report.has_unsigned_receipt() => {
            "Nothing was proven wrong. Only a copy whose receipt is signed can be verified.".into()
        }
        _ => missing(report),
    }
}

/// What could not be checked, though a pass takes it.
fn missing(report: &Report<'_>) -> String {
    let findings = report.findings.iter();
    let missing = findings.filter(|finding| failures::is_missing(finding));
    let sentences = missing.take(MAX_MISSING).map(|finding| {
        let named = finding.outcome.claimed();
        let named = named.map(|fact| format!(" ({})", fact.quoted()));
        let why = finding.outcome.why().map(ToString::to_string);
        let why = why.unwrap_or_default();
        format!("{}{}: {why}.", finding.id(), named.unwrap_or_default())
    });
    sentences.collect::<Vec<_>>().join(" ")
}

fn facts(report: &Report<'_>) -> Vec<Fact> {
    let file = report.source().map(|source| Fact {
        label: "File",
        value: place(source),
        mark: None,
        note: String::new(),
        code: true,
    });
    if report.error.is_some() {
        return file.into_iter().collect();
    }
    let kind = report.kind.map(|kind| Fact {
        label: "Document",
        value: kind.title.to_owned(),
        mark: None,
        note: String::new(),
        code: false,
    });
    let named = [title(report), paper(report), number(report)];
    let named = named.into_iter().flatten();
    named
        .chain([signer(report)])
        .chain(kind)
        .chain(file)
        .collect()
}

fn title(report: &Report<'_>) -> Option<Fact> {
    let title = report.heading.title.as_ref()?;
    let mut checked = report.findings_of(TITLE.id);
    let outcome = checked.next().map(Finding::outcome);
    let (class, word) = match outcome {
        Some(Outcome::Passed { .. }) if report.signature_verified() => (
            Class::HashBound,
            "its hash is signed: the words are, letter case and spacing are not",
        ),
        Some(Outcome::Failed { .. }) if report.signature_verified() => {
            (Class::Unsigned, "not the title that was signed")
        }
        _ => (Class::Unsigned, "not signed"),
    };
    Some(Fact {
        label: "Title",
        value: title.to_string(),
        mark: Some(marked(class, word)),
        note: String::new(),
        code: false,
    })
}

/// A mark that says more than it does elsewhere.
fn marked(class: Class, word: &'static str) -> Mark {
    Mark {
        word,
        ..words::mark(class)
    }
}

fn paper(report: &Report<'_>) -> Option<Fact> {
    let value = report.names.paper()?;
    let (class, word) = match report.signature_verified() {
        true => (Class::Signed, "signed"),
        false => (Class::Unsigned, "not signed as it stands"),
    };
    Some(Fact {
        label: "Paper",
        value,
        mark: Some(marked(class, word)),
        note: String::new(),
        code: false,
    })
}

/// The Pith Number: the derived one, if it is the document's; otherwise what that states.
fn number(report: &Report<'_>) -> Option<Fact> {
    let fact = |value: String, class, word| Fact {
        label: "Pith Number",
        value,
        mark: Some(marked(class, word)),
        note: String::new(),
        code: true,
    };
    Some(match Number::of(report)? {
        Number::Proven(number) => fact(
            number.to_string(),
            Class::Checked,
            "follows from what is signed",
        ),
        Number::Claimed(number) => fact(number, Class::Unsigned, "what the document claims to be"),
    })
}

fn signer(report: &Report<'_>) -> Fact {
    let verified = report.signature_verified();
    let (value, note) = match &report.key {
        Some(key) if verified => signed_by(key),
        None if verified => ("trusted keys".into(), "one for each event".into()),
        Some(key) if report.diagnosis.is_signed() => (
            key.key_id.to_string(),
            "before this was altered; not as it stands".into(),
        ),
        Some(key) => (
            "nobody".into(),
            format!("the key {} did not sign this as it stands", key.key_id),
        ),
        None if report.has_unsigned_receipt() => {
            ("no one".into(), "the receipt carries no signature".into())
        }
        None => ("nobody known".into(), untrusted(report).unwrap_or_default()),
    };
    Fact {
        label: "Signed by",
        value,
        mark: None,
        note,
        code: verified,
    }
}

fn signed_by(key: &KeyName<'_>) -> (String, String) {
    if key.named {
        return (
            key.key_id.to_string(),
            format!("fingerprint {}", key.fingerprint),
        );
    }
    (
        key.fingerprint.to_string(),
        "the fingerprint of a key that was given without an id".into(),
    )
}

/// Which key is named that is not trusted.
fn untrusted(report: &Report<'_>) -> Option<String> {
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| {
        let why = finding.outcome.why();
        why.is_some_and(|why| why.reason == Reason::UntrustedKey)
    })?;
    let key = finding.outcome.claimed()?.quoted();
    Some(format!("the key {key} is not a trusted one"))
}
