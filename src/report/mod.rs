//! The report of one document: what each check found, and the verdict that follows.

pub mod coverage;
pub mod escape;
pub mod excerpt;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::json::canonical::Digest;
use crate::json::error::DocumentError;
use crate::record::identifier::PithNumber;
use crate::report::coverage::Coverage;
use crate::verify::checks::{self, Check};
use crate::verify::diagnose::Diagnosis;

/// Version of the report's members: some may be added, none renamed or removed.
pub const REPORT_VERSION: u32 = 1;

/// The verdict of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No check failed and every required one passed.
    Pass,
    /// A check failed: something is provably wrong, or required evidence is missing.
    Fail,
    /// Nothing failed, but not every required check could be made.
    Unverifiable,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::Unverifiable];

    /// The name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unverifiable => "unverifiable",
        }
    }
}

/// How many documents there were of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Documents that passed.
    pub passed: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Documents of which neither can be said.
    pub unverifiable: u64,
}

impl Tally {
    /// Counts one document.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.passed += 1,
            Verdict::Fail => self.failed += 1,
            Verdict::Unverifiable => self.unverifiable += 1,
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.unverifiable += other.unverifiable;
    }

    /// All documents.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.passed + self.failed + self.unverifiable
    }
}

impl fmt::Display for Tally {
    /// As `3 documents: 1 passed, 1 failed, 1 unverifiable`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            unverifiable,
        } = self;
        let documents = self.documents();
        write!(
            f,
            "{documents} documents: {passed} passed, {failed} failed, {unverifiable} unverifiable"
        )
    }
}

/// What a check found. Texts may come from the document: renderers escape them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What is claimed is what was computed.
    Passed {
        /// The value both have.
        value: String,
    },
    /// What is claimed is not what was computed, or is missing though required.
    Failed {
        /// What the document states.
        claimed: Option<String>,
        /// What was computed.
        computed: Option<String>,
        /// Why this is a failure, in one line.
        reason: Cow<'static, str>,
    },
    /// The check was not made.
    Skipped {
        /// What the document states.
        claimed: Option<String>,
        /// Why it was not made, in one line.
        reason: Cow<'static, str>,
    },
}

impl Outcome {
    pub(crate) const PASSED: &str = "pass";
    pub(crate) const FAILED: &str = "fail";
    pub(crate) const SKIPPED: &str = "skipped";

    /// The name in reports.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Passed { .. } => Self::PASSED,
            Self::Failed { .. } => Self::FAILED,
            Self::Skipped { .. } => Self::SKIPPED,
        }
    }

    /// What the document states.
    #[must_use]
    pub fn claimed(&self) -> Option<&str> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { claimed, .. } | Self::Skipped { claimed, .. } => claimed.as_deref(),
        }
    }

    /// What was computed.
    #[must_use]
    pub fn computed(&self) -> Option<&str> {
        match self {
            Self::Passed { value } => Some(value),
            Self::Failed { computed, .. } => computed.as_deref(),
            Self::Skipped { .. } => None,
        }
    }

    /// Why it did not pass.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Passed { .. } => None,
            Self::Failed { reason, .. } | Self::Skipped { reason, .. } => Some(reason),
        }
    }
}

/// One check made, or not made, on one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The row of the table of checks.
    pub check: &'static Check,
    /// The id: the row's, or the row's with the alias kind or section it was made for.
    pub id: Cow<'static, str>,
    /// JSON Pointer to what was checked; empty for a text given by the caller.
    pub pointer: Cow<'static, str>,
    /// What was found.
    pub outcome: Outcome,
}

impl Finding {
    /// Whether the check was made and passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed { .. })
    }

    /// Whether the check was made and failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed { .. })
    }
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The path as given, `-` for standard input; hostile text.
    pub path: String,
    /// The line, from 1, in a file of many documents.
    pub line: Option<u64>,
    /// The byte, from 0, at which that line starts.
    pub offset: Option<u64>,
}

impl Source {
    /// A whole file, or `-`.
    #[must_use]
    pub fn file(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            offset: None,
        }
    }

    /// A line of a file of many documents, from 1, and the byte at which it starts, from 0.
    #[must_use]
    pub fn line(path: impl Into<String>, line: u64, offset: u64) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            offset: Some(offset),
        }
    }
}

/// The trusted key that a receipt names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyName {
    /// The id that it is trusted under: its fingerprint, if it was given without an id.
    pub key_id: String,
    /// 32 lower-case hex digits.
    pub fingerprint: String,
    /// Whether it was given with an id. If not, what the receipt calls it is the document's
    /// word alone.
    pub named: bool,
}

/// What verification found out about one document. The verdict is not part of it:
/// [`Report::verdict`] computes it from the evidence.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Where the document came from.
    pub source: Source,
    /// The Pith Number, computed.
    pub pith_number: Option<PithNumber>,
    /// The digest of the canonical record, computed.
    pub digest: Option<Digest>,
    /// The trusted key that the receipt names.
    pub key: Option<KeyName>,
    /// Every check, in the order of the table.
    pub findings: Vec<Finding>,
    /// What is vouched for.
    pub coverage: Coverage,
    /// Where the canonical record was altered, if its digest is not the stated one.
    pub diagnosis: Diagnosis,
    /// Why the document could not be read as a record.
    pub error: Option<DocumentError>,
}

impl Report {
    /// The verdict, from positive evidence: every required check must be there and have passed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.findings.iter().any(Finding::failed) {
            return Verdict::Fail;
        }
        let proven = checks::required_checks().all(|check| self.passed(check.id));
        if proven && self.error.is_none() {
            Verdict::Pass
        } else {
            Verdict::Unverifiable
        }
    }

    /// Whether the signature was verified over the recomputed digest with a trusted key.
    #[must_use]
    pub fn signature_verified(&self) -> bool {
        self.passed(checks::SIGNATURE)
    }

    fn passed(&self, id: &str) -> bool {
        self.findings_of(id).any(Finding::passed)
    }

    /// What a check found; several findings if it is made for several entries.
    pub(crate) fn findings_of<'r>(&'r self, id: &'r str) -> impl Iterator<Item = &'r Finding> {
        self.findings.iter().filter(move |finding| finding.id == id)
    }
}
