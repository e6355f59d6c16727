//! Lists every check, in groups.

use super::page::{BAD, BOLD, DIM, GOOD, OPEN, PLAIN, Page};
use crate::render::failures;
use crate::render::narration::classes;
use crate::render::style::WIDTH;
use crate::report::{Finding, Group, Outcome, Report};

/// The column at which the explanation of a check starts.
const COLUMN: usize = 32;

/// Writes every check, under the titles of the groups.
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
    }
}

/// Returns the value of a check that passed, or why a check did not pass.
///
/// If the value does not fit in the line, this is what the pass means instead.
fn explanation(report: &Report<'_>, finding: &Finding<'_>) -> String {
    match (&finding.outcome, finding.outcome.why()) {
        (_, Some(why)) if finding.is_consequence => format!("{why} (because of the alteration)"),
        (_, Some(why)) => why.to_string(),
        (Outcome::Passed { value }, _) => {
            if let Some(meaning) = classes::unsigned_copy(report, finding) {
                return meaning.to_owned();
            }
            let value = value.shortened().to_string();
            if value.is_empty() || value.chars().count() > WIDTH - COLUMN {
                return finding.check.meaning.to_owned();
            }
            value
        }
        _ => String::new(),
    }
}

/// Writes where a check failed, and the values that it compared.
pub(super) fn compared(indent: usize, report: &Report<'_>, finding: &Finding<'_>, page: &mut Page) {
    let pointer = finding.pointer();
    if !pointer.is_empty() {
        detail(indent, "at", &pointer, page);
    }
    for (label, value) in failures::values(report, finding) {
        detail(indent, label, &value, page);
    }
}

/// Writes one value with its label.
fn detail(indent: usize, label: &str, value: &str, page: &mut Page) {
    page.indent(indent);
    page.put(PLAIN, &format!("{label:<11} "));
    page.row(0, PLAIN, value);
}
