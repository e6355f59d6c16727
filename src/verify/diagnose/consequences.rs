//! Finds the checks that failed only because of an alteration that was found.

use super::draft::Draft;
use crate::json::document::Value;
use crate::report::Report;
use crate::verify::checks::receipt;

/// The largest document, in bytes, that is verified a second time; real ones have 7,000.
const MAX_VERIFIED_AGAIN: usize = 1 << 20;

/// Verifies the document without the alteration, and marks the failed checks that then pass.
///
/// `failing` returns the ids of the checks that fail in a document.
pub(crate) fn mark_consequences(
    root: Value<'_>,
    report: &mut Report<'_>,
    failing: impl FnOnce(&[u8]) -> Vec<String>,
) {
    let changes = &report.diagnosis.changes;
    if changes.is_empty() || root.document().source.len() > MAX_VERIFIED_AGAIN {
        return;
    }
    let mut draft = Draft::of(root);
    for change in changes {
        let restored = change
            .restored
            .as_ref()
            .map(|value| value.canonical().clone());
        if !draft.set(&change.pointer, restored) {
            return;
        }
    }
    let still_failing = failing(draft.canonical().as_bytes());
    let failed = report
        .findings
        .iter_mut()
        .filter(|finding| finding.failed());
    for finding in failed.filter(|finding| finding.check.id != receipt::CANONICAL_HASH.id()) {
        finding.is_consequence = !still_failing.iter().any(|id| *id == finding.id());
    }
}
