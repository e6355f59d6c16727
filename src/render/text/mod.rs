//! Text in 80 columns: the verdict in the first line, the checks in groups below it, and in
//! the last sentence who vouches for what.

mod comparison;
mod conclusion;
mod explanation;
mod page;

use std::io;

use anstyle::Style as Ansi;

use super::{Style, WIDTH, place, unusual_kind};
use crate::json::error::DocumentError;
use crate::report::coverage::Class;
use crate::report::{Change, Finding, Group, Origin, Outcome, Report, Verdict};
use crate::verify::checks::id;
pub use comparison::write as write_comparison;
pub use explanation::write as write_explanation;
use page::{BAD, BOLD, DIM, GOOD, OPEN, PLAIN, Page};

/// Where the second column of a check starts.
const COLUMN: usize = 32;

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(style);
    headline(report, &mut page);
    if style.many && !style.verbose {
        let findings = report.findings.iter();
        for finding in findings.filter(|finding| is_news(report, finding)) {
            check(report, finding, &mut page);
        }
        coverage(report, &mut page);
    } else {
        if report.error.is_none() {
            checks(report, &mut page);
        }
        coverage(report, &mut page);
        page.line();
        let hint = report.hints.list_leaves.map(|hint| format!(" ({hint})"));
        let where_listed = hint.unwrap_or_default();
        page.paragraph(0, &conclusion::of_report(report, &where_listed));
    }
    out.write_all(page.text.as_bytes())
}

/// Whether a check must be shown even among many documents.
fn is_news(report: &Report<'_>, finding: &Finding<'_>) -> bool {
    match report.verdict() {
        Verdict::Pass => false,
        Verdict::Fail => finding.failed(),
        Verdict::Unverifiable => {
            report.error.is_none() && finding.check.required && !finding.passed()
        }
    }
}

fn headline(report: &Report<'_>, page: &mut Page) {
    let (ansi, word) = match report.verdict() {
        Verdict::Pass => (GOOD, "PASS"),
        Verdict::Fail => (BAD, "FAIL"),
        Verdict::Unverifiable => (OPEN, "UNVERIFIABLE"),
    };
    page.put(ansi.bold(), word);
    if let Some(kind) = unusual_kind(report) {
        page.put(PLAIN, &format!("  {kind}"));
    }
    if let Some(number) = &report.pith_number {
        page.put(BOLD, &format!("  {number}"));
    }
    if let Some(source) = report.source() {
        page.put(PLAIN, &format!("  {}", place(source)));
    }
    page.line();
    if let Some(error) = &report.error {
        document_error(error, page);
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

/// The ids of the checks that failed.
fn failed(report: &Report<'_>) -> String {
    let ids = report.failed().map(|finding| finding.id().to_string());
    ids.collect::<Vec<_>>().join(", ")
}

fn checks(report: &Report<'_>, page: &mut Page) {
    let mut group: Option<Group> = None;
    for finding in &report.findings {
        if group != Some(finding.check.group) {
            group = Some(finding.check.group);
            page.line();
            page.row(0, BOLD, finding.check.group.title());
        }
        check(report, finding, page);
    }
}

fn check(report: &Report<'_>, finding: &Finding<'_>, page: &mut Page) {
    let (ansi, mark) = match finding.outcome {
        Outcome::Passed { .. } => (GOOD, "ok  "),
        Outcome::Failed { .. } => (BAD.bold(), "FAIL"),
        Outcome::Skipped { .. } if finding.check.required => (OPEN, "skip"),
        Outcome::Skipped { .. } => (DIM, "skip"),
    };
    page.put(PLAIN, "  ");
    page.put(ansi, mark);
    page.put(PLAIN, &format!("  {:<22}  ", finding.id().to_string()));
    page.flow(COLUMN, COLUMN, &explanation(finding));
    if finding.failed() {
        compared(4, finding, page);
        if finding.check.id == id::CANONICAL_HASH {
            diagnosis(report, 4, page);
        }
    }
}

/// Where a check failed, and the values that it compared.
fn compared(indent: usize, finding: &Finding<'_>, page: &mut Page) {
    let details = super::compared(finding).into_iter();
    for ((label, value), ansi) in details.zip([PLAIN, BAD, GOOD]) {
        detail(indent, label, ansi, value.as_deref(), page);
    }
}

/// What was altered, and how that is known.
fn diagnosis(report: &Report<'_>, indent: usize, page: &mut Page) {
    for change in &report.diagnosis.changes {
        let found = change.found.as_ref().map(ToString::to_string);
        let found = found.unwrap_or("nothing: the member is missing".into());
        let restored = change.restored.as_ref().map(ToString::to_string);
        let restored = restored.unwrap_or("nothing: the member does not belong there".into());
        detail(indent, "altered", BOLD, Some(&change.pointer), page);
        detail(indent, "says", BAD, Some(&found), page);
        detail(indent, "said", GOOD, Some(&restored), page);
        detail(indent, "known", PLAIN, origin(change).as_deref(), page);
    }
    if let Some(sentence) = conclusion::of_diagnosis(&report.diagnosis, report.hints) {
        page.paragraph(indent, &sentence);
    }
}

fn origin(change: &Change) -> Option<String> {
    match &change.origin {
        Origin::Removed => None,
        Origin::Tried => Some("by trying: with this value the stated digest comes out".into()),
        origin => origin.as_str().map(|origin| format!("from {origin}")),
    }
}

/// A value short enough to be read at a glance, otherwise what the pass means; or why the
/// check did not pass.
fn explanation(finding: &Finding<'_>) -> String {
    match (&finding.outcome, finding.outcome.why()) {
        (_, Some(why)) => why.to_string(),
        (Outcome::Passed { value }, _) => {
            let value = value.quoted().to_string();
            if value.is_empty() || value.chars().count() > WIDTH - COLUMN {
                return finding.check.meaning.to_owned();
            }
            value
        }
        _ => String::new(),
    }
}

/// One labelled value.
fn detail(indent: usize, label: &str, ansi: Ansi, value: Option<&str>, page: &mut Page) {
    let Some(value) = value else { return };
    page.indent(indent);
    page.put(PLAIN, &format!("{label:<8}  "));
    page.row(0, ansi, value);
}

/// The leaves of each class, if requested.
fn coverage(report: &Report<'_>, page: &mut Page) {
    for class in Class::ALL {
        let Some(leaves) = report.coverage.leaves(class) else {
            continue;
        };
        page.line();
        page.put(BOLD, class.as_str());
        let (count, total) = (report.coverage.count(class), report.coverage.total());
        page.row(0, PLAIN, &format!("  {count} of {total}"));
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
