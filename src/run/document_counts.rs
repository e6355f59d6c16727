//! Counts documents on any thread, before they are compared with all earlier documents.

use super::expected_list::ExpectedList;
use super::seen_records::{SeenRecord, lines_of_failed};
use super::summary::Summary;
use crate::report::{Report, Verdict};

/// What consecutive documents add to the summary of a run.
#[derive(Debug, Default)]
pub struct DocumentCounts {
    pub summary: Summary,
    /// The records of the documents that passed.
    seen: Vec<SeenRecord>,
    /// The lines of the list of expected records that name documents that did not pass.
    not_passed: Vec<u32>,
}

impl DocumentCounts {
    /// Counts the next document.
    pub fn count(&mut self, report: &Report<'_>, list: Option<&ExpectedList>) {
        self.summary.count(report);
        if report.verdict() == Verdict::Pass {
            self.seen.extend(SeenRecord::of(report, list));
        } else if let Some(list) = list {
            self.not_passed.extend(lines_of_failed(report, list));
        }
    }

    /// Adds these documents to a summary of all earlier ones.
    pub fn add_to(self, summary: &mut Summary) {
        summary.append(self.summary);
        for record in self.seen {
            summary.seen.add(record);
        }
        summary.seen.add_not_passed(self.not_passed);
    }
}
