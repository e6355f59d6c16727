//! Text from files on its way to people: never raw.
//!
//! A terminal obeys control characters, and bidirectional controls make text read
//! otherwise than it is. Both show as `\u{…}`, in every format: reports in JSON end in
//! terminals too (`jq -r`).

use std::fmt;

/// Whether a character is shown by its number instead of as itself.
#[must_use]
pub fn is_hostile(char: char) -> bool {
    char.is_control() // C0, DEL, C1
        || matches!(char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators end a line in some terminals and editors.
            | '\u{2028}' | '\u{2029}')
}

/// Displays a text with every hostile character as `\u{…}`.
#[derive(Clone, Copy, Debug)]
pub struct Visible<'t>(pub &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_visible(self.0, f)
    }
}

/// Writes a text with every hostile character as `\u{…}`.
pub(crate) fn write_visible(text: &str, out: &mut impl fmt::Write) -> fmt::Result {
    let mut rest = text;
    // Most text is plain ASCII, and that is soon seen.
    while !rest.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        let Some((position, char)) = rest.char_indices().find(|(_, char)| is_hostile(*char)) else {
            break;
        };
        out.write_str(rest.get(..position).unwrap_or_default())?;
        write!(out, "{}", char.escape_unicode())?;
        rest = rest.get(position + char.len_utf8()..).unwrap_or_default();
    }
    out.write_str(rest)
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
        }
    }
}
