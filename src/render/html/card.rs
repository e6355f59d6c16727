//! Shows the verdict on one document in a notebook: a part of a page, small enough for many of them.

use askama::Template;

use super::trouble::{self, Trouble};
use super::words;
use crate::render::failures;
use crate::render::narration::facts::{self, Fact};
use crate::render::narration::integrity_findings;
use crate::render::narration::verdict::{self, Meaning};
use crate::render::words::sentence;
use crate::report::{Report, Verdict};

/// The most alterations and failures that are shown.
const MAX_TROUBLES: usize = 3;
/// The most findings of an integrity document that are shown.
const MAX_FINDINGS: usize = 5;
/// The labels of the facts that are shown.
const FACTS: [&str; 6] = [
    "Title",
    "Paper",
    "Pith Number",
    "Signed by",
    "Confirmed",
    "File",
];

/// The style sheet. Each of its rules is for the card alone.
pub(super) const STYLE: &str = include_str!("card.css");

/// The card has its own style sheet, since a notebook has none for it. It takes the colors of text
/// and background from the notebook, so that it suits light and dark themes.
#[derive(Template)]
#[template(path = "card.html")]
pub(super) struct Card {
    verdict: [&'static str; 3],
    answer: String,
    /// Why the document could not be verified.
    reason: Option<String>,
    advice: String,
    facts: Vec<Fact>,
    /// The severity and the sentence of each finding of an integrity document.
    findings: Vec<(String, String)>,
    more_findings: usize,
    troubles: Vec<Trouble>,
    more: usize,
}

impl Card {
    /// Returns the card of a report.
    pub(super) fn of(report: &Report<'_>) -> Self {
        let Meaning { answer, advice } = verdict::meaning(report);
        let mut facts = facts::all(report);
        facts.retain(|fact| FACTS.contains(&fact.label));
        let mut findings = integrity_findings::lines(report);
        let more_findings = findings.len().saturating_sub(MAX_FINDINGS);
        findings.truncate(MAX_FINDINGS);
        let mut troubles = trouble::own(report);
        let shown: Vec<_> = troubles.by_ref().take(MAX_TROUBLES).collect();
        Self {
            verdict: words::verdict(report.verdict()),
            answer,
            reason: reason(report),
            advice,
            facts,
            findings,
            more_findings,
            more: troubles.count(),
            troubles: shown,
        }
    }
}

/// Returns why a document could not be verified, without the advice.
fn reason(report: &Report<'_>) -> Option<String> {
    if let Some(error) = report.error() {
        let (why, _) = error.parts();
        return Some(sentence(why));
    }
    let is_open = report.verdict() == Verdict::Unverifiable;
    let cause = failures::cause(report).filter(|_| is_open)?;
    Some(sentence(&cause))
}
