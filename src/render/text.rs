//! Text for people, in 80 columns: the verdict in the first line, the checks in groups
//! below it, and in the last sentence who vouches for what.

use std::io;

use anstyle::Style as Ansi;

use super::page::{BAD, BOLD, DIM, GOOD, OPEN, PLAIN, Page};
use super::{Style, WIDTH, closing};
use crate::json::error::DocumentError;
use crate::report::coverage::Class;
use crate::report::{Finding, Outcome, Report, Verdict};
use crate::verify::checks::{DIGEST, Group};
use crate::verify::diagnose::{Change, Diagnosis};

/// Where the second column of a check starts.
const COLUMN: usize = 32;

pub(super) fn write(report: &Report, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(style);
    headline(report, &mut page);
    if let Some(error) = &report.error {
        document_error(error, &mut page);
    }
    if style.many && !style.verbose {
        let news = report
            .findings
            .iter()
            .filter(|finding| is_news(report, finding));
        news.for_each(|finding| check(report, finding, &mut page));
        coverage(report, &mut page);
    } else {
        if report.error.is_none() {
            checks(report, &mut page);
        }
        coverage(report, &mut page);
        page.line();
        page.paragraph(
            0,
            0,
            &closing::of_report(report, " (--coverage lists them)"),
        );
    }
    out.write_all(page.text.as_bytes())
}

/// Whether a check must be shown even among many documents.
fn is_news(report: &Report, finding: &Finding) -> bool {
    match report.verdict() {
        Verdict::Pass => false,
        Verdict::Fail => finding.failed(),
        Verdict::Unverifiable => {
            report.error.is_none() && finding.check.required && !finding.passed()
        }
    }
}

pub(super) fn headline(report: &Report, page: &mut Page) {
    let (ansi, word) = match report.verdict() {
        Verdict::Pass => (GOOD, "PASS"),
        Verdict::Fail => (BAD, "FAIL"),
        Verdict::Unverifiable => (OPEN, "UNVERIFIABLE"),
    };
    page.put(ansi.bold(), word);
    if let Some(number) = &report.pith_number {
        page.put(BOLD, &format!("  {number}"));
    }
    page.put(PLAIN, &format!("  {}", report.source.path));
    if let Some(line) = report.source.line {
        page.put(PLAIN, &format!(":{line}"));
    }
    page.line()
}

pub(super) fn document_error(error: &DocumentError, page: &mut Page) {
    page.put(OPEN, &format!("  {}", error.code));
    if let Some(offset) = error.offset {
        page.put(PLAIN, &format!(" at byte {offset}"));
    }
    page.line();
    page.put(PLAIN, "    ");
    page.paragraph(4, 4, &error.message)
}

fn checks(report: &Report, page: &mut Page) {
    let mut group: Option<Group> = None;
    for finding in &report.findings {
        if group != Some(finding.check.group) {
            group = Some(finding.check.group);
            page.line();
            page.put(BOLD, finding.check.group.title());
            page.line();
        }
        check(report, finding, page);
    }
}

fn check(report: &Report, finding: &Finding, page: &mut Page) {
    let (ansi, mark) = match finding.outcome {
        Outcome::Passed { .. } => (GOOD, "ok  "),
        Outcome::Failed { .. } => (BAD.bold(), "FAIL"),
        Outcome::Skipped { .. } if finding.check.required => (OPEN, "skip"),
        Outcome::Skipped { .. } => (DIM, "skip"),
    };
    page.put(PLAIN, "  ");
    page.put(ansi, mark);
    page.put(PLAIN, &format!("  {:<22}  ", finding.id));
    page.paragraph(COLUMN, COLUMN, &explanation(finding));
    if let Outcome::Failed {
        claimed, computed, ..
    } = &finding.outcome
    {
        let place = (!finding.pointer.is_empty()).then_some(&*finding.pointer);
        detail(4, "at", PLAIN, place, page);
        detail(4, "stated", BAD, claimed.as_deref(), page);
        detail(4, "computed", GOOD, computed.as_deref(), page);
        if finding.id == DIGEST {
            diagnosis(&report.diagnosis, 4, page);
        }
    }
}

/// What was altered, and how that is known.
pub(super) fn diagnosis(diagnosis: &Diagnosis, indent: usize, page: &mut Page) {
    for change in &diagnosis.changes {
        let found = change.found.as_ref().map(ToString::to_string);
        let found = found.unwrap_or("nothing: the member is missing".into());
        let restored = change.restored.as_ref().map(ToString::to_string);
        let restored = restored.unwrap_or("nothing: the member does not belong there".into());
        detail(indent, "altered", BOLD, Some(&change.pointer), page);
        detail(indent, "says", BAD, Some(&found), page);
        detail(indent, "said", GOOD, Some(&restored), page);
        detail(indent, "known", PLAIN, origin(change).as_deref(), page);
    }
    if let Some(sentence) = closing::of_diagnosis(diagnosis) {
        page.indent(indent);
        page.paragraph(indent, indent, &sentence);
    }
}

fn origin(change: &Change) -> Option<String> {
    match (&change.from, &change.restored) {
        (Some(from), _) => Some(format!("from {from}")),
        (None, Some(_)) => Some("by trying: with this value the stated digest comes out".into()),
        (None, None) => None,
    }
}

/// The value where it is short enough to be read at a glance, else what the pass means.
fn explanation(finding: &Finding) -> String {
    match &finding.outcome {
        Outcome::Passed { value }
            if !value.is_empty() && value.chars().count() <= WIDTH - COLUMN =>
        {
            value.clone()
        }
        Outcome::Passed { .. } => finding.check.meaning.to_owned(),
        Outcome::Failed { reason, .. } | Outcome::Skipped { reason, .. } => reason.to_string(),
    }
}

/// One value on a line of its own: never wrapped, so that it can be copied.
pub(super) fn detail(indent: usize, label: &str, ansi: Ansi, value: Option<&str>, page: &mut Page) {
    let Some(value) = value else { return };
    page.indent(indent);
    page.put(PLAIN, &format!("{label:<8}  "));
    page.put(ansi, value);
    page.line()
}

/// The leaves of each class, if they were asked for.
fn coverage(report: &Report, page: &mut Page) {
    for class in Class::ALL {
        let Some(leaves) = report.coverage.leaves(class) else {
            continue;
        };
        page.line();
        page.put(BOLD, class.as_str());
        page.put(
            PLAIN,
            &format!(
                "  {} of {}",
                report.coverage.count(class),
                report.coverage.total()
            ),
        );
        page.line();
        for pointer in leaves {
            page.put(PLAIN, &format!("  {pointer}"));
            page.line();
        }
    }
    if let Some(omitted @ 1..) = report.coverage.omitted() {
        page.line();
        let told = format!("The last {omitted} values of the document are counted, not listed.");
        page.paragraph(0, 0, &told);
    }
}
