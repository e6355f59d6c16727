//! Computes digests: the SHA-256 of canonical forms.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::canonical::{CanonicalBytes, Charset, EscapingWriter, write, write_members};
use super::document::Value;
use super::hex::{hex, write_hex};
use super::work;

/// The SHA-256 of a canonical form.
///
/// The receipt signs the digest of the canonical record, and its identifiers derive from it.
/// Only this module constructs the type, so a digest is always computed and never read from a
/// document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns the digest of a canonical form.
    #[must_use]
    pub fn of(bytes: &CanonicalBytes) -> Self {
        work::count(bytes.as_bytes().len());
        Self(Sha256::digest(bytes.as_bytes()).into())
    }

    /// Returns the digest of a value, without holding its canonical form in memory.
    #[must_use]
    pub fn of_value(value: Value<'_>) -> Self {
        let mut out = HashingWriter::new();
        // Hashing cannot fail.
        let _ = write(value, &mut out);
        Self(out.finish())
    }

    /// Returns the digest of a value, written in the form of `charset`.
    pub(crate) fn of_value_in(charset: Charset, value: Value<'_>) -> Self {
        Self::of_written(charset, |out| write(value, out))
    }

    /// Returns the digest of an object with these members.
    pub(crate) fn of_object(charset: Charset, members: &[(&str, Value<'_>)]) -> Self {
        Self::of_written(charset, |out| {
            write_members(members, out, |value, out| write(*value, out))
        })
    }

    /// Returns the digest of `{"name": {…}}`, where the inner object has these members.
    pub(crate) fn of_wrapped(charset: Charset, name: &str, members: &[(&str, Value<'_>)]) -> Self {
        Self::of_written(charset, |out| {
            write_members(&[(name, members)], out, |members, out| {
                write_members(members, out, |value, out| write(*value, out))
            })
        })
    }

    /// Returns whether the canonical form of a value equals what `displayed` displays.
    ///
    /// Both are hashed, so that neither is held in memory.
    pub(crate) fn displays(value: Value<'_>, displayed: &impl fmt::Display) -> bool {
        let digest = Self::of_written(Charset::Utf8, |out| write!(out, "{displayed}"));
        digest == Self::of_value(value)
    }

    /// Returns the digest of what `write` writes, without holding that in memory.
    fn of_written(
        charset: Charset,
        write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result,
    ) -> Self {
        let mut out = HashingWriter::new();
        // Hashing cannot fail.
        let _ = match charset {
            Charset::Utf8 => write(&mut out),
            Charset::Ascii => write(&mut EscapingWriter(&mut out)),
        };
        Self(out.finish())
    }

    /// Returns the digest as 64 lower-case hex digits.
    pub(crate) fn hex(&self) -> [u8; 64] {
        hex(&self.0)
    }

    /// Returns the 32 bytes of the digest.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    /// Writes the digest as 64 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A writer that hashes what is written to it.
struct HashingWriter {
    hasher: Sha256,
    /// Small pieces, collected so that the hasher is called rarely.
    waiting: String,
}

impl HashingWriter {
    /// The number of bytes that are collected before the hasher is called.
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

impl fmt::Write for HashingWriter {
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

    fn write_char(&mut self, char: char) -> fmt::Result {
        // Half of the pieces are a single character, for which this is faster.
        if self.waiting.len() + char.len_utf8() <= Self::ENOUGH {
            self.waiting.push(char);
            return Ok(());
        }
        self.write_str(char.encode_utf8(&mut [0; 4]))
    }
}

/// A canonical form whose beginning is hashed already.
///
/// Forms with the same beginning are hashed from clones of it. The caller adds the pieces in
/// canonical order.
#[derive(Clone, Debug)]
pub(crate) struct PartialDigest(Sha256);

impl PartialDigest {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Hashes the next piece.
    pub(crate) fn add(&mut self, piece: &str) {
        work::count(piece.len());
        self.0.update(piece);
    }

    /// Returns the digest of all pieces.
    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}
