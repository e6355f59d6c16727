//! Documents handed to a worker together.

use std::ops::Range;
use std::path::PathBuf;

use pith_verify::json::error::DocumentError;
use pith_verify::report::Source;

use super::file;

/// Documents in a batch, at most: enough to make the cost of handing it over negligible.
const MAX_DOCUMENTS: usize = 64;
/// Bytes of documents after which a batch is full.
const MAX_BYTES: u64 = 1 << 18;

/// Documents that one worker verifies, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    documents: Vec<(Source, Input)>,
    /// The lines of NDJSON among them, one after the other.
    pub(super) text: Vec<u8>,
    /// Bytes of the files among them.
    file_bytes: u64,
}

/// Where the bytes of a document are.
#[derive(Debug)]
pub(super) enum Input {
    /// In a file, or standard input, to be read by the worker.
    File(PathBuf),
    /// In the text of the batch.
    Line(Range<usize>),
    /// Nowhere, for a reason.
    Unavailable(DocumentError),
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.documents.len() >= MAX_DOCUMENTS || self.bytes() >= MAX_BYTES
    }

    /// Whether it is too large to have other batches in memory at the same time.
    pub fn is_large(&self) -> bool {
        self.bytes() >= 2 * MAX_BYTES
    }

    fn bytes(&self) -> u64 {
        self.file_bytes.saturating_add(self.text.len() as u64)
    }

    pub(super) fn push(&mut self, source: Source, input: Input) {
        if let Input::File(path) = &input {
            // A pipe reports no length: assume the worst.
            let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file);
            self.file_bytes = metadata.map_or(u64::MAX, |file| self.file_bytes + file.len());
        }
        self.documents.push((source, input));
    }

    /// Calls `visit` with each document, or the reason why there is none, until it returns
    /// false.
    pub fn for_each(
        self,
        max_size: u64,
        mut visit: impl FnMut(Source, Result<&[u8], DocumentError>) -> bool,
    ) {
        for (source, input) in self.documents {
            let file;
            let bytes = match input {
                Input::Line(range) => Ok(self.text.get(range).unwrap_or_default()),
                Input::Unavailable(error) => Err(error),
                Input::File(path) => {
                    file = file::read(&path, max_size);
                    file.as_deref().map_err(Clone::clone)
                }
            };
            if !visit(source, bytes) {
                return;
            }
        }
    }
}
