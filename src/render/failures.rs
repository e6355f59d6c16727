//! Describes failures, each with the sentence of its check and the values that were compared.

use crate::render::words::plural;
#[cfg(feature = "files")]
use crate::report::Group;
use crate::report::{Check, Diagnosis, Fact, Finding, Outcome, Reason, Report, Verdict};
use crate::verify::checks::receipt;

/// The label of a signed value as long as its signature is not verified.
const RECORDED: &str = "in record";

/// Returns the name of a group of checks in a count of checks.
#[cfg(feature = "files")]
pub(super) fn group(group: Group) -> &'static str {
    match group {
        Group::SignedCore => "digest",
        Group::Receipt => "receipt",
        Group::Identifiers => "identifiers",
        Group::Events => "events",
        Group::Findings => "findings",
        Group::Copies => "repeated values",
        Group::Snapshots => "consistency of unsigned snapshots and links",
        Group::Expectations => "what you asked for",
    }
}

/// Returns the sentence of a check that failed, without the reason.
pub(super) fn plain(finding: &Finding<'_>) -> &'static str {
    finding.check.failure
}

/// Returns the sentence of a check that failed, with its id and, if it says more, the reason.
pub(super) fn sentence(finding: &Finding<'_>) -> String {
    let sentence = finding.check.failure;
    match reason(finding) {
        Some(why) => format!("{sentence} (check {}: {why})", finding.id()),
        None => format!("{sentence} (check {})", finding.id()),
    }
}

/// Returns the reason if it says more than the sentence of the check and the compared values.
pub(super) fn reason(finding: &Finding<'_>) -> Option<String> {
    let why = finding.outcome.why()?;
    let is_told = matches!(
        why.reason,
        Reason::Differs
            | Reason::OtherCopyFits(_)
            | Reason::BadSignature
            | Reason::NotExpected
            | Reason::RequirementNotMet
    );
    (!is_told).then(|| format!("{why:#}"))
}

/// Returns the values that were compared, each with its label.
///
/// If hashes of texts were compared, these are the texts where they are known.
pub(super) fn values(report: &Report<'_>, finding: &Finding<'_>) -> Vec<(&'static str, String)> {
    let mut values = labelled(finding);
    if !report.signature_verified() {
        let signed = values
            .iter_mut()
            .filter(|(label, _)| *label == Check::SIGNED);
        signed.for_each(|(label, _)| *label = RECORDED);
    }
    values
}

fn labelled(finding: &Finding<'_>) -> Vec<(&'static str, String)> {
    let [claimed, computed] = finding.check.labels;
    let why = finding.outcome.why();
    if let Some(why) = why
        && let Some(shown) = &why.shown
    {
        let label = if computed == Check::GIVEN {
            Check::GIVEN
        } else {
            Check::SHOWN
        };
        let mut values = vec![(label, text_of(shown))];
        values.extend(
            why.about
                .as_ref()
                .map(|signed| (Check::SIGNED, text_of(signed))),
        );
        return values;
    }
    let mut values = Vec::new();
    values.extend(
        finding
            .outcome
            .claimed()
            .map(|value| (claimed, text_of(value))),
    );
    match why.map(|why| (&why.reason, &why.about)) {
        Some((Reason::OtherCopySays { .. }, Some(other))) => {
            values.push(("other place", text_of(other)));
        }
        _ => values.extend(
            finding
                .outcome
                .computed()
                .map(|value| (computed, text_of(value))),
        ),
    }
    values
}

/// Returns whether a check failed only because of a failure that is shown already.
pub(super) fn follows(report: &Report<'_>, finding: &Finding<'_>) -> bool {
    let reason = finding.outcome.why().map(|why| &why.reason);
    let told = |place: &str| report.failed().any(|other| other.pointer() == place);
    finding.is_consequence
        || matches!(reason, Some(Reason::OtherCopySays { place, .. }) if told(place))
}

/// Returns whether a failed check adds nothing to what is shown already.
///
/// That holds for checks that [follow](follows) from other failures, and for the check of the
/// digest if the alteration was found and is shown.
pub(super) fn is_shown_already(report: &Report<'_>, finding: &Finding<'_>) -> bool {
    let found = !report.diagnosis.changes.is_empty();
    follows(report, finding) || (found && finding.check.id == receipt::CANONICAL_HASH.id())
}

/// Returns the places that agree on the original digest, as part of a sentence.
pub(super) fn witnesses(diagnosis: &Diagnosis) -> String {
    let witnesses = diagnosis.witnesses.iter().map(ToString::to_string);
    let witnesses: Vec<_> = witnesses.collect();
    match witnesses.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns whether a check is required for a pass and was not made.
pub(super) fn is_missing(finding: &Finding<'_>) -> bool {
    finding.check.required && matches!(finding.outcome, Outcome::Skipped { .. })
}

/// Returns the checks that are required for a pass and were not made.
pub(super) fn missing<'r, 'd>(report: &'r Report<'d>) -> impl Iterator<Item = &'r Finding<'d>> {
    report.findings.iter().filter(|finding| is_missing(finding))
}

/// Returns why a check was not made, with its id.
pub(super) fn why_missing(finding: &Finding<'_>) -> String {
    let id = finding.id();
    let Outcome::Skipped { claimed, why } = &finding.outcome else {
        return id.to_string();
    };
    match claimed {
        Some(key) if why.reason == Reason::UntrustedKey => {
            format!("the key {} is not trusted (check {id})", text_of(key))
        }
        _ => format!("{why:#} (check {id})"),
    }
}

/// Returns the first cause why a document does not pass, and how many more checks failed or were
/// not made.
///
/// It is `None` for a document that passes. The text may quote the document.
#[must_use]
pub fn cause(report: &Report<'_>) -> Option<String> {
    if let Some(error) = &report.error {
        return Some(error.to_string());
    }
    let failed = report.failed().count();
    let more_fail = |others| more(others, "check fails", "checks fail");
    match report.verdict() {
        Verdict::Pass => None,
        Verdict::Fail => {
            if let Some(change) = report.diagnosis.changes.first() {
                let others = failed.saturating_sub(1);
                return Some(format!(
                    "{} was altered{}",
                    change.pointer,
                    more_fail(others)
                ));
            }
            let first = report.failed().find(|finding| !follows(report, finding))?;
            Some(format!("{}{}", sentence(first), more_fail(failed - 1)))
        }
        Verdict::Unverifiable => {
            let mut missing = missing(report);
            let first = why_missing(missing.next()?);
            let others = more(
                missing.count(),
                "check was not made",
                "checks were not made",
            );
            Some(first + &others)
        }
    }
}

/// Returns a clause on the other checks, with the verb for one and for several; empty for none.
fn more(others: usize, one: &str, many: &str) -> String {
    match others as u64 {
        0 => String::new(),
        others => format!("; {others} more {}", plural(others, one, many)),
    }
}

fn text_of(fact: &Fact<'_>) -> String {
    fact.shortened().to_string()
}
