//! What is said before the steps of an explanation.

use crate::explain::Explanation;

/// The title of all steps.
pub(crate) const TITLE: &str = "How this follows from the bytes";

/// How to read the steps; a command is between backquotes.
pub(crate) const TEXT: &str = "Each value that was computed is marked with \"=\". The \
    command below it computes it again with standard tools: coreutils, jq, xxd, openssl, python3 \
    and `pith canon`.";

/// The name under which the commands expect the document, if its own cannot be pasted.
pub(crate) fn renamed(explanation: &Explanation<'_>) -> Option<String> {
    let name = explanation.renamed()?;
    let line = explanation.report.source().and_then(|source| source.line);
    let what = line.map_or("the document".into(), |line| format!("line {line}"));
    Some(format!("For these commands, save {what} as {name} first."))
}
