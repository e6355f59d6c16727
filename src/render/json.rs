//! Renders reports, explanations and comparisons as JSON.
//!
//! Each is one object on one line. Reports always have the same members, as
//! [`Report`](crate::report::Report) serializes them.

use std::io::{self, Write};

use serde::Serialize;

use crate::explain::Explanation;
use crate::explain::compare::Comparison;
#[cfg(feature = "cli")]
use crate::report::Report;
use crate::report::TOOL;

/// The version of the members of an explanation. Within a version members may be added, and none is
/// renamed or removed.
const EXPLANATION_VERSION: u32 = 1;
/// The version of the members of a comparison, with the same rules.
const COMPARISON_VERSION: u32 = 1;

#[cfg(feature = "cli")]
pub(super) fn write(
    report: &Report<'_>,
    _style: super::style::Style,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    report.write_json(out);
    out.push(b'\n');
    Ok(())
}

/// Writes an explanation as JSON.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_explanation(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Versioned<'e, 'd> {
        explanation_version: u32,
        tool: &'static str,
        #[serde(flatten)]
        explanation: &'e Explanation<'d>,
    }
    let versioned = Versioned {
        explanation_version: EXPLANATION_VERSION,
        tool: TOOL,
        explanation,
    };
    write_line(&versioned, out)
}

/// Writes a comparison as JSON.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_comparison(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Versioned<'c, 'd> {
        comparison_version: u32,
        tool: &'static str,
        #[serde(flatten)]
        comparison: &'c Comparison<'d>,
    }
    let versioned = Versioned {
        comparison_version: COMPARISON_VERSION,
        tool: TOOL,
        comparison,
    };
    write_line(&versioned, out)
}

/// Writes a value as compact JSON and a line feed.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // Serializing straight to `out` would call it for each of many small pieces.
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    out.write_all(&line)
}
