//! Every check, in groups.

use anstyle::Style as Ansi;

use super::alteration::{altered, origin, pair};
use super::conclusion;
use super::page::{BAD, BOLD, DIM, GOOD, OPEN, PLAIN, Page};
use crate::render::failures;
use crate::render::style::WIDTH;
use crate::report::{Finding, Group, Outcome, Report};
use crate::verify::checks::id;

/// Where the second column of a check starts.
const COLUMN: usize = 32;

pub(super) fn checks(report: &Report<'_>, page: &mut Page) {
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
    page.flow(COLUMN, COLUMN, &explanation(report, finding));
    if finding.failed() {
        compared(4, report, finding, page);
        if finding.check.id == id::CANONICAL_HASH {
            diagnosis(report, 4, page);
        }
    }
}

/// A value short enough to be read at a glance, otherwise what the pass means; or why the
/// check did not pass.
fn explanation(report: &Report<'_>, finding: &Finding<'_>) -> String {
    match (&finding.outcome, finding.outcome.why()) {
        (_, Some(why)) if finding.is_consequence => format!("{why}; follows from what was altered"),
        (_, Some(why)) => why.to_string(),
        (Outcome::Passed { .. }, _)
            if finding.check.group == Group::Copies && !report.signature_verified() =>
        {
            "repeats an unsigned value".to_owned()
        }
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

/// Where a check failed, and the values that it compared.
pub(super) fn compared(indent: usize, report: &Report<'_>, finding: &Finding<'_>, page: &mut Page) {
    let pointer = finding.pointer();
    detail(
        indent,
        "at",
        PLAIN,
        Some(&*pointer).filter(|pointer| !pointer.is_empty()),
        page,
    );
    for (label, value) in failures::values(report, finding) {
        detail(indent, label, PLAIN, Some(&value), page);
    }
}

/// What was altered, and how that is known.
pub(super) fn diagnosis(report: &Report<'_>, indent: usize, page: &mut Page) {
    for change in &report.diagnosis.changes {
        detail(indent, "altered", BOLD, Some(&change.pointer), page);
        pair(indent, &altered(report, change), page);
        detail(indent, "source", PLAIN, origin(change).as_deref(), page);
    }
    if let Some(sentence) = conclusion::of_diagnosis(&report.diagnosis, report.hints) {
        page.paragraph(indent, &sentence);
    }
}

/// One labelled value.
fn detail(indent: usize, label: &str, ansi: Ansi, value: Option<&str>, page: &mut Page) {
    let Some(value) = value else { return };
    page.indent(indent);
    page.put(PLAIN, &format!("{label:<11} "));
    page.row(0, ansi, value);
}
