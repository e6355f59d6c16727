//! Reads the bytes of a document from a file or standard input: once, and never only a part.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::report::file_names;
use crate::report::hints::MAX_SIZE_HINT;
use crate::{DEFAULT_MAX_SIZE, DocumentError, ErrorCode};
use anyhow::{Result, anyhow};

use super::compressed::{self, Ahead, MAX_MAGIC};
use super::{pipe, reading};

/// The most bytes of a key file: enough for a manifest of ten thousand mirrors.
pub const MAX_KEY_FILE: u64 = 1 << 23;
/// The most bytes of a title or an abstract. arXiv allows 1920 characters.
pub const MAX_TEXT_FILE: u64 = 1 << 20;

/// An input that is read once.
pub type Input = Box<dyn Read + Send>;

/// Tells whether a path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads a whole document of at most `max_size` bytes, decompressed if need be.
pub fn read(path: &Path, max_size: u64) -> Result<Vec<u8>, DocumentError> {
    Start::read(path, None, max_size)?.document(max_size)
}

/// Reads a whole file that is not a document, such as `a key file`, and has a limit of its own.
pub fn read_other(path: &Path, limit: u64, what: &str) -> Result<Vec<u8>> {
    let bytes = Start::read(path, None, limit).and_then(|start| start.whole(limit));
    bytes.map_err(|error| match error.code {
        ErrorCode::TooLarge => anyhow!("more than {limit} bytes, which is the limit for {what}"),
        _ => anyhow!("{}", reading::with_similar_name(error, path).message),
    })
}

/// The start of a file: all of it, unless it has more bytes than a document may have.
pub struct Start {
    bytes: Vec<u8>,
    rest: Input,
    is_file: bool,
    /// Whether its name is one of a compressed file.
    named_compressed: bool,
}

impl Start {
    /// Reads the start of a file. `length` is that of the file, if it is known to be one.
    pub fn read(path: &Path, length: Option<u64>, max_size: u64) -> Result<Self, DocumentError> {
        let read = || {
            let (mut rest, length) = open(path, length)?;
            let bytes = read_at_most(&mut rest, length.unwrap_or_default(), max_size)?;
            let named_compressed = file_names::is_compressed(path);
            Ok(Self {
                bytes,
                rest,
                is_file: length.is_some(),
                named_compressed,
            })
        };
        read().map_err(|error| DocumentError::unreadable(&error))
    }

    pub fn is_compressed(&self) -> bool {
        compressed::is_compressed(&self.bytes) == Some(true)
    }

    /// Reads the document, which has at most `max_size` bytes and, in a file, at least one.
    pub fn document(self, max_size: u64) -> Result<Vec<u8>, DocumentError> {
        if self.bytes.is_empty() && self.is_file {
            return Err(DocumentError::empty_file());
        }
        self.whole(max_size)
    }

    /// Reads everything, if that has at most `max_size` bytes.
    fn whole(self, max_size: u64) -> Result<Vec<u8>, DocumentError> {
        let bytes = if self.is_compressed() {
            read_at_most(compressed::decompress(self.bytes, self.rest), 0, max_size)
        } else if self.named_compressed {
            Err(not_compressed())
        } else {
            Ok(self.bytes)
        };
        let bytes = bytes.map_err(|error| DocumentError::unreadable(&error))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= max_size) {
            Ok(bytes)
        } else {
            Err(DocumentError::too_large("", max_size, MAX_SIZE_HINT))
        }
    }
}

/// An input that counts the bytes that are read from it.
struct Counted {
    input: Input,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Opens a file of many documents for reading, decompressed if need be, and tells whether it is a
/// file: a file without documents is an error, but a stream may be empty. `count` grows by the bytes
/// that are read, before they are decompressed.
pub fn stream(path: &Path, count: Arc<AtomicU64>) -> io::Result<(Input, bool)> {
    let (input, length) = open(path, None)?;
    let mut rest = Counted { input, count };
    let is_file = length.is_some();
    let mut start = Vec::with_capacity(MAX_MAGIC);
    // Byte by byte: the writer of the input may wait for the report on a short document.
    let mut is_compressed = compressed::is_compressed(&start);
    while is_compressed.is_none() && (&mut rest).take(1).read_to_end(&mut start)? > 0 {
        is_compressed = compressed::is_compressed(&start);
    }
    if is_compressed == Some(true) {
        let content = compressed::decompress(start, rest);
        return Ok((Box::new(Ahead::of(content)?), is_file));
    }
    if start.is_empty() && is_file {
        return Err(io::Error::other(DocumentError::empty_file().message));
    }
    if file_names::is_compressed(path) {
        return Err(not_compressed());
    }
    Ok((Box::new(io::Cursor::new(start).chain(rest)), is_file))
}

fn not_compressed() -> io::Error {
    io::Error::other("not compressed with gzip or zstd, although its name says so; rename the file")
}

/// Opens a file and returns its length, which may be known already; `None` for standard input, a pipe
/// or a device.
fn open(path: &Path, known: Option<u64>) -> io::Result<(Input, Option<u64>)> {
    if is_stdin(path) {
        let input = io::stdin();
        pipe::enlarge(&input);
        return Ok((Box::new(input), None));
    }
    let file = File::open(path)?;
    let length = known.or_else(|| length(file.metadata()));
    if length.is_none() {
        pipe::enlarge(&file);
    }
    Ok((Box::new(file), length))
}

/// Returns the length of a file; `None` for a pipe or a device. Windows has no metadata of a device
/// such as NUL.
pub fn length(metadata: io::Result<Metadata>) -> Option<u64> {
    metadata
        .ok()
        .filter(Metadata::is_file)
        .map(|file| file.len())
}

/// Reads one byte more than the limit, to distinguish a document that just fits. The
/// expected length saves reading in small steps; it may be wrong, so the reservation is
/// bounded.
fn read_at_most(input: impl Read, expected: u64, max_size: u64) -> io::Result<Vec<u8>> {
    let expected = expected.min(max_size).min(DEFAULT_MAX_SIZE);
    let expected = usize::try_from(expected).unwrap_or_default();
    let mut bytes = Vec::with_capacity(expected + 1);
    input
        .take(max_size.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
