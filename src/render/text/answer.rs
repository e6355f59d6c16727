//! The answer in one screen: which paper, who signed it, what is wrong, what was checked.

use super::alteration::{altered, origin, pair};
use super::conclusion;
use super::page::{BOLD, PLAIN, Page};
use crate::record::copies::TITLE;
use crate::render::failures::{self, follows, is_missing};
use crate::render::findings;
use crate::report::escape::Visible;
use crate::report::{Finding, Group, Outcome, Reason, Report};
use crate::verify::checks::id;

/// Where the text of a labelled row starts.
const COLUMN: usize = 14;
/// Alterations, and failures besides them, that are shown in full.
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

/// Title, paper and signer, each with whether it is signed.
pub(super) fn who(report: &Report<'_>, page: &mut Page) {
    page.line();
    if let Some(title) = &report.heading.title {
        let mut checked = report.findings_of(TITLE.id);
        let note = match checked.next().map(Finding::outcome) {
            Some(Outcome::Passed { .. }) if report.signature_verified() => {
                "signed, but for case and spacing"
            }
            Some(Outcome::Failed { .. }) if report.signature_verified() => "NOT the signed title",
            _ => "not signed",
        };
        row("title", &format!("{title} ({note})"), page);
    }
    if let Some(paper) = report.names.paper() {
        let note = if report.signature_verified() {
            "signed"
        } else {
            "not signed as it stands"
        };
        row("paper", &format!("{paper} ({note})"), page);
    }
    row("signed by", &signer(report), page);
}

/// What an integrity document says about the paper.
pub(super) fn findings(report: &Report<'_>, page: &mut Page) {
    let lines = findings::lines(report);
    if !lines.is_empty() {
        page.line();
    }
    for (severity, sentence) in lines {
        row(&severity, &sentence, page);
    }
}

fn signer(report: &Report<'_>) -> String {
    let verified = report.signature_verified();
    match (&report.key, untrusted(report)) {
        (Some(key), _) if verified => conclusion::name(key),
        (None, _) if verified => "trusted keys, as listed with each event".into(),
        (Some(key), _) if report.diagnosis.is_signed() => {
            format!("{}, before this was altered", key.key_id)
        }
        (Some(key), _) => format!(
            "nobody: the key {} did not sign this as it stands",
            key.key_id
        ),
        (None, _) if report.has_unsigned_receipt() => {
            "no one: the receipt carries no signature".into()
        }
        (None, Some(untrusted)) => format!("nobody known: {untrusted}"),
        (None, None) => "nobody known".into(),
    }
}

/// Which key is named that is not trusted.
fn untrusted(report: &Report<'_>) -> Option<String> {
    let why = |finding: &Finding<'_>| finding.outcome.why().map(|why| why.reason.clone());
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| why(finding) == Some(Reason::UntrustedKey))?;
    let key = finding.outcome.claimed()?.quoted();
    Some(format!("the key {key} is not a trusted one"))
}

/// What was altered, what else failed, and how much follows from it.
pub(super) fn failures(report: &Report<'_>, page: &mut Page) {
    let changes = &report.diagnosis.changes;
    for change in changes.iter().take(MAX_SHOWN) {
        page.line();
        page.put(PLAIN, "  altered     ");
        page.row(0, BOLD, &change.pointer);
        pair(2, &altered(report, change), page);
        if let Some(origin) = origin(change) {
            row("source", &origin, page);
        }
    }
    if changes.len() > MAX_SHOWN {
        let more = changes.len() - MAX_SHOWN;
        row("", &format!("and {more} more places, listed with -v"), page);
    }
    let found = !changes.is_empty() || report.diagnosis.search_failed;
    let own: Vec<_> = report
        .failed()
        .filter(|finding| !follows(report, finding))
        .filter(|finding| !(found && finding.check.id == id::CANONICAL_HASH))
        .collect();
    for finding in own.iter().take(MAX_SHOWN) {
        page.line();
        failure(report, finding, page);
    }
    if let Some(sentence) = conclusion::of_diagnosis(&report.diagnosis, report.hints) {
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
