//! JSON on one line that is safe to unescape and show.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter};

use crate::report::escape::{line_command, write_inside, write_visible};

/// Bytes of a report on a record that passes, with some to spare.
const USUAL_LENGTH: usize = 1 << 13;

/// Writes a value as compact JSON and a line feed.
pub(super) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // Its many small pieces would each be a call through `out`.
    let mut line = Vec::with_capacity(USUAL_LENGTH);
    let mut serializer = serde_json::Serializer::with_formatter(&mut line, OneLine::default());
    value.serialize(&mut serializer)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Compact JSON whose strings hold no hostile character, not even escaped: a reader
/// that unescapes them may well be a terminal.
#[derive(Default)]
struct OneLine {
    /// Whether nothing of a string was written yet.
    at_start: bool,
}

impl Formatter for OneLine {
    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.at_start = true;
        out.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let at_start = std::mem::take(&mut self.at_start);
        let plain = |byte: u8| byte < 0x7f && byte != b'#';
        if text.bytes().all(plain) && !(at_start && line_command(text).is_some()) {
            return out.write_all(text.as_bytes());
        }
        let mut visible = String::new();
        // Writing to a string cannot fail.
        let _ = match at_start {
            true => write_visible(text, &mut visible),
            false => write_inside(text, &mut visible),
        };
        // No backslash but of our own: JSON's own escapes are never part of a fragment.
        out.write_all(visible.replace('\\', "\\\\").as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.at_start = false;
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
