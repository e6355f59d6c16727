//! What is compared: borrowed from the document, or a value of its own type.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::json::canonical;
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};
use crate::json::shorten::{MAX_QUOTED, Shortened};
use crate::record::alias::Alias;
use crate::record::finding_counts::FindingCounts;
use crate::record::identifier::{PithNumber, ShortPithNumber};
use crate::record::text_hash::TextHash;

/// Something that was compared. Displays whole; hostile text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fact<'d> {
    /// A value of the document: a string as it is, anything else in canonical form.
    Value(Value<'d>),
    /// A text of the document, of a key, or of the verifier's own.
    Text(&'d str),
    /// A digest.
    Digest(Digest),
    /// The hash of a text.
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
    /// How many findings there are of each severity and detector.
    FindingCounts(FindingCounts<'d>),
    /// This many links.
    Links(u64),
    /// This many events.
    Events(u64),
    /// The event of this name.
    Event(Cow<'d, str>),
    /// A text that was derived here.
    Derived(String),
    /// That it repeats what is at a JSON Pointer.
    Repeats(&'static str),
    /// A fact whose document is gone, as far as it is quoted.
    Owned(Box<Shortened>),
}

impl<'d> Fact<'d> {
    /// The beginning of it, as much as is quoted.
    #[must_use]
    pub fn shortened(&self) -> Shortened {
        if let Self::Owned(quoted) = self {
            return (**quoted).clone();
        }
        // Most facts have fewer bytes.
        let mut quoted = Shortened::with_capacity(96);
        // Quoting cannot fail.
        let _ = write!(quoted, "{self}");
        quoted
    }

    /// Whether it displays as this text.
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
        write!(rest, "{self}").is_ok() && rest.0.is_empty()
    }

    /// As much of it as is quoted: the text of the document itself, if it is no longer.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let whole = self.at_hand().filter(|text| text.len() <= MAX_QUOTED);
        whole.unwrap_or_else(|| self.shortened().into_string().into())
    }

    /// As it displays, if that takes no formatting.
    fn at_hand(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some((*text).into()),
            Self::Value(value) => value.as_str().map(Into::into),
            Self::Alias(alias) => Some(alias.text()),
            _ => None,
        }
    }

    /// The same, as a value that outlives the document.
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
        match self {
            Self::Value(value) if value.kind() == Kind::String => f.write_str(value.text()),
            Self::Value(value) => canonical::write(*value, f),
            Self::Text(text) => f.write_str(text),
            Self::Digest(digest) => digest.fmt(f),
            Self::TextHash(hash) => hash.fmt(f),
            Self::PithNumber(number) => number.fmt(f),
            Self::Short(number) => number.fmt(f),
            Self::Alias(alias) => alias.fmt(f),
            Self::AliasKinds(array) => {
                let kinds = array.children().map(|alias| alias.member("alias_kind"));
                for (position, kind) in kinds.flatten().enumerate() {
                    f.write_str(if position > 0 { ", " } else { "" })?;
                    f.write_str(kind.text())?;
                }
                Ok(())
            }
            Self::List(array) => {
                for (position, element) in array.children().enumerate() {
                    let space = if position > 0 { " " } else { "" };
                    write!(f, "{space}{}", Fact::Value(element))?;
                }
                Ok(())
            }
            Self::FindingCounts(counts) => counts.fmt(f),
            Self::Links(count) => write!(f, "{count} links"),
            Self::Events(1) => f.write_str("1 event"),
            Self::Events(count) => write!(f, "{count} events"),
            Self::Event(name) => write!(f, "event {name}"),
            Self::Derived(text) => f.write_str(text),
            Self::Repeats(pointer) => write!(f, "repeats {pointer}"),
            Self::Owned(quoted) => quoted.fmt(f),
        }
    }
}

/// What is left of a text after the pieces that were written, which must be its beginning.
struct Rest<'t>(&'t str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}
