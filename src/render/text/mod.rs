//! Text for people: the answer first, then what it rests on.

mod answer;
mod comparison;
mod conclusion;
mod explanation;
mod listing;
mod page;

use std::io::{self, Write as _};

use super::{Number, Style, failures, findings, place, unusual_kind};
use crate::json::error::DocumentError;
use crate::report::coverage::Class;
use crate::report::{Report, Verdict};
pub use comparison::write as write_comparison;
pub use explanation::write as write_explanation;
use page::{BAD, BOLD, GOOD, OPEN, PLAIN, Page};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let mut page = Page::new(style);
    if style.many && !style.verbose {
        one_line(report, &mut page);
        coverage(report, &mut page);
        return out.write_all(page.text.as_bytes());
    }
    headline(report, &mut page);
    if report.error.is_none() {
        answer::who(report, &mut page);
        answer::findings(report, &mut page);
        if style.verbose {
            listing::checks(report, &mut page);
        } else {
            answer::failures(report, &mut page);
            answer::tally(report, &mut page);
        }
    }
    coverage(report, &mut page);
    page.line();
    let hint = report.hints.list_leaves.map(|hint| format!(" ({hint})"));
    page.paragraph(0, &conclusion::of_report(report, &hint.unwrap_or_default()));
    out.write_all(page.text.as_bytes())
}

/// The verdict as a word, in its colour.
fn verdict(report: &Report<'_>, page: &mut Page) {
    let (ansi, word) = match report.verdict() {
        Verdict::Pass => (GOOD, "PASS"),
        Verdict::Fail => (BAD, "FAIL"),
        Verdict::Unverifiable => (OPEN, "UNVERIFIABLE"),
    };
    page.put(ansi.bold(), word);
    if let Some(kind) = unusual_kind(report) {
        page.put(PLAIN, &format!("  {kind}"));
    }
}

/// The verdict, the Pith Number and the file.
fn headline(report: &Report<'_>, page: &mut Page) {
    verdict(report, page);
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
    if let Some(count) = findings::count(report) {
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
fn one_line(report: &Report<'_>, page: &mut Page) {
    verdict(report, page);
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

/// The ids of the checks that failed.
fn failed(report: &Report<'_>) -> String {
    let ids = report.failed().map(|finding| finding.id().to_string());
    ids.collect::<Vec<_>>().join(", ")
}

/// The leaves of each class, if requested.
fn coverage(report: &Report<'_>, page: &mut Page) {
    for (class, name, meaning) in CLASSES {
        let Some(leaves) = report.coverage.leaves(*class) else {
            continue;
        };
        page.line();
        page.put(BOLD, name);
        let (count, total) = (report.coverage.count(*class), report.coverage.total());
        page.row(0, PLAIN, &format!("  {count} of {total}: {meaning}"));
        for pointer in leaves {
            page.row(2, PLAIN, pointer);
        }
    }
    if let Some(omitted @ 1..) = report.coverage.omitted() {
        page.line();
        let text = format!("The last {omitted} values of the document are counted, not listed.");
        page.paragraph(0, &text);
    }
}

/// What each class of values is called, and why they are to be believed.
const CLASSES: &[(Class, &str, &str)] = &[
    (Class::Signed, "signed", "inside what was signed"),
    (
        Class::Checked,
        "checked",
        "recomputed from what was signed, or the only valid value",
    ),
    (Class::Mirrored, "mirrored", "repeats a signed value"),
    (
        Class::HashBound,
        "hash_bound",
        "a text whose hash was signed, but for case and spacing",
    ),
    (Class::Unsigned, "unsigned", "nobody vouches for it"),
];
