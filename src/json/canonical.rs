//! Writes JSON values in canonical form, whose bytes are hashed and signed.
//!
//! The form is what Python prints for `json.dumps(value, sort_keys=True, separators=(",", ":"),
//! ensure_ascii=False)`, in UTF-8, without a line feed at the end (docs/format.md, section 4).
//! It differs from RFC 8785, which sorts names by UTF-16 code unit and turns every number into
//! a double.

use std::fmt::{self, Write as _};
use std::io;

use crate::json::document::{Document, Kind, Value};
use crate::json::number;
use crate::json::strings::plain_length;
use crate::json::work;

/// The canonical form of a JSON value: UTF-8, without a line feed at the end.
///
/// Only this module constructs the type, so a value of it is proof that its bytes are
/// canonical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalBytes(String);

impl CanonicalBytes {
    /// Returns the canonical form of a value of a document.
    ///
    /// ```
    /// use pith_verify::json::canonical::CanonicalBytes;
    /// use pith_verify::json::document::Document;
    ///
    /// let document = Document::read(br#"{"b": 1e-7, "a": "\u00e9"}"#)?;
    /// let canonical = CanonicalBytes::of(document.root());
    /// assert_eq!(canonical.as_str(), r#"{"a":"é","b":1e-07}"#);
    /// # Ok::<(), pith_verify::DocumentError>(())
    /// ```
    #[must_use]
    pub fn of(value: Value<'_>) -> Self {
        // The canonical form of a canonical record takes about 700 bytes.
        let capacity = if value.is_leaf() { 0 } else { 1 << 10 };
        Self::written(capacity, |out| write(value, out))
    }

    fn written(capacity: usize, write: impl FnOnce(&mut String) -> fmt::Result) -> Self {
        let mut out = String::with_capacity(capacity);
        // Writing to a string cannot fail.
        let _ = write(&mut out);
        Self(out)
    }

    /// Returns the canonical form of a JSON text, or `None` if the strict reader refuses it.
    pub(crate) fn read(json: &str) -> Option<Self> {
        let document = Document::read(json.as_bytes()).ok()?;
        Some(Self::of(document.root()))
    }

    /// Returns the canonical form of a string.
    pub(crate) fn of_string(text: &str) -> Self {
        Self::written(0, |out| write_string(text, out))
    }

    /// Returns the canonical form of an array of strings.
    pub(crate) fn of_strings(strings: &[&str]) -> Self {
        Self::written(0, |out| {
            write_list('[', ']', strings, out, |text, out| write_string(text, out))
        })
    }

    /// Returns the canonical form of an object with these names and values, in any order.
    pub(crate) fn of_object(members: &[(&str, &Self)]) -> Self {
        Self::written(0, |out| {
            write_members(members, out, |value, out| out.write_str(&value.0))
        })
    }

    /// Returns the canonical form as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Returns the canonical form as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The character set of a canonical form (docs/format.md, sections 4 and 4.1).
///
/// Text up to U+007E is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// The canonical form of records: all text is written in UTF-8.
    Utf8,
    /// The escaped form, for events: every character above U+007E is written as `\uXXXX`.
    Ascii,
}

/// A writer that turns the canonical form into the escaped form and passes it on.
pub(super) struct EscapingWriter<'o>(pub(super) &'o mut dyn fmt::Write);

impl fmt::Write for EscapingWriter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Only names and strings have characters beyond ASCII, so every escape is inside
        // quotes.
        for char in text.chars() {
            if char <= '~' {
                self.0.write_char(char)?;
                continue;
            }
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

/// Returns whether every piece of a value's canonical form passes a test.
///
/// Every name and string at or below the value is in these pieces.
pub(crate) fn all_text(value: Value<'_>, is: impl Fn(&str) -> bool) -> bool {
    struct Only<F>(F);
    impl<F: Fn(&str) -> bool> fmt::Write for Only<F> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            (self.0)(text).then_some(()).ok_or(fmt::Error)
        }
    }
    write(value, &mut Only(is)).is_ok()
}

/// Returns the number of bytes in the canonical form of a value.
#[must_use]
pub fn length(value: Value<'_>) -> usize {
    let mut budget = ByteBudget(usize::MAX);
    // No canonical form exceeds this budget, so writing cannot fail.
    let _ = write(value, &mut budget);
    usize::MAX - budget.0
}

/// Writes the canonical form of a value to a file or stream, without holding all of it in
/// memory.
///
/// # Errors
///
/// Returns the first error of `out`.
pub fn write_to(charset: Charset, value: Value<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    struct Stream<'o>(&'o mut dyn io::Write, io::Result<()>);
    impl fmt::Write for Stream<'_> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.1 = self.0.write_all(text.as_bytes());
            self.1.as_ref().map_err(|_| fmt::Error).copied()
        }
    }
    let mut stream = Stream(out, Ok(()));
    // `fmt::Error` carries no cause; the stream keeps the error of `out`.
    let _ = match charset {
        Charset::Utf8 => write(value, &mut stream),
        Charset::Ascii => write(value, &mut EscapingWriter(&mut stream)),
    };
    stream.1
}

/// Returns whether the canonical form of a value has at most `max` bytes.
pub(crate) fn fits(value: Value<'_>, max: usize) -> bool {
    write(value, &mut ByteBudget(max)).is_ok()
}

/// A writer that subtracts the length of its input from a budget, and fails below zero.
struct ByteBudget(usize);

impl fmt::Write for ByteBudget {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Writes the canonical form of a value, piece by piece.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write<W: fmt::Write + ?Sized>(value: Value<'_>, out: &mut W) -> fmt::Result {
    match value.kind() {
        Kind::Null => out.write_str("null"),
        Kind::False => out.write_str("false"),
        Kind::True => out.write_str("true"),
        Kind::Integer | Kind::Float => number::write(value.kind(), value.text(), out),
        Kind::String => write_text(value.document(), value.index(), out),
        Kind::Array => write_list('[', ']', value.children(), out, write),
        Kind::Object => write_list('{', '}', value.sorted_members(), out, |member, out| {
            write_text(member.document(), member.index() - 1, out)?;
            out.write_char(':')?;
            write(member, out)
        }),
    }
}

/// Writes the canonical form of an object with these names and values, in any order.
pub(super) fn write_members<T, W: fmt::Write + ?Sized>(
    members: &[(&str, T)],
    out: &mut W,
    mut write: impl FnMut(&T, &mut W) -> fmt::Result,
) -> fmt::Result {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    write_list('{', '}', sorted, out, |(name, value), out| {
        write_string(name, out)?;
        out.write_char(':')?;
        write(value, out)
    })
}

fn write_list<T, W: fmt::Write + ?Sized>(
    open: char,
    close: char,
    items: impl IntoIterator<Item = T>,
    out: &mut W,
    mut write: impl FnMut(T, &mut W) -> fmt::Result,
) -> fmt::Result {
    out.write_char(open)?;
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.write_char(',')?;
        }
        write(item, out)?;
    }
    out.write_char(close)
}

/// Writes the canonical form of a name or string of a document.
fn write_text<W: fmt::Write + ?Sized>(
    document: &Document<'_>,
    index: usize,
    out: &mut W,
) -> fmt::Result {
    match document.verbatim(index) {
        // A name or string without escapes is already in canonical form.
        Some(quoted) => {
            work::count(quoted.len());
            out.write_str(quoted)
        }
        None => write_string(document.text(index), out),
    }
}

/// Writes the canonical form of a string that is given without quotes and escapes.
pub(crate) fn write_string<W: fmt::Write + ?Sized>(text: &str, out: &mut W) -> fmt::Result {
    work::count(text.len());
    out.write_char('"')?;
    let mut rest = text;
    loop {
        // What the reader calls plain needs no escape.
        let (plain, special) = rest.split_at(plain_length(rest.as_bytes()));
        out.write_str(plain)?;
        let mut special = special.chars();
        let Some(char) = special.next() else {
            return out.write_char('"');
        };
        write_escape(char, out)?;
        rest = special.as_str();
    }
}

fn write_escape<W: fmt::Write + ?Sized>(char: char, out: &mut W) -> fmt::Result {
    match char {
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\u{8}' => out.write_str("\\b"),
        '\u{c}' => out.write_str("\\f"),
        other => write!(out, "\\u{:04x}", u32::from(other)),
    }
}

#[cfg(test)]
mod tests;
