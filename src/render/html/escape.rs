//! Escapes every text that a template writes, as `askama.toml` configures it.

use std::fmt;

use askama::filters::{Escaper, Html};

use crate::report::escape::write_visible;

/// The escaper of all templates.
///
/// It first writes characters that a reader would not see, or that would reorder a line, as
/// `\u{…}`. Then it writes `<`, `>`, `&` and both quotes as HTML character references.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown;

impl Escaper for Shown {
    fn write_escaped_str<W: fmt::Write>(&self, dest: W, string: &str) -> fmt::Result {
        write_visible(string, &mut Inner(dest))
    }
}

/// A writer that escapes visible text for HTML.
struct Inner<W>(W);

impl<W: fmt::Write> fmt::Write for Inner<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((start, char)) = rest.char_indices().find(|(_, char)| is_none(*char)) {
            let (before, after) = rest.split_at(start);
            Html.write_escaped_str(&mut self.0, before)?;
            write!(self.0, "{}", char.escape_unicode())?;
            rest = after.get(char.len_utf8()..).unwrap_or_default();
        }
        Html.write_escaped_str(&mut self.0, rest)
    }
}

/// Returns whether a character is a noncharacter of Unicode, which HTML does not allow.
fn is_none(char: char) -> bool {
    matches!(char, '\u{fdd0}'..='\u{fdef}') || u32::from(char) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_is_hidden_and_defuses_what_is_markup() {
        for (text, shown) in [
            ("<script>", "&#60;script&#62;"),
            ("\" onload='x'", "&#34; onload=&#39;x&#39;"),
            ("a\u{202e}b\u{1b}[0m\n", "a\\u{202e}b\\u{1b}[0m\\u{a}"),
            ("&amp;", "&#38;amp;"),
            ("<\u{ffff}\u{fdd0}😀>", "&#60;\\u{ffff}\\u{fdd0}😀&#62;"),
        ] {
            let mut out = String::new();
            Shown.write_escaped_str(&mut out, text).unwrap();
            assert_eq!(out, shown);
        }
    }
}
