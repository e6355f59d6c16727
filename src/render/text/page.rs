//! Lays out text in lines and columns, and escapes everything that is written.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use crate::render::style::Style;
use crate::report::escape::{Visible, write_visible};

pub(super) const BOLD: Ansi = Ansi::new().bold();
pub(super) const DIM: Ansi = Ansi::new().dimmed();
pub(super) const GOOD: Ansi = AnsiColor::Green.on_default();
pub(super) const BAD: Ansi = AnsiColor::Red.on_default();
pub(super) const OPEN: Ansi = AnsiColor::Yellow.on_default();
pub(super) const COMMAND: Ansi = AnsiColor::Cyan.on_default();
pub(super) const PLAIN: Ansi = Ansi::new();

/// A text of a certain width that grows line by line.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) color: bool,
    /// The width in columns.
    pub(super) width: usize,
}

impl Page {
    pub(super) fn new(style: Style) -> Self {
        Self {
            text: String::new(),
            color: style.color,
            width: style.width,
        }
    }

    /// Writes escaped text, in a color if there are colors.
    pub(super) fn put(&mut self, ansi: Ansi, text: &str) {
        let color = self.color && ansi != PLAIN;
        // Writing to a string cannot fail.
        let _ = if color {
            write!(self.text, "{ansi}{}{ansi:#}", Visible(text))
        } else {
            write_visible(text, &mut self.text)
        };
    }

    pub(super) fn line(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn indent(&mut self, columns: usize) {
        self.text.extend(std::iter::repeat_n(' ', columns));
    }

    /// Writes an indented text and ends the line, which is never wrapped, so that it can be copied.
    pub(super) fn row(&mut self, indent: usize, ansi: Ansi, text: &str) {
        self.indent(indent);
        self.put(ansi, text);
        self.line();
    }

    /// Writes a value that starts at column `indent`, over several lines if it is wider than the
    /// page.
    ///
    /// Each line ends after the last space that fits or, without a space, where the page ends.
    pub(super) fn block(&mut self, indent: usize, text: &str) {
        let room = self.width.saturating_sub(indent).max(1);
        let visible = Visible(text).to_string();
        let mut rest = visible.as_str();
        while let Some((end, _)) = rest.char_indices().nth(room) {
            let (line, _) = rest.split_at(end);
            let end = line.rfind(' ').map_or(end, |space| space + 1);
            let (line, more) = rest.split_at(end);
            self.begin(line);
            self.line();
            self.indent(indent);
            rest = more;
        }
        self.begin(rest);
        self.line();
    }

    /// Writes indented words, and starts a new line where the page ends.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.indent(indent);
        self.flow(indent, indent, text);
    }

    /// Writes words in a line that is already filled up to column `start`.
    ///
    /// Further lines start at column `indent`.
    pub(super) fn flow(&mut self, start: usize, indent: usize, text: &str) {
        let visible = Visible(text).to_string();
        let (mut column, mut blank) = (start, true);
        for (position, word) in visible.split(' ').enumerate() {
            let length = word.chars().count();
            if position > 0 && column + 1 + length > self.width {
                self.line();
                self.indent(indent);
                (column, blank) = (indent, true);
            } else if position > 0 {
                self.text.push(' ');
                column += 1;
            }
            if blank {
                self.begin(word);
            } else {
                self.text.push_str(word);
            }
            blank &= word.trim_start().is_empty();
            column += length;
        }
        self.line();
    }

    /// Writes escaped text that may be the first in its line.
    ///
    /// It is escaped once more, because a build server recognizes some commands only at the start
    /// of a line, and wrapping moves words there.
    fn begin(&mut self, visible: &str) {
        // Writing to a string cannot fail.
        let _ = write_visible(visible, &mut self.text);
    }
}
