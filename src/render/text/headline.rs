//! The line that a report begins with, and the one line of a document among many.

use super::page::{BAD, BOLD, GOOD, OPEN, PLAIN, Page};
use crate::json::error::DocumentError;
use crate::render::failures;
use crate::render::narration::integrity_findings;
use crate::render::narration::verdict::{self, Meaning};
use crate::render::words::{Number, place, unusual_kind};
use crate::report::{Report, Verdict};

/// The verdict as a word, in its colour.
fn verdict_word(report: &Report<'_>, page: &mut Page) {
    let ansi = match report.verdict() {
        Verdict::Pass => GOOD,
        Verdict::Fail => BAD,
        Verdict::Unverifiable => OPEN,
    };
    page.put(ansi.bold(), verdict::word(report.verdict()));
    if let Some(kind) = unusual_kind(report) {
        page.put(PLAIN, &format!("  {kind}"));
    }
}

/// The verdict, the Pith Number and the file.
pub(super) fn headline(report: &Report<'_>, page: &mut Page) {
    verdict_word(report, page);
    if let Some(number) = Number::of(report) {
        page.put(BOLD, &format!("  {number}"));
    }
    if let Some(source) = report.source() {
        page.put(PLAIN, &format!("  {}", place(source)));
    }
    count_of_findings(report, page);
    page.line();
    if let Some(error) = &report.error {
        document_error(error, page);
    }
}

/// How many findings about the paper a genuine document publishes.
fn count_of_findings(report: &Report<'_>, page: &mut Page) {
    if let Some(count) = integrity_findings::count(report) {
        page.put(OPEN.bold(), &format!("  {count}"));
    }
}

fn document_error(error: &DocumentError, page: &mut Page) {
    page.put(OPEN, &format!("  {}", error.code));
    if let Some(offset) = error.offset {
        page.put(PLAIN, &format!(" at byte {offset}"));
    }
    page.line();
    page.paragraph(4, &error.message);
}

/// One of many documents: verdict, place, Pith Number and, unless it passed, the first cause.
pub(super) fn one_line(report: &Report<'_>, page: &mut Page) {
    verdict_word(report, page);
    if let Some(source) = report.source() {
        page.put(PLAIN, &format!("  {}", place(source)));
    }
    if let Some(number) = Number::of(report) {
        page.put(PLAIN, &format!("  {number}"));
    }
    count_of_findings(report, page);
    if let Some(cause) = failures::cause(report) {
        page.put(PLAIN, &format!("  {cause}"));
    }
    page.line();
}

/// What the verdict means; `where_listed` says where the unsigned values are listed, after a
/// space.
pub(super) fn meaning(report: &Report<'_>, where_listed: &str, page: &mut Page) {
    page.line();
    let Meaning { answer, details } = verdict::meaning(report, where_listed);
    let text = format!("{}: {answer} {details}", verdict::word(report.verdict()));
    page.paragraph(0, text.trim_end());
}

/// The ids of the checks that failed.
pub(super) fn failed(report: &Report<'_>) -> String {
    let ids = report.failed().map(|finding| finding.id().to_string());
    ids.collect::<Vec<_>>().join(", ")
}
