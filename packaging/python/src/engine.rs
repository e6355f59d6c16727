//! Verifies bytes and files in the same way as the command.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use pith_verify::json::document::Document;
use pith_verify::report::hints::MAX_SIZE_HINT;
use pith_verify::report::likely_cause;
use pith_verify::{DocumentError, Hints, Keyring, Report, Source, Verifier};

/// Verifies documents, on any thread.
pub struct Engine {
    full: Verifier,
    /// A verifier that leaves out the diagnosis and the counts of coverage.
    quick: Verifier,
    max_size: u64,
}

/// Says how much of a report is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The verdict, and the checks that failed.
    Verdict,
    /// The whole report.
    Whole,
}

impl Engine {
    pub fn new(keys: Keyring, max_size: u64) -> Self {
        let mut full = Verifier::with_keys(keys);
        full.hints = Hints::COMMAND;
        let mut quick = full.clone();
        quick.details = false;
        Self {
            full,
            quick,
            max_size,
        }
    }

    pub fn max_size(&self) -> u64 {
        self.max_size
    }

    /// Verifies a document, and passes the report, which borrows from the bytes, to `read`.
    pub fn verify<R>(&self, bytes: &[u8], depth: Depth, read: impl FnOnce(&Report<'_>) -> R) -> R {
        if bytes.len() as u64 > self.max_size {
            return self.report(Err(self.too_large()), None, depth, read);
        }
        self.report(Ok(bytes), None, depth, read)
    }

    /// Verifies a file. A file that cannot be read has a report too.
    pub fn verify_file<R>(&self, path: &Path, read: impl FnOnce(&Report<'_>) -> R) -> R {
        let source = Source::file(path.display().to_string());
        let content = self.content(path);
        let bytes = content.as_deref().map_err(Clone::clone);
        self.report(bytes, Some(source), Depth::Whole, read)
    }

    fn report<R>(
        &self,
        bytes: Result<&[u8], DocumentError>,
        source: Option<Source>,
        depth: Depth,
        read: impl FnOnce(&Report<'_>) -> R,
    ) -> R {
        let text = bytes.as_ref().ok().copied();
        let reading = bytes.and_then(Document::read);
        let path = source.as_ref().map_or("", |source| &*source.path);
        let reading = reading.map_err(|error| likely_cause::add_to(error, path, text));
        let verifier = match depth {
            Depth::Verdict => &self.quick,
            Depth::Whole => &self.full,
        };
        read(&verifier.report(source, &reading))
    }

    fn content(&self, path: &Path) -> Result<Vec<u8>, DocumentError> {
        let mut content = Vec::new();
        // One byte more than the limit shows whether a file exceeds it.
        let most = self.max_size.saturating_add(1);
        File::open(path)
            .and_then(|file| file.take(most).read_to_end(&mut content))
            .map_err(|error| DocumentError::unreadable(&error))?;
        if content.is_empty() {
            return Err(DocumentError::empty_file());
        }
        if content.len() as u64 > self.max_size {
            return Err(self.too_large());
        }
        Ok(content)
    }

    fn too_large(&self) -> DocumentError {
        DocumentError::too_large("", self.max_size, MAX_SIZE_HINT)
    }
}
