//! Decides whether all documents of a run together are what was required.

use std::sync::Arc;

use super::expected_list::ExpectedList;
use super::seen_records::ListComparison;
use super::summary::Summary;
use crate::render::plural;
use crate::report::Tally;

/// What all documents of a run together must be. By default nothing is required.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    /// The records that must be found, and no others.
    pub expected_list: Option<Arc<ExpectedList>>,
    /// How many documents there must be.
    pub expect_count: Option<u64>,
    /// Whether no two documents may be on the same record, or the same version of a paper.
    pub no_duplicates: bool,
}

impl Requirements {
    /// Compares the documents in a summary with the list of expected records, if there is one.
    pub fn compare(&self, summary: &mut Summary) {
        let list = self.expected_list.as_deref();
        summary.expected = list.map(|list| summary.seen.compare(list));
    }

    /// Returns which requirements are not met, after the messages about inputs without documents.
    ///
    /// The list of expected records counts only if all documents were read, because records on the
    /// list may be among those that were not.
    pub fn unmet(&self, summary: &Summary, seen_all: bool) -> Vec<String> {
        let mut unmet = summary.notes.without_documents.clone();
        unmet.extend(self.count_not_met(summary.tally));
        let expected = summary.expected.iter().filter(|_| seen_all);
        unmet.extend(expected.flat_map(ListComparison::unmet));
        if self.no_duplicates {
            unmet.extend(summary.seen.unwanted());
        }
        unmet
    }

    fn count_not_met(&self, tally: Tally) -> Option<String> {
        let documents = tally.documents();
        let expected = self.expect_count.filter(|count| *count != documents)?;
        let noun = plural(expected, "document", "documents");
        Some(format!("expected {expected} {noun}, found {documents}"))
    }
}
