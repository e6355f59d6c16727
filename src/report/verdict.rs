//! The verdict of a document, and how many documents had which.

use std::fmt;

use serde::Serialize;

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
    /// Documents that could not be checked.
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
        let plural = if documents == 1 { "" } else { "s" };
        write!(
            f,
            "{documents} document{plural}: {passed} passed, {failed} failed, {unverifiable} unverifiable"
        )
    }
}
