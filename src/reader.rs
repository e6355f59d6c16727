//! The strict reader: bytes to [`Document`], or a named error.
//!
//! A parser of its own, because nothing may be lost on the way: which member name stands
//! twice, how a number was spelled, and at which byte the text ceased to be JSON.

mod names;
mod parser;
mod strings;

use crate::document::{Document, MAX_BYTES};
use crate::error::{DocumentError, ErrorCode};
use parser::Parser;

impl<'t> Document<'t> {
    /// Reads one whole JSON text (RFC 8259, UTF-8, no byte order mark).
    ///
    /// # Errors
    ///
    /// [`DocumentError`] with any code but `unreadable`, `not-a-record` and `unknown-schema`.
    pub fn read(bytes: &'t [u8]) -> Result<Self, DocumentError> {
        if bytes.len() > MAX_BYTES {
            let length = bytes.len();
            let message = format!("{length} bytes; no document may have more than {MAX_BYTES}");
            return Err(DocumentError::new(ErrorCode::TooLarge, message));
        }
        Parser::new(decode(bytes)?).read()
    }
}

/// Bytes to text: UTF-8 without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, DocumentError> {
    const CONVERT: &str = "convert it with `iconv -f UTF-16 -t UTF-8`";
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => {
            return Err(DocumentError::at(
                ErrorCode::ByteOrderMark,
                "the text starts with a UTF-8 byte order mark; JSON has none: remove its 3 bytes",
                0,
            ));
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return Err(DocumentError::at(
                ErrorCode::ByteOrderMark,
                format!(
                    "the text starts with a UTF-16 byte order mark: it looks like UTF-16; {CONVERT}"
                ),
                0,
            ));
        }
        [0, _, ..] | [_, 0, ..] => {
            return Err(DocumentError::at(
                ErrorCode::InvalidUtf8,
                format!("it looks like UTF-16, not UTF-8; {CONVERT}"),
                0,
            ));
        }
        _ => {}
    }
    std::str::from_utf8(bytes).map_err(|error| {
        DocumentError::at(ErrorCode::InvalidUtf8, "not UTF-8", error.valid_up_to())
    })
}
