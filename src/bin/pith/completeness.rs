//! Keeps whether a run did everything that was requested, and why not.

use anyhow::Result;

use crate::output::{self, is_closed_pipe};

/// Why a run is not complete: an input was not read to its end, output was not written, or
/// something that was expected is missing.
#[derive(Debug, Default)]
pub struct Completeness {
    reasons: Vec<String>,
    /// Whether the reader has closed the pipe: then nothing more is printed.
    pub is_cut_off: bool,
}

impl Completeness {
    /// Returns the completeness of a run, which an error may have ended early.
    pub fn of(result: Result<()>) -> Self {
        let mut completeness = Self::default();
        if let Err(error) = result {
            completeness.is_cut_off = is_closed_pipe(&error);
            completeness.report(format!("{error:#}"));
        }
        completeness
    }

    /// Adds a reason and prints it on standard error.
    pub fn report(&mut self, reason: String) {
        if !self.is_cut_off {
            output::eprint_line(&format!("pith: {reason}"));
        }
        self.reasons.push(reason);
    }

    /// Adds reasons that the output shows already.
    pub fn add(&mut self, reasons: impl IntoIterator<Item = String>) {
        self.reasons.extend(reasons);
    }

    pub fn is_complete(&self) -> bool {
        self.reasons.is_empty()
    }

    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}
