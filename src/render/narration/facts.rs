//! States what a document is about, who signed it, and which values the signature confirms.

use super::signer::Signer;
use crate::json::shorten::shorten;
use crate::record::copies::{ABSTRACT, TITLE};
use crate::render::words::Number;
use crate::report::coverage::Class;
use crate::report::{Fact as Value, Finding, Outcome, Report, Verdict};
use crate::verify::checks::{created, texts};

/// A fact about a document, with a label. Its value and its note may be hostile text.
#[derive(Default)]
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    /// What is known about the value. It may be empty.
    pub(crate) note: String,
    /// The coverage class of the value, if it is a value of the document.
    pub(crate) class: Option<Class>,
    /// Whether the value is set in a monospaced font, because each character matters.
    pub(crate) is_code: bool,
}

/// Returns all facts, in the order in which a reader looks for them.
pub(crate) fn all(report: &Report<'_>) -> Vec<Fact> {
    let file = report.source().map(|source| Fact {
        label: "File",
        value: source.to_string(),
        is_code: true,
        ..Fact::default()
    });
    if report.error.is_some() {
        return file.into_iter().collect();
    }
    let kind = report.kind.map(|kind| Fact {
        label: "Document",
        value: kind.title.to_owned(),
        ..Fact::default()
    });
    let facts = [
        title(report),
        paper(report),
        number(report),
        Some(signer(report)),
        confirmed(report),
        not_signed(report, None),
        later_events(report),
        limits(report),
        kind,
        file,
    ];
    facts.into_iter().flatten().collect()
}

/// Returns the title, and whether its hash is signed.
pub(crate) fn title(report: &Report<'_>) -> Option<Fact> {
    let title = shorten(report.heading.title.as_deref()?);
    let mut checked = report.findings_of(TITLE.id);
    let (class, note) = match checked.next().map(Finding::outcome) {
        Some(Outcome::Passed { .. }) if report.title_is_signed() => {
            (Class::HashBound, "signed (capitals and spacing are not)")
        }
        Some(Outcome::Failed { .. }) if report.signature_verified() => {
            (Class::Unsigned, "not the signed title")
        }
        _ => (Class::Unsigned, "not signed"),
    };
    Some(classified("Title", title.to_string(), class, note))
}

/// Returns the arXiv id of the paper, and whether it is signed.
pub(crate) fn paper(report: &Report<'_>) -> Option<Fact> {
    let (class, note) = match report.signature_verified() {
        true => (Class::Signed, "signed"),
        false => (Class::Unsigned, "not signed"),
    };
    Some(classified("Paper", report.names.paper()?, class, note))
}

/// Returns the Pith Number that the document states, and whether it is proven.
fn number(report: &Report<'_>) -> Option<Fact> {
    let (number, class, note) = match Number::of(report)? {
        Number::Proven(number) => {
            let note = "recomputed from the signed part";
            (number.to_string(), Class::Checked, note)
        }
        Number::Claimed(number) => (number, Class::Unsigned, "not signed"),
    };
    Some(Fact {
        is_code: true,
        ..classified("Pith Number", number, class, note)
    })
}

/// Returns who signed the document.
pub(crate) fn signer(report: &Report<'_>) -> Fact {
    let Signer { name, note } = Signer::of(report);
    Fact {
        note,
        ..plain("Signed by", name)
    }
}

/// Returns which values the signature confirms, or `None` if it was not verified.
pub(crate) fn confirmed(report: &Report<'_>) -> Option<Fact> {
    if !report.signature_verified() {
        return None;
    }
    let named = |label: &str, value: Option<String>| Some(format!("{label} {}", value?));
    let text = |value: &Option<Value<'_>>| {
        let text = value.as_ref().map(|value| value.shortened().to_string());
        text.filter(|text| !text.is_empty())
    };
    let metadata = &report.metadata;
    let categories = text(&metadata.primary_cat).map(|primary| {
        let others = text(&metadata.cross_cats).unwrap_or_default();
        format!("{primary} {others}").trim_end().to_owned()
    });
    let date = text(&metadata.submitted_at);
    let date = date.map(|date| date.split('T').next().unwrap_or_default().to_owned());
    let stated = |text: &'static str| Some(text.to_owned());
    let parts = [
        match (&report.names.arxiv_id, &report.names.version) {
            (Some(_), Some(_)) => stated("arXiv id and version"),
            (Some(_), None) => stated("arXiv id"),
            (None, _) => None,
        },
        stated("title (its capitals and spacing are not signed)")
            .filter(|_| report.passed(TITLE.id)),
        abstract_text(report).and_then(stated),
        named("categories", categories),
        named("license", text(&metadata.license)),
        named("submitted", date),
        stated(report.kind.map_or("", |kind| kind.signed)).filter(|signed| !signed.is_empty()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| {
        plain(
            "Confirmed",
            format!("by the signature: {}", parts.join(", ")),
        )
    })
}

/// Returns how the list of confirmed values names the abstract, if its hash was checked.
fn abstract_text(report: &Report<'_>) -> Option<&'static str> {
    if report.passed(texts::GIVEN_ABSTRACT.id()) {
        return Some("the abstract that you gave");
    }
    let shown = "abstract (its capitals and spacing are not signed)";
    report.passed(ABSTRACT.id).then_some(shown)
}

/// Returns what is not signed, with examples and the number of values.
///
/// `where_listed` says where these values are listed. The result is `None` if the signature was not
/// verified, because then nothing is signed.
pub(crate) fn not_signed(report: &Report<'_>, where_listed: Option<&str>) -> Option<Fact> {
    let kind = report.kind.filter(|_| report.signature_verified())?;
    let (count, total) = (
        report.coverage.count(Class::Unsigned),
        report.coverage.total(),
    );
    let where_listed = where_listed.map(|hint| format!(" ({hint})"));
    let text = format!(
        "{}, and more: {count} of {total} values{}",
        kind.unsigned,
        where_listed.unwrap_or_default()
    );
    Some(plain("Not signed", text))
}

/// Returns how many events of a bundle cannot be verified.
pub(crate) fn later_events(report: &Report<'_>) -> Option<Fact> {
    let events = report.findings_of(created::EVENT_SIGNATURES.id()).next()?;
    let count = match events.outcome().claimed() {
        Some(Value::Events(2)) => "1 event after the first: it cannot be verified".to_owned(),
        Some(Value::Events(count @ 3..)) => {
            format!(
                "{} events after the first: they cannot be verified",
                count - 1
            )
        }
        _ => return None,
    };
    Some(plain("Unverified", count))
}

/// Returns what a pass does not mean, for a document that passes.
pub(crate) fn limits(report: &Report<'_>) -> Option<Fact> {
    let kind = report.kind.filter(|kind| !kind.limits.is_empty())?;
    (report.verdict() == Verdict::Pass).then(|| plain("Note", kind.limits.to_owned()))
}

fn plain(label: &'static str, value: String) -> Fact {
    Fact {
        label,
        value,
        ..Fact::default()
    }
}

fn classified(label: &'static str, value: String, class: Class, note: &str) -> Fact {
    Fact {
        note: note.to_owned(),
        class: Some(class),
        ..plain(label, value)
    }
}
