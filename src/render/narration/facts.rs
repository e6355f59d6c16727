//! What a document is about, and who says so.

use super::signer::Signer;
use crate::record::copies::TITLE;
use crate::render::words::{Number, place};
use crate::report::coverage::Class;
use crate::report::{Finding, Outcome, Report};

/// Something that the document is about; hostile text.
#[derive(Default)]
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    /// What is known about the value; may be empty.
    pub(crate) note: String,
    /// What vouches for the value, if anything can.
    pub(crate) class: Option<Class>,
    /// Whether it is to be read letter by letter.
    pub(crate) is_code: bool,
}

/// Every fact, in the order in which a reader looks for them.
pub(crate) fn all(report: &Report<'_>) -> Vec<Fact> {
    let file = report.source().map(|source| Fact {
        label: "File",
        value: place(source),
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
    let signer = Some(signer(report));
    let facts = [
        title(report),
        paper(report),
        number(report),
        signer,
        kind,
        file,
    ];
    facts.into_iter().flatten().collect()
}

pub(crate) fn title(report: &Report<'_>) -> Option<Fact> {
    let title = report.heading.title.as_ref()?;
    let mut checked = report.findings_of(TITLE.id);
    let (class, note) = match checked.next().map(Finding::outcome) {
        Some(Outcome::Passed { .. }) if report.signature_verified() => {
            (Class::HashBound, "signed; capitals and spacing are not")
        }
        Some(Outcome::Failed { .. }) if report.signature_verified() => {
            (Class::Unsigned, "not the title that was signed")
        }
        _ => (Class::Unsigned, "not signed"),
    };
    Some(classified("Title", title.to_string(), class, note))
}

pub(crate) fn paper(report: &Report<'_>) -> Option<Fact> {
    let (class, note) = match report.signature_verified() {
        true => (Class::Signed, "signed"),
        false => (Class::Unsigned, "not signed as it stands"),
    };
    Some(classified("Paper", report.names.paper()?, class, note))
}

/// The Pith Number: the derived one, if it is the document's; otherwise what that states.
fn number(report: &Report<'_>) -> Option<Fact> {
    let (number, class, note) = match Number::of(report)? {
        Number::Proven(number) => {
            let note = "follows from what is signed";
            (number.to_string(), Class::Checked, note)
        }
        Number::Claimed(number) => (number, Class::Unsigned, "what the document claims to be"),
    };
    Some(Fact {
        is_code: true,
        ..classified("Pith Number", number, class, note)
    })
}

pub(crate) fn signer(report: &Report<'_>) -> Fact {
    let Signer { name, note } = Signer::of(report);
    Fact {
        label: "Signed by",
        value: name,
        note,
        is_code: report.signature_verified(),
        ..Fact::default()
    }
}

fn classified(label: &'static str, value: String, class: Class, note: &str) -> Fact {
    Fact {
        label,
        value,
        note: note.to_owned(),
        class: Some(class),
        ..Fact::default()
    }
}
