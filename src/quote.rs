//! How much of a document's text a report repeats.

use std::fmt;

/// The most characters of one text that a report quotes. It is enough for every value
/// that the format knows: the longest is a signature, 88 characters.
pub const MAX_QUOTED: usize = 200;

/// The text, or its beginning and how many characters were left out.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = Quoted::default();
    quoted.add(text);
    quoted.finish()
}

/// A text that arrives in pieces, of which no more is kept than is quoted.
#[derive(Default)]
pub(crate) struct Quoted {
    shown: String,
    left_out: usize,
}

impl Quoted {
    fn add(&mut self, text: &str) {
        // No text has more characters than bytes.
        if self.shown.len() + text.len() <= MAX_QUOTED {
            return self.shown.push_str(text);
        }
        let room = MAX_QUOTED - self.shown.chars().count();
        let cut = text.char_indices().nth(room).map(|(cut, _)| cut);
        let (shown, rest) = text.split_at(cut.unwrap_or(text.len()));
        self.shown.push_str(shown);
        self.left_out += rest.chars().count();
    }

    /// The text, or its beginning and how many characters were left out.
    pub(crate) fn finish(self) -> String {
        match self.left_out {
            0 => self.shown,
            more => format!("{}… ({more} more characters)", self.shown),
        }
    }
}

impl fmt::Write for Quoted {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.add(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_long_text_only_in_part_and_says_so() {
        assert_eq!(quote(&"é".repeat(MAX_QUOTED)), "é".repeat(MAX_QUOTED));
        let long = quote(&"é".repeat(MAX_QUOTED + 7));
        assert_eq!(
            long,
            format!("{}… (7 more characters)", "é".repeat(MAX_QUOTED))
        );
    }
}
