//! Many documents on one page: a table first, then each of them, in bounded memory.

use std::io::{self, Write};

use askama::Template;

use super::page::{self, Foot, Head};
use super::words;
use crate::explain::Explanation;
use crate::render::failures;
use crate::render::narration::integrity_findings;
use crate::render::words::{Number, place};
use crate::report::{Report, Tally, Verdict};

/// Documents that pass and have a row of their own; as many again that do not.
const MAX_ROWS: usize = 2_000;
/// Bytes of the documents that are shown in full. Those that pass may take half of it, so that
/// they leave room for the others.
const MAX_SHOWN: usize = 6 << 20;

/// What was found about many documents.
#[derive(Default)]
pub struct Overview {
    tally: Tally,
    rows: Vec<Row>,
    /// Documents without a row, by verdict.
    more: Tally,
    /// The documents that are shown in full, as they are to be written.
    shown: Vec<u8>,
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
}

impl Overview {
    /// Adds a document.
    ///
    /// # Errors
    ///
    /// None that come from a document: writing to memory succeeds.
    pub fn add(&mut self, explanation: &Explanation<'_>) -> io::Result<()> {
        let report = &explanation.report;
        let verdict = report.verdict();
        let of_its_sort = match verdict {
            Verdict::Pass => self.tally.passed,
            _ => self.tally.failed + self.tally.unverifiable,
        };
        self.tally.count(verdict);
        let anchor = self.show(explanation)?;
        if usize::try_from(of_its_sort).is_ok_and(|before| before < MAX_ROWS) {
            self.rows.push(row(report, anchor));
        } else {
            self.more.count(verdict);
        }
        Ok(())
    }

    /// Shows a document in full, if there is room for it.
    fn show(&mut self, explanation: &Explanation<'_>) -> io::Result<Option<u64>> {
        let room = match explanation.report.verdict() {
            Verdict::Pass => MAX_SHOWN / 2,
            _ => MAX_SHOWN,
        };
        let length = self.shown.len();
        if length >= room {
            return Ok(None);
        }
        let anchor = self.tally.documents();
        write!(self.shown, "<article id=\"d{anchor}\">")?;
        page::document(explanation, 2, &mut self.shown)?;
        self.shown.extend_from_slice(b"</article>\n");
        if self.shown.len() > room {
            self.shown.truncate(length);
            return Ok(None);
        }
        Ok(Some(anchor))
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
            } => Verdict::Pass,
            _ => Verdict::Unverifiable,
        };
        let documents = match self.tally.documents() {
            0 => "no documents".into(),
            1 => "1 document".into(),
            count => format!("{count} documents"),
        };
        let more = self.more.documents();
        let more = (more > 0).then(|| format!("Without a row of their own: {}.", self.more));
        let head = Head::titled(format!("{}: {documents}", words::verdict(verdict)[2]));
        head.write_into(out)?;
        let table = Table {
            verdict: words::verdict(verdict),
            tally: self.tally,
            documents,
            rows: &self.rows,
            more,
        };
        table.write_into(out)?;
        out.write_all(&self.shown)?;
        Foot::new().write_into(out)
    }
}

fn row(report: &Report<'_>, anchor: Option<u64>) -> Row {
    Row {
        verdict: words::verdict(report.verdict()),
        number: Number::of(report).map(|number| number.to_string()),
        title: report.heading.title.as_ref().map(ToString::to_string),
        paper: report.names.paper(),
        file: report.source().map(place).unwrap_or_default(),
        cause: failures::cause(report)
            .or_else(|| integrity_findings::count(report))
            .unwrap_or_default(),
        anchor,
    }
}
