//! Which checks failed only because of an alteration that was found.

use super::draft::Draft;
use crate::json::document::Document;
use crate::report::{Finding, Report};
use crate::verify::Verifier;
use crate::verify::checks::id;
use crate::verify::subject::Subject;

/// A longer document is not verified once more; real ones have 7,000 bytes.
const LONGEST: usize = 1 << 20;

/// Verifies the document as it was before what was altered, and marks the checks that failed
/// and now pass.
pub(crate) fn mark_consequences(subject: &Subject<'_>, report: &mut Report<'_>) {
    let changes = &report.diagnosis.changes;
    if changes.is_empty() || subject.root.document().source.len() > LONGEST {
        return;
    }
    let mut draft = Draft::of(subject.root);
    for change in changes {
        let restored = change
            .restored
            .as_ref()
            .map(|value| value.canonical().clone());
        if !draft.set(&change.pointer, restored) {
            return;
        }
    }
    let restored = draft.canonical();
    let verifier = Verifier {
        details: false,
        list_leaves: false,
        ..subject.verifier.clone()
    };
    let reading = Document::read(restored.as_bytes());
    let examined = verifier.examine(report.source.clone(), &reading);
    let still_failing: Vec<_> = examined.report.failed().map(name).collect();
    let failed = report
        .findings
        .iter_mut()
        .filter(|finding| finding.failed());
    for finding in failed.filter(|finding| finding.check.id != id::CANONICAL_HASH) {
        finding.is_consequence = !still_failing.contains(&name(finding));
    }
}

fn name(finding: &Finding<'_>) -> String {
    finding.id().to_string()
}
