//! How rendered reports become one output.

use std::fmt;
use std::io::{self, Write};

use crate::report::{Report, Tally};

/// Test cases: how many there are, failed, could not be checked, and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub(super) [u64; 4]);

impl Counts {
    /// Adds other counts to these.
    pub fn add(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// Rendered reports on consecutive documents of one file.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The file, as it was named.
    pub path: String,
    /// The checks in the reports, by status, if the format [counts](Assembly::counter) them.
    pub counts: Counts,
    /// The rendered reports.
    pub reports: Vec<u8>,
}

impl Segment {
    /// No reports yet, on documents of a file.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            counts: Counts::default(),
            reports: Vec::new(),
        }
    }
}

/// The file that keeps reports until the run is over failed: no trouble of the output.
#[derive(Debug)]
pub struct TemporaryFileError(pub(super) io::Error);

impl fmt::Display for TemporaryFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot keep reports in a temporary file: {}", self.0)
    }
}

impl std::error::Error for TemporaryFileError {}

/// Takes rendered reports in the order of documents and makes one output of them.
pub trait Assembly {
    /// What counts the checks of a report, if the output states how many there are.
    fn counter(&self) -> Option<fn(&Report<'_>) -> Counts> {
        None
    }

    /// Takes the next reports and writes them, unless the format has to keep them.
    ///
    /// # Errors
    ///
    /// Those of `out`, or a [`TemporaryFileError`] inside another.
    fn add(&mut self, segment: &Segment, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&segment.reports)
    }

    /// Completes the output after the last; `missing` holds the reasons, if any, why the run
    /// as a whole cannot succeed whatever the documents are: an unexpected count, say.
    ///
    /// # Errors
    ///
    /// The same.
    fn finish(
        &mut self,
        _tally: Tally,
        _missing: &[String],
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }
}

/// One report after the other, and nothing around them.
struct Stream;

impl Assembly for Stream {}

pub(super) fn stream() -> Box<dyn Assembly> {
    Box::new(Stream)
}
