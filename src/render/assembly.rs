//! Makes one output of rendered reports.

use std::fmt;
use std::io::{self, Write};

use crate::report::{Report, Tally};

/// The numbers of test cases: all, failed, not checked although required, and skipped.
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

/// The rendered reports on consecutive documents of one file.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The file, as it was named.
    pub path: String,
    /// How many checks the reports have, if the format [counts](Assembly::counter) them.
    pub counts: Counts,
    /// The rendered reports.
    pub reports: Vec<u8>,
}

impl Segment {
    /// Returns a segment without reports for the documents of a file.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            counts: Counts::default(),
            reports: Vec::new(),
        }
    }
}

/// An error of the temporary file that keeps reports until the run is over.
///
/// It is not an error of the output.
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
    /// Returns the function that counts the checks of a report, if the output states how many there
    /// are.
    fn counter(&self) -> Option<fn(&Report<'_>) -> Counts> {
        None
    }

    /// Takes the next reports and writes them, unless the format has to keep them.
    ///
    /// # Errors
    ///
    /// Returns an error if writing to `out` fails, or an error that contains a
    /// [`TemporaryFileError`].
    fn add(&mut self, segment: &Segment, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&segment.reports)
    }

    /// Completes the output after the last report.
    ///
    /// `missing` holds the reasons, if any, why the run as a whole cannot succeed whatever the
    /// verdicts are, for example an unexpected number of documents.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`Assembly::add`].
    fn finish(
        &mut self,
        _tally: Tally,
        _missing: &[String],
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }
}

/// An output that is one report after the other, with nothing before, between or after them.
struct Stream;

impl Assembly for Stream {}

/// Returns the assembly of formats that need nothing but the reports.
pub(super) fn stream() -> Box<dyn Assembly> {
    Box::new(Stream)
}
