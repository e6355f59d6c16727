//! What documents, their places and their checks are called in every format.

use std::fmt;

use crate::record::identifier::PithNumber;
use crate::report::Report;

/// The kind of a document that is no record: records, which most documents are, go without
/// saying.
#[cfg(feature = "cli")]
pub(super) fn unusual_kind(report: &Report<'_>) -> Option<&'static str> {
    let kind = report.kind?.name;
    (kind != crate::verify::kinds::RECORD.facts.name).then_some(kind)
}

/// What was examined, without an article.
pub(super) fn noun(report: &Report<'_>) -> &'static str {
    let title = report.kind.map_or("a document", |kind| kind.title);
    title.split_once(' ').map_or(title, |(_, noun)| noun)
}

/// A text as a sentence.
pub(super) fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '?']) { "" } else { "." };
    format!("{}{end}", capitalized(text))
}

/// A text with a capital as its first letter, unless it begins with a name that has none, such as
/// a JSON Pointer.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    format!("{}{}", first.collect::<String>(), chars.as_str())
}

/// The Pith Number that a document goes by.
pub(super) enum Number {
    /// It follows from what is signed, and the document states it.
    Proven(PithNumber),
    /// The document states it, which anybody could have written; hostile text.
    Claimed(String),
}

impl Number {
    /// `None` if the document states none. The number computed from an altered record exists
    /// nowhere, so it does not name the record.
    pub(super) fn of(report: &Report<'_>) -> Option<Self> {
        let stated = report.claimed_number()?;
        let derived = report.pith_number().filter(|_| report.signature_verified());
        if let Some(number) = derived.filter(|number| number.to_string() == stated) {
            return Some(Self::Proven(number));
        }
        Some(Self::Claimed(stated.to_owned()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proven(number) => number.fmt(f),
            Self::Claimed(number) => write!(f, "claims to be {number}"),
        }
    }
}
