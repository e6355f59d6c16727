//! A comparison as one JSON object on one line: both reports, and every difference.

use std::io::{self, Write};

use serde::Serialize;

use super::super::json::{Object, TOOL};
use super::super::one_line;
use crate::explain::comparison::{COMPARISON_VERSION, Comparison, Difference, Relation};
use crate::report::Report;
use crate::report::coverage::Class;
use crate::report::excerpt::Excerpt;

/// Writes a comparison as JSON.
///
/// # Errors
///
/// Those of `out`.
pub fn write(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let content = Content {
        comparison_version: COMPARISON_VERSION,
        tool: TOOL,
        reports: comparison.reports.each_ref().map(Object),
        relation: comparison.relation.map(Relation::as_str),
        differences: comparison.differences.iter().map(Place::of).collect(),
        more: comparison.more,
    };
    one_line::write(&content, out)
}

#[derive(Serialize)]
struct Content<'c> {
    comparison_version: u32,
    tool: &'static str,
    reports: [Object<'c, Report>; 2],
    relation: Option<&'static str>,
    differences: Vec<Place<'c>>,
    more: u64,
}

#[derive(Serialize)]
struct Place<'c> {
    pointer: &'c str,
    matters: bool,
    reordered: bool,
    classes: [Option<&'static str>; 2],
    values: &'c [Option<Excerpt>; 2],
    failed: &'c [String],
}

impl<'c> Place<'c> {
    fn of(difference: &'c Difference) -> Self {
        Self {
            pointer: &difference.pointer,
            matters: difference.matters(),
            reordered: difference.reordered,
            classes: difference.classes.map(|class| class.map(Class::as_str)),
            values: &difference.values,
            failed: &difference.failed,
        }
    }
}
