//! Limits how much of a document's text a report repeats.

use std::borrow::Cow;
use std::fmt;

use crate::json::pointer::Step;
use crate::json::work;

/// The largest number of characters of one text that a report quotes.
///
/// It is enough for every value that the format defines: the longest is a signature of 88
/// characters.
pub const MAX_QUOTED: usize = 200;

/// Returns a text, shortened if it is too long: its beginning and the number of characters that
/// were left out.
#[must_use]
pub fn shorten(text: &str) -> Cow<'_, str> {
    // A text never has more characters than bytes.
    if text.len() <= MAX_QUOTED {
        return text.into();
    }
    let mut quoted = Shortened::default();
    quoted.add(text);
    quoted.into_string().into()
}

/// A text that is put together from pieces and keeps only its beginning.
///
/// It displays with the number of characters that were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortened {
    shown: String,
    left_out: usize,
    /// The largest number of characters that are kept.
    max: usize,
}

/// The length of a [`Shortened`] text at some moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShortenedLength {
    shown: usize,
    left_out: usize,
}

impl Default for Shortened {
    fn default() -> Self {
        Self::up_to(MAX_QUOTED)
    }
}

impl Shortened {
    /// Returns an empty text with room for this many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            shown: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// Returns an empty text that keeps at most `max` characters.
    pub(crate) fn up_to(max: usize) -> Self {
        Self {
            shown: String::new(),
            left_out: 0,
            max,
        }
    }

    pub(crate) fn add(&mut self, text: &str) {
        work::count(text.len());
        // A text never has more characters than bytes.
        if self.shown.len().saturating_add(text.len()) <= self.max {
            return self.shown.push_str(text);
        }
        let room = self.max.saturating_sub(self.shown.chars().count());
        let cut = text.char_indices().nth(room).map(|(cut, _)| cut);
        let (shown, rest) = text.split_at(cut.unwrap_or(text.len()));
        self.shown.push_str(shown);
        self.left_out += rest.chars().count();
    }

    /// Appends a step to a JSON Pointer; [`leave`](Self::leave) with the returned mark removes
    /// it.
    pub(crate) fn enter(&mut self, step: Step<'_>) -> ShortenedLength {
        let mark = ShortenedLength {
            shown: self.shown.len(),
            left_out: self.left_out,
        };
        // Writing to a `Shortened` cannot fail.
        let _ = step.write(self);
        mark
    }

    pub(crate) fn leave(&mut self, mark: ShortenedLength) {
        self.shown.truncate(mark.shown);
        self.left_out = mark.left_out;
    }

    /// Returns the text as it displays.
    pub(crate) fn into_string(self) -> String {
        if self.left_out == 0 {
            return self.shown;
        }
        self.to_string()
    }

    /// Returns the characters that are kept, without the number of those that were left out.
    pub(crate) fn kept(&self) -> &str {
        &self.shown
    }
}

impl fmt::Display for Shortened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)?;
        if self.left_out > 0 {
            write!(f, "… ({} more characters)", self.left_out)?;
        }
        Ok(())
    }
}

impl fmt::Write for Shortened {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.add(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_long_text_and_counts_what_is_left_out() {
        assert_eq!(shorten(&"é".repeat(MAX_QUOTED)), "é".repeat(MAX_QUOTED));
        let long = "é".repeat(MAX_QUOTED + 7);
        assert_eq!(
            shorten(&long),
            format!("{}… (7 more characters)", "é".repeat(MAX_QUOTED))
        );
    }

    #[test]
    fn removes_steps_that_were_kept_and_steps_that_were_cut_off() {
        let mut pointer = Shortened::up_to(5);
        let first = pointer.enter(Step::Name("a/b"));
        let second = pointer.enter(Step::Index(7));
        let third = pointer.enter(Step::Name("c"));
        assert_eq!(pointer.to_string(), "/a~1b… (4 more characters)");
        pointer.leave(third);
        pointer.leave(second);
        assert_eq!(pointer.to_string(), "/a~1b");
        pointer.leave(first);
        assert_eq!(pointer.to_string(), "");
    }
}
