//! Hashes titles and abstracts (docs/format.md, section 8).
//!
//! The hashed form is that of Python's `" ".join(text.split()).lower()`. It ignores
//! capitalization and spacing; everything else counts, including TeX, quotation marks and
//! punctuation. The rule is not confirmed beyond ASCII. No Unicode normalization is applied
//! there.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::json::hex::{hex, write_hex};

/// The text hash of a title or an abstract: the SHA-256 of its hashed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// Returns the text hash of a text as it is shown.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(canonical_text(text)).into())
    }

    /// Returns the hash as 64 lower-case hex digits.
    pub(crate) fn hex(&self) -> [u8; 64] {
        hex(&self.0)
    }
}

impl fmt::Display for TextHash {
    /// Writes the hash as 64 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

/// Returns the hashed form of a title or an abstract: single spaces, lower case.
#[must_use]
pub fn canonical_text(text: &str) -> String {
    if is_joined(text) {
        return text.to_ascii_lowercase();
    }
    let mut joined = String::with_capacity(text.len());
    for word in words(text) {
        joined.push_str(if joined.is_empty() { "" } else { " " });
        joined.push_str(word);
    }
    joined.to_lowercase()
}

/// Returns whether a text begins with an excerpt, ignoring capitalization and spacing.
pub(crate) fn begins_with(text: &str, excerpt: &str) -> bool {
    let mut text = loosely(text);
    loosely(excerpt).all(|char| text.next() == Some(char))
}

/// Returns the characters of a text with single spaces and in lower case.
///
/// A final sigma becomes σ like any other, since an excerpt may end in the middle of a word.
fn loosely(text: &str) -> impl Iterator<Item = char> {
    words(text)
        .enumerate()
        .flat_map(|(position, word)| {
            let space = (position > 0).then_some(' ');
            space.into_iter().chain(word.chars())
        })
        .flat_map(char::to_lowercase)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_python_space).filter(|word| !word.is_empty())
}

/// Returns whether a text is ASCII and has single spaces between words and no other white
/// space.
///
/// Most titles and abstracts are like that, and they are the longest texts of a record.
fn is_joined(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The loops have no early exit, so that the compiler can check many bytes at a time.
    let printable = |all, byte: &u8| all & matches!(byte, b' '..=0x7f);
    let spaces = |any, (one, next): (&u8, &u8)| any | ((*one == b' ') & (*next == b' '));
    bytes.iter().fold(true, printable)
        && !bytes.iter().zip(bytes.iter().skip(1)).fold(false, spaces)
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// Returns whether Python's `str.split` splits at a character: White_Space, U+001C to U+001F.
fn is_python_space(char: char) -> bool {
    char.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_words_with_one_space_and_lowers_them() {
        assert_eq!(
            canonical_text("  A\tB\r\n c\u{a0}D\u{1c}e\u{2003}"),
            "a b c d e"
        );
        assert_eq!(canonical_text("\n \u{1f}"), "");
    }

    #[test]
    fn gives_ascii_and_other_text_the_same_form() {
        let ascii: String = (0..=0x7f).map(char::from).collect();
        for text in [
            ascii.as_str(),
            " A  B\x0b\x0cC ",
            "\x1c\x1dA\x1e\x1f",
            " ",
            "",
        ] {
            let rest = format!("é {text} é");
            let joined = canonical_text(text);
            let middle = if joined.is_empty() {
                " ".into()
            } else {
                format!(" {joined} ")
            };
            assert_eq!(canonical_text(&rest), format!("é{middle}é"));
        }
    }

    #[test]
    fn keeps_tex_quotes_and_punctuation() {
        assert_eq!(
            canonical_text(r#"On $\mathbb{R}^n$: "x''"!"#),
            r#"on $\mathbb{r}^n$: "x''"!"#
        );
    }

    #[test]
    fn finds_the_beginning_of_a_text_whatever_its_case_and_spacing() {
        for (text, excerpt) in [
            ("A  b\nC", "a B"),
            ("A b", "A b"),
            ("abc", "AB"),
            ("abc", " ab\t"),
            ("ΣΑΣΑ", "ΣΑΣ"),
            ("x", ""),
        ] {
            assert!(begins_with(text, excerpt), "{text} {excerpt}");
        }
        for (text, excerpt) in [("A b", "b"), ("A b", "A bc"), ("A b", "Ab"), ("", "a")] {
            assert!(!begins_with(text, excerpt), "{text} {excerpt}");
        }
    }

    #[test]
    fn lowers_as_python_does_beyond_ascii() {
        assert_eq!(canonical_text("ΣΑΣ İ ẞ"), "σας i\u{307} ß");
    }
}
