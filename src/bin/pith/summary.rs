//! Totals of a run, and the first places of each kind of failure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use pith_verify::report::escape::Visible;
use pith_verify::report::{Report, Source, Tally};
use serde::Serialize;

/// Places that are kept of each kind of failure.
const MAX_PLACES: usize = 10;

/// Totals so far.
#[derive(Debug, Default)]
pub struct Summary {
    pub tally: Tally,
    /// By check id: documents that failed it.
    failed_checks: BTreeMap<String, Failures>,
    /// By error code: documents that could not be read as a record.
    errors: BTreeMap<&'static str, Failures>,
}

/// The content of `--summary FILE`. Members may be added, never renamed or removed.
#[derive(Serialize)]
struct Content<'s> {
    summary_version: u32,
    tool: &'static str,
    documents: u64,
    #[serde(flatten)]
    tally: Tally,
    /// Whether all that was asked for was done.
    complete: bool,
    elapsed_seconds: f64,
    failed_checks: &'s BTreeMap<String, Failures>,
    errors: &'s BTreeMap<&'static str, Failures>,
}

#[derive(Debug, Default, Serialize)]
struct Failures {
    count: u64,
    first: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
}

impl Place {
    fn of(source: &Source) -> Self {
        Self {
            path: Visible(&source.path).to_string(),
            line: source.line,
            offset: source.offset,
        }
    }
}

impl Summary {
    /// Counts one document.
    pub fn count(&mut self, report: &Report<'_>) {
        self.tally.count(report.verdict());
        let failed = report.findings().iter().filter(|finding| finding.failed());
        let failed: BTreeSet<_> = failed.map(|finding| finding.id().to_string()).collect();
        for id in failed {
            let id = Visible(&id).to_string();
            self.failed_checks
                .entry(id)
                .or_default()
                .add(report.source());
        }
        if let Some(error) = report.error() {
            let code = error.code.as_str();
            self.errors.entry(code).or_default().add(report.source());
        }
    }

    /// Adds what was counted of later documents.
    pub fn append(&mut self, later: Self) {
        self.tally.add(later.tally);
        for (id, trouble) in later.failed_checks {
            self.failed_checks.entry(id).or_default().append(trouble);
        }
        for (code, trouble) in later.errors {
            self.errors.entry(code).or_default().append(trouble);
        }
    }

    /// Writes the summary as one JSON object.
    pub fn write(&self, path: &Path, complete: bool, elapsed: Duration) -> Result<()> {
        let content = Content {
            summary_version: 1,
            tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
            documents: self.tally.documents(),
            tally: self.tally,
            complete,
            elapsed_seconds: elapsed.as_secs_f64(),
            failed_checks: &self.failed_checks,
            errors: &self.errors,
        };
        let mut text = serde_json::to_vec_pretty(&content)?;
        text.push(b'\n');
        Ok(std::fs::write(path, text)?)
    }

    /// The closing line for people; a run of less than a second has no rate worth telling.
    pub fn line(&self, elapsed: Duration) -> String {
        let counts = self.tally.to_string();
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
        if self.first.len() < MAX_PLACES {
            self.first.extend(source.map(Place::of));
        }
    }

    fn append(&mut self, later: Self) {
        self.count += later.count;
        let room = MAX_PLACES - self.first.len();
        self.first.extend(later.first.into_iter().take(room));
    }
}
