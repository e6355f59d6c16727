//! Introduces the steps of an explanation.

use crate::explain::Explanation;

/// The title above all steps.
pub(crate) const TITLE: &str = "How this follows from the bytes";

/// The text that says how to read the steps. A command in it is between backquotes.
pub(crate) const TEXT: &str = "Each value that was computed is marked with \"=\". The \
    command below it computes it again with standard tools: coreutils, jq, xxd, openssl, python3 \
    and `pith canon`.";

/// Returns a sentence on the name under which the commands expect the document, if its own name
/// cannot be pasted.
pub(crate) fn renamed(explanation: &Explanation<'_>) -> Option<String> {
    let name = explanation.renamed()?;
    let line = explanation.report.source().and_then(|source| source.line);
    let what = line.map_or("the document".into(), |line| format!("line {line}"));
    Some(format!("For these commands, save {what} as {name} first."))
}
