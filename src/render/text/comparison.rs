//! Renders a comparison as text: verdicts, conclusion, differences that matter, and the rest.

use std::io::{self, Write};

use super::headline::{failed, headline};
use super::page::{BAD, BOLD, OPEN, PLAIN, Page};
use crate::explain::compare::Comparison;
use crate::render::narration::comparison::{self, Part};
use crate::render::style::Style;
use crate::report::coverage::Class;

/// Writes a comparison as text, in the width of the style.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write(comparison: &Comparison<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    for (number, report) in comparison.reports.iter().enumerate() {
        page.put(BOLD, &format!("{}  ", number + 1));
        headline(report, &mut page);
        if let Some(error) = &report.error {
            page.paragraph(3, &error.to_string());
        }
        let failed = failed(report);
        if !failed.is_empty() {
            page.paragraph(3, &format!("failed: {failed}"));
        }
    }
    page.line();
    page.paragraph(0, &comparison::conclusion(comparison));
    if comparison.relation.is_some() {
        for part in comparison::parts(comparison) {
            list(&part, &mut page);
        }
        if let Some(more) = comparison::more(comparison) {
            page.line();
            page.paragraph(0, &more);
        }
    }
    out.write_all(page.text.as_bytes())
}

/// Writes a group of differences, with the values of both copies.
fn list(part: &Part<'_>, page: &mut Page) {
    page.line();
    page.put(BOLD, part.title);
    page.row(0, PLAIN, &format!(": {}", part.differences.len()));
    for difference in &part.differences {
        page.line();
        page.indent(2);
        page.put(PLAIN, &difference.pointer);
        if !difference.failed.is_empty() {
            page.put(BAD, &format!("  fails {}", difference.failed.join(", ")));
        }
        page.line();
        if difference.reordered {
            page.paragraph(4, comparison::REORDERED);
            continue;
        }
        let copies = difference.classes.iter().zip(&difference.values);
        for (number, (class, value)) in copies.enumerate() {
            let value = value.as_ref().map(ToString::to_string);
            page.indent(4);
            page.put(BOLD, &(number + 1).to_string());
            let class = class.map_or("", Class::as_str);
            page.put(OPEN, &format!("  {class:<10}  "));
            page.block(19, value.as_deref().unwrap_or("nothing"));
        }
    }
}
