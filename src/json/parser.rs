//! Reads bytes strictly as JSON (RFC 8259), into a [`Document`] or an error with a code.
//!
//! The project has its own parser because it must keep details that others lose: which member
//! name is repeated, how a number was written, and at which byte the text stops being JSON.

use super::duplicate_names::Names;
use crate::json::document::{Document, Kind, MAX_BYTES, MAX_DEPTH, Node, Tag};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::number;

/// The result of reading a name or value: usually the text that follows it. The error is boxed, so
/// that results fit into registers.
pub(super) type Result<T> = std::result::Result<T, Box<DocumentError>>;

impl<'t> Document<'t> {
    /// Reads one whole JSON text (RFC 8259, UTF-8, no byte order mark).
    ///
    /// # Errors
    ///
    /// Returns a [`DocumentError`] with any code except `unreadable`, `not-a-record` and
    /// `unknown-schema`.
    pub fn read(bytes: &'t [u8]) -> std::result::Result<Self, DocumentError> {
        if bytes.len() > MAX_BYTES {
            let length = bytes.len();
            let message = format!("{length} bytes; no document may have more than {MAX_BYTES}");
            return Err(DocumentError::new(ErrorCode::TooLarge, message));
        }
        // In records, a name or value takes about 15 bytes on average. For denser text the
        // vector grows.
        const BYTES_PER_NODE: usize = 12;
        let source = decode(bytes)?;
        let document = Document {
            nodes: Vec::with_capacity(source.len() / BYTES_PER_NODE),
            source,
            unescaped: Vec::new(),
            commas: 0,
            has_unusual_names: false,
        };
        let parser = Parser { document, depth: 0 };
        parser.read(source.as_bytes()).map_err(|error| *error)
    }
}

/// Decodes UTF-8 that has no byte order mark.
fn decode(bytes: &[u8]) -> std::result::Result<&str, DocumentError> {
    const CONVERT: &str = "convert it with `iconv -f UTF-16 -t UTF-8`";
    let (code, message) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (
            ErrorCode::ByteOrderMark,
            "the text starts with a UTF-8 byte order mark; JSON has none: remove its 3 bytes"
                .to_owned(),
        ),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => (
            ErrorCode::ByteOrderMark,
            format!(
                "the text starts with a UTF-16 byte order mark: it looks like UTF-16; {CONVERT}"
            ),
        ),
        [0, _, ..] | [_, 0, ..] => (
            ErrorCode::InvalidUtf8,
            format!("it looks like UTF-16, not UTF-8; {CONVERT}"),
        ),
        _ => {
            return std::str::from_utf8(bytes).map_err(|error| {
                DocumentError::at(ErrorCode::InvalidUtf8, "not UTF-8", error.valid_up_to())
            });
        }
    };
    Err(DocumentError::at(code, message, 0))
}

/// A parser that reads one text from beginning to end.
///
/// Its functions take the text from where they start, and return the text after what they read.
pub(super) struct Parser<'t> {
    pub(super) document: Document<'t>,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// Reads the whole text as one value.
    fn read(mut self, text: &'t [u8]) -> Result<Document<'t>> {
        if skip_space(text).is_empty() {
            let message = "empty: there is no JSON text in it";
            return Err(DocumentError::at(ErrorCode::InvalidJson, message, 0).into());
        }
        let rest = skip_space(self.value(text)?);
        if !rest.is_empty() {
            return Err(self.unexpected(rest, "nothing after the value"));
        }
        Ok(self.document)
    }

    #[inline(always)] // Most values are strings.
    fn value(&mut self, text: &'t [u8]) -> Result<&'t [u8]> {
        match skip_space(text) {
            [b'"', text @ ..] => self.string(Tag::Value(Kind::String), text),
            text => self.other_value(text),
        }
    }

    /// Reads a value that is not a string.
    #[inline(never)]
    fn other_value(&mut self, text: &'t [u8]) -> Result<&'t [u8]> {
        match text {
            [b'{', inside @ ..] => {
                let object = self.open(text, Kind::Object)?;
                let (rest, names) = self.members(object, inside)?;
                self.close(object);
                names.finish(&self.document, object)?;
                Ok(rest)
            }
            [b'[', inside @ ..] => {
                let array = self.open(text, Kind::Array)?;
                let rest = self.elements(inside)?;
                self.close(array);
                Ok(rest)
            }
            [b'-' | b'0'..=b'9', ..] => self.number(text),
            [b'n', ..] => self.literal(text, "null", Kind::Null),
            [b't', ..] => self.literal(text, "true", Kind::True),
            [b'f', ..] => self.literal(text, "false", Kind::False),
            _ => Err(self.unexpected(text, "a value")),
        }
    }

    fn literal(&mut self, text: &'t [u8], literal: &str, kind: Kind) -> Result<&'t [u8]> {
        let mut rest = text;
        for byte in literal.bytes() {
            match rest {
                [first, after @ ..] if *first == byte => rest = after,
                _ => return Err(self.unexpected(rest, literal)),
            }
        }
        self.push(Tag::Value(kind), text, 0);
        Ok(rest)
    }

    fn number(&mut self, text: &'t [u8]) -> Result<&'t [u8]> {
        let mut kind = Kind::Integer;
        let mut rest = text.strip_prefix(b"-").unwrap_or(text);
        rest = match rest {
            [b'0', after @ ..] => after,
            _ => self.digits(rest)?,
        };
        if let [b'.', after @ ..] = rest {
            kind = Kind::Float;
            rest = self.digits(after)?;
        }
        if let [b'e' | b'E', b'+' | b'-', after @ ..] | [b'e' | b'E', after @ ..] = rest {
            kind = Kind::Float;
            rest = self.digits(after)?;
        }
        let length = text.len() - rest.len();
        let start = self.position(text);
        let number = self.document.source.get(start..start + length);
        number::check(kind, number.unwrap_or_default())
            .map_err(|message| DocumentError::at(ErrorCode::NumberOutOfRange, message, start))?;
        self.push(Tag::Value(kind), text, length);
        Ok(rest)
    }

    /// Reads one or more digits.
    fn digits(&self, text: &'t [u8]) -> Result<&'t [u8]> {
        let mut rest = text;
        while let [b'0'..=b'9', after @ ..] = rest {
            rest = after;
        }
        if rest.len() == text.len() {
            return Err(self.unexpected(rest, "a digit"));
        }
        Ok(rest)
    }

    /// Begins an array or object at its opening bracket, and returns its index.
    #[inline(always)]
    fn open(&mut self, text: &'t [u8], kind: Kind) -> Result<usize> {
        if self.depth == MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} arrays and objects");
            return Err(self.error(ErrorCode::TooDeep, text, message));
        }
        let index = self.document.nodes.len();
        self.push(Tag::Value(kind), text, 0);
        self.depth += 1;
        Ok(index)
    }

    /// Ends an array or object.
    fn close(&mut self, index: usize) {
        self.depth -= 1;
        let end = self.document.nodes.len();
        if let Some(node) = self.document.nodes.get_mut(index) {
            node.close(end);
        }
    }

    /// Reads the elements of an array, and its closing bracket.
    fn elements(&mut self, text: &'t [u8]) -> Result<&'t [u8]> {
        if let [b']', rest @ ..] = skip_space(text) {
            return Ok(rest);
        }
        let mut rest = text;
        loop {
            rest = match skip_space(self.value(rest)?) {
                [b',', rest @ ..] => self.after_comma(rest),
                [b']', rest @ ..] => return Ok(rest),
                rest => return Err(self.unexpected(rest, "a comma or ]")),
            };
        }
    }

    /// Reads the members of an object and its closing brace, and also returns their names.
    fn members(&mut self, object: usize, text: &'t [u8]) -> Result<(&'t [u8], Names)> {
        let mut names = Names::default();
        if let [b'}', rest @ ..] = skip_space(text) {
            return Ok((rest, names));
        }
        let mut rest = text;
        loop {
            let name = self.document.nodes.len();
            let (after_name, hash) = match skip_space(rest) {
                [b'"', text @ ..] => self.name(text)?,
                rest => return Err(self.unexpected(rest, "a member name in double quotes")),
            };
            names.note(&self.document, object, name, hash)?;
            let after_value = match skip_space(after_name) {
                [b':', rest @ ..] => self.value(rest)?,
                rest => return Err(self.unexpected(rest, "a colon")),
            };
            rest = match skip_space(after_value) {
                [b',', rest @ ..] => self.after_comma(rest),
                [b'}', rest @ ..] => return Ok((rest, names)),
                rest => return Err(self.unexpected(rest, "a comma or }")),
            };
        }
    }

    /// Counts a comma, and returns the text after it.
    fn after_comma(&mut self, rest: &'t [u8]) -> &'t [u8] {
        self.document.commas += 1;
        rest
    }

    /// Adds a name or value that is written at the start of `text`, without escapes.
    pub(super) fn push(&mut self, tag: Tag, text: &[u8], length: usize) {
        let node = Node::new(tag, false, self.position(text), length);
        self.document.nodes.push(node);
    }

    /// Returns the byte of the source at which the rest of it starts.
    pub(super) fn position(&self, rest: &[u8]) -> usize {
        self.document.source.len() - rest.len()
    }

    /// Returns an error at the start of the rest of the source.
    pub(super) fn error(
        &self,
        code: ErrorCode,
        rest: &[u8],
        message: impl Into<String>,
    ) -> Box<DocumentError> {
        DocumentError::at(code, message, self.position(rest)).into()
    }

    /// Returns the error for a next character that the grammar does not allow.
    pub(super) fn unexpected(&self, rest: &[u8], wanted: &str) -> Box<DocumentError> {
        let text = self.document.source.get(self.position(rest)..);
        let text = text.unwrap_or_default();
        let message = match text.chars().next() {
            None => "the text ends in the middle of a value: it may be cut off".to_owned(),
            Some('N' | 'I') if text.starts_with("NaN") || text.starts_with("Infinity") => {
                let name: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
                format!("{name} is not JSON and has no canonical form")
            }
            Some(char) => format!("expected {wanted}, found {}", in_quotes(char)),
        };
        self.error(ErrorCode::InvalidJson, rest, message)
    }
}

#[inline(always)]
fn skip_space(text: &[u8]) -> &[u8] {
    match text {
        [b'\0'..=b' ', ..] => skip_some_space(text),
        _ => text,
    }
}

#[inline(never)]
fn skip_some_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// Describes a character in a message.
fn in_quotes(char: char) -> String {
    match char {
        '"' => "a double quote".to_owned(),
        '\'' => "a single quote".to_owned(),
        _ => format!("'{char}'"),
    }
}
