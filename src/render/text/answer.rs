//! Writes the answer in one screen: what is wrong, where, and what to do. Then it says which paper
//! it is, who signed it, and what was checked.

use super::alteration::pair;
use super::headline::headline;
use super::page::{BOLD, PLAIN, Page};
use crate::json::error::DocumentError;
use crate::render::failures::{self, follows};
use crate::render::narration::verdict::{self, Meaning};
use crate::render::narration::{alteration, facts, integrity_findings};
use crate::render::words::{Number, plural, sentence};
use crate::report::coverage::Class;
use crate::report::{Change, Finding, Group, Outcome, Reason, Report, Verdict};
use crate::verify::checks::receipt;

/// The column at which the text of a labeled row starts.
const COLUMN: usize = 14;
/// The most alterations that are shown in full, and the most other failures.
const MAX_SHOWN: usize = 2;
/// The most checks that were not made and are named.
const MAX_SKIPPED: usize = 3;

/// How much of the answer is shown.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    /// Whether every alteration is shown, instead of the first few and a count.
    pub(super) all_changes: bool,
    /// Where the unsigned values are listed, if the report says so.
    pub(super) where_listed: Option<&'static str>,
}

impl Extent {
    /// Returns where everything is listed, unless it is in this report.
    fn list_hint(self) -> &'static str {
        if self.all_changes {
            ""
        } else {
            " (-v lists all)"
        }
    }
}

/// Writes the head line, the answer and what it rests on.
pub(super) fn answer(report: &Report<'_>, extent: Extent, page: &mut Page) {
    headline(report, page);
    let Meaning { answer, advice } = verdict::meaning(report);
    page.line();
    page.paragraph(0, &answer);
    if report.verdict() != Verdict::Pass {
        page.line();
        problems(report, extent, page);
        row("What to do", &advice, page);
    }
    if report.error.is_none() {
        page.line();
        paper(report, page);
        findings(report, page);
        let not_signed = facts::not_signed(report, extent.where_listed);
        let more = [
            facts::limits(report),
            facts::confirmed(report),
            not_signed,
            facts::later_events(report),
        ];
        for fact in more.into_iter().flatten() {
            row(fact.label, &fact.value, page);
        }
        if report.verdict() != Verdict::Fail {
            tally(report, extent, page);
        }
    }
}

/// Writes a row with a label, unless the text is empty.
fn row(label: &str, text: &str, page: &mut Page) {
    if text.is_empty() {
        return;
    }
    begin(label, page);
    page.flow(COLUMN, COLUMN, text);
}

/// Writes the label of a row.
fn begin(label: &str, page: &mut Page) {
    page.put(PLAIN, "  ");
    page.put(BOLD, &format!("{label:<11}"));
    page.put(PLAIN, " ");
}

/// Writes title, arXiv id and Pith Number of the paper, and who signed the document.
fn paper(report: &Report<'_>, page: &mut Page) {
    let verified = report.signature_verified();
    let title =
        facts::title(report).filter(|title| !verified || title.class == Some(Class::HashBound));
    let number = Number::of(report).map(|number| match number {
        Number::Claimed(number) if !verified => number,
        number => number.to_string(),
    });
    let paper = facts::paper(report).map(|paper| paper.value);
    let names: Vec<_> = paper.into_iter().chain(number).collect();
    let mut lines = vec![
        title.map(|title| title.value).unwrap_or_default(),
        names.join(" · "),
    ];
    lines.retain(|line| !line.is_empty());
    if !verified && !lines.is_empty() {
        let claim = if report.diagnosis.is_signed() {
            "(as this altered copy says)"
        } else {
            "(as the file says; not signed by a trusted key)"
        };
        lines.push(claim.to_owned());
    }
    let mut label = "Paper";
    for line in lines {
        row(std::mem::take(&mut label), &line, page);
    }
    let signer = facts::signer(report);
    let note = match &*signer.note {
        "" => String::new(),
        note => format!(" ({note})"),
    };
    row(signer.label, &format!("{}{note}", signer.value), page);
}

/// Writes what an integrity document says about the paper.
fn findings(report: &Report<'_>, page: &mut Page) {
    let mut label = "Findings";
    for (severity, sentence) in integrity_findings::lines(report) {
        let severity = match &*severity {
            "" => String::new(),
            severity => format!("{severity}: "),
        };
        row(
            std::mem::take(&mut label),
            &format!("{severity}{sentence}"),
            page,
        );
    }
}

/// Writes what is wrong and where: the first causes with their values, and how many more there are.
fn problems(report: &Report<'_>, extent: Extent, page: &mut Page) {
    if let Some(error) = &report.error {
        return document_error(error, page);
    }
    let max = if extent.all_changes {
        usize::MAX
    } else {
        MAX_SHOWN
    };
    let changes = &report.diagnosis.changes;
    for change in changes.iter().take(max) {
        altered(report, change, page);
    }
    let found = !changes.is_empty() || report.diagnosis.search_failed;
    let own: Vec<_> = report
        .failed()
        .filter(|finding| !follows(report, finding))
        .filter(|finding| !(found && finding.check.id == receipt::CANONICAL_HASH.id()))
        .collect();
    for finding in own.iter().take(MAX_SHOWN) {
        failure(report, finding, page);
    }
    if report.verdict() == Verdict::Unverifiable
        && let Some(missing) = failures::missing(report).next()
    {
        row("Problem", &sentence(&failures::why_missing(missing)), page);
        place(&missing.pointer(), page);
    }
    row(
        "Evidence",
        &alteration::conclusion(report).unwrap_or_default(),
        page,
    );
    let follows = report
        .failed()
        .filter(|finding| follows(report, finding))
        .count();
    let listed = extent.list_hint();
    let more = changes.len().saturating_sub(max) + own.len().saturating_sub(MAX_SHOWN);
    let checks = |count: usize| plural(count as u64, "check fails", "checks fail");
    let counts = [
        (
            more,
            format!("{more} more {} for other reasons{listed}.", checks(more)),
        ),
        (
            follows,
            format!(
                "{follows} more {} because of this{listed}.",
                checks(follows)
            ),
        ),
    ];
    for (_, text) in counts.iter().filter(|(count, _)| *count > 0) {
        row("More", text, page);
    }
}

/// Writes why a document could not be read.
fn document_error(error: &DocumentError, page: &mut Page) {
    let (why, _) = error.parts();
    row(
        "Problem",
        &sentence(&format!("{why} ({})", error.code)),
        page,
    );
    if let Some(offset) = error.offset {
        row("Where", &format!("byte {offset}"), page);
    }
}

/// Writes a place that was altered, with both values.
fn altered(report: &Report<'_>, change: &Change, page: &mut Page) {
    row("Problem", &sentence(alteration::title(report)), page);
    place(&change.pointer, page);
    let values = alteration::values(report, change);
    pair(
        2,
        &values.map(|(label, value)| (label, value.unwrap_or_else(|| "nothing".into()))),
        page,
    );
    row("", &alteration::origin(change), page);
}

/// Writes a failure: its sentence, its place and its values.
fn failure(report: &Report<'_>, finding: &Finding<'_>, page: &mut Page) {
    row("Problem", &sentence(&failures::sentence(finding)), page);
    place(&finding.pointer(), page);
    pair(2, &failures::values(report, finding), page);
    if let Some(Reason::OtherCopyFits(copy)) = finding.outcome.why().map(|why| &why.reason) {
        let text = format!("The text at {copy} matches the signed hash.");
        row("", &text, page);
    }
}

/// Writes a JSON Pointer in one line, so that it can be copied.
fn place(pointer: &str, page: &mut Page) {
    if !pointer.is_empty() {
        begin("Where", page);
        page.row(0, PLAIN, pointer);
    }
}

/// Writes how many checks passed, and which were not made.
fn tally(report: &Report<'_>, extent: Extent, page: &mut Page) {
    let mut groups: Vec<(Group, usize)> = Vec::new();
    for finding in report.findings.iter().filter(|finding| finding.passed()) {
        match groups.last_mut() {
            Some((group, count)) if *group == finding.check.group => *count += 1,
            _ => groups.push((finding.check.group, 1)),
        }
    }
    let total: usize = groups.iter().map(|(_, count)| count).sum();
    let groups = groups.into_iter().map(|(group, count)| match count {
        1 => failures::group(group).to_owned(),
        _ => format!("{} ({count})", failures::group(group)),
    });
    let groups = groups.collect::<Vec<_>>().join(", ");
    let noun = plural(total as u64, "check", "checks");
    row("Passed", &format!("{total} {noun}: {groups}"), page);
    not_checked(report, extent, page);
}

/// Writes which checks were not made, and why.
///
/// The first required one is left out, because it is shown as the problem.
fn not_checked(report: &Report<'_>, extent: Extent, page: &mut Page) {
    let listed = extent.list_hint();
    let told = failures::missing(report).next();
    let reason = |finding: &Finding<'_>| finding.outcome.why().map(|why| why.reason.clone());
    let told_reason = told.and_then(reason);
    let skipped = report.findings.iter();
    let skipped = skipped.filter(|finding| matches!(finding.outcome, Outcome::Skipped { .. }));
    let mut skipped: Vec<_> = skipped
        .filter(|finding| !told.is_some_and(|told| std::ptr::eq(told, *finding)))
        .collect();
    skipped.sort_by_key(|finding| !failures::is_missing(finding));
    let mut label = "Not checked";
    for finding in skipped.iter().take(MAX_SKIPPED) {
        let why = if reason(finding) == told_reason {
            "for the same reason".to_owned()
        } else {
            finding
                .outcome
                .why()
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        let text = format!("{}: {why}", finding.id());
        row(std::mem::take(&mut label), &text, page);
    }
    if skipped.len() > MAX_SKIPPED {
        let more = skipped.len() - MAX_SKIPPED;
        row("", &format!("and {more} more{listed}"), page);
    }
}
