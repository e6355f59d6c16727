//! Lists the formats of reports.

use std::io;

use super::assembly::{self, Assembly};
use super::style::Style;
use super::{brief, csv, github, json, junit, text};
use crate::report::Report;

/// A format of reports.
#[derive(Debug)]
#[non_exhaustive]
pub struct Format {
    /// The name for `--format`.
    pub name: &'static str,
    /// The description in the help text.
    pub about: &'static str,
    /// Returns what makes one output of the rendered reports.
    pub assemble: fn() -> Box<dyn Assembly>,
    /// Appends one report.
    pub write: fn(&Report<'_>, Style, &mut Vec<u8>) -> io::Result<()>,
}

/// Every format; the first is the default.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "human-readable",
        write: text::write,
        assemble: assembly::stream,
    },
    Format {
        name: "json",
        about: "one JSON object per document and line",
        write: json::write,
        assemble: assembly::stream,
    },
    Format {
        name: "brief",
        about: "one small JSON object per document and line",
        write: brief::write,
        assemble: assembly::stream,
    },
    Format {
        name: "csv",
        about: "a table for spreadsheets: one row per document after a header",
        write: csv::write,
        assemble: csv::assemble,
    },
    Format {
        name: "junit",
        about: "JUnit XML: a test suite per file, a test case per check",
        write: junit::write,
        assemble: junit::assemble,
    },
    Format {
        name: "github",
        about: "annotations of GitHub Actions",
        write: github::write,
        assemble: github::assemble,
    },
];
