//! Shows many documents on one page, in bounded memory: a table, then documents in full.

use std::io::{self, Write};

use askama::Template;

use super::page::{self, Foot, Head};
use super::words;
use crate::explain::Explanation;
use crate::json::shorten::shorten;
use crate::render::failures;
use crate::render::narration::integrity_findings;
use crate::render::words::Number;
use crate::report::{Report, Tally, Verdict};

/// The most rows for documents that pass, and the most rows for others.
const MAX_ROWS: u64 = 2_000;
/// The most bytes of documents that are shown in full.
///
/// Documents that pass get no more room once half of it is used, so that they leave room for the
/// others.
const MAX_SHOWN: usize = 6 << 20;

/// The overview of many documents.
#[derive(Default)]
pub struct Overview {
    /// Why the run as a whole is not complete, whatever the documents are.
    pub incomplete: Vec<String>,
    tally: Tally,
    rows: Vec<Row>,
    /// The number of documents without a row, by verdict.
    more: Tally,
    /// The HTML of the documents that are shown in full.
    shown: Vec<u8>,
    shown_count: u64,
    /// Whether no further documents are shown in full: of those that pass, and of the others.
    full: [bool; 2],
}

/// A document for an [`Overview`], which can be made on any thread.
pub struct OverviewEntry {
    verdict: Verdict,
    row: Option<Row>,
    /// The HTML of the document in full.
    article: Option<Vec<u8>>,
}

/// The row of a document in the table.
struct Row {
    verdict: [&'static str; 3],
    number: Option<String>,
    title: Option<String>,
    paper: Option<String>,
    file: String,
    cause: String,
    /// The number of the place in the page at which the document is shown in full.
    anchor: Option<u64>,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Table<'o> {
    verdict: [&'static str; 3],
    tally: Tally,
    documents: String,
    rows: &'o [Row],
    more: Option<String>,
    incomplete: &'o [String],
}

impl OverviewEntry {
    /// Returns the entry of a document that is listed and, if `in_full`, may be shown in full.
    ///
    /// # Errors
    ///
    /// No document leads to an error, because writing to memory succeeds.
    pub fn of(explanation: &Explanation<'_>, in_full: bool) -> io::Result<Self> {
        let mut article = Vec::new();
        if in_full {
            page::document(explanation, 2, &mut article)?;
        }
        Ok(Self {
            row: Some(row(&explanation.report)),
            article: in_full.then_some(article),
            ..Self::counted(explanation.report.verdict())
        })
    }

    /// Returns the entry of a document that is only counted.
    #[must_use]
    pub fn counted(verdict: Verdict) -> Self {
        Self {
            verdict,
            row: None,
            article: None,
        }
    }
}

impl Overview {
    /// Adds a document, in full if there may be room for it.
    ///
    /// # Errors
    ///
    /// No document leads to an error, because writing to memory succeeds.
    pub fn add(&mut self, explanation: &Explanation<'_>) -> io::Result<()> {
        let in_full = self.has_room(explanation.report.verdict());
        self.push(OverviewEntry::of(explanation, in_full)?);
        Ok(())
    }

    /// Returns whether a document of this verdict may still be shown in full.
    #[must_use]
    pub fn has_room(&self, verdict: Verdict) -> bool {
        let [passing, others] = self.full;
        let full = if verdict == Verdict::Pass {
            passing
        } else {
            others
        };
        !full && self.has_row(verdict)
    }

    /// Returns whether the next document of this verdict gets a row.
    fn has_row(&self, verdict: Verdict) -> bool {
        let of_its_sort = match verdict {
            Verdict::Pass => self.tally.passed,
            _ => self.tally.failed + self.tally.unverifiable,
        };
        of_its_sort < MAX_ROWS
    }

    /// Adds the entry of the next document.
    pub fn push(&mut self, entry: OverviewEntry) {
        let verdict = entry.verdict;
        let (in_full, has_row) = (self.has_room(verdict), self.has_row(verdict));
        self.tally.count(verdict);
        let Some(mut row) = entry.row.filter(|_| has_row) else {
            self.more.count(verdict);
            return;
        };
        row.anchor = entry
            .article
            .filter(|_| in_full)
            .and_then(|article| self.show(verdict, &article));
        self.rows.push(row);
    }

    /// Shows a document in full if there is room for it, and returns the number of its place.
    ///
    /// If a document does not fit and more than half of the room is used, no more documents of its
    /// sort are shown. Otherwise smaller ones may still fit.
    fn show(&mut self, verdict: Verdict, article: &[u8]) -> Option<u64> {
        let [passing, others] = &mut self.full;
        let (room, full) = match verdict {
            Verdict::Pass => (MAX_SHOWN / 2, passing),
            _ => (MAX_SHOWN, others),
        };
        if self.shown.len() + article.len() > room {
            *full = self.shown.len() > room / 2;
            return None;
        }
        let anchor = self.tally.documents();
        let start = format!("<article id=\"d{anchor}\">");
        for part in [start.as_bytes(), article, b"</article>\n"] {
            self.shown.extend_from_slice(part);
        }
        self.shown_count += 1;
        Some(anchor)
    }

    /// Returns how many documents the page lists and shows in full, unless it shows all of them.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let documents = self.tally.documents();
        let (listed, shown) = (self.rows.len() as u64, self.shown_count);
        (shown < documents).then(|| {
            format!("the page lists {listed} of {documents} documents and shows {shown} in full")
        })
    }

    /// Returns how many documents there are of each verdict.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes the page.
    ///
    /// # Errors
    ///
    /// Returns an error if writing to `out` fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let verdict = match self.tally {
            Tally { failed: 1.., .. } => Verdict::Fail,
            Tally {
                passed: 1..,
                unverifiable: 0,
                ..
            } if self.incomplete.is_empty() => Verdict::Pass,
            _ => Verdict::Unverifiable,
        };
        let documents = match self.tally.documents() {
            0 => "no documents".into(),
            1 => "1 document".into(),
            count => format!("{count} documents"),
        };
        let more = self.more.documents();
        let more = (more > 0).then(|| format!("Not listed here: {}.", self.more));
        let head = Head::titled(format!("{}: {documents}", words::verdict(verdict)[2]));
        head.write_into(out)?;
        let table = Table {
            verdict: words::verdict(verdict),
            tally: self.tally,
            documents,
            rows: &self.rows,
            more,
            incomplete: &self.incomplete,
        };
        table.write_into(out)?;
        out.write_all(&self.shown)?;
        Foot::new().write_into(out)
    }
}

/// Returns the row of a document, which is not shown in full yet.
fn row(report: &Report<'_>) -> Row {
    Row {
        verdict: words::verdict(report.verdict()),
        number: Number::of(report).map(|number| number.to_string()),
        title: report
            .heading
            .title
            .as_deref()
            .map(|title| shorten(title).into_owned()),
        paper: report.names.paper(),
        file: report.source().map(ToString::to_string).unwrap_or_default(),
        cause: failures::cause(report)
            .or_else(|| integrity_findings::count(report))
            .unwrap_or_default(),
        anchor: None,
    }
}
