//! Strings and member names: plain ones stay where they are, escapes are resolved.

use super::parser::{Parser, Result};
use crate::json::document::{Node, Tag, is_usual};
use crate::json::error::ErrorCode;

impl Parser<'_> {
    /// Reads a string; its opening quote comes next.
    pub(super) fn string(&mut self, tag: Tag) -> Result {
        self.at += 1;
        let start = self.at;
        if tag == Tag::Name {
            // As a rule this is the whole name.
            self.skip_to(unusual_bytes, |byte| !is_usual(byte));
            self.document.has_unusual_names |= self.peek() != Some(b'"');
        }
        if self.peek() != Some(b'"') {
            self.skip_plain();
        }
        if self.peek() != Some(b'"') {
            return self.escaped_string(tag, start);
        }
        self.push(Node::new(tag, false, start, self.at - start));
        self.at += 1;
        Ok(())
    }

    /// Reads the rest of a string from the first byte that is not plain.
    #[inline(never)]
    fn escaped_string(&mut self, tag: Tag, start: usize) -> Result {
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

    /// Advances to the next quote, backslash or control character, or to the end.
    fn skip_plain(&mut self) {
        self.skip_to(special_bytes, is_special);
    }

    /// Advances to the next byte of a class, or to the end; `in_word` sets the highest bit of
    /// the first such byte of eight, and no bit below it.
    fn skip_to(&mut self, in_word: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) {
        let rest = self.document.source.as_bytes().get(self.at..);
        let (words, tail) = rest.unwrap_or_default().as_chunks();
        for word in words {
            let found = in_word(u64::from_le_bytes(*word));
            if found != 0 {
                self.at += found.trailing_zeros() as usize / 8;
                return;
            }
            self.at += word.len();
        }
        let found = tail.iter().position(|byte| is(*byte));
        self.at += found.unwrap_or(tail.len());
    }

    /// Reads an escape; its backslash comes next.
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

    /// Reads `u` and four hex digits, twice where they are a high surrogate.
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

/// Eight bytes at a time: sets the highest bit of each that [`is_special`], and perhaps of
/// some above the first such byte.
fn special_bytes(word: u64) -> u64 {
    // Taking `limit` from a byte below it, and only from such, leaves its highest bit set.
    let below = |word: u64, limit: u8| word.wrapping_sub(each(limit)) & !word;
    let quote = below(word ^ each(b'"'), 1);
    let backslash = below(word ^ each(b'\\'), 1);
    (below(word, 0x20) | quote | backslash) & each(0x80)
}

/// Eight bytes at a time: sets the highest bit of each that is not [usual](is_usual) in a name.
fn unusual_bytes(word: u64) -> u64 {
    let low = word & each(0x7f);
    // Adding what `first` lacks to 0x80 sets the highest bit of each byte from there on.
    let from = |first: u8| low + each(0x80 - first);
    let within = |first, last| from(first) & !from(last + 1);
    let usual = within(b'a', b'z') | within(b'0', b'9') | within(b'_', b'_');
    (word | !usual) & each(0x80)
}

const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_byte_of_a_class_in_eight() {
        for byte in 0..=u8::MAX {
            for position in 0..8 {
                for other in [b'a', b' ', 0x7f, 0x80, 0xff] {
                    let mut word = [other; 8];
                    word[position] = byte;
                    let number = u64::from_le_bytes(word);
                    let first = |found: u64| found.trailing_zeros() as usize / 8;
                    let special = word.iter().position(|byte| is_special(*byte));
                    assert_eq!(
                        first(special_bytes(number)),
                        special.unwrap_or(8),
                        "{word:?}"
                    );
                    let unusual = word.iter().position(|byte| !is_usual(*byte));
                    assert_eq!(
                        first(unusual_bytes(number)),
                        unusual.unwrap_or(8),
                        "{word:?}"
                    );
                }
            }
        }
    }
}
