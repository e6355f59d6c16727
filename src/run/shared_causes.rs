//! Sums up the causes that several documents share at the end of a run: one missing key explains a
//! thousand reports.

use std::collections::BTreeMap;

use crate::ErrorCode;
use crate::json::shorten::shorten;
use crate::render::plural;
use crate::report::escape::Visible;
use crate::report::{Finding, Outcome, Reason, Report, Tally, Verdict};

/// The most causes that are counted: documents decide how many there are.
const MAX_CAUSES: usize = 100;
/// The most causes that are printed.
const MAX_LINES: usize = 5;

/// The number of documents from which on the failed ones are named: fewer fit on a screen.
const MANY: u64 = 20;
/// The most failed documents that are named.
const MAX_FAILED: usize = 5;

/// How many documents do not pass for each first cause, and which of them failed.
#[derive(Debug, Default)]
pub struct SharedCauses {
    causes: BTreeMap<String, u64>,
    /// The first failed documents.
    failed: Vec<String>,
}

impl SharedCauses {
    /// Counts the first cause of a document that does not pass.
    pub fn count(&mut self, report: &Report<'_>) {
        if let Some(cause) = first_cause(report) {
            self.add(Visible(&cause).to_string(), 1);
        }
        if report.verdict() == Verdict::Fail && self.failed.len() < MAX_FAILED {
            let place = report.source().map(ToString::to_string).unwrap_or_default();
            self.failed.push(Visible(&shorten(&place)).to_string());
        }
    }

    /// Adds the counts of later documents.
    pub fn append(&mut self, later: Self) {
        for (cause, count) in later.causes {
            self.add(cause, count);
        }
        self.failed.extend(later.failed);
        self.failed.truncate(MAX_FAILED);
    }

    fn add(&mut self, cause: String, count: u64) {
        if self.causes.len() < MAX_CAUSES || self.causes.contains_key(&cause) {
            *self.causes.entry(cause).or_default() += count;
        }
    }

    /// Returns a line that names the failed documents, if there are many documents, and a line for
    /// each cause of at least two documents, the most frequent first.
    pub fn lines(&self, tally: Tally) -> Vec<String> {
        let documents = tally.documents();
        let mut shared: Vec<_> = self
            .causes
            .iter()
            .filter(|(_, count)| **count > 1)
            .collect();
        shared.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let more = shared.len().saturating_sub(MAX_LINES);
        let lines = shared.iter().take(MAX_LINES);
        let lines =
            lines.map(|(cause, count)| format!("{count} of {documents} documents: {cause}"));
        let more = (more > 0).then(|| {
            let noun = plural(more as u64, "cause", "causes");
            format!("{more} more {noun} of several documents; --summary FILE lists all causes")
        });
        let failed = self.failed(tally).into_iter();
        failed.chain(lines).chain(more).collect()
    }

    fn failed(&self, tally: Tally) -> Option<String> {
        if tally.documents() < MANY || self.failed.is_empty() {
            return None;
        }
        let named = self.failed.join(", ");
        let more = tally.failed.saturating_sub(self.failed.len() as u64);
        let more = (more > 0).then(|| format!(" and {more} more"));
        Some(format!("failed: {named}{}", more.unwrap_or_default()))
    }
}

/// Returns why a document does not pass, in the same words for all documents with the same cause.
/// The text may quote the document.
fn first_cause(report: &Report<'_>) -> Option<String> {
    if let Some(error) = report.error() {
        return Some(format!("{} ({})", of_error(error.code), error.code));
    }
    match report.verdict() {
        Verdict::Pass => None,
        Verdict::Fail => {
            if let Some(change) = report.diagnosis().changes.first() {
                return Some(format!("{} was altered", shorten(&change.pointer)));
            }
            let mut failed = report.findings().iter().filter(|finding| finding.failed());
            let check = failed.next()?.check();
            Some(format!("{} ({})", check.failure, check.id))
        }
        Verdict::Unverifiable => {
            let mut findings = report.findings().iter();
            findings.find_map(of_skipped)
        }
    }
}

/// Returns why a required check was skipped.
fn of_skipped(finding: &Finding<'_>) -> Option<String> {
    let check = finding.check();
    match finding.outcome() {
        Outcome::Skipped { claimed, why } if check.required => Some(match (&why.reason, claimed) {
            (Reason::UntrustedKey, Some(key)) => {
                let key = key.shortened();
                format!(
                    "key {key} is not trusted; add --key FILE only if the registry has published this key"
                )
            }
            _ => format!("{why} ({})", check.id),
        }),
        _ => None,
    }
}

/// Returns what an error means for every document that has it.
fn of_error(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Unreadable => "the file cannot be read",
        ErrorCode::TooLarge => "larger than the limit, which --max-size sets",
        ErrorCode::InvalidUtf8 => "not UTF-8",
        ErrorCode::ByteOrderMark => "starts with a byte order mark; remove it",
        ErrorCode::InvalidJson => "not JSON",
        ErrorCode::DuplicateName => "an object names a member twice",
        ErrorCode::TooDeep => "nested too deeply",
        ErrorCode::NumberOutOfRange => "has a number that the canonical form cannot carry",
        ErrorCode::NotARecord => "not a document of a known kind",
        ErrorCode::UnknownSchema => {
            "of a version that this pith does not know; look for a newer one"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_and_prints_a_bounded_number_of_causes() {
        let mut causes = SharedCauses::default();
        for number in 0..300 {
            causes.add(format!("cause {number:03}"), 2 + number % 3);
        }
        causes.add("cause 050".to_owned(), 100);
        causes.add("once".to_owned(), 1);
        assert_eq!(causes.causes.len(), MAX_CAUSES);
        let tally = Tally {
            unverifiable: 900,
            ..Tally::default()
        };
        let lines = causes.lines(tally);
        assert_eq!(lines.len(), MAX_LINES + 1);
        assert_eq!(lines[0], "104 of 900 documents: cause 050");
        assert_eq!(lines[1], "4 of 900 documents: cause 002");
        assert!(lines[MAX_LINES].starts_with("95 more causes"), "{lines:?}");
        causes.failed = ["a", "b"].map(str::to_owned).to_vec();
        let tally = Tally { failed: 3, ..tally };
        assert_eq!(causes.lines(tally)[0], "failed: a, b and 1 more");
    }
}
