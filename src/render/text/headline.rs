//! Writes the first line of a report, with the same columns for one document and for many.

use super::page::{BAD, BOLD, GOOD, OPEN, PLAIN, Page};
use crate::render::failures;
use crate::render::narration::{integrity_findings, verdict};
use crate::render::words::{Number, noun, unusual_kind};
use crate::report::{Report, Verdict};

/// Writes the verdict as a word, in its color.
pub(super) fn verdict_word(report: &Report<'_>, page: &mut Page) {
    let ansi = match report.verdict() {
        Verdict::Pass => GOOD,
        Verdict::Fail => BAD,
        Verdict::Unverifiable => OPEN,
    };
    page.put(ansi.bold(), verdict::word(report.verdict()));
}

/// Writes the verdict, the file, the kind and the number of findings that the document publishes.
///
/// The kind is left out if it is a record.
pub(super) fn headline(report: &Report<'_>, page: &mut Page) {
    columns(report, None, page);
    page.line();
}

/// Writes the line about one of many documents.
///
/// It is the first line of its report, with the Pith Number and, unless the document passes, the
/// first cause.
pub(super) fn one_line(report: &Report<'_>, page: &mut Page) {
    columns(report, Number::of(report), page);
    if let Some(cause) = failures::cause(report) {
        page.put(PLAIN, &format!("  {cause}"));
    }
    page.line();
}

fn columns(report: &Report<'_>, number: Option<Number>, page: &mut Page) {
    verdict_word(report, page);
    if let Some(source) = report.source() {
        page.put(BOLD, &format!("  {source}"));
    }
    if unusual_kind(report).is_some() {
        page.put(PLAIN, &format!("  {}", noun(report)));
    }
    if let Some(number) = number {
        page.put(PLAIN, &format!("  {number}"));
    }
    if let Some(count) = integrity_findings::count(report) {
        page.put(OPEN.bold(), &format!("  reports {count}"));
    }
}

/// Returns the ids of the checks that failed, separated by commas.
pub(super) fn failed(report: &Report<'_>) -> String {
    let ids = report.failed().map(|finding| finding.id().to_string());
    ids.collect::<Vec<_>>().join(", ")
}
