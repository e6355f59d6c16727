//! Text for people: the answer first, then what it rests on.

mod alteration;
mod answer;
mod comparison;
mod explanation;
mod headline;
mod listing;
mod page;

use std::io::{self, Write as _};

use super::narration::classes;
use super::style::Style;
use crate::report::Report;
use crate::report::coverage::Class;
pub use comparison::write as write_comparison;
pub use explanation::write as write_explanation;
use headline::{headline, meaning, one_line};
use page::{BOLD, PLAIN, Page};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let mut page = Page::new(style);
    if style.many && !style.verbose {
        one_line(report, &mut page);
        coverage(report, &mut page);
        return out.write_all(page.text.as_bytes());
    }
    headline(report, &mut page);
    if report.error.is_none() {
        answer::who(report, &mut page);
        answer::findings(report, &mut page);
        if style.verbose {
            listing::checks(report, &mut page);
        } else {
            answer::failures(report, &mut page);
            answer::tally(report, &mut page);
        }
    }
    coverage(report, &mut page);
    let hint = report.hints.list_leaves.map(|hint| format!(" ({hint})"));
    meaning(report, &hint.unwrap_or_default(), &mut page);
    out.write_all(page.text.as_bytes())
}

/// The leaves of each class, if requested.
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
