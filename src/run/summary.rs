//! Counts the documents of a run, and keeps the first ones with each cause.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::json::error::ErrorCode;
use crate::render::plural;
use crate::report::escape::Visible;
use crate::report::{Finding, Outcome, Reason, Report, Severities, Source, TOOL, Tally, Verdict};
use serde::Serialize;

use super::seen_records::{ListComparison, SeenRecords};
use super::shared_causes::SharedCauses;
use crate::corpus::{Notes, Skipped};

/// The most documents that are listed for each cause.
const MAX_SOURCES: usize = 10;
/// The most causes that are counted separately.
///
/// Documents can name any number of causes, so the rest are counted together.
const MAX_NAMES: usize = 1000;
const OTHERS: &str = "(others)";

/// The totals of the documents that were verified so far.
#[derive(Debug, Default)]
pub struct Summary {
    pub tally: Tally,
    pub seen: SeenRecords,
    /// How the documents differ from the list of those expected, once they were compared.
    pub expected: Option<ListComparison>,
    /// The documents that failed a check, by the id of the check.
    failed_checks: Causes,
    /// The documents that are unverifiable because a required check was skipped, by its id.
    skipped_checks: Causes,
    /// The documents among these whose key is not trusted, by the id of the key.
    untrusted_keys: Causes,
    /// The documents that could not be read as a document of any kind, by error code.
    errors: Causes,
    /// Each document that did not pass, once, by error code or by the id of a check.
    first_causes: Causes,
    /// The causes that many documents share, for the lines at the end of a run.
    pub shared_causes: SharedCauses,
    findings: Published,
    /// The files in directories that were not read, and the inputs without documents.
    pub notes: Notes,
}

/// What the integrity documents that passed state about papers. All of it is signed.
#[derive(Debug, Default, Serialize)]
struct Published {
    /// The number of documents that have findings.
    documents: u64,
    /// The number of documents that have a critical finding.
    documents_with_critical: u64,
    /// The number of findings, by severity.
    #[serde(flatten)]
    severities: Severities,
}

/// The documents with each cause.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
struct Causes(BTreeMap<String, Failures>);

/// The content of `--summary FILE`. Members may be added, but none is renamed or removed.
#[derive(Serialize)]
struct SummaryFile<'s> {
    summary_version: u32,
    tool: &'static str,
    documents: u64,
    #[serde(flatten)]
    tally: Tally,
    /// Whether everything that was requested was done.
    complete: bool,
    /// Why something was not done.
    incomplete: Vec<Visible<'s>>,
    elapsed_seconds: f64,
    failed_checks: &'s Causes,
    skipped_checks: &'s Causes,
    untrusted_keys: &'s Causes,
    errors: &'s Causes,
    first_causes: &'s Causes,
    integrity_findings: &'s Published,
    not_looked_at: &'s Skipped,
    /// The documents about the same record, or the same version of a paper, as an earlier document.
    duplicates: &'s SeenRecords,
    /// How the documents differ from the list of those expected.
    expected: Option<&'s ListComparison>,
}

#[derive(Debug, Default, Serialize)]
struct Failures {
    count: u64,
    first: Vec<Source>,
}

impl Summary {
    /// Counts one document.
    pub fn count(&mut self, report: &Report<'_>) {
        let verdict = report.verdict();
        self.tally.count(verdict);
        if verdict != Verdict::Pass {
            self.count_causes(verdict, report);
        }
        if let Some(findings) = report.published() {
            self.findings.count(findings.counts);
        }
    }

    fn count_causes(&mut self, verdict: Verdict, report: &Report<'_>) {
        let source = report.source();
        let findings = report.findings().iter();
        let failed: Vec<_> = findings
            .filter(|finding| finding.failed())
            .map(name)
            .collect();
        let is_doubtful = verdict == Verdict::Unverifiable && report.error().is_none();
        let skipped = if is_doubtful {
            reasons_to_doubt(report)
        } else {
            Vec::new()
        };
        let (skipped, keys): (Vec<_>, Vec<_>) = skipped.into_iter().unzip();
        let error = report.error().map(|error| error.code.as_str().to_owned());
        let mut causes = error.iter().chain(&failed).chain(&skipped);
        let unexplained = "unverifiable".to_owned();
        let first = causes.next().unwrap_or(&unexplained);
        self.first_causes.count(first.clone(), source);
        self.failed_checks.count_all(failed, source);
        self.skipped_checks.count_all(skipped, source);
        self.untrusted_keys
            .count_all(keys.into_iter().flatten(), source);
        self.errors.count_all(error, source);
    }

    /// Adds the totals of later documents.
    pub fn append(&mut self, later: Self) {
        self.tally.add(later.tally);
        self.failed_checks.append(later.failed_checks);
        self.skipped_checks.append(later.skipped_checks);
        self.untrusted_keys.append(later.untrusted_keys);
        self.errors.append(later.errors);
        self.first_causes.append(later.first_causes);
        self.shared_causes.append(later.shared_causes);
        self.findings.append(&later.findings);
        self.notes.append(later.notes);
    }

    /// Returns a message about documents that could not be read, which make the run incomplete.
    pub fn unreadable(&self) -> Option<String> {
        let unreadable = self.errors.0.get(ErrorCode::Unreadable.as_str());
        unreadable.map(|Failures { count, first }| {
            let first = first.first().map(|source| match source.line {
                Some(line) => format!("{}:{line}", source.path),
                None => source.path.to_string(),
            });
            format!(
                "could not be read, or not to the end: {count}; the first is {}",
                first.unwrap_or_default()
            )
        })
    }

    /// Returns the summary as one JSON object, with a line feed after it.
    ///
    /// `incomplete` holds the reasons why something that was requested was not done.
    ///
    /// # Errors
    ///
    /// Returns an error if the summary cannot be serialized.
    pub fn to_json(&self, incomplete: &[String], elapsed: Duration) -> serde_json::Result<Vec<u8>> {
        let content = SummaryFile {
            summary_version: 1,
            tool: TOOL,
            documents: self.tally.documents(),
            tally: self.tally,
            complete: incomplete.is_empty(),
            incomplete: incomplete.iter().map(|reason| Visible(reason)).collect(),
            elapsed_seconds: elapsed.as_secs_f64(),
            failed_checks: &self.failed_checks,
            skipped_checks: &self.skipped_checks,
            untrusted_keys: &self.untrusted_keys,
            errors: &self.errors,
            first_causes: &self.first_causes,
            integrity_findings: &self.findings,
            not_looked_at: &self.notes.skipped,
            duplicates: &self.seen,
            expected: self.expected.as_ref(),
        };
        let mut text = serde_json::to_vec_pretty(&content)?;
        text.push(b'\n');
        Ok(text)
    }

    /// Returns the closing line.
    ///
    /// It has a rate if the run took long enough for that to mean something.
    pub fn line(&self, elapsed: Duration) -> String {
        let mut counts = self.tally.to_string();
        if let duplicates @ 1.. = self.seen.duplicates() {
            let noun = plural(duplicates, "duplicate", "duplicates");
            counts = format!("{counts}; {duplicates} {noun}");
        }
        if self.findings.documents > 0 {
            let severities = self.findings.severities;
            counts = format!("{counts}; {severities} {}", severities.noun());
        }
        let seconds = elapsed.as_secs_f64();
        if seconds < 1.0 {
            return counts;
        }
        let rate = self.tally.documents() as f64 / seconds;
        format!("{counts} ({seconds:.1} s, {rate:.0} per second)")
    }
}

/// Returns the id of a check, escaped.
fn name(finding: &Finding<'_>) -> String {
    Visible(&finding.id()).to_string()
}

/// Returns the required checks that were skipped, each with the untrusted key if that is why.
fn reasons_to_doubt(report: &Report<'_>) -> Vec<(String, Option<String>)> {
    let required = report
        .findings()
        .iter()
        .filter(|finding| finding.check().required);
    let skipped = required.filter_map(|finding| match finding.outcome() {
        Outcome::Skipped { claimed, why } => {
            let key = claimed
                .as_ref()
                .filter(|_| matches!(why.reason, Reason::UntrustedKey));
            let key = key.map(|key| Visible(&key.shortened().to_string()).to_string());
            Some((name(finding), key))
        }
        _ => None,
    });
    skipped.collect()
}

impl Published {
    /// Counts the findings of one document.
    fn count(&mut self, severities: Severities) {
        self.append(&Self {
            documents: 1,
            documents_with_critical: u64::from(severities.critical > 0),
            severities,
        });
    }

    /// Adds the findings of later documents.
    fn append(&mut self, later: &Self) {
        self.documents += later.documents;
        self.documents_with_critical += later.documents_with_critical;
        self.severities.add(later.severities);
    }
}

impl Causes {
    fn count(&mut self, cause: String, source: Option<&Source>) {
        self.entry(cause).add(source);
    }

    /// Counts a document under each of its causes once.
    fn count_all(&mut self, causes: impl IntoIterator<Item = String>, source: Option<&Source>) {
        let causes: BTreeSet<_> = causes.into_iter().collect();
        causes
            .into_iter()
            .for_each(|cause| self.count(cause, source));
    }

    fn append(&mut self, later: Self) {
        for (cause, failures) in later.0 {
            self.entry(cause).append(failures);
        }
    }

    /// Returns the documents with a cause, or those with all other causes if there are too many.
    fn entry(&mut self, cause: String) -> &mut Failures {
        let is_new = self.0.len() >= MAX_NAMES && !self.0.contains_key(&cause);
        self.0
            .entry(if is_new { OTHERS.to_owned() } else { cause })
            .or_default()
    }
}

impl Failures {
    fn add(&mut self, source: Option<&Source>) {
        self.count += 1;
        if self.first.len() < MAX_SOURCES {
            self.first.extend(source.cloned());
        }
    }

    fn append(&mut self, later: Self) {
        self.count += later.count;
        let room = MAX_SOURCES - self.first.len();
        self.first.extend(later.first.into_iter().take(room));
    }
}
