//! JSON on one line that is safe to unescape and show.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter};

use crate::escape::{Visible, is_hostile};

/// Bytes of a report on a record that passes, with some to spare.
const USUAL_LENGTH: usize = 1 << 13;

/// Writes a value as compact JSON and a line feed.
pub(super) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // Its many small pieces would each be a call through `out`.
    let mut line = Vec::with_capacity(USUAL_LENGTH);
    let mut serializer = serde_json::Serializer::with_formatter(&mut line, OneLine);
    value.serialize(&mut serializer)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Compact JSON whose strings hold no hostile character, not even escaped: a reader
/// that unescapes them may well be a terminal.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        // Every hostile character beyond ASCII but DEL starts with one of these bytes.
        if text.bytes().any(|byte| byte == 0x7f || byte >= 0x80) && text.contains(is_hostile) {
            return write!(out, "{}", Visible(text).to_string().replace('\\', "\\\\"));
        }
        out.write_all(text.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        let byte = match escape {
            CharEscape::Quote => return out.write_all(b"\\\""),
            CharEscape::ReverseSolidus => return out.write_all(b"\\\\"),
            CharEscape::Solidus => return out.write_all(b"/"),
            CharEscape::Backspace => 0x08,
            CharEscape::FormFeed => 0x0c,
            CharEscape::LineFeed => b'\n',
            CharEscape::CarriageReturn => b'\r',
            CharEscape::Tab => b'\t',
            CharEscape::AsciiControl(byte) => byte,
        };
        write!(out, "\\\\u{{{byte:x}}}")
    }
}
