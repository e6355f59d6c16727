//! Represents the values that are compared, borrowed from the document or computed.

use std::borrow::Cow;
use std::fmt;

use crate::json::canonical;
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};
use crate::json::shorten::{MAX_QUOTED, Shortened};
use crate::record::alias::Alias;
use crate::record::finding_counts::FindingCounts;
use crate::record::identifier::{PithNumber, ShortPithNumber};
use crate::record::text_hash::TextHash;

/// A value that was compared. It displays in full, and is hostile text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fact<'d> {
    /// A value of the document. A string displays as its text, any other value in canonical
    /// form.
    Value(Value<'d>),
    /// A text of the document, of a key, or of the verifier itself.
    Text(&'d str),
    /// A digest.
    Digest(Digest),
    /// The text hash of a title or an abstract.
    TextHash(TextHash),
    /// A Pith Number.
    PithNumber(PithNumber),
    /// A short Pith Number.
    Short(ShortPithNumber),
    /// An alias.
    Alias(Alias<'d>),
    /// An array of strings.
    List(Value<'d>),
    /// The kinds of the aliases in an array.
    AliasKinds(Value<'d>),
    /// The number of findings of each severity and detector.
    FindingCounts(FindingCounts<'d>),
    /// The number of links.
    Links(u64),
    /// The number of events.
    Events(u64),
    /// The event with this name.
    Event(Cow<'d, str>),
    /// A text that the verifier derived.
    Derived(String),
    /// A statement that the value repeats the one at this JSON Pointer.
    Repeats(&'static str),
    /// A value that no longer borrows from the document, shortened if it is long.
    Owned(Box<Shortened>),
}

impl<'d> Fact<'d> {
    /// Returns the value as text, shortened if it is long.
    #[must_use]
    pub fn shortened(&self) -> Shortened {
        if let Self::Owned(quoted) = self {
            return (**quoted).clone();
        }
        // Most values have fewer bytes than this.
        let mut quoted = Shortened::with_capacity(96);
        // Writing to a `Shortened` cannot fail.
        let _ = self.write(&mut quoted);
        quoted
    }

    /// Returns whether the value displays as this text.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Digest(digest) => return digest.hex() == *text.as_bytes(),
            Self::TextHash(hash) => return hash.hex() == *text.as_bytes(),
            _ => {}
        }
        if let Some(whole) = self.at_hand() {
            return whole == text;
        }
        let mut rest = Rest(text);
        self.write(&mut rest).is_ok() && rest.0.is_empty()
    }

    /// Returns the value as text, shortened if it is long, without a copy where possible.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let whole = self.at_hand().filter(|text| text.len() <= MAX_QUOTED);
        whole.unwrap_or_else(|| self.shortened().into_string().into())
    }

    /// Returns the text as which the value displays, if it is available without formatting.
    fn at_hand(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some((*text).into()),
            Self::Value(value) => value.as_str().map(Into::into),
            Self::Alias(alias) => Some(alias.text()),
            _ => None,
        }
    }

    /// Writes the value as it displays.
    pub(crate) fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        match self {
            Self::Value(value) if value.kind() == Kind::String => out.write_str(value.text()),
            Self::Value(value) => canonical::write(*value, out),
            Self::Text(text) => out.write_str(text),
            Self::Digest(digest) => write!(out, "{digest}"),
            Self::TextHash(hash) => write!(out, "{hash}"),
            Self::PithNumber(number) => write!(out, "{number}"),
            Self::Short(number) => write!(out, "{number}"),
            Self::Alias(alias) => write!(out, "{alias}"),
            Self::AliasKinds(array) => {
                let kinds = array.children().map(|alias| alias.member("alias_kind"));
                let kinds = kinds.flatten().map(Value::text);
                join(kinds, ", ", out, |kind, out| out.write_str(kind))
            }
            Self::List(array) => join(array.children(), " ", out, |element, out| {
                Fact::Value(element).write(out)
            }),
            Self::FindingCounts(counts) => write!(out, "{counts}"),
            Self::Links(count) => write!(out, "{count} links"),
            Self::Events(1) => out.write_str("1 event"),
            Self::Events(count) => write!(out, "{count} events"),
            Self::Event(name) => write!(out, "event {name}"),
            Self::Derived(text) => out.write_str(text),
            Self::Repeats(pointer) => {
                out.write_str("repeats ")?;
                out.write_str(pointer)
            }
            Self::Owned(quoted) => write!(out, "{quoted}"),
        }
    }

    /// Returns the same value without a borrow from the document.
    #[must_use]
    pub fn into_owned(self) -> Fact<'static> {
        match self {
            Self::Digest(digest) => Fact::Digest(digest),
            Self::TextHash(hash) => Fact::TextHash(hash),
            Self::PithNumber(number) => Fact::PithNumber(number),
            Self::Short(number) => Fact::Short(number),
            Self::Links(count) => Fact::Links(count),
            Self::Events(count) => Fact::Events(count),
            Self::Repeats(pointer) => Fact::Repeats(pointer),
            Self::Owned(quoted) => Fact::Owned(quoted),
            _ => Fact::Owned(Box::new(self.shortened())),
        }
    }
}

impl fmt::Display for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// Writes values with a separator between them.
fn join<T, W: fmt::Write>(
    values: impl Iterator<Item = T>,
    separator: &str,
    out: &mut W,
    write: impl Fn(T, &mut W) -> fmt::Result,
) -> fmt::Result {
    for (position, value) in values.enumerate() {
        if position > 0 {
            out.write_str(separator)?;
        }
        write(value, out)?;
    }
    Ok(())
}

/// The rest of a text after the pieces that were written, which must be its beginning.
struct Rest<'t>(&'t str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}
