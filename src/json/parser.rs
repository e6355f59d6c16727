//! Reads bytes strictly as JSON (RFC 8259), into a [`Document`] or an error with a code.
//!
//! The project has its own parser because it must keep details that others lose: which member
//! name is repeated, how a number was written, and at which byte the text stops being JSON.

use super::duplicate_names::Names;
use crate::json::document::{Document, Kind, MAX_BYTES, MAX_DEPTH, Node, Tag};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::number;

/// The result of reading a name or value. The error is boxed, so that it fits into a register.
pub(super) type Result<T = ()> = std::result::Result<T, Box<DocumentError>>;

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
            has_unusual_names: false,
        };
        let parser = Parser {
            document,
            at: 0,
            depth: 0,
        };
        parser.read().map_err(|error| *error)
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
pub(super) struct Parser<'t> {
    pub(super) document: Document<'t>,
    /// The position of the byte that is read next.
    pub(super) at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// Reads the whole text as one value.
    fn read(mut self) -> Result<Document<'t>> {
        if self.next_token().is_none() {
            let message = "empty: there is no JSON text in it";
            return Err(DocumentError::at(ErrorCode::InvalidJson, message, 0).into());
        }
        self.value()?;
        if self.next_token().is_some() {
            return Err(self.unexpected("nothing after the value"));
        }
        Ok(self.document)
    }

    fn value(&mut self) -> Result {
        match self.next_token() {
            Some(b'"') => self.string(Tag::Value(Kind::String)),
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'n') => self.literal("null", Kind::Null),
            Some(b't') => self.literal("true", Kind::True),
            Some(b'f') => self.literal("false", Kind::False),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn literal(&mut self, literal: &str, kind: Kind) -> Result {
        let start = self.at;
        for byte in literal.bytes() {
            self.take(byte, literal)?;
        }
        self.push(Node::new(Tag::Value(kind), false, start, 0));
        Ok(())
    }

    fn number(&mut self) -> Result {
        let start = self.at;
        let mut kind = Kind::Integer;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            kind = Kind::Float;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            kind = Kind::Float;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = self.document.source.get(start..self.at);
        number::check(kind, text.unwrap_or_default())
            .map_err(|message| DocumentError::at(ErrorCode::NumberOutOfRange, message, start))?;
        self.push(Node::new(Tag::Value(kind), false, start, self.at - start));
        Ok(())
    }

    /// Reads one or more digits.
    fn digits(&mut self) -> Result {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.unexpected("a digit"));
        }
        Ok(())
    }

    fn array(&mut self) -> Result {
        let array = self.open(Kind::Array)?;
        self.elements()?;
        self.close(array);
        Ok(())
    }

    fn object(&mut self) -> Result {
        let object = self.open(Kind::Object)?;
        let names = self.members(object)?;
        self.close(object);
        Ok(names.finish(self.document.value(object))?)
    }

    /// Reads the opening bracket, and returns the index of the array or object.
    fn open(&mut self, kind: Kind) -> Result<usize> {
        if self.depth == MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} arrays and objects");
            return Err(self.error(ErrorCode::TooDeep, message));
        }
        let index = self.document.nodes.len();
        self.push(Node::new(Tag::Value(kind), false, self.at, 0));
        self.at += 1;
        self.depth += 1;
        Ok(index)
    }

    /// Reads the closing bracket.
    fn close(&mut self, index: usize) {
        self.at += 1;
        self.depth -= 1;
        let end = self.document.nodes.len();
        if let Some(node) = self.document.nodes.get_mut(index) {
            node.close(end);
        }
    }

    /// Reads the elements of an array up to its closing bracket.
    fn elements(&mut self) -> Result {
        if self.next_token() == Some(b']') {
            return Ok(());
        }
        loop {
            self.value()?;
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(b']') => return Ok(()),
                _ => return Err(self.unexpected("a comma or ]")),
            }
        }
    }

    /// Reads the members of an object up to its closing brace, and returns their names.
    fn members(&mut self, object: usize) -> Result<Names> {
        let mut names = Names::default();
        if self.next_token() == Some(b'}') {
            return Ok(names);
        }
        loop {
            if self.next_token() != Some(b'"') {
                return Err(self.unexpected("a member name in double quotes"));
            }
            let name = self.document.nodes.len();
            self.string(Tag::Name)?;
            names.note(&self.document, object, name)?;
            self.next_token();
            self.take(b':', "a colon")?;
            self.value()?;
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(b'}') => return Ok(names),
                _ => return Err(self.unexpected("a comma or }")),
            }
        }
    }

    pub(super) fn push(&mut self, node: Node) {
        self.document.nodes.push(node);
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.document.source.as_bytes().get(self.at).copied()
    }

    /// Skips white space, and returns the byte after it.
    fn next_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn take(&mut self, byte: u8, what: &str) -> Result {
        if self.peek() != Some(byte) {
            return Err(self.unexpected(what));
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn error(&self, code: ErrorCode, message: impl Into<String>) -> Box<DocumentError> {
        DocumentError::at(code, message, self.at).into()
    }

    /// Returns the error for a next character that the grammar does not allow.
    pub(super) fn unexpected(&self, wanted: &str) -> Box<DocumentError> {
        let rest = self.document.source.get(self.at..).unwrap_or_default();
        let message = match rest.chars().next() {
            None => "the text ends in the middle of a value: it may be cut off".to_owned(),
            Some('N' | 'I') if rest.starts_with("NaN") || rest.starts_with("Infinity") => {
                let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
                format!("{name} is not JSON and has no canonical form")
            }
            Some(char) => format!("expected {wanted}, found {}", in_quotes(char)),
        };
        self.error(ErrorCode::InvalidJson, message)
    }
}

/// Describes a character in a message.
fn in_quotes(char: char) -> String {
    match char {
        '"' => "a double quote".to_owned(),
        '\'' => "a single quote".to_owned(),
        _ => format!("'{char}'"),
    }
}
