//! Reads strings and member names.
//!
//! Those without escapes stay in the source; those with escapes are copied and unescaped.

use super::duplicate_names::Hash;
use super::parser::{Parser, Result};
use super::usual_names::{is_usual_name, usual_name};
use super::words::{HIGH, each};
use crate::json::document::{Node, Tag};
use crate::json::error::ErrorCode;

impl<'t> Parser<'t> {
    /// Reads a string, or a name of any kind, after its opening quote.
    #[inline(always)]
    pub(super) fn string(&mut self, tag: Tag, text: &'t [u8]) -> Result<&'t [u8]> {
        let length = plain_length(text);
        match text.get(length..) {
            Some([b'"', rest @ ..]) => {
                self.push(tag, text, length);
                Ok(rest)
            }
            _ => self.escaped(tag, text, length),
        }
    }

    /// Reads a member name after its opening quote, and also returns its hash.
    #[inline(always)]
    pub(super) fn name(&mut self, text: &'t [u8]) -> Result<(&'t [u8], Hash)> {
        match usual_name(text) {
            Some((name, rest, hash)) => {
                self.push(Tag::Name, text, name.len());
                Ok((rest, hash))
            }
            None => self.unusual_name(text),
        }
    }

    /// Reads a member name that may be unusual, after its opening quote.
    #[inline(never)] // Such names are rare.
    fn unusual_name(&mut self, text: &'t [u8]) -> Result<(&'t [u8], Hash)> {
        let index = self.document.nodes.len();
        let rest = self.string(Tag::Name, text)?;
        let node = self.document.node(index);
        let name = self.document.text_of(node);
        let hash = Hash::of(name);
        self.document.has_unusual_names |= node.is_escaped() || !is_usual_name(name);
        Ok((rest, hash))
    }

    /// Reads a name or string after its opening quote. Of its text, the first `plain` bytes are
    /// known to be plain.
    #[inline(never)] // Inlining it makes the reading of plain strings slower.
    fn escaped(&mut self, tag: Tag, text: &'t [u8], mut plain: usize) -> Result<&'t [u8]> {
        let first = self.document.begin_unescaped(self.position(text));
        let mut buffer = [0; 4];
        let mut rest = text;
        loop {
            let (text, special) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
            self.document.unescaped.extend(text);
            rest = match special {
                [b'"', rest @ ..] => {
                    let length = self.document.unescaped.len() - first;
                    self.document
                        .nodes
                        .push(Node::new(tag, true, first, length));
                    return Ok(rest);
                }
                [b'\\', ..] => {
                    let (char, rest) = self.escape(special)?;
                    let char = char.encode_utf8(&mut buffer);
                    self.document.unescaped.extend(char.as_bytes());
                    rest
                }
                [control, ..] => {
                    let message = format!(
                        "a control character inside a string: write it as \\u{control:04x}"
                    );
                    return Err(self.error(ErrorCode::InvalidJson, special, message));
                }
                [] => return Err(self.unexpected(special, "the end of the string")),
            };
            plain = plain_length(rest);
        }
    }

    /// Reads an escape, starting at its backslash.
    fn escape(&self, text: &'t [u8]) -> Result<(char, &'t [u8])> {
        let after = text.get(1..).unwrap_or_default();
        let char = match after {
            [b'"', ..] => '"',
            [b'\\', ..] => '\\',
            [b'/', ..] => '/',
            [b'b', ..] => '\u{8}',
            [b'f', ..] => '\u{c}',
            [b'n', ..] => '\n',
            [b'r', ..] => '\r',
            [b't', ..] => '\t',
            [b'u', digits @ ..] => return self.numbered(text, digits),
            _ => return Err(self.unexpected(after, r#"one of "\/bfnrtu after the backslash"#)),
        };
        Ok((char, after.get(1..).unwrap_or_default()))
    }

    /// Reads the four hex digits of an escape, and a second such escape after a high surrogate.
    fn numbered(&self, escape: &'t [u8], digits: &'t [u8]) -> Result<(char, &'t [u8])> {
        let (first, mut rest) = self.code_unit(digits)?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first)
            && let [b'\\', b'u', digits @ ..] = rest
        {
            let second;
            (second, rest) = self.code_unit(digits)?;
            units.push(second);
        }
        match char::decode_utf16(units).next() {
            Some(Ok(char)) => Ok((char, rest)),
            _ => {
                let message = format!("the surrogate \\u{first:04x} is only half a character");
                Err(self.error(ErrorCode::InvalidJson, escape, message))
            }
        }
    }

    fn code_unit(&self, text: &'t [u8]) -> Result<(u16, &'t [u8])> {
        let mut unit = 0;
        let mut rest = text;
        for _ in 0..4 {
            let digit = |byte: &u8| char::from(*byte).to_digit(16);
            let digit = rest.first().and_then(digit);
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return Err(self.unexpected(rest, "four hex digits after \\u"));
            };
            unit = unit << 4 | digit;
            rest = rest.get(1..).unwrap_or_default();
        }
        Ok((unit, rest))
    }
}

/// Returns the number of bytes before the next quote, backslash or control character, or the end.
pub(super) fn plain_length(text: &[u8]) -> usize {
    let (words, tail) = text.as_chunks();
    let mut length = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let candidates = candidates(word);
        // Most words have no candidate.
        if candidates != 0 {
            let special = candidates & !word;
            if special != 0 {
                return length + special.trailing_zeros() as usize / 8;
            }
        }
        length += size_of_val(&word);
    }
    let plain = tail.iter().position(|byte| is_special(*byte));
    length + plain.unwrap_or(tail.len())
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Sets the highest bit of each of eight bytes that is special, and perhaps of bytes that are not
/// ASCII.
///
/// Above the first such byte, the bits mean nothing.
fn candidates(word: u64) -> u64 {
    // Subtracting `limit` sets the highest bit of a byte below `limit`, and of no other ASCII
    // byte unless a lower byte borrowed from it.
    let below = |word: u64, limit: u8| word.wrapping_sub(each(limit));
    // Flipping one bit turns the quote, 0x22, into the byte that follows the control characters,
    // 0x20, and 0x20 into 0x22.
    let control_or_quote = below(word ^ each(b'"' ^ 0x20), 0x21);
    let backslash = below(word ^ each(b'\\'), 1);
    (control_or_quote | backslash) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_special_byte() {
        for byte in 0..=u8::MAX {
            for position in 0..20 {
                for other in [b'a', b' ', 0x7f, 0x80, 0xff] {
                    let mut text = [other; 20];
                    text[position] = byte;
                    let expected = if is_special(byte) { position } else { 20 };
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                }
            }
        }
    }
}
