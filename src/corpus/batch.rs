//! Documents that are handed to a worker together.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::json::error::DocumentError;
use crate::report::Source;
use crate::report::file_names::is_compressed;

use super::file::{self, Start};
use super::skipped::Skipped;

/// The most documents in a batch: enough to make the cost of handing it over negligible.
const MAX_DOCUMENTS: usize = 64;
/// The bytes of documents after which a batch is full.
const MAX_BYTES: u64 = 1 << 18;

/// Documents that one worker verifies, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    documents: Vec<(Source, DocumentBytes)>,
    /// The lines of NDJSON, and the content of compressed files, one after the other.
    pub(super) text: Vec<u8>,
    /// What was found apart from documents.
    pub notes: Notes,
    /// Bytes of the files among them.
    file_bytes: u64,
    /// Bytes of the inputs that were read for it, before they were decompressed.
    pub read: u64,
}

/// Files and inputs that hold no document.
#[derive(Debug, Default)]
pub struct Notes {
    pub skipped: Skipped,
    /// A message about each named input that holds no document.
    pub without_documents: Vec<String>,
}

impl Notes {
    fn is_empty(&self) -> bool {
        self.skipped.is_empty() && self.without_documents.is_empty()
    }

    /// Adds what was found later.
    pub fn append(&mut self, later: Self) {
        self.skipped.append(later.skipped);
        self.without_documents.extend(later.without_documents);
    }

    /// Adds an input that holds no document.
    pub(super) fn add_empty(&mut self, path: &str, more: &str) {
        let name = if path == "-" { "standard input" } else { path };
        self.without_documents
            .push(format!("{name}: no documents{more}"));
    }
}

/// Where the bytes of a document are.
#[derive(Debug)]
pub(super) enum DocumentBytes {
    /// In a file, a pipe or standard input, to be read by the worker. The length is that of a
    /// file.
    File(PathBuf, Option<u64>),
    /// In the text of the batch.
    Text(Range<usize>),
    /// Nowhere, for this reason.
    Unavailable(DocumentError),
}

impl Batch {
    /// Returns how many documents are in it.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.notes.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.documents.len() + self.notes.without_documents.len() >= MAX_DOCUMENTS
            || self.bytes() >= MAX_BYTES
    }

    /// Tells whether it is too large to have other batches in memory at the same time.
    pub fn is_large(&self) -> bool {
        self.bytes() >= 2 * MAX_BYTES
    }

    fn bytes(&self) -> u64 {
        self.file_bytes.saturating_add(self.text.len() as u64)
    }

    pub(super) fn push(&mut self, source: Source, input: DocumentBytes) {
        if let DocumentBytes::File(_, length) = &input {
            // A pipe has no length: assume the worst.
            self.read += length.unwrap_or_default();
            self.file_bytes = length.map_or(u64::MAX, |length| self.file_bytes + length);
        }
        self.documents.push((source, input));
    }

    /// Adds the document in a file. If its name is that of a compressed file, it is read at once:
    /// only then is it known how large it is.
    pub(super) fn push_file(&mut self, path: PathBuf, max_size: u64) {
        let source = Source::file(path.display().to_string());
        let length = file::length(path.metadata());
        if !is_compressed(&path) {
            return self.push(source, DocumentBytes::File(path, length));
        }
        let start = self.text.len();
        self.read += length.unwrap_or_default();
        let read = file::read(&path, max_size);
        let input = read.map_or_else(DocumentBytes::Unavailable, |bytes| {
            self.text.extend(bytes);
            DocumentBytes::Text(start..self.text.len())
        });
        self.push(source, input);
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
            let mut _turn = None;
            let bytes = match input {
                DocumentBytes::Text(range) => Ok(self.text.get(range).unwrap_or_default()),
                DocumentBytes::Unavailable(error) => Err(error),
                DocumentBytes::File(path, length) => {
                    file = Start::read(&path, length, max_size).and_then(|start| {
                        _turn = start.is_compressed().then(turn);
                        start.document(max_size)
                    });
                    file.as_deref().map_err(Clone::clone)
                }
            };
            if !visit(source, bytes) {
                return;
            }
        }
    }
}

/// Waits until no other worker reads a compressed file whose name does not say that it is one: how
/// much memory such a file takes is not known in advance.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}
