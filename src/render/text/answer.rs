//! The answer in one screen: which paper, who signed it, what is wrong, what was checked.

use super::alteration::{altered, pair};
use super::page::{PLAIN, Page};
use crate::render::failures::{self, follows, is_missing};
use crate::render::narration::{alteration, facts, integrity_findings};
use crate::report::escape::Visible;
use crate::report::{Finding, Group, Outcome, Report};
use crate::verify::checks::receipt;

/// Where the text of a labelled row starts.
const COLUMN: usize = 14;
/// Alterations that are shown in full, and other failures that are.
const MAX_SHOWN: usize = 2;
/// Checks that were not made and are named.
const MAX_SKIPPED: usize = 3;

/// A row with a label.
fn row(label: &str, text: &str, page: &mut Page) {
    let label = Visible(label).to_string();
    page.put(PLAIN, &format!("  {label:<11} "));
    // A long label has the first line of the text further right.
    page.flow(COLUMN.max(label.chars().count() + 3), COLUMN, text);
}

/// Title, paper and signer, each with what is known about it.
pub(super) fn who(report: &Report<'_>, page: &mut Page) {
    page.line();
    let signer = Some(facts::signer(report));
    let facts = [facts::title(report), facts::paper(report), signer];
    for fact in facts.into_iter().flatten() {
        let note = match &*fact.note {
            "" => String::new(),
            note => format!(" ({note})"),
        };
        row(
            &fact.label.to_lowercase(),
            &format!("{}{note}", fact.value),
            page,
        );
    }
}

/// What an integrity document says about the paper.
pub(super) fn findings(report: &Report<'_>, page: &mut Page) {
    let lines = integrity_findings::lines(report);
    if !lines.is_empty() {
        page.line();
    }
    for (severity, sentence) in lines {
        row(&severity, &sentence, page);
    }
}

/// What was altered, what else failed, and how much follows from it.
pub(super) fn failures(report: &Report<'_>, page: &mut Page) {
    let changes = &report.diagnosis.changes;
    for change in changes.iter().take(MAX_SHOWN) {
        page.line();
        altered(2, report, change, page);
    }
    if changes.len() > MAX_SHOWN {
        let more = changes.len() - MAX_SHOWN;
        row("", &format!("and {more} more places, listed with -v"), page);
    }
    let found = !changes.is_empty() || report.diagnosis.search_failed;
    let own: Vec<_> = report
        .failed()
        .filter(|finding| !follows(report, finding))
        .filter(|finding| !(found && finding.check.id == receipt::CANONICAL_HASH.id()))
        .collect();
    for finding in own.iter().take(MAX_SHOWN) {
        page.line();
        failure(report, finding, page);
    }
    if let Some(sentence) = alteration::conclusion(report) {
        page.line();
        page.paragraph(2, &sentence);
    }
    let consequences = report.failed();
    let consequences = consequences
        .filter(|finding| follows(report, finding))
        .count();
    let more = own.len().saturating_sub(MAX_SHOWN);
    for (count, what) in [(consequences, "because of that"), (more, "besides")] {
        if count > 0 {
            let checks = if count == 1 {
                "check fails"
            } else {
                "checks fail"
            };
            page.paragraph(2, &format!("{count} more {checks} {what} (-v lists all)."));
        }
    }
}

/// A failure: its sentence, its place and its values.
fn failure(report: &Report<'_>, finding: &Finding<'_>, page: &mut Page) {
    row("wrong", &failures::sentence(finding), page);
    let pointer = finding.pointer();
    if !pointer.is_empty() {
        row("at", &pointer, page);
    }
    pair(2, &failures::values(report, finding), page);
}

/// What is right, and what was not checked.
pub(super) fn tally(report: &Report<'_>, page: &mut Page) {
    page.line();
    let mut groups: Vec<(Group, usize)> = Vec::new();
    for finding in report.findings.iter().filter(|finding| finding.passed()) {
        match groups.last_mut() {
            Some((group, count)) if *group == finding.check.group => *count += 1,
            _ => groups.push((finding.check.group, 1)),
        }
    }
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(group, count)| {
            let name = failures::group(group);
            if count == 1 {
                name.to_owned()
            } else {
                format!("{name} ({count})")
            }
        })
        .collect();
    if !groups.is_empty() {
        let note = if report.signature_verified() {
            ""
        } else {
            "; none of it is proven to be signed"
        };
        row("in order", &format!("{}{note}", groups.join(", ")), page);
    }
    let skipped = report.findings.iter();
    let mut skipped: Vec<_> = skipped
        .filter(|finding| matches!(finding.outcome, Outcome::Skipped { .. }))
        .collect();
    skipped.sort_by_key(|finding| !is_missing(finding));
    for (position, finding) in skipped.iter().take(MAX_SKIPPED).enumerate() {
        let why = finding
            .outcome
            .why()
            .map(ToString::to_string)
            .unwrap_or_default();
        let label = if position == 0 { "not checked" } else { "" };
        let text = format!("{}: {why}", finding.id());
        row(label, &text, page);
    }
    if skipped.len() > MAX_SKIPPED {
        let more = skipped.len() - MAX_SKIPPED;
        row("", &format!("and {more} more (-v lists all)"), page);
    }
}
