//! Shows the verdict, what it means, and the facts about the document.

use askama::Template;

use super::words;
use crate::render::failures;
use crate::render::narration::facts::{self, Fact};
use crate::render::narration::integrity_findings;
use crate::render::narration::verdict::{self, Meaning};
use crate::render::words::sentence;
use crate::report::{Report, Verdict};

/// The most checks that were not made and are named.
const MAX_MISSING: usize = 10;

#[derive(Template)]
#[template(path = "top.html")]
pub(super) struct Top {
    /// The level of the heading.
    level: u8,
    /// The number of the copy in a comparison.
    copy: Option<usize>,
    verdict: [&'static str; 3],
    answer: String,
    next: String,
    facts: Vec<Fact>,
    /// What an integrity document says about the paper: the severity and the sentence of each
    /// finding.
    findings: Vec<(String, String)>,
}

impl Top {
    /// Returns the top of a report, with a heading of this level.
    pub(super) fn of(report: &Report<'_>, level: u8) -> Self {
        let Meaning { answer, advice } = verdict::meaning(report);
        Self {
            level,
            copy: None,
            verdict: words::verdict(report.verdict()),
            answer,
            next: next(report, advice),
            facts: facts::all(report),
            findings: integrity_findings::lines(report),
        }
    }

    /// Returns the top of the report on one of two copies.
    pub(super) fn copy(report: &Report<'_>, number: usize) -> Self {
        Self {
            copy: Some(number),
            ..Self::of(report, 2)
        }
    }
}

/// Returns why the document could not be read, or which checks are missing and what to do next.
fn next(report: &Report<'_>, advice: String) -> String {
    if let Some(error) = &report.error {
        return error.to_string();
    }
    let missing = failures::missing(report).filter(|_| report.verdict() == Verdict::Unverifiable);
    let sentences = missing
        .take(MAX_MISSING)
        .map(|finding| sentence(&failures::why_missing(finding)));
    sentences
        .chain(Some(advice))
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}
