//! The canonical form of a title or an abstract, and its hash (protocol §5).
//!
//! `" ".join(text.split()).lower()` in Python: letter case and white space do not
//! count, everything else (TeX, quotes, punctuation) does. No Unicode normalisation
//! is assumed; beyond ASCII the rule is unconfirmed.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// SHA-256 of the canonical form of a title or an abstract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of a text as shown; the canonical form is made here.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(canonical_text(text)).into())
    }
}

impl fmt::Display for TextHash {
    /// 64 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

/// The canonical form of a title or an abstract.
#[must_use]
pub fn canonical_text(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split(is_python_space).filter(|word| !word.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.to_lowercase()
}

/// What Python's `str.split` splits on: White_Space and the four information separators.
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
    fn keeps_tex_quotes_and_punctuation() {
        assert_eq!(
            canonical_text(r#"On $\mathbb{R}^n$: "x''"!"#),
            r#"on $\mathbb{r}^n$: "x''"!"#
        );
    }

    #[test]
    fn lowers_as_python_does_beyond_ascii() {
        assert_eq!(canonical_text("ΣΑΣ İ ẞ"), "σας i\u{307} ß");
    }
}
