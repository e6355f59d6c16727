//! Escapes texts from documents and files, which are never printed raw.
//!
//! Terminals execute control characters, bidirectional controls reorder text, and invisible
//! characters make different texts look the same. Build servers execute commands in what a
//! program prints. All of these are written as `\u{…}`, in every format, because JSON reports
//! end up in terminals and logs too (`jq -r`).

use std::fmt;

use serde::{Serialize, Serializer};

use crate::json::shorten::MAX_QUOTED;
use crate::json::words::{HIGH, each};
use crate::json::work;

/// Returns whether a character is written as its number and not as itself.
#[must_use]
pub fn is_hostile(char: char) -> bool {
    char.is_control() // C0, DEL and C1.
        // Some terminals and editors end a line at a line or paragraph separator.
        || matches!(char, '\u{2028}' | '\u{2029}')
        || is_invisible(char)
}

/// Returns whether a character is invisible.
///
/// These are Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16):
/// soft hyphen, zero-width and bidirectional characters, fillers, variation selectors and tags.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A text that displays and serializes with every hostile character as `\u{…}`.
///
/// The first character of every command that a build server would execute is written in the
/// same way.
#[derive(Clone, Copy, Debug)]
pub struct Visible<'t>(pub &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_visible(self.0, f)
    }
}

impl Serialize for Visible<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_plain(self.0) {
            return serializer.serialize_str(self.0);
        }
        serializer.collect_str(self)
    }
}

/// Serializes a text with hostile characters escaped.
pub(crate) fn serialize<S: Serializer>(
    text: &impl AsRef<str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Visible(text.as_ref()).serialize(serializer)
}

/// Serializes texts with hostile characters escaped.
pub fn serialize_all<S: Serializer>(
    texts: &[impl AsRef<str>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| Visible(text.as_ref())))
}

/// Serializes a text, if there is one, with hostile characters escaped.
pub fn serialize_option<S: Serializer>(
    text: &Option<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    text.as_deref().map(Visible).serialize(serializer)
}

/// Appends a text, with hostile characters escaped, as a JSON string.
pub(crate) fn write_json(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    if begins_no_command(text.as_bytes()) && needs_no_escape(text) {
        out.extend(text.as_bytes());
    } else {
        // Writing to memory cannot fail.
        let _ = write_visible(text, &mut Escaped(out));
    }
    out.push(b'"');
}

/// Appends a text that does not begin a line, with hostile characters escaped, to an open JSON
/// string.
pub(crate) fn write_json_inside(text: &str, out: &mut Vec<u8>) {
    if needs_no_escape(text) {
        out.extend(text.as_bytes());
    } else {
        // Writing to memory cannot fail.
        let _ = write_inside(text, &mut Escaped(out));
    }
}

/// Appends what `write` writes as a JSON string, without a copy in memory.
///
/// This is possible if it is short and has no hostile characters. Otherwise, `false` is
/// returned and nothing is appended.
pub(crate) fn try_write_json(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut PlainText<'_>) -> fmt::Result,
) -> bool {
    let start = out.len();
    out.push(b'"');
    let room = MAX_QUOTED;
    let is_plain = write(&mut PlainText { out, room }).is_ok();
    let is_plain = is_plain && out.get(start + 1..).is_some_and(begins_no_command);
    if is_plain {
        out.push(b'"');
    } else {
        out.truncate(start);
    }
    is_plain
}

/// A writer of the content of a JSON string.
///
/// It fails if the text gets too long, or if it has something to escape other than the quotes
/// that canonical form has around names and strings.
pub(crate) struct PlainText<'o> {
    out: &'o mut Vec<u8>,
    /// The number of bytes that can still be written.
    room: usize,
}

impl fmt::Write for PlainText<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.room = self.room.checked_sub(text.len()).ok_or(fmt::Error)?;
        let quoted = text.strip_prefix('"');
        let quoted = quoted.and_then(|text| text.strip_suffix('"'));
        if !needs_no_escape(quoted.unwrap_or(text)) {
            return Err(fmt::Error);
        }
        if let Some(text) = quoted {
            self.out.extend(br#"\""#);
            self.out.extend(text.as_bytes());
            self.out.extend(br#"\""#);
        } else {
            self.out.extend(text.as_bytes());
        }
        Ok(())
    }

    /// Appends one of the characters between names and values of canonical form, or any other.
    fn write_char(&mut self, char: char) -> fmt::Result {
        if !matches!(char, '[' | ']' | '{' | '}' | ',' | ':') {
            return self.write_str(char.encode_utf8(&mut [0; 4]));
        }
        self.room = self.room.checked_sub(1).ok_or(fmt::Error)?;
        self.out.push(char as u8);
        Ok(())
    }
}

/// Returns whether a text has only characters from U+0020 to U+007E, and none of `"`, `#` and `\`.
///
/// Most texts are like that. Where they do not begin a line, they have nothing to escape.
fn needs_no_escape(text: &str) -> bool {
    // The highest bit of a byte is set in one of these terms if the byte is not such a
    // character. A carry or borrow comes only from such a byte.
    let others = |word: u64| {
        word | word.wrapping_add(each(1))
            | word.wrapping_sub(each(b' '))
            | (word & each(!1) ^ each(b'"')).wrapping_sub(each(1))
            | (word ^ each(b'\\')).wrapping_sub(each(1))
    };
    let text = text.as_bytes();
    let last = text.last_chunk().map(|word| u64::from_ne_bytes(*word));
    let short = |word, byte: &u8| word << 8 | u64::from(*byte);
    let last = last.unwrap_or_else(|| text.iter().fold(each(b' '), short));
    let words = text.as_chunks().0.iter();
    let words = words.map(|word| others(u64::from_ne_bytes(*word)));
    words.fold(others(last), |found, word| found | word) & HIGH == 0
}

/// Returns whether a text starts with neither a space nor a colon, so that it cannot begin a command.
fn begins_no_command(text: &[u8]) -> bool {
    !matches!(text, [b' ' | b':', ..])
}

/// A writer of the content of a JSON string. Its input has no control characters.
struct Escaped<'o>(&'o mut Vec<u8>);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            if matches!(byte, b'"' | b'\\') {
                self.0.push(b'\\');
            }
            self.0.push(byte);
        }
        Ok(())
    }
}

/// Returns whether a text has nothing to escape.
pub(crate) fn is_plain(text: &str) -> bool {
    line_command(text).is_none() && hidden(text).next().is_none()
}

/// Writes a text as [`Visible`] displays it.
pub(crate) fn write_visible(text: &str, out: &mut impl fmt::Write) -> fmt::Result {
    let mut rest = text;
    if let Some(start) = line_command(text) {
        let (space, command) = text.split_at(start);
        write_inside(space, out)?;
        write!(out, "{}", ':'.escape_unicode())?;
        rest = command.get(1..).unwrap_or_default();
    }
    write_inside(rest, out)
}

/// Writes a text that does not begin a line.
fn write_inside(text: &str, out: &mut impl fmt::Write) -> fmt::Result {
    let mut written = 0;
    for (start, char) in hidden(text) {
        out.write_str(text.get(written..start).unwrap_or_default())?;
        write!(out, "{}", char.escape_unicode())?;
        written = start + char.len_utf8();
    }
    out.write_str(text.get(written..).unwrap_or_default())
}

/// Returns the position of every character that must be escaped, wherever in a line the text
/// is.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Most text is printable ASCII. The loop has no early exit, so that many bytes are checked
    // at a time.
    let plain = |all, byte| all & matches!(byte, b' '..=b'"' | b'$'..=b'~');
    work::count(text.len());
    let is_plain = text.bytes().fold(true, plain);
    let looked_at = if is_plain { "" } else { text };
    looked_at.char_indices().filter(|(start, char)| {
        work::count(1);
        is_hostile(*char) || (*char == '#' && opens_command(text.get(*start..).unwrap_or_default()))
    })
}

/// Returns whether a text begins with `##[` or, for example, `##vso[`.
///
/// GitHub's runner executes the first anywhere in a line, and other runners the second. The
/// search for the bracket starts directly after `##` and ends at the first character that is
/// not a letter, so it looks at each letter once.
fn opens_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else {
        return false;
    };
    let mut name = rest.bytes().inspect(|_| work::count(1));
    name.find(|byte| !byte.is_ascii_alphabetic()) == Some(b'[')
}

/// Returns the position of `::` if the text begins with it, ignoring white space.
///
/// GitHub's runner executes such a line.
fn line_command(text: &str) -> Option<usize> {
    let command = text.trim_start();
    command
        .starts_with("::")
        .then(|| text.len() - command.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_execute() {
        for (text, shown) in [
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("a\nb\tc\r\0", r"a\u{a}b\u{9}c\u{d}\u{0}"),
            ("\u{7f}\u{80}\u{9b}31m", r"\u{7f}\u{80}\u{9b}31m"),
            (
                "\u{202e}gnp\u{2066}\u{61c}\u{200f}",
                r"\u{202e}gnp\u{2066}\u{61c}\u{200f}",
            ),
            ("x\u{2028}y", r"x\u{2028}y"),
            (r"On $\mathbb{R}$, é 漢 😀", r"On $\mathbb{R}$, é 漢 😀"),
        ] {
            assert_eq!(Visible(text).to_string(), shown);
            assert_eq!(is_plain(text), text == shown);
        }
    }

    #[test]
    fn finds_every_character_to_escape_in_json_wherever_it_is() {
        for char in (0..=0x180).filter_map(char::from_u32) {
            let is_plain = matches!(char, ' '..='~') && !matches!(char, '"' | '#' | '\\');
            for (before, after) in (0..20).zip((0..20).rev()) {
                let text = format!("{}{char}{}", "a".repeat(before), "~".repeat(after));
                assert_eq!(needs_no_escape(&text), is_plain, "{text:?}");
            }
            assert_eq!(needs_no_escape(&char.to_string()), is_plain, "{char:?}");
        }
    }

    #[test]
    fn escapes_invisible_characters() {
        for hidden in [
            '\u{200b}',
            '\u{200d}',
            '\u{ad}',
            '\u{2060}',
            '\u{2064}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{e01ef}',
            '\u{3164}',
        ] {
            let shown = Visible(&format!("a{hidden}b")).to_string();
            assert_eq!(shown, format!("a{}b", hidden.escape_unicode()));
        }
    }

    #[test]
    fn escapes_what_a_build_server_would_execute() {
        for (text, shown) in [
            ("::set-output name=x::y", r"\u{3a}:set-output name=x::y"),
            (" \u{a0}::x", " \u{a0}\\u{3a}:x"),
            ("a ::x", "a ::x"),
            ("a##[add-mask]b", r"a\u{23}#[add-mask]b"),
            ("###[x", r"#\u{23}#[x"),
            ("##vso[task.x]", r"\u{23}#vso[task.x]"),
            ("## [x] #[y] a::b", "## [x] #[y] a::b"),
        ] {
            assert_eq!(Visible(text).to_string(), shown);
            assert_eq!(is_plain(text), text == shown);
        }
    }
}
