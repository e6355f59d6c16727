//! Totals of a run, and the first documents with each kind of failure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use pith_verify::report::escape::Visible;
use pith_verify::report::{Report, Source, Tally};
use serde::Serialize;

use crate::census::{Census, Comparison, List};

/// Documents listed for each kind of failure.
const MAX_SOURCES: usize = 10;

/// Totals so far.
#[derive(Debug, Default)]
pub struct Summary {
    pub tally: Tally,
    pub census: Census,
    /// By check id: documents that failed it.
    failed_checks: BTreeMap<String, Failures>,
    /// By error code: documents that could not be read as a record.
    errors: BTreeMap<&'static str, Failures>,
}

/// The content of `--summary FILE`. Members may be added, never renamed or removed.
#[derive(Serialize)]
struct SummaryFile<'s> {
    summary_version: u32,
    tool: &'static str,
    documents: u64,
    #[serde(flatten)]
    tally: Tally,
    /// Whether everything requested was done.
    complete: bool,
    elapsed_seconds: f64,
    failed_checks: &'s BTreeMap<String, Failures>,
    errors: &'s BTreeMap<&'static str, Failures>,
    /// Records that were there twice.
    duplicates: &'s Census,
    /// How the documents differ from the list of those expected.
    expected: Option<Comparison<'s>>,
}

#[derive(Debug, Default, Serialize)]
struct Failures {
    count: u64,
    first: Vec<Source>,
}

impl Summary {
    /// Counts one document.
    pub fn count(&mut self, report: &Report<'_>) {
        self.tally.count(report.verdict());
        let failed = report.findings().iter().filter(|finding| finding.failed());
        let failed: BTreeSet<_> = failed
            .map(|finding| Visible(&finding.id().to_string()).to_string())
            .collect();
        for id in failed {
            let failures = self.failed_checks.entry(id).or_default();
            failures.add(report.source());
        }
        if let Some(error) = report.error() {
            let code = error.code.as_str();
            self.errors.entry(code).or_default().add(report.source());
        }
    }

    /// Adds the totals of later documents.
    pub fn append(&mut self, later: Self) {
        self.tally.add(later.tally);
        for (id, failures) in later.failed_checks {
            self.failed_checks.entry(id).or_default().append(failures);
        }
        for (code, failures) in later.errors {
            self.errors.entry(code).or_default().append(failures);
        }
    }

    /// Writes the summary as one JSON object.
    pub fn write(
        &self,
        path: &Path,
        complete: bool,
        elapsed: Duration,
        list: Option<&List>,
    ) -> Result<()> {
        let content = SummaryFile {
            summary_version: 1,
            tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
            documents: self.tally.documents(),
            tally: self.tally,
            complete,
            elapsed_seconds: elapsed.as_secs_f64(),
            failed_checks: &self.failed_checks,
            errors: &self.errors,
            duplicates: &self.census,
            expected: list.map(|list| self.census.compare(list)),
        };
        let mut text = serde_json::to_vec_pretty(&content)?;
        text.push(b'\n');
        Ok(std::fs::write(path, text)?)
    }

    /// The closing line; the rate of a run of less than a second would mean little.
    pub fn line(&self, elapsed: Duration) -> String {
        let mut counts = self.tally.to_string();
        if let twice @ 1.. = self.census.twice() {
            counts = format!("{counts}; {twice} there before");
        }
        let seconds = elapsed.as_secs_f64();
        if seconds < 1.0 {
            return counts;
        }
        let rate = self.tally.documents() as f64 / seconds;
        format!("{counts} ({seconds:.1} s, {rate:.0} a second)")
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
