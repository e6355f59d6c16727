//! Explains and compares documents for programs, as `pith explain` does with `--html` and
//! `--json`.
//!
//! Nothing in this module reads a file, a clock or a random number, or starts a thread, so it
//! also runs in a browser. A page is complete: it loads nothing and runs no script.

use std::io;

use crate::explain::compare::Comparison;
use crate::explain::{Explanation, Invocation};
use crate::json::document::Document;
use crate::render::{self, Overview};
use crate::report::{Source, likely_cause};
use crate::verify::{Reading, Verifier};

/// A document that is to be explained.
#[derive(Clone, Copy, Debug)]
pub struct Named<'d> {
    /// The name of its file, which the page shows and shell lines use. It may be hostile; it is
    /// escaped.
    pub name: &'d str,
    /// The bytes of the document.
    pub bytes: &'d [u8],
}

impl<'d> Named<'d> {
    fn read(self) -> Reading<'d> {
        let error = |error| likely_cause::add_to(error, self.name, Some(self.bytes));
        Document::read(self.bytes).map_err(error)
    }
}

/// Returns the page that explains the verdict on a document, as UTF-8.
///
/// # Example
///
/// ```
/// use pith_verify::Verifier;
/// use pith_verify::page::{Named, explain_html};
///
/// let bytes = std::fs::read("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")?;
/// let document = Named { name: "record.json", bytes: &bytes };
/// let page = String::from_utf8(explain_html(&Verifier::default(), document))?;
///
/// assert!(page.contains("pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain_html(verifier: &Verifier, document: Named<'_>) -> Vec<u8> {
    let reading = document.read();
    let explanation = explain(verifier, document, &reading);
    written(|out| render::write_explanation_html(&explanation, out))
}

/// Returns the explanation of the verdict on a document, as JSON.
///
/// Its member `report` is the report.
#[must_use]
pub fn explain_json(verifier: &Verifier, document: Named<'_>) -> Vec<u8> {
    let reading = document.read();
    let explanation = explain(verifier, document, &reading);
    written(|out| render::write_explanation_json(&explanation, out))
}

/// Returns the page that compares two copies of a document, as UTF-8.
#[must_use]
pub fn compare_html(verifier: &Verifier, copies: [Named<'_>; 2]) -> Vec<u8> {
    let readings = copies.map(|copy| Document::read(copy.bytes));
    let comparison = compare(verifier, copies, &readings);
    written(|out| render::write_comparison_html(&comparison, out))
}

/// Returns the comparison of two copies of a document, as JSON.
#[must_use]
pub fn compare_json(verifier: &Verifier, copies: [Named<'_>; 2]) -> Vec<u8> {
    let readings = copies.map(|copy| Document::read(copy.bytes));
    let comparison = compare(verifier, copies, &readings);
    written(|out| render::write_comparison_json(&comparison, out))
}

/// Returns one page about many documents, as UTF-8.
///
/// It has a table of all documents and, as far as there is room, the details of each.
#[must_use]
pub fn overview_html<'d>(
    verifier: &Verifier,
    documents: impl IntoIterator<Item = Named<'d>>,
) -> Vec<u8> {
    let mut overview = Overview::default();
    written(|out| {
        for document in documents {
            overview.add(&explain(verifier, document, &document.read()))?;
        }
        overview.write(out)
    })
}

fn explain<'d>(
    verifier: &'d Verifier,
    document: Named<'_>,
    reading: &'d Reading<'d>,
) -> Explanation<'d> {
    let invocation = Invocation::new(document.name, &[], &[]);
    Explanation::of(verifier, Source::file(document.name), reading, invocation)
}

fn compare<'d>(
    verifier: &'d Verifier,
    copies: [Named<'_>; 2],
    readings: &'d [Reading<'d>; 2],
) -> Comparison<'d> {
    let sources = copies.map(|copy| Source::file(copy.name));
    Comparison::of(verifier, sources, readings.each_ref())
}

/// Returns what `write` writes to memory, which cannot fail.
fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = write(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: Named<'_> = Named {
        name: "record.json",
        bytes: include_bytes!("../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"),
    };
    const ARCHIVE: Named<'_> = Named {
        name: "<records>.zip",
        bytes: b"PK\x03\x04",
    };

    #[test]
    fn explains_documents_compares_copies_and_shows_many_on_one_page() {
        let verifier = Verifier::default();
        let json = |bytes: Vec<u8>| serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
        let explained = json(explain_json(&verifier, RECORD));
        assert_eq!(explained["report"]["verdict"], "pass");
        let error =
            json(explain_json(&verifier, ARCHIVE))["report"]["error"]["message"].to_string();
        assert!(error.contains("a ZIP archive"), "{error}");
        let compared = json(compare_json(&verifier, [RECORD, RECORD]));
        assert_eq!(compared["relation"], "same-digest");
        for page in [
            explain_html(&verifier, ARCHIVE),
            compare_html(&verifier, [RECORD, ARCHIVE]),
            overview_html(&verifier, [RECORD, ARCHIVE]),
        ] {
            let page = String::from_utf8(page).unwrap();
            assert!(page.contains("&#60;records&#62;.zip") && page.trim_end().ends_with("</html>"));
        }
    }
}
