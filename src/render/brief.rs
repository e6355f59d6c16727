//! Renders reports as brief JSON: one small object per document, each on one line.

use std::io;

use super::style::Style;
use crate::report::Report;
use crate::report::escape::write_json as write_text;
use crate::report::json::{write_list, write_number, write_option, write_pith_number, write_plain};

/// Appends a brief report and a line feed.
///
/// Members may be added, but none is renamed or removed.
pub(super) fn write(report: &Report<'_>, _style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let source = report.source();
    out.extend(br#"{"path":"#);
    write_option(out, source, |out, source| write_text(&source.path, out));
    out.extend(br#","line":"#);
    write_option(out, source.and_then(|source| source.line), write_number);
    out.extend(br#","offset":"#);
    write_option(out, source.and_then(|source| source.offset), write_number);
    out.extend(br#","verdict":"#);
    write_plain(out, report.verdict().as_str());
    out.extend(br#","pith_number":"#);
    write_option(out, report.pith_number(), write_pith_number);
    out.extend(br#","claimed_pith_number":"#);
    write_option(out, report.claimed_number(), |out, number| {
        write_text(number, out)
    });
    // The ids of the checks that failed.
    out.extend(br#","failed":"#);
    write_list(out, report.failed(), |out, finding| {
        write_text(&finding.id(), out)
    });
    // The number of findings, in integrity documents only.
    out.extend(br#","integrity_findings_total":"#);
    write_option(out, report.integrity(), |out, findings| {
        write_number(out, findings.counts.total());
    });
    // The code of the error, if the document could not be read as one of any kind.
    out.extend(br#","error":"#);
    write_option(out, report.error(), |out, error| {
        write_plain(out, error.code.as_str())
    });
    out.extend(b"}\n");
    Ok(())
}
