//! How rendered reports become one output.

use std::io::{self, Write};

use super::junit::Counts;
use crate::report::Tally;

/// Rendered reports of documents that stand in one file, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Part<'p> {
    /// The file, as it was named.
    pub path: &'p str,
    /// How many cases the reports are of each sort.
    pub counts: Counts,
    /// The rendered reports.
    pub bytes: &'p [u8],
}

/// Takes rendered reports in the order of documents and makes one output of them.
pub trait Assembly {
    /// Takes the next ones; they are written at once unless the format has it otherwise.
    ///
    /// # Errors
    ///
    /// Those of `out`, or of what is kept in the meantime.
    fn add(&mut self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(part.bytes)
    }

    /// Completes the output after the last; `missing` has the reasons, if any, why the run as
    /// a whole is no success whatever the documents are: a count not met, say.
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
