//! What to say of each check that failed: one row a check.

use crate::report::{Diagnosis, Finding, Group, Outcome, Reason, Report, Verdict};
use crate::verify::checks::id;

/// A failure: the id of the check, a sentence, and what its two values are.
type Row = (&'static str, &'static str, &'static str, &'static str);

const IN_FILE: &str = "in the file";
const SHOWN: &str = "shown here";
const SIGNED: &str = "signed";
const GIVEN: &str = "given";
/// What stands where the signed value belongs, while nobody is known to have signed it.
const RECORDED: &str = "record says";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (id::CANONICAL_HASH, "the part that is signed does not have the digest that is stated", IN_FILE, "recomputed"),
    (id::RECORD_CREATED, "the event that created the record disagrees with the bundle", "in the event", "in the bundle"),
    (id::RECEIPT_TERMS, "there is no receipt that says how the record was signed", IN_FILE, "expected"),
    (id::RECEIPT_HASH, "the receipt is about another digest", IN_FILE, "recomputed"),
    (id::RECEIPT_KEY, "the receipt does not name a trusted key rightly", IN_FILE, "trusted"),
    (id::RECEIPT_SIGNATURE, "the signature is not one over this record", IN_FILE, "expected"),
    (id::PITH_NUMBER, "the Pith Number is not that of this record", IN_FILE, "derived"),
    (id::SHORT_PITH_NUMBER, "the short Pith Number is not that of this record", IN_FILE, "derived"),
    (id::ALIAS, "an alias is not that of this record", IN_FILE, "derived"),
    (id::ALIASES, "the registry issues no such set of aliases", IN_FILE, "expected"),
    ("source", "the source that is shown is not the signed one", SHOWN, SIGNED),
    ("license", "the licence that is shown is not the signed one", SHOWN, SIGNED),
    ("primary-cat", "the category that is shown is not the signed one", SHOWN, SIGNED),
    ("submitted-at", "the date that is shown is not the signed one", SHOWN, SIGNED),
    ("cross-cats", "the further categories that are shown are not the signed ones", SHOWN, SIGNED),
    ("title", "the title that is shown is not the one that was signed", SIGNED, SHOWN),
    ("abstract", "the abstract that is shown is not the one that was signed", SIGNED, SHOWN),
    (id::GIVEN_TITLE, "the title that you gave is not the one that was signed", SIGNED, GIVEN),
    (id::GIVEN_ABSTRACT, "the abstract that you gave is not the one that was signed", SIGNED, GIVEN),
    (id::GRAPH_PAPER, "two places say different things of the paper", SHOWN, SIGNED),
    (id::GRAPH_SOURCE, "two places say different things of the source", SHOWN, SIGNED),
    (id::LOOK_ALIKE_NAMES, "the name of a member looks like one that is verified", IN_FILE, "looks like"),
    (id::KIND, "the document also says that it is of another kind", IN_FILE, "expected"),
    (id::INTEGRITY, "the integrity section does not have the hash that it states", IN_FILE, "recomputed"),
    ("snapshot:claims", "the section of claims does not have the hash that it states", IN_FILE, "recomputed"),
    ("snapshot:references", "the section of references does not have the hash that it states", IN_FILE, "recomputed"),
    ("snapshot:formal_canon", "the section of formal canon does not have the hash that it states", IN_FILE, "recomputed"),
    ("snapshot:author_claims", "the section of author claims does not have the hash that it states", IN_FILE, "recomputed"),
    (id::SECTION, "a section does not have the hash that it states", IN_FILE, "recomputed"),
    (id::LINKS, "a link leads to something else", IN_FILE, "expected"),
    (id::EVENTS, "an event is there twice, or cannot be told from others", IN_FILE, "expected"),
    (id::EVENT_PAYLOAD, "the payload of an event does not have the digest that is stated", IN_FILE, "recomputed"),
    (id::EVENT_TERMS, "an event and its payload are of different types", IN_FILE, SIGNED),
    (id::EVENT_KEY, "an event does not name the key that signed it", IN_FILE, "expected"),
    (id::EVENT_SIGNATURE, "the signature is not one over the payload of the event", IN_FILE, "expected"),
    (id::EVENT_EVIDENCE, "the evidence of an event does not have the hash that is stated", IN_FILE, "recomputed"),
    (id::EVENT_SUBJECT, "an event is about another paper", SIGNED, "document"),
    (id::EVENT_LISTED, "the finding of an event is not listed", IN_FILE, "expected"),
    (id::EVENT_SIGNATURES, "the events do not prove themselves", IN_FILE, "expected"),
    (id::FINDING, "a finding is not what a signed event states", SHOWN, SIGNED),
    ("summary", "the findings are counted wrongly", IN_FILE, "counted"),
    ("clean", "whether there are findings is stated wrongly", IN_FILE, "counted"),
    ("arxiv-id", "two members state different arXiv ids", IN_FILE, "/arxiv_id"),
    ("endpoint", "the path is not that of this document", IN_FILE, "derived"),
    (id::GIVEN_RECORD, "it is not about the record that you gave", "not this", "but this"),
    ("expected", "it is not the document that you asked for", "asked for", "found"),
    ("expected-name", "it is not what the name of its file says", "file name", "found"),
    ("require:<name>", "what is signed is not what you require", "required", SIGNED),
];

/// What the checks of a group are called where they are counted.
pub(super) fn group(group: Group) -> &'static str {
    match group {
        Group::SignedCore => "digest",
        Group::Receipt => "receipt",
        Group::Identifiers => "names",
        Group::Events => "events",
        Group::Findings => "findings",
        Group::Copies => "copies",
        Group::Snapshots => "unsigned snapshots and links",
        Group::Expectations => "what was asked for",
    }
}

fn row(finding: &Finding<'_>) -> Row {
    let row = ROWS.iter().find(|(id, ..)| *id == finding.check.id);
    *row.unwrap_or(&("", "a check failed", IN_FILE, "expected"))
}

/// What is wrong, in plain words.
pub(super) fn plain(finding: &Finding<'_>) -> &'static str {
    row(finding).1
}

/// Why it failed, in plain words, with the reason where that says more.
pub(super) fn sentence(finding: &Finding<'_>) -> String {
    let (_, sentence, ..) = row(finding);
    match finding.outcome.why() {
        Some(why)
            if !matches!(
                why.reason,
                Reason::Differs | Reason::OtherCopyFits(_) | Reason::BadSignature
            ) =>
        {
            format!("{sentence} ({}: {why})", finding.id())
        }
        _ => format!("{sentence} ({})", finding.id()),
    }
}

/// The values that were compared, by what they are; the texts themselves, not their hashes.
pub(super) fn values(report: &Report<'_>, finding: &Finding<'_>) -> Vec<(&'static str, String)> {
    let mut values = labelled(finding);
    if !report.signature_verified() {
        let signed = values.iter_mut().filter(|(label, _)| *label == SIGNED);
        signed.for_each(|(label, _)| *label = RECORDED);
    }
    values
}

fn labelled(finding: &Finding<'_>) -> Vec<(&'static str, String)> {
    let (_, _, claimed, computed) = row(finding);
    let why = finding.outcome.why();
    let text = |fact: &crate::report::Fact<'_>| fact.quoted().to_string();
    if let Some(why) = why
        && let Some(shown) = &why.shown
    {
        let label = if computed == GIVEN { GIVEN } else { SHOWN };
        let mut values = vec![(label, text(shown))];
        values.extend(why.about.as_ref().map(|signed| (SIGNED, text(signed))));
        return values;
    }
    let mut values = Vec::new();
    values.extend(
        finding
            .outcome
            .claimed()
            .map(|value| (claimed, text(value))),
    );
    match why.map(|why| (&why.reason, &why.about)) {
        Some((Reason::OtherCopySays { .. }, Some(other))) => {
            values.push(("other copy", text(other)));
        }
        _ => values.extend(
            finding
                .outcome
                .computed()
                .map(|value| (computed, text(value))),
        ),
    }
    values
}

/// Whether a check failed only because of something that is shown already.
pub(super) fn follows(report: &Report<'_>, finding: &Finding<'_>) -> bool {
    let reason = finding.outcome.why().map(|why| &why.reason);
    let told = |place: &str| report.failed().any(|other| other.pointer() == place);
    finding.is_consequence
        || matches!(reason, Some(Reason::OtherCopySays { place, .. }) if told(place))
}

/// The same, or the check that noticed an alteration which is shown itself.
pub(super) fn is_told(report: &Report<'_>, finding: &Finding<'_>) -> bool {
    let found = !report.diagnosis.changes.is_empty();
    follows(report, finding) || (found && finding.check.id == id::CANONICAL_HASH)
}

/// What agrees on the digest that was signed, as part of a sentence.
pub(super) fn witnesses(diagnosis: &Diagnosis) -> String {
    let witnesses = diagnosis.witnesses.iter().map(ToString::to_string);
    let witnesses: Vec<_> = witnesses.collect();
    match witnesses.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Whether a check had to be made for a pass, and was not.
pub(super) fn is_missing(finding: &Finding<'_>) -> bool {
    finding.check.required && matches!(finding.outcome, Outcome::Skipped { .. })
}

/// The first cause why a document does not pass, and how many more checks failed.
pub(super) fn cause(report: &Report<'_>) -> Option<String> {
    if let Some(error) = &report.error {
        return Some(error.to_string());
    }
    let failed = report.failed().count();
    let more = |others: usize| match others {
        0 => String::new(),
        others => format!(" (+{others})"),
    };
    match report.verdict() {
        Verdict::Pass => None,
        Verdict::Fail => {
            if let Some(change) = report.diagnosis.changes.first() {
                let others = failed.saturating_sub(1);
                return Some(format!("{} was altered{}", change.pointer, more(others)));
            }
            let first = report.failed().find(|finding| !follows(report, finding))?;
            Some(format!("{}{}", sentence(first), more(failed - 1)))
        }
        Verdict::Unverifiable => {
            let mut missing = report.findings.iter().filter(|finding| is_missing(finding));
            let first = missing.next()?;
            let why = first.outcome.why()?;
            let claimed = match &first.outcome {
                Outcome::Skipped { claimed, .. } => claimed.as_ref(),
                _ => None,
            };
            let claimed = claimed
                .map(|claimed| format!(" \"{}\"", text_of(claimed)))
                .unwrap_or_default();
            Some(format!(
                "{}{claimed}: {why}{}",
                first.id(),
                more(missing.count())
            ))
        }
    }
}

fn text_of(fact: &crate::report::Fact<'_>) -> String {
    fact.quoted().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::kinds::KINDS;

    #[test]
    fn every_check_has_a_sentence_of_its_own() {
        for check in KINDS.iter().flat_map(|kind| kind.rows()) {
            let rows = ROWS.iter().filter(|(id, ..)| *id == check.check.id);
            assert_eq!(rows.count(), 1, "{}", check.check.id);
        }
    }
}
