//! Rendering of reports: each format is one file and one row of [`FORMATS`].

mod assembly;
mod brief;
mod failures;
mod github;
mod html;
mod json;
mod junit;
mod narration;
pub mod schema;
mod style;
mod text;
mod words;

#[cfg(test)]
mod hostile_texts;

use std::io;

use crate::report::Report;

pub use assembly::{Assembly, Counts, Segment, TemporaryFileError};
pub use html::{
    Overview, write_comparison as write_comparison_html,
    write_explanation as write_explanation_html,
};
pub use json::{
    write_comparison as write_comparison_json, write_explanation as write_explanation_json,
};
pub use style::{Style, WIDTH};
pub use text::{write_comparison, write_explanation};

/// A format of reports.
#[derive(Debug)]
#[non_exhaustive]
pub struct Format {
    /// The name for `--format`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Makes one output of the rendered reports.
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
