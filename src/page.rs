//! Verifies, explains and compares documents for programs, as the command does with `--json` and
//! `--html`.
//!
//! Nothing in this module reads a file, a clock or a random number, or starts a thread, so it
//! also runs in a browser. A page is complete: it loads nothing and runs no script.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::explain::Explanation;
use crate::explain::compare::Comparison;
use crate::json::document::Document;
use crate::json::error::DocumentError;
use crate::json::lines::Lines;
use crate::render;
use crate::report::hints::MAX_SIZE_HINT;
use crate::report::{Hints, Source, file_names, likely_cause};
use crate::verify::{Reading, Verifier};

pub use crate::explain::RepeatedOptions;

/// A file that is to be explained.
#[derive(Clone, Debug)]
pub struct Named<'d> {
    /// The name of the file, which the page shows and shell lines use. It may be hostile; it is
    /// escaped.
    pub name: &'d str,
    /// The bytes of the file, decompressed, or the reason why there are none.
    pub bytes: Result<&'d [u8], DocumentError>,
}

impl<'d> Named<'d> {
    /// Returns a file that could be read.
    #[must_use]
    pub fn new(name: &'d str, bytes: &'d [u8]) -> Self {
        Self {
            name,
            bytes: Ok(bytes),
        }
    }

    /// Returns whether its name says that it holds one document per line (NDJSON).
    #[must_use]
    pub fn holds_lines(&self) -> bool {
        file_names::hold_lines(Path::new(self.name))
    }
}

/// Verifies, explains and compares documents, with these settings.
///
/// # Example
///
/// ```
/// use pith_verify::page::{Explainer, Named};
///
/// let bytes = std::fs::read("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")?;
/// let record = Named::new("record.json", &bytes);
/// let page = String::from_utf8(Explainer::default().explain_html(&record))?;
///
/// assert!(page.contains("pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explainer {
    /// What documents are compared with.
    pub verifier: Verifier,
    /// The options that shell lines repeat, so that they lead to the same verdict.
    pub options: RepeatedOptions,
    /// The largest document, in bytes.
    pub max_size: u64,
}

impl Default for Explainer {
    /// Returns an explainer with the built-in keys, whose advice names options of the command.
    fn default() -> Self {
        Self::new(Verifier {
            hints: Hints::COMMAND,
            ..Verifier::default()
        })
    }
}

impl Explainer {
    /// Returns an explainer with the command's limit on the size of documents.
    #[must_use]
    pub fn new(verifier: Verifier) -> Self {
        Self {
            verifier,
            options: RepeatedOptions::default(),
            max_size: crate::DEFAULT_MAX_SIZE,
        }
    }

    /// Returns the report on a document, as `pith verify --json` writes it: one line of JSON.
    #[must_use]
    pub fn report_json(&self, document: &Named<'_>) -> Vec<u8> {
        let reading = self.read(document);
        let source = Source::file(document.name);
        let mut line = Vec::new();
        let report = self.verifier.report(source, &reading);
        report.write_json(&mut line);
        line.push(b'\n');
        line
    }

    /// Returns the page that explains the verdict on a document, as UTF-8.
    #[must_use]
    pub fn explain_html(&self, document: &Named<'_>) -> Vec<u8> {
        let reading = self.read(document);
        let explanation = self.explain(Source::file(document.name), &reading);
        written(|out| render::write_explanation_html(&explanation, out))
    }

    /// Returns the explanation of the verdict on a document, as JSON.
    ///
    /// Its member `report` is the report.
    #[must_use]
    pub fn explain_json(&self, document: &Named<'_>) -> Vec<u8> {
        let reading = self.read(document);
        let explanation = self.explain(Source::file(document.name), &reading);
        written(|out| render::write_explanation_json(&explanation, out))
    }

    /// Returns the page that compares two copies of a document, as UTF-8.
    #[must_use]
    pub fn compare_html(&self, copies: [&Named<'_>; 2]) -> Vec<u8> {
        self.compare(copies, render::write_comparison_html)
    }

    /// Returns the comparison of two copies of a document, as JSON.
    #[must_use]
    pub fn compare_json(&self, copies: [&Named<'_>; 2]) -> Vec<u8> {
        self.compare(copies, render::write_comparison_json)
    }

    fn compare(
        &self,
        copies: [&Named<'_>; 2],
        write: fn(&Comparison<'_>, &mut dyn Write) -> io::Result<()>,
    ) -> Vec<u8> {
        let readings = copies.map(|copy| self.read(copy));
        let sources = copies.map(|copy| Source::file(copy.name));
        let comparison = Comparison::of(&self.verifier, sources, readings.each_ref());
        written(|out| write(&comparison, out))
    }

    /// Reads a file that is one document.
    fn read<'d>(&self, file: &Named<'d>) -> Reading<'d> {
        let bytes = file.bytes.clone().and_then(|bytes| {
            let too_large = || DocumentError::too_large("", self.max_size, MAX_SIZE_HINT);
            match bytes.len() as u64 {
                0 => Err(DocumentError::empty_file()),
                length if length > self.max_size => Err(too_large()),
                _ => Ok(bytes),
            }
        });
        read_document(file.name, bytes)
    }

    fn explain<'d>(&'d self, source: Source, reading: &'d Reading<'d>) -> Explanation<'d> {
        let invocation = self.options.invocation_for(&source);
        Explanation::of(&self.verifier, source, reading, invocation)
    }

    /// Calls `visit` with each document of a file: one, or one per line if its name says so.
    fn for_each(&self, file: &Named<'_>, mut visit: impl FnMut(Source, &Reading<'_>)) {
        let lines = match file.bytes {
            Ok(bytes) if file.holds_lines() && !bytes.is_empty() => bytes,
            _ => return visit(Source::file(file.name), &self.read(file)),
        };
        let name: Arc<str> = file.name.into();
        let (mut lines, mut text) = (Lines::new(lines), Vec::new());
        let mut found = false;
        // Reading from memory cannot fail.
        while let Ok(Some(line)) = lines.next_into(&mut text, self.max_size) {
            found = true;
            let source = Source::line(Arc::clone(&name), line.place.line, line.place.offset);
            let bytes = if line.too_long {
                Err(DocumentError::too_large(
                    "a line of ",
                    self.max_size,
                    MAX_SIZE_HINT,
                ))
            } else {
                Ok(&*text)
            };
            visit(source, &read_document(&name, bytes));
            text.clear();
        }
        if !found {
            visit(Source::file(name), &Err(DocumentError::no_document()));
        }
    }
}

/// Reads the document in these bytes. An error gets its likely cause.
fn read_document<'d>(name: &str, bytes: Result<&'d [u8], DocumentError>) -> Reading<'d> {
    let read = bytes.clone().and_then(Document::read);
    read.map_err(|error| likely_cause::add_to(error, name, bytes.ok()))
}

/// One page about many documents, with their reports.
///
/// The page has a table of all documents and, as far as there is room, the details of each.
pub struct Overview {
    page: render::Overview,
    table: Vec<u8>,
}

impl Default for Overview {
    /// Returns an overview without documents.
    fn default() -> Self {
        Self {
            page: render::Overview::default(),
            table: written(render::write_csv_header),
        }
    }
}

impl Overview {
    /// Adds the documents of a file, and returns their reports: one line of JSON for each.
    pub fn add(&mut self, explainer: &Explainer, file: &Named<'_>) -> Vec<u8> {
        let mut reports = Vec::new();
        explainer.for_each(file, |source, reading| {
            let explanation = explainer.explain(source, reading);
            explanation.report.write_json(&mut reports);
            reports.push(b'\n');
            // Writing to memory cannot fail.
            let _ = render::write_csv_report(&explanation.report, &mut self.table);
            let _ = self.page.add(&explanation);
        });
        reports
    }

    /// Returns the page, as UTF-8.
    #[must_use]
    pub fn html(&self) -> Vec<u8> {
        written(|out| self.page.write(out))
    }

    /// Returns the table of `pith verify --format csv`.
    #[must_use]
    pub fn csv(&self) -> &[u8] {
        &self.table
    }
}

/// Returns what `write` writes to memory, which cannot fail.
fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = write(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: Named<'_> = Named {
        name: "record.json",
        bytes: Ok(include_bytes!(
            "../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
        )),
    };
    const ARCHIVE: Named<'_> = Named {
        name: "<records>.zip",
        bytes: Ok(b"PK\x03\x04"),
    };

    fn json(bytes: &[u8]) -> serde_json::Value {
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn explains_documents_compares_copies_and_shows_many_on_one_page() {
        let explainer = Explainer::default();
        let explained = json(&explainer.explain_json(&RECORD));
        assert_eq!(explained["report"]["verdict"], "pass");
        assert_eq!(explained["report"], json(&explainer.report_json(&RECORD)));
        let error = json(&explainer.report_json(&ARCHIVE))["error"]["message"].to_string();
        assert!(error.contains("a ZIP archive"), "{error}");
        let compared = json(&explainer.compare_json([&RECORD, &RECORD]));
        assert_eq!(compared["relation"], "same-digest");
        let mut overview = Overview::default();
        for document in [&RECORD, &ARCHIVE] {
            assert_eq!(
                overview.add(&explainer, document),
                explainer.report_json(document)
            );
        }
        assert_eq!(
            overview.csv().iter().filter(|byte| **byte == b'\n').count(),
            3
        );
        for page in [
            explainer.explain_html(&ARCHIVE),
            explainer.compare_html([&RECORD, &ARCHIVE]),
            overview.html(),
        ] {
            let page = String::from_utf8(page).unwrap();
            assert!(page.contains("&#60;records&#62;.zip") && page.trim_end().ends_with("</html>"));
        }
    }

    #[test]
    fn gives_every_line_and_every_file_that_cannot_be_read_a_report() {
        let explainer = Explainer {
            max_size: 8,
            ..Explainer::default()
        };
        let mut overview = Overview::default();
        let codes = |reports: Vec<u8>| -> Vec<String> {
            let reports = String::from_utf8(reports).unwrap();
            let code = |line: &str| {
                json(line.as_bytes())["error"]["code"]
                    .as_str()
                    .unwrap()
                    .into()
            };
            reports.lines().map(code).collect()
        };
        let lines = Named::new("a.ndjson", b"{}\n\n[\n{\"a\":\"too long\"}\n");
        assert_eq!(
            codes(overview.add(&explainer, &lines)),
            ["not-a-record", "invalid-json", "too-large"]
        );
        for (name, bytes, code) in [
            ("blank.ndjson", &b" \n"[..], "unreadable"),
            ("empty.ndjson", b"", "unreadable"),
            ("empty.json", b"", "unreadable"),
            ("large.json", b"{\"a\":1234}", "too-large"),
        ] {
            assert_eq!(
                codes(overview.add(&explainer, &Named::new(name, bytes))),
                [code],
                "{name}"
            );
        }
        let lost = Named {
            name: "lost.json",
            bytes: Err(DocumentError::unreadable(&io::Error::other("gone"))),
        };
        assert_eq!(codes(overview.add(&explainer, &lost)), ["unreadable"]);
    }
}
