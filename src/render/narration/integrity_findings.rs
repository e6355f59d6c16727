//! Describes what an integrity document says about a paper, for the text formats and the page.

use crate::report::{FindingStatus, IntegrityFinding, Report, Severities};

/// Returns the number of findings that a document publishes, such as `1 critical finding`.
///
/// It is `None` unless the document passes and has findings.
pub(crate) fn count(report: &Report<'_>) -> Option<String> {
    report.published().map(|findings| counted(findings.counts))
}

fn counted(counts: Severities) -> String {
    format!("{counts} {}", counts.noun())
}

/// Returns the severity of each finding that is shown, and what the finding says.
///
/// The last line says how many are not shown. Unless the document passes, each finding says whether
/// it is signed.
pub(crate) fn lines(report: &Report<'_>) -> Vec<(String, String)> {
    let Some(findings) = report.integrity() else {
        return Vec::new();
    };
    let passed = report.published().is_some();
    let shown = findings.shown.iter().map(|finding| {
        let sentence = sentence(finding);
        let sentence = match status(finding.status) {
            _ if passed => sentence,
            status => format!("[{status}] {sentence}"),
        };
        (severity(finding).to_owned(), sentence)
    });
    let more = findings.more();
    let more = (more > 0).then(|| format!("and {more} more, of {}", counted(findings.counts)));
    shown
        .chain(more.map(|more| (String::new(), more)))
        .collect()
}

fn status(status: FindingStatus) -> &'static str {
    match status {
        FindingStatus::Signed => "signed",
        FindingStatus::NotSigned => "not signed",
        FindingStatus::LeftOut => "signed, but this document does not list it",
    }
}

/// Returns the severity that a finding states, which is hostile text.
pub(crate) fn severity<'f>(finding: &'f IntegrityFinding<'_>) -> &'f str {
    finding.severity.as_deref().unwrap_or("no severity")
}

/// Returns what was found, by which detector, in which reference, and the note.
pub(crate) fn sentence(finding: &IntegrityFinding<'_>) -> String {
    let finding_type = finding.finding_type.as_deref();
    let detector = finding.detector.as_deref();
    let mut sentence = format!(
        "{} ({})",
        finding_type.unwrap_or("no finding type"),
        detector.unwrap_or("no detector")
    );
    if let Some(reference) = &finding.ref_index {
        sentence.push_str(&format!(", reference {reference}"));
    }
    if finding.is_withdrawn() {
        sentence.push_str(", withdrawn");
    }
    if let Some(note) = &finding.note {
        sentence.push_str(&format!(": {note}"));
    }
    sentence
}
