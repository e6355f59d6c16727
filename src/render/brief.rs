//! Renders reports as brief JSON: one small object per document, each on one line.

use std::io;

use serde::Serialize;

use super::json;
use super::style::Style;
use crate::report::Report;
use crate::report::escape;

/// The members of a brief report. Members may be added, but none is renamed or removed.
#[derive(Serialize)]
struct Brief<'r> {
    #[serde(serialize_with = "escape::serialize_option")]
    path: Option<String>,
    line: Option<u64>,
    offset: Option<u64>,
    verdict: &'static str,
    pith_number: Option<String>,
    #[serde(serialize_with = "escape::serialize_option")]
    claimed_pith_number: Option<String>,
    /// The ids of the checks that failed.
    #[serde(serialize_with = "escape::serialize_all")]
    failed: Vec<String>,
    /// The number of findings, in integrity documents only.
    integrity_findings_total: Option<u64>,
    /// The code of the error, if the document could not be read as one of any kind.
    error: Option<&'r str>,
}

/// Appends a brief report and a line feed.
pub(super) fn write(report: &Report<'_>, _style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let source = report.source();
    let brief = Brief {
        path: source.map(|source| source.path.to_string()),
        line: source.and_then(|source| source.line),
        offset: source.and_then(|source| source.offset),
        verdict: report.verdict().as_str(),
        pith_number: report.pith_number().map(|number| number.to_string()),
        claimed_pith_number: report.claimed_number().map(str::to_owned),
        failed: report
            .failed()
            .map(|finding| finding.id().to_string())
            .collect(),
        integrity_findings_total: report.integrity().map(|findings| findings.counts.total()),
        error: report.error().map(|error| error.code.as_str()),
    };
    json::write_line(&brief, out)
}
