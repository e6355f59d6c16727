//! Reports on their way out: each format is one file and one row of [`FORMATS`].

mod json;
mod page;
mod text;

use std::io::{self, Write};

use crate::report::Report;

/// How reports are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Colours and bold type, for formats that have them.
    pub color: bool,
    /// Every check, also where there are many documents.
    pub verbose: bool,
    /// Whether there are many documents, so that passed checks go without saying.
    pub many: bool,
}

/// A format of reports.
#[derive(Debug)]
pub struct Format {
    /// The name for `--format`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Writes one report.
    pub write: fn(&Report, Style, &mut dyn Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "for people",
        write: text::write,
    },
    Format {
        name: "json",
        about: "one JSON object per document and line",
        write: json::write,
    },
];
