//! Reads strings and member names.
//!
//! Those without escapes stay in the source; those with escapes are copied and unescaped.

use super::parser::{Parser, Result};
use super::usual_names::is_usual_name;
use super::words::{HIGH, each};
use crate::json::document::{Node, Tag};
use crate::json::error::ErrorCode;

impl Parser<'_> {
    /// Reads a string, starting at its opening quote.
    pub(super) fn string(&mut self, tag: Tag) -> Result {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() != Some(b'"') {
            return self.escaped_string(tag, start);
        }
        if tag == Tag::Name && !self.document.has_unusual_names {
            let name = self.document.source.as_bytes().get(start..self.at);
            self.document.has_unusual_names = !name.is_some_and(is_usual_name);
        }
        self.push(Node::new(tag, false, start, self.at - start));
        self.at += 1;
        Ok(())
    }

    /// Reads the rest of a string, from the first byte that is not plain.
    #[inline(never)] // Inlining it makes the reading of plain strings slower.
    fn escaped_string(&mut self, tag: Tag, start: usize) -> Result {
        self.document.has_unusual_names |= tag == Tag::Name;
        let first = self.document.begin_unescaped(start);
        let mut plain = start;
        let mut buffer = [0; 4];
        loop {
            self.skip_plain();
            let text = self.document.source.as_bytes().get(plain..self.at);
            self.document.unescaped.extend(text.unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let char = self.escape()?;
                    let text = char.encode_utf8(&mut buffer);
                    self.document.unescaped.extend(text.as_bytes());
                }
                Some(control) => {
                    let message = format!(
                        "a control character inside a string: write it as \\u{control:04x}"
                    );
                    return Err(self.error(ErrorCode::InvalidJson, message));
                }
                None => return Err(self.unexpected("the end of the string")),
            }
            plain = self.at;
        }
        let length = self.document.unescaped.len() - first;
        self.push(Node::new(tag, true, first, length));
        self.at += 1;
        Ok(())
    }

    /// Advances to the next quote, backslash or control character, or to the end of the text.
    fn skip_plain(&mut self) {
        let rest = self.document.source.as_bytes().get(self.at..);
        let (words, tail) = rest.unwrap_or_default().as_chunks();
        for word in words {
            let special = special_bytes(u64::from_le_bytes(*word));
            if special != 0 {
                self.at += special.trailing_zeros() as usize / 8;
                return;
            }
            self.at += word.len();
        }
        let plain = tail.iter().position(|byte| is_special(*byte));
        self.at += plain.unwrap_or(tail.len());
    }

    /// Reads an escape, starting at its backslash.
    fn escape(&mut self) -> Result<char> {
        let backslash = self.at;
        self.at += 1;
        let char = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.numbered(backslash),
            _ => return Err(self.unexpected(r#"one of "\/bfnrtu after the backslash"#)),
        };
        self.at += 1;
        Ok(char)
    }

    /// Reads `u` and four hex digits, and a second such escape after a high surrogate.
    fn numbered(&mut self, backslash: usize) -> Result<char> {
        let first = self.code_unit()?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.peek() == Some(b'\\') {
            self.at += 1;
            if self.peek() == Some(b'u') {
                units.push(self.code_unit()?);
            }
        }
        match char::decode_utf16(units).next() {
            Some(Ok(char)) => Ok(char),
            _ => {
                self.at = backslash;
                let message = format!("the surrogate \\u{first:04x} is only half a character");
                Err(self.error(ErrorCode::InvalidJson, message))
            }
        }
    }

    fn code_unit(&mut self) -> Result<u16> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return Err(self.unexpected("four hex digits after \\u"));
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Sets the highest bit of each of eight bytes that [`is_special`].
///
/// It may also set that of bytes above the first such byte.
fn special_bytes(word: u64) -> u64 {
    // Subtracting `limit` sets the highest bit of a byte below `limit`, and of no other ASCII
    // byte unless a lower byte borrowed from it.
    let below = |word: u64, limit: u8| word.wrapping_sub(each(limit)) & !word;
    let quote = below(word ^ each(b'"'), 1);
    let backslash = below(word ^ each(b'\\'), 1);
    (below(word, 0x20) | quote | backslash) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_special_byte_of_eight() {
        for byte in 0..=u8::MAX {
            for position in 0..8 {
                for other in [b'a', b' ', 0x7f, 0x80, 0xff] {
                    let mut word = [other; 8];
                    word[position] = byte;
                    let special = special_bytes(u64::from_le_bytes(word));
                    let first = special.trailing_zeros() as usize / 8;
                    let expected = if is_special(byte) { position } else { 8 };
                    assert_eq!(first, expected, "{word:?}");
                }
            }
        }
    }
}
