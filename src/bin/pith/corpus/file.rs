//! Bytes of a document, from a file or standard input: read once, and never in part.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use pith_verify::DocumentError;

use super::compressed::{self, Ahead, MAX_MAGIC};
use super::names;
use crate::hints::MAX_SIZE;

/// An input that is read once.
pub type Input = Box<dyn Read + Send>;

/// Whether a path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether somebody would have to type the input.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Reads a whole document of at most `max_size` bytes, decompressed if need be.
pub fn read(path: &Path, max_size: u64) -> Result<Vec<u8>, DocumentError> {
    Start::read(path, max_size)?.whole(max_size)
}

/// What a file starts with: all of it, unless it has more bytes than a document may have.
pub struct Start {
    bytes: Vec<u8>,
    rest: Input,
    /// Whether it is called as compressed files are.
    named_compressed: bool,
}

impl Start {
    pub fn read(path: &Path, max_size: u64) -> Result<Self, DocumentError> {
        let read = || {
            let (mut rest, length) = open(path)?;
            let bytes = read_at_most(&mut rest, length, max_size)?;
            let named_compressed = names::is_compressed(path);
            Ok(Self {
                bytes,
                rest,
                named_compressed,
            })
        };
        read().map_err(|error| DocumentError::unreadable(&error))
    }

    pub fn is_compressed(&self) -> bool {
        compressed::is_compressed(&self.bytes) == Some(true)
    }

    /// The document, which has at most `max_size` bytes.
    pub fn whole(self, max_size: u64) -> Result<Vec<u8>, DocumentError> {
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
            Err(DocumentError::too_large("", max_size, MAX_SIZE))
        }
    }
}

/// The content of a file of many documents, decompressed if need be.
pub fn stream(path: &Path) -> io::Result<Input> {
    let (mut rest, _) = open(path)?;
    let mut start = Vec::with_capacity(MAX_MAGIC);
    // Byte by byte: whoever writes the input may wait for a report on a short one.
    let mut is_compressed = compressed::is_compressed(&start);
    while is_compressed.is_none() && (&mut rest).take(1).read_to_end(&mut start)? > 0 {
        is_compressed = compressed::is_compressed(&start);
    }
    if is_compressed == Some(true) {
        let content = compressed::decompress(start, rest);
        return Ok(Box::new(Ahead::of(content)?));
    }
    if names::is_compressed(path) {
        return Err(not_compressed());
    }
    Ok(Box::new(io::Cursor::new(start).chain(rest)))
}

/// A download that ended before it began, say, must not pass for a file without documents.
fn not_compressed() -> io::Error {
    io::Error::other("neither gzip nor zstd data, as its name says")
}

/// Opens a file, or standard input, of about so many bytes.
fn open(path: &Path) -> io::Result<(Input, u64)> {
    if is_stdin(path) {
        return Ok((Box::new(io::stdin()), 0));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((Box::new(file), length))
}

/// Reads one byte more than the limit, to distinguish a document that just fits. The
/// expected length saves reading in small steps; it may be wrong, so the reservation is
/// bounded.
fn read_at_most(input: impl Read, expected: u64, max_size: u64) -> io::Result<Vec<u8>> {
    const MAX_RESERVED: u64 = 1 << 24;
    let expected = expected.min(max_size).min(MAX_RESERVED);
    let expected = usize::try_from(expected).unwrap_or_default();
    let mut bytes = Vec::with_capacity(expected + 1);
    input
        .take(max_size.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
