//! Rendering of reports: each format is one file and one row of [`FORMATS`].

mod assembly;
mod brief;
mod failures;
mod findings;
mod github;
mod html;
mod json;
mod junit;
pub mod schema;
mod text;

#[cfg(test)]
mod hostile_texts;

use std::fmt;
use std::io;

use crate::record::identifier::PithNumber;
use crate::report::{Fact, Finding, Report, Source};
use crate::verify::checks::id;
use crate::verify::kinds::RECORD;

pub use assembly::{Assembly, Counts, Segment, TemporaryFileError};
pub use html::{
    Overview, write_comparison as write_comparison_html,
    write_explanation as write_explanation_html,
};
pub use json::{
    write_comparison as write_comparison_json, write_explanation as write_explanation_json,
};
pub use text::{write_comparison, write_explanation};

/// Columns of a page by default; reports always use this width.
pub const WIDTH: usize = 80;

/// How reports are written.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Style {
    /// Colours and bold type, for formats that have them.
    pub color: bool,
    /// Every check, even if there are many documents.
    pub verbose: bool,
    /// Whether there are many documents, so that passing checks are omitted.
    pub many: bool,
    /// Columns that text may take.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            verbose: false,
            many: false,
            width: WIDTH,
        }
    }
}

/// The path of a document and, in a file of many, its line.
fn place(source: &Source) -> String {
    match source.line {
        Some(line) => format!("{}:{line}", source.path),
        None => source.path.clone(),
    }
}

/// The kind of a document that is no record: records, which most documents are, go without
/// saying.
fn unusual_kind(report: &Report<'_>) -> Option<&'static str> {
    let kind = report.kind?.name;
    (kind != RECORD.facts.name).then_some(kind)
}

/// The Pith Number that a document goes by.
enum Number {
    /// It follows from what is signed, and the document states it.
    Proven(PithNumber),
    /// The document states it, which anybody could have written; hostile text.
    Claimed(String),
}

impl Number {
    /// `None` if the document states none. The number that is computed of a record that was
    /// altered is nobody's, so it is no name for it.
    fn of(report: &Report<'_>) -> Option<Self> {
        let mut stated = report.findings_of(id::PITH_NUMBER);
        let proven = report.signature_verified() && stated.any(Finding::passed);
        if let Some(number) = report.pith_number.filter(|_| proven) {
            return Some(Self::Proven(number));
        }
        let stated = report.claimed_number()?;
        Some(Self::Claimed(stated.to_owned()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proven(number) => number.fmt(f),
            Self::Claimed(number) => write!(f, "claims to be {number}"),
        }
    }
}

/// The place of a check and the values that it compared, each with a label.
fn compared(finding: &Finding<'_>) -> [(&'static str, Option<String>); 3] {
    let pointer = finding.pointer();
    let quoted = |fact: Option<&Fact<'_>>| fact.map(|fact| fact.quoted().to_string());
    [
        ("at", (!pointer.is_empty()).then(|| pointer.to_string())),
        ("stated", quoted(finding.outcome.claimed())),
        ("computed", quoted(finding.outcome.computed())),
    ]
}

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
