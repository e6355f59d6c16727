//! Bytes of a document, from a file or standard input: read once, and never in part.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use pith_verify::DocumentError;

use crate::hints::MAX_SIZE;

/// Whether a path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether somebody would have to type the input.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Reads a whole document of at most `max_size` bytes.
pub fn read(path: &Path, max_size: u64) -> Result<Vec<u8>, DocumentError> {
    let bytes = if is_stdin(path) {
        read_at_most(io::stdin().lock(), 0, max_size)
    } else {
        File::open(path).and_then(|file| {
            let length = file.metadata()?.len();
            read_at_most(file, length, max_size)
        })
    };
    let bytes = bytes.map_err(|error| DocumentError::unreadable(&error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= max_size) {
        Ok(bytes)
    } else {
        Err(DocumentError::too_large("", max_size, MAX_SIZE))
    }
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
