//! Explains what a verdict means and what to do next.

use super::integrity_findings;
use super::signer::Signer;
use crate::json::error::{DocumentError, ErrorCode};
use crate::render::{failures, words};
use crate::report::{Finding, Group, Report, Verdict};
use crate::verify::checks::texts;

/// The advice for a copy whose content makes it fail.
const DO_NOT_RELY: &str = "Download it again from the registry, and do not rely on this copy.";

/// A verdict in words.
#[derive(Default)]
pub(crate) struct Meaning {
    /// What was found, in a sentence or two.
    pub(crate) answer: String,
    /// What to do next. It is empty for a pass.
    pub(crate) advice: String,
}

/// Returns the word for a verdict.
pub(crate) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Fail => "FAIL",
        Verdict::Unverifiable => "UNVERIFIABLE",
    }
}

/// Returns what the verdict of a report means, and what to do next.
pub(crate) fn meaning(report: &Report<'_>) -> Meaning {
    if let Some(error) = &report.error {
        return unreadable(report, error);
    }
    match report.verdict() {
        Verdict::Pass => passed(report),
        Verdict::Fail => failed(report),
        Verdict::Unverifiable => unverifiable(report),
    }
}

fn unreadable(report: &Report<'_>, error: &DocumentError) -> Meaning {
    let answer = match report.kind {
        _ if error.code == ErrorCode::Unreadable => "It could not be read, so nothing was checked.",
        Some(_) => "This document is not in a form that can be verified, so nothing was checked.",
        None => "This is not a document that can be verified, so nothing was checked.",
    };
    let (_, hint) = error.parts();
    let advice = hint.unwrap_or(match error.code {
        ErrorCode::Unreadable => "Check the path and its permissions",
        _ => "Download it again from the registry, or check that it is the right file",
    });
    Meaning {
        answer: answer.into(),
        advice: words::sentence(advice),
    }
}

fn passed(report: &Report<'_>) -> Meaning {
    let noun = words::noun(report);
    let published = integrity_findings::count(report);
    let published = published.map(|count| format!(" It reports {count} about the paper."));
    Meaning {
        answer: format!(
            "This {noun} is genuine. {}{}",
            signed_by(report),
            published.unwrap_or_default()
        ),
        ..Meaning::default()
    }
}

/// Returns sentences on who signed the document and how much of it is signed.
fn signed_by(report: &Report<'_>) -> String {
    let Signer { name, .. } = Signer::of(report);
    format!("It was signed by {name}. The signature covers only the values under Confirmed.")
}

fn failed(report: &Report<'_>) -> Meaning {
    let noun = words::noun(report);
    let only = |is: fn(&Finding<'_>) -> bool| report.failed().all(is);
    let verified = report.signature_verified();
    let mut advice = DO_NOT_RELY.to_owned();
    let answer = if only(|failed| failed.check.group == Group::Expectations) {
        advice = "Give the document that you want, or correct what you ask for.".into();
        if verified {
            format!("This {noun} is genuine, but it is not what you asked for.")
        } else {
            format!("This {noun} is not what you asked for, and no trusted key signed it.")
        }
    } else if verified && only(is_given_text) {
        advice = "Check your text, character for character: only capitals and spacing may differ."
            .into();
        format!("The text that you gave is not the signed one. This {noun} itself is genuine.")
    } else if verified {
        "The signed part is intact, but an unsigned part of this file contradicts it.".into()
    } else if report.diagnosis.is_signed() {
        format!("This {noun} was altered after it was signed.")
    } else {
        if let Some(hint) = report.hints.compare {
            advice += &format!(" With another copy, {hint} shows where the two differ.");
        }
        "No trusted key signed this copy.".into()
    };
    Meaning { answer, advice }
}

/// Returns whether a check compares a text that the user gave.
fn is_given_text(finding: &Finding<'_>) -> bool {
    [texts::GIVEN_TITLE.id(), texts::GIVEN_ABSTRACT.id()].contains(&finding.check.id)
}

fn unverifiable(report: &Report<'_>) -> Meaning {
    let noun = words::noun(report);
    let answer = if report.signature_verified() {
        format!("The signatures in this {noun} are valid, but a required check could not be made.")
    } else {
        format!(
            "This {noun} could not be verified. Nothing in it is proven wrong, but no signature by a \
             trusted key was found, so do not rely on it."
        )
    };
    let hint = failures::missing(report).find_map(|missing| missing.outcome.why()?.hint);
    let advice = hint.unwrap_or(if report.has_unsigned_receipt() {
        "Get a copy whose receipt is signed: no other copy can be verified"
    } else {
        "Download it again from the registry"
    });
    Meaning {
        answer,
        advice: words::sentence(advice),
    }
}
