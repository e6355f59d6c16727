//! The digest of a canonical form: SHA-256 over its bytes.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::canonical::{Ascii, CanonicalBytes, Charset, write, write_members};
use super::document::Value;
use super::hex::{hex, write_hex};
use super::work;

/// SHA-256 of canonical bytes: what the receipt signs and every identifier is cut from.
///
/// There is no other way to make one, so a digest was always computed here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of canonical bytes.
    #[must_use]
    pub fn of(bytes: &CanonicalBytes) -> Self {
        work::count(bytes.as_bytes().len());
        Self(Sha256::digest(bytes.as_bytes()).into())
    }

    /// The digest of the canonical form of a value; the form is never held whole.
    #[must_use]
    pub fn of_value(value: Value<'_>) -> Self {
        let mut out = Hashing::new();
        // Hashing cannot fail.
        let _ = write(value, &mut out);
        Self(out.finish())
    }

    /// The same of the form in a charset.
    pub(crate) fn of_value_in(charset: Charset, value: Value<'_>) -> Self {
        Self::of_written(charset, |out| write(value, out))
    }

    /// The digest of the form of an object with these members.
    pub(crate) fn of_object(charset: Charset, members: &[(&str, Value<'_>)]) -> Self {
        Self::of_written(charset, |out| {
            write_members(members, out, |value, out| write(*value, out))
        })
    }

    /// The digest of the form of an object with one member, an object with these members.
    pub(crate) fn of_wrapped(charset: Charset, name: &str, members: &[(&str, Value<'_>)]) -> Self {
        Self::of_written(charset, |out| {
            write_members(&[(name, members)], out, |members, out| {
                write_members(members, out, |value, out| write(*value, out))
            })
        })
    }

    /// Whether the canonical form of a value is what something displays; neither is held whole.
    pub(crate) fn displays(value: Value<'_>, displayed: &impl fmt::Display) -> bool {
        let digest = Self::of_written(Charset::Utf8, |out| write!(out, "{displayed}"));
        digest == Self::of_value(value)
    }

    /// The digest of a form that is never held whole.
    fn of_written(
        charset: Charset,
        write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result,
    ) -> Self {
        let mut out = Hashing::new();
        // Hashing cannot fail.
        let _ = match charset {
            Charset::Utf8 => write(&mut out),
            Charset::Ascii => write(&mut Ascii(&mut out)),
        };
        Self(out.finish())
    }

    /// 64 lower-case hex digits.
    pub(crate) fn hex(&self) -> [u8; 64] {
        hex(&self.0)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    /// 64 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Text on its way to SHA-256.
struct Hashing {
    hasher: Sha256,
    /// Many small pieces, so that the hasher sees few large ones.
    waiting: String,
}

impl Hashing {
    /// Bytes that are worth a call.
    const ENOUGH: usize = 1 << 10;

    fn new() -> Self {
        Self {
            hasher: Sha256::new(),
            waiting: String::with_capacity(Self::ENOUGH),
        }
    }

    fn finish(mut self) -> [u8; 32] {
        self.hasher.update(&self.waiting);
        self.hasher.finalize().into()
    }
}

impl fmt::Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.waiting.len() + text.len() > Self::ENOUGH {
            self.hasher.update(&self.waiting);
            self.waiting.clear();
        }
        if text.len() > Self::ENOUGH {
            self.hasher.update(text);
        } else {
            self.waiting.push_str(text);
        }
        Ok(())
    }
}

/// The beginning of a canonical form, already hashed.
///
/// Forms that begin alike are hashed from a clone of it. The caller is responsible for the order
/// of the pieces.
#[derive(Clone, Debug)]
pub(crate) struct Partial(Sha256);

impl Partial {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds the next piece.
    pub(crate) fn add(&mut self, piece: &str) {
        work::count(piece.len());
        self.0.update(piece);
    }

    /// The digest, once every piece was added.
    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}
