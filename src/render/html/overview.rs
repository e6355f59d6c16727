//! Many documents on one page: a table first, then each of them, in bounded memory.

use std::io::{self, Write};

use askama::Template;

use super::page::{self, Foot, Head};
use super::words;
use crate::explain::Explanation;
use crate::render::failures;
use crate::render::narration::integrity_findings;
use crate::render::words::Number;
use crate::report::{Report, Tally, Verdict};

/// Documents that pass and have a row of their own; as many again that do not.
const MAX_ROWS: u64 = 2_000;
/// Bytes of the documents that are shown in full. Those that pass may take half of it, so that
/// they leave room for the others.
const MAX_SHOWN: usize = 6 << 20;

/// What was found about many documents.
#[derive(Default)]
pub struct Overview {
    /// Why the run as a whole is not complete, whatever the documents are.
    pub incomplete: Vec<String>,
    tally: Tally,
    rows: Vec<Row>,
    /// Documents without a row, by verdict.
    more: Tally,
    /// The documents that are shown in full, as they are to be written.
    shown: Vec<u8>,
    shown_count: u64,
    /// Whether there is no room to show further documents in full: those that pass, and others.
    full: [bool; 2],
}

/// A document for an [`Overview`], made on any thread.
pub struct OverviewEntry {
    verdict: Verdict,
    row: Option<Row>,
    /// The document in full.
    article: Option<Vec<u8>>,
}

struct Row {
    verdict: [&'static str; 3],
    number: Option<String>,
    title: Option<String>,
    paper: Option<String>,
    file: String,
    cause: String,
    /// The name of the place at which it is shown in full.
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
    /// A document that is listed and, if there may be room for it, shown in full.
    ///
    /// # Errors
    ///
    /// None that come from a document: writing to memory succeeds.
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

    /// A document that is only counted.
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
    /// Adds a document.
    ///
    /// # Errors
    ///
    /// None that come from a document: writing to memory succeeds.
    pub fn add(&mut self, explanation: &Explanation<'_>) -> io::Result<()> {
        let in_full = self.has_room(explanation.report.verdict());
        self.push(OverviewEntry::of(explanation, in_full)?);
        Ok(())
    }

    /// Whether a document of this verdict may still be shown in full.
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

    fn has_row(&self, verdict: Verdict) -> bool {
        let of_its_sort = match verdict {
            Verdict::Pass => self.tally.passed,
            _ => self.tally.failed + self.tally.unverifiable,
        };
        of_its_sort < MAX_ROWS
    }

    /// Adds the next document.
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

    /// Shows a document in full, if there is room for it. Once one did not fit into the last
    /// half, no more are tried.
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

    /// How many documents the page lists and how many it shows in full, unless that is all of
    /// them.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let documents = self.tally.documents();
        let (listed, shown) = (self.rows.len() as u64, self.shown_count);
        (shown < documents).then(|| {
            format!("the page lists {listed} of {documents} documents and shows {shown} in full")
        })
    }

    /// How many documents there were of each verdict.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes the page.
    ///
    /// # Errors
    ///
    /// Those of `out`.
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

fn row(report: &Report<'_>) -> Row {
    Row {
        verdict: words::verdict(report.verdict()),
        number: Number::of(report).map(|number| number.to_string()),
        title: report.heading.title.as_ref().map(ToString::to_string),
        paper: report.names.paper(),
        file: report.source().map(ToString::to_string).unwrap_or_default(),
        cause: failures::cause(report)
            .or_else(|| integrity_findings::count(report))
            .unwrap_or_default(),
        anchor: None,
    }
}
