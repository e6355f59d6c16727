//! What the parser's errors mean, and where.

use crate::error::{DocumentError, ErrorCode};

/// The error for people: ours if the visitor refused, else what the parser said.
pub(super) fn explain(
    text: &str,
    error: &serde_json::Error,
    refusal: Option<(ErrorCode, String)>,
) -> DocumentError {
    let offset = offset(text, error);
    if let Some((code, message)) = refusal {
        return DocumentError::at(code, message, offset);
    }
    if text.trim_ascii().is_empty() {
        return DocumentError::at(
            ErrorCode::InvalidJson,
            "empty: there is no JSON text in it",
            0,
        );
    }
    if error.is_eof() {
        let message = "the text ends in the middle of a value: it may be cut off";
        return DocumentError::at(ErrorCode::InvalidJson, message, text.len());
    }
    let here = text.get(offset..).unwrap_or_default();
    let here = here.strip_prefix('-').unwrap_or(here);
    if let Some(name) = ["NaN", "Infinity"]
        .into_iter()
        .find(|name| here.starts_with(name))
    {
        let message = format!("{name} is not JSON and has no canonical form");
        return DocumentError::at(ErrorCode::InvalidJson, message, offset);
    }
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&place).unwrap_or(&message);
    DocumentError::at(ErrorCode::InvalidJson, message, offset)
}

/// The byte at which the parser stopped, from its line and column (both from 1).
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}
