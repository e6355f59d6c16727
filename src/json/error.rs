//! Says why a document could not be read as a record.

use std::fmt;
use std::io::ErrorKind;

const NO_SUCH_FILE: &str = "no such file";

/// The reason why a document could not be read as a record.
///
/// The codes appear in reports as `error.code`. They never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The operating system could not read the bytes.
    Unreadable,
    /// The document has more bytes than the limit.
    TooLarge,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// The text starts with a byte order mark.
    ByteOrderMark,
    /// The text is not JSON (RFC 8259), or it holds more than one JSON text.
    InvalidJson,
    /// An object has two members with the same name.
    DuplicateName,
    /// Arrays and objects are nested deeper than
    /// [`MAX_DEPTH`](crate::json::document::MAX_DEPTH).
    TooDeep,
    /// A number has no canonical form.
    NumberOutOfRange,
    /// The text is JSON, but not a Pith Number record.
    NotARecord,
    /// The record has a schema version that this verifier does not know.
    UnknownSchema,
}

impl ErrorCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Unreadable,
        Self::TooLarge,
        Self::InvalidUtf8,
        Self::ByteOrderMark,
        Self::InvalidJson,
        Self::DuplicateName,
        Self::TooDeep,
        Self::NumberOutOfRange,
        Self::NotARecord,
        Self::UnknownSchema,
    ];

    /// Returns the code as it appears in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::ByteOrderMark => "byte-order-mark",
            Self::InvalidJson => "invalid-json",
            Self::DuplicateName => "duplicate-name",
            Self::TooDeep => "too-deep",
            Self::NumberOutOfRange => "number-out-of-range",
            Self::NotARecord => "not-a-record",
            Self::UnknownSchema => "unknown-schema",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error that says why a document could not be read as a record, and where reading stopped.
///
/// The message may quote the document, so it is hostile text. Renderers escape it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentError {
    /// The reason, as a code.
    pub code: ErrorCode,
    /// The reason, in one line, with a hint if there is one.
    pub message: String,
    /// The byte, counted from 0, at which reading stopped.
    pub offset: Option<u64>,
    /// Where the hint starts in the message, in bytes, if there is one.
    hint_at: Option<usize>,
}

impl DocumentError {
    /// Returns the error for a file of zero bytes, such as a failed download leaves.
    #[must_use]
    pub fn empty_file() -> Self {
        Self::new(ErrorCode::Unreadable, "the file is empty")
    }

    /// Returns the error for a file that should hold one document per line and holds none.
    #[must_use]
    pub fn no_document() -> Self {
        Self::new(ErrorCode::Unreadable, "the file has no document in it")
    }

    /// Returns the error for a document that the operating system could not read.
    #[must_use]
    pub fn unreadable(error: &std::io::Error) -> Self {
        let message = match error.kind() {
            ErrorKind::NotFound => NO_SUCH_FILE.to_owned(),
            ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
            ErrorKind::IsADirectory => "a directory, not a file".to_owned(),
            _ => {
                let message = error.to_string();
                let number = message.rfind(" (os error ");
                number
                    .and_then(|end| message.get(..end))
                    .unwrap_or(&message)
                    .to_owned()
            }
        };
        Self::new(ErrorCode::Unreadable, message)
    }

    /// Returns whether the error says that the given file does not exist.
    #[must_use]
    pub fn is_no_such_file(&self) -> bool {
        self.code == ErrorCode::Unreadable && self.message == NO_SUCH_FILE
    }

    /// Appends a hint, which says what to do, to the message.
    #[must_use]
    pub fn with_hint(mut self, hint: &str) -> Self {
        self.hint_at.get_or_insert(self.message.len());
        self.message = format!("{}; {hint}", self.message);
        self
    }

    /// Returns the message without its hint, and the hint.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<&str>) {
        let parts = self
            .hint_at
            .and_then(|at| self.message.split_at_checked(at));
        match parts {
            Some((why, hint)) => (why, Some(hint.trim_start_matches("; "))),
            None => (&self.message, None),
        }
    }

    /// Returns the error for input with more bytes than `max_size`.
    ///
    /// `what` names the input, for example `a line of `. `hint` names the option that sets the
    /// limit.
    #[must_use]
    pub fn too_large(what: &str, max_size: u64, hint: &str) -> Self {
        let message = format!("{what}more than {max_size} bytes");
        Self {
            offset: Some(max_size),
            ..Self::new(ErrorCode::TooLarge, message).with_hint(hint)
        }
    }

    /// Returns an error without a hint and an offset.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            offset: None,
            hint_at: None,
        }
    }

    pub(crate) fn at(code: ErrorCode, message: impl Into<String>, offset: usize) -> Self {
        Self {
            offset: u64::try_from(offset).ok(),
            ..Self::new(code, message)
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(offset) = self.offset {
            write!(f, " (byte {offset})")?;
        }
        Ok(())
    }
}

impl std::error::Error for DocumentError {}
