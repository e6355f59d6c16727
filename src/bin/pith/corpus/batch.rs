//! Documents that are handed to a worker together.

use std::ops::Range;
use std::path::PathBuf;

use pith_verify::json::error::DocumentError;
use pith_verify::report::Source;

use super::file as input;

/// Documents in a batch, at most: enough that handing it over costs little beside the work.
const MAX_DOCUMENTS: usize = 64;
/// Bytes of documents after which a batch is full.
const MAX_BYTES: u64 = 1 << 18;

/// Documents that are verified by one worker, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    documents: Vec<Pending>,
    /// The lines of NDJSON among them, one after the other.
    pub(super) text: Vec<u8>,
    /// Bytes of the files among them.
    file_bytes: u64,
}

/// One document, still to be verified.
#[derive(Debug)]
struct Pending {
    source: Source,
    content: Content,
}

/// Where the bytes of a document are.
#[derive(Debug)]
pub(super) enum Content {
    /// In a file, or standard input, to be read by whoever verifies it.
    File(PathBuf),
    /// In the text of the batch.
    Text(Range<usize>),
    /// Nowhere, for a reason.
    Nothing(DocumentError),
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.documents.len() >= MAX_DOCUMENTS || self.bytes() >= MAX_BYTES
    }

    /// Whether a document in it is so large that others should not be in memory beside it.
    pub fn is_large(&self) -> bool {
        self.bytes() >= 2 * MAX_BYTES
    }

    fn bytes(&self) -> u64 {
        self.file_bytes.saturating_add(self.text.len() as u64)
    }

    pub(super) fn push(&mut self, source: Source, content: Content) {
        if let Content::File(path) = &content {
            // What tells no length, a pipe, say, may turn out to be long.
            let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file);
            self.file_bytes = metadata.map_or(u64::MAX, |file| self.file_bytes + file.len());
        }
        self.documents.push(Pending { source, content });
    }

    /// Calls `visit` with each document, or the reason why there is none, until it says stop.
    pub fn for_each(
        self,
        max_size: u64,
        mut visit: impl FnMut(Source, Result<&[u8], DocumentError>) -> bool,
    ) {
        for Pending { source, content } in self.documents {
            let go_on = match content {
                Content::Text(range) => {
                    let text = self.text.get(range).unwrap_or_default();
                    visit(source, Ok(text))
                }
                Content::Nothing(error) => visit(source, Err(error)),
                Content::File(path) => match input::read(&path, max_size) {
                    Ok(bytes) => visit(source, Ok(&bytes)),
                    Err(error) => visit(source, Err(error)),
                },
            };
            if !go_on {
                return;
            }
        }
    }
}
