//! Names documents and their Pith Numbers in the same way in every format.

use std::fmt;

use crate::record::identifier::PithNumber;
use crate::report::Report;

/// Returns the kind of a document unless it is a record.
///
/// Most documents are records, so reports do not mention that kind.
#[cfg(feature = "files")]
pub(super) fn unusual_kind(report: &Report<'_>) -> Option<&'static str> {
    let kind = report.kind?.name;
    (kind != crate::verify::kinds::RECORD.facts.name).then_some(kind)
}

/// Returns the noun for the kind of a document, without an article.
pub(super) fn noun(report: &Report<'_>) -> &'static str {
    let title = report.kind.map_or("a document", |kind| kind.title);
    title.split_once(' ').map_or(title, |(_, noun)| noun)
}

/// Returns the word for this many things: `one` for 1, otherwise `many`.
#[must_use]
pub fn plural<'w>(count: u64, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// Returns a text as a sentence, with a capital first letter and a full stop or question mark.
pub(super) fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '?']) { "" } else { "." };
    format!("{}{end}", capitalized(text))
}

/// Returns a text with a capital first letter.
///
/// A text that starts with a character that has no capital, such as the slash of a JSON Pointer,
/// stays as it is.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    format!("{}{}", first.collect::<String>(), chars.as_str())
}

/// The Pith Number that a document states, and whether it is proven.
pub(super) enum Number {
    /// The signature is verified, and recomputing gives the number that the document states.
    Proven(PithNumber),
    /// The document states this number without proof. It is hostile text.
    Claimed(String),
}

impl Number {
    /// Returns the Pith Number that a document states, or `None` if it states none.
    ///
    /// The number that is computed from an altered record belongs to no record, so it is not used
    /// here.
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
