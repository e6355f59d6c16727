//! Renders explanations and comparisons as an HTML page: one file that loads and runs nothing.
//!
//! The templates escape everything that they show, with [`escape`]. If that ever failed, the page
//! also tells the browser to load nothing and to run nothing.

mod card;
mod comparison;
mod document;
pub mod escape;
mod overview;
mod page;
mod steps;
mod top;
mod trouble;
mod words;

use std::io::{self, Write};

use askama::Template as _;

use crate::explain::Explanation;
use crate::explain::compare::Comparison;
use crate::report::Report;
use card::Card;
use comparison::{Conclusion, Differences};
use document::Document;
pub use overview::{Overview, OverviewEntry};
use page::{Foot, Head};
use top::Top;

/// Writes an explanation as a page.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_explanation(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    Head::of(&explanation.report).write_into(out)?;
    page::document(explanation, 1, out)?;
    Foot::new().write_into(out)
}

/// Writes the card of a report, a part of a page for notebooks.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_card(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    Card::of(report).write_into(out)
}

/// Writes a comparison as a page.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_comparison(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = comparison.reports.each_ref();
    let [one, other] = words.map(|report| words::verdict(report.verdict())[2]);
    Head::titled(format!("Two copies: {one} and {other}")).write_into(out)?;
    Conclusion::of(comparison).write_into(out)?;
    out.write_all(b"<div class=\"copies\">\n")?;
    for (place, report) in comparison.reports.iter().enumerate() {
        Top::copy(report, place + 1).write_into(out)?;
    }
    out.write_all(b"</div>\n")?;
    Differences::of(comparison).write_into(out)?;
    let documents = comparison.reports.iter().zip(comparison.outlines());
    for (place, (report, outline)) in documents.enumerate() {
        if let Some(document) = Document::of(report, &outline, 2) {
            let title = format!("What is signed in copy {}", place + 1);
            document.called(title).write_into(out)?;
        }
    }
    Foot::new().write_into(out)
}
