//! Renders reports as CSV (RFC 4180): one row per document after a row with the column names.
//!
//! A spreadsheet runs a cell as a formula if it starts with one of a few characters, and anyone may
//! have written the texts of a document. Such a cell gets an apostrophe in front, as OWASP advises:
//! <https://owasp.org/www-community/attacks/CSV_Injection>. Tabs, line ends and other control
//! characters are escaped as in every format, so each document has exactly one line.

use std::io::{self, Write};

use csv::Writer;

use super::failures;
use crate::json::shorten::shorten;
use crate::report::Report;
use crate::report::escape::Visible;

/// The columns. Columns may be added at the end, but none is renamed, moved or removed.
const COLUMNS: [&str; 7] = [
    "path",
    "line",
    "verdict",
    "pith_number",
    "arxiv_id",
    "title",
    "first_cause",
];

/// The characters at which spreadsheets recognize a formula, and their full-width forms.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Writes the row with the names of the columns.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_header(out: &mut dyn Write) -> io::Result<()> {
    write_row(COLUMNS.into_iter(), out)
}

/// Writes the row of one document.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write_report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let source = report.source();
    let title = report.heading.title.as_deref();
    let row: [Option<String>; COLUMNS.len()] = [
        source.map(|source| source.path.to_string()),
        source
            .and_then(|source| source.line)
            .map(|line| line.to_string()),
        Some(report.verdict().as_str().to_owned()),
        report.pith_number().map(|number| number.to_string()),
        arxiv_id(report),
        title.map(|title| shorten(title).into_owned()),
        failures::cause(report),
    ];
    let row = row.map(|value| cell(&value.unwrap_or_default()));
    write_row(row.iter().map(String::as_str), out)
}

/// Returns the arXiv id with the version of the paper, as `--expect` accepts it.
fn arxiv_id(report: &Report<'_>) -> Option<String> {
    let id = report.names.arxiv_id.as_ref()?;
    let version = report.names.version.iter();
    let version = version.map(|version| format!("v{version}"));
    Some(shorten(&format!("{id}{}", version.collect::<String>())).into_owned())
}

/// Returns a text in a form that no terminal and no spreadsheet runs.
///
/// A single character is not a formula, so the `-` of standard input stays as it is.
fn cell(text: &str) -> String {
    let visible = Visible(text).to_string();
    let is_formula = text.starts_with(FORMULA) && text.chars().nth(1).is_some();
    if is_formula {
        format!("'{visible}")
    } else {
        visible
    }
}

fn write_row<'c>(cells: impl Iterator<Item = &'c str>, out: &mut dyn Write) -> io::Result<()> {
    let mut row = Writer::from_writer(out);
    row.write_record(cells)?;
    row.flush()
}

#[cfg(feature = "cli")]
pub(super) use table::{assemble, write};

/// The format of the command: the rows below one row of names.
#[cfg(feature = "cli")]
mod table {
    use std::io::{self, Write};

    use crate::render::assembly::{Assembly, Segment};
    use crate::render::csv::{write_header, write_report};
    use crate::render::style::Style;
    use crate::report::{Report, Tally};

    /// Appends the row of one document.
    pub fn write(report: &Report<'_>, _style: Style, out: &mut Vec<u8>) -> io::Result<()> {
        write_report(report, out)
    }

    /// A table that starts with a row of column names, even if it has no other rows.
    #[derive(Default)]
    struct Table {
        has_header: bool,
    }

    /// Returns the assembly of CSV.
    pub fn assemble() -> Box<dyn Assembly> {
        Box::new(Table::default())
    }

    impl Table {
        fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
            if std::mem::replace(&mut self.has_header, true) {
                return Ok(());
            }
            write_header(out)
        }
    }

    impl Assembly for Table {
        fn add(&mut self, segment: &Segment, out: &mut dyn Write) -> io::Result<()> {
            self.start(out)?;
            out.write_all(&segment.reports)
        }

        fn finish(
            &mut self,
            _tally: Tally,
            _missing: &[String],
            out: &mut dyn Write,
        ) -> io::Result<()> {
            self.start(out)
        }
    }
}
