//! Renders reports as text for people: the answer first, then the reasons for it.

mod alteration;
mod answer;
mod comparison;
mod explanation;
mod headline;
mod listing;
mod page;

use std::io::{self, Write as _};

use super::narration::classes;
use super::narration::verdict::{self, Meaning};
use super::style::Style;
use crate::report::Report;
use crate::report::coverage::Class;
use answer::{Extent, answer};
pub use comparison::write as write_comparison;
pub use explanation::write as write_explanation;
use headline::{one_line, verdict_word};
use page::{BOLD, PLAIN, Page};

/// Appends a report as text: one line if there are many documents, unless it is verbose.
///
/// # Errors
///
/// Writing to memory does not fail.
pub fn write(report: &Report<'_>, style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let mut page = Page::new(style);
    if style.many && !style.verbose {
        one_line(report, &mut page);
        coverage(report, &mut page);
        return out.write_all(page.text.as_bytes());
    }
    let listed = report.coverage.leaves(Class::Unsigned).is_some();
    let extent = Extent {
        all_changes: style.verbose,
        where_listed: report.hints.list_leaves.filter(|_| !listed),
    };
    answer(report, extent, &mut page);
    if style.verbose && report.error.is_none() {
        listing::checks(report, &mut page);
    }
    coverage(report, &mut page);
    if listed || style.verbose {
        conclusion(report, &mut page);
    }
    out.write_all(page.text.as_bytes())
}

/// Writes the answer again below a long list, so that it is visible at the end of a terminal.
fn conclusion(report: &Report<'_>, page: &mut Page) {
    page.line();
    verdict_word(report, page);
    let Meaning { answer, .. } = verdict::meaning(report);
    page.flow(
        verdict::word(report.verdict()).len(),
        0,
        &format!(": {answer}"),
    );
}

/// Writes the leaves of each class, if they were requested.
fn coverage(report: &Report<'_>, page: &mut Page) {
    for class in Class::ALL {
        let Some(leaves) = report.coverage.leaves(class) else {
            continue;
        };
        page.line();
        page.put(BOLD, class.as_str());
        let (count, total) = (report.coverage.count(class), report.coverage.total());
        let meaning = classes::meaning(class);
        page.row(0, PLAIN, &format!("  {count} of {total}: {meaning}"));
        for pointer in leaves {
            page.row(2, PLAIN, pointer);
        }
    }
    if let Some(omitted @ 1..) = report.coverage.omitted() {
        page.line();
        let text = format!("The last {omitted} values of the document are counted, not listed.");
        page.paragraph(0, &text);
    }
}
