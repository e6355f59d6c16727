//! Explains the coverage classes.

use crate::report::coverage::Class;
use crate::report::{Finding, Group, Report};

/// The sentence before the command that lists every unsigned value.
pub(crate) const LIST_UNSIGNED: &str = "This command lists the unsigned values, one per line:";

/// Returns what protects the values of a class, or that nothing does.
pub(crate) fn meaning(class: Class) -> &'static str {
    match class {
        Class::Signed => "inside the signed part",
        Class::Checked => "recomputed from the signed part, or the only valid value",
        Class::Mirrored => "repeats a signed value",
        Class::HashBound => "a text whose signed hash ignores capitals and spacing",
        Class::Unsigned => "anyone could have changed it without leaving a trace",
    }
}

/// Returns a sentence on how many values there are and whether any can be signed.
pub(crate) fn introduction(report: &Report<'_>) -> String {
    let total = report.coverage.total();
    if report.signature_verified() {
        format!("The document has {total} values. Each of them is in one of these classes:")
    } else {
        format!("The document has {total} values. No signature was verified, so all are unsigned:")
    }
}

/// Returns the meaning of a check that passed although neither of the compared copies is signed.
///
/// It is `None` for all other checks.
pub(crate) fn unsigned_copy(report: &Report<'_>, finding: &Finding<'_>) -> Option<&'static str> {
    let is_copy = finding.passed() && finding.check.group == Group::Copies;
    (is_copy && !report.signature_verified()).then_some("repeats an unsigned value")
}
