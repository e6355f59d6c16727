//! Text from files is never printed raw.
//!
//! A terminal obeys control characters, bidirectional controls reorder text, and invisible
//! characters make two texts look the same that differ. The runners of build servers obey
//! commands in what a program prints. All of these print as `\u{…}`, in every format: reports
//! in JSON end up in terminals and logs too (`jq -r`).

use std::fmt;

use serde::{Serialize, Serializer};

use crate::json::work;

/// Whether a character is shown by its number instead of as itself.
#[must_use]
pub fn is_hostile(char: char) -> bool {
    char.is_control() // C0, DEL, C1
        // Line and paragraph separators end a line in some terminals and editors.
        || matches!(char, '\u{2028}' | '\u{2029}')
        || is_invisible(char)
}

/// Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16): soft hyphen,
/// zero-width and bidirectional characters, fillers, variation selectors, tags.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Displays and serialises a text with every hostile character as `\u{…}`, and likewise the
/// first character of whatever a build server would obey.
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

/// Serialises a text as it is shown.
pub(crate) fn serialize<S: Serializer>(
    text: &impl AsRef<str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Visible(text.as_ref()).serialize(serializer)
}

/// Serialises texts as they are shown.
pub fn serialize_all<S: Serializer>(
    texts: &[impl AsRef<str>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| Visible(text.as_ref())))
}

/// Serialises a text, if there is one, as it is shown.
pub fn serialize_option<S: Serializer>(
    text: &Option<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    text.as_deref().map(Visible).serialize(serializer)
}

/// Appends a text as it is shown, as a JSON string.
pub(crate) fn write_json(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    // Most text needs neither kind of escape. All of it is looked at, so that it is many bytes
    // at a time.
    let as_it_is = |all, byte| all & matches!(byte, b' ' | b'!' | b'$'..=b'[' | b']'..=b'~');
    if text.bytes().fold(true, as_it_is) && !text.starts_with([' ', ':']) {
        out.extend(text.as_bytes());
    } else {
        // Writing to memory cannot fail.
        let _ = write_visible(text, &mut Escaped(out));
    }
    out.push(b'"');
}

/// What is inside a JSON string. A text that is shown has no control characters.
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

/// Whether a text is shown as it is.
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

/// Every character that is not shown as itself, wherever in a line the text is.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Most text is plain ASCII. All of it is looked at, so that it is many bytes at a time.
    let plain = |all, byte| all & matches!(byte, b' '..=b'"' | b'$'..=b'~');
    work::count(text.len());
    let is_plain = text.bytes().fold(true, plain);
    let looked_at = if is_plain { "" } else { text };
    looked_at.char_indices().filter(|(start, char)| {
        work::count(1);
        is_hostile(*char) || (*char == '#' && opens_command(text.get(*start..).unwrap_or_default()))
    })
}

/// Whether this is `##[`, which GitHub's runner obeys anywhere in a line, or one like `##vso[`,
/// which others do. Letters are looked at only directly after a `##`, so each of them once.
fn opens_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else {
        return false;
    };
    let mut name = rest.bytes().inspect(|_| work::count(1));
    name.find(|byte| !byte.is_ascii_alphabetic()) == Some(b'[')
}

/// Where `::` is if the text begins with it, ignoring white space: GitHub's runner obeys a line
/// that begins so.
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
    fn shows_what_a_terminal_would_obey() {
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
    fn shows_what_nobody_would_see() {
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
    fn shows_what_a_build_server_would_obey() {
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
