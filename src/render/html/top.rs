//! The answer: the verdict, and what and whom it is about.

use askama::Template;

use super::words;
use crate::render::failures;
use crate::render::narration::facts::{self, Fact};
use crate::render::narration::integrity_findings;
use crate::render::narration::verdict::{self, Meaning};
use crate::report::{Report, Verdict};

/// Checks that were not made and are named.
const MAX_MISSING: usize = 10;

#[derive(Template)]
#[template(path = "top.html")]
pub(super) struct Top {
    /// The level of the heading.
    level: u8,
    /// Which of two copies it is.
    copy: Option<usize>,
    verdict: [&'static str; 3],
    answer: String,
    next: String,
    facts: Vec<Fact>,
    /// What an integrity document says about the paper: severity and sentence.
    findings: Vec<(String, String)>,
}

impl Top {
    pub(super) fn of(report: &Report<'_>, level: u8) -> Self {
        let Meaning { answer, details } = verdict::meaning(report, "");
        Self {
            level,
            copy: None,
            verdict: words::verdict(report.verdict()),
            answer,
            next: next(report, details),
            facts: facts::all(report),
            findings: integrity_findings::lines(report),
        }
    }

    pub(super) fn copy(report: &Report<'_>, number: usize) -> Self {
        Self {
            copy: Some(number),
            ..Self::of(report, 2)
        }
    }
}

/// What to know or to do next: for an unreadable document the error, for one that could not be
/// verified what is missing.
fn next(report: &Report<'_>, details: String) -> String {
    if let Some(error) = &report.error {
        return error.to_string();
    }
    if report.verdict() != Verdict::Unverifiable || report.has_unsigned_receipt() {
        return details;
    }
    let findings = report.findings.iter();
    let missing = findings.filter(|finding| failures::is_missing(finding));
    let sentences = missing.take(MAX_MISSING).map(|finding| {
        let named = finding.outcome.claimed();
        let named = named.map(|fact| format!(" ({})", fact.shortened()));
        let why = finding.outcome.why().map(ToString::to_string);
        let why = why.unwrap_or_default();
        format!("{}{}: {why}.", finding.id(), named.unwrap_or_default())
    });
    let details = Some(details).filter(|details| !details.is_empty());
    details
        .into_iter()
        .chain(sentences)
        .collect::<Vec<_>>()
        .join(" ")
}
