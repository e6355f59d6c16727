//! What was found about a document, as Rust values that any thread can make.

use pith_verify::report::escape::Visible;
use pith_verify::{DocumentError, Report};

/// What was found about a document, which any thread can find.
pub struct Findings {
    /// The report as JSON. The other members repeat the values that are needed most often.
    pub json: String,
    pub verdict: &'static str,
    pub pith_number: Option<String>,
    pub claimed_pith_number: Option<String>,
    pub failed_checks: Vec<String>,
    pub error: Option<Error>,
}

/// Why a document could not be checked.
pub struct Error {
    pub code: &'static str,
    pub message: String,
    pub offset: Option<u64>,
}

/// Returns the ids of the checks that failed, as reports write them.
pub fn failed_checks(report: &Report<'_>) -> impl Iterator<Item = String> {
    let failed = report.findings().iter().filter(|finding| finding.failed());
    failed.map(|finding| visible(&finding.id()))
}

/// Returns the message of an error, as reports write it.
pub fn message(error: &DocumentError) -> String {
    visible(&error.message)
}

/// Returns a text as reports show it.
pub fn visible(text: &str) -> String {
    Visible(text).to_string()
}

impl Findings {
    pub fn of(report: &Report<'_>) -> Self {
        /// Slightly more than the length of a report on a record that passes, in bytes.
        const USUAL_LENGTH: usize = 1 << 13;
        let mut json = Vec::with_capacity(USUAL_LENGTH);
        report.write_json(&mut json);
        Self {
            json: into_text(json),
            verdict: report.verdict().as_str(),
            pith_number: report.pith_number().map(|number| number.to_string()),
            claimed_pith_number: report.claimed_number().map(visible),
            failed_checks: failed_checks(report).collect(),
            error: report.error().map(|error| Error {
                code: error.code.as_str(),
                message: message(error),
                offset: error.offset,
            }),
        }
    }
}

/// Returns bytes that are UTF-8, as all reports are, as a text.
pub fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Returns the text that `write` writes to memory, which cannot fail.
pub fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    let _ = write(&mut out);
    into_text(out)
}
