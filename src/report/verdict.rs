//! Defines verdicts, and counts documents by verdict.

use std::fmt;

use serde::Serialize;

/// The verdict on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No check failed, and every required check passed.
    Pass,
    /// A check failed: something is provably wrong, or required evidence is missing.
    Fail,
    /// No check failed, but a required check could not be made.
    Unverifiable,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::Unverifiable];

    /// Returns the name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unverifiable => "unverifiable",
        }
    }
}

/// The number of documents with each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The number of documents that passed.
    pub passed: u64,
    /// The number of documents that failed.
    pub failed: u64,
    /// The number of documents that are unverifiable.
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

    /// Adds the counts of `other`.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.unverifiable += other.unverifiable;
    }

    /// Returns the number of all documents.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.passed + self.failed + self.unverifiable
    }
}

impl fmt::Display for Tally {
    /// Writes the counts as `3 documents: 1 passed, 1 failed, 1 unverifiable`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            unverifiable,
        } = self;
        let documents = self.documents();
        let plural = if documents == 1 { "" } else { "s" };
        write!(
            f,
            "{documents} document{plural}: {passed} passed, {failed} failed, {unverifiable} unverifiable"
        )
    }
}
