//! Writes shell lines that repeat a step with standard tools: a POSIX shell, coreutils, jq,
//! xxd, openssl and python3.

use serde::Serialize;

use crate::json::canonical;
use crate::json::document::{Kind, Value};
use crate::json::pointer;
use crate::report::escape::{self, is_plain};

/// One or more lines for a POSIX shell, together with their output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shell {
    /// The lines to paste into a shell.
    #[serde(serialize_with = "escape::serialize_all")]
    pub lines: Vec<String>,
    /// The lines that the shell then prints.
    #[serde(serialize_with = "escape::serialize_all")]
    pub prints: Vec<String>,
}

impl Shell {
    pub(super) fn new(lines: impl AsRef<str>, prints: impl AsRef<str>) -> Self {
        let split = |text: &str| text.split('\n').map(str::to_owned).collect();
        Self {
            lines: split(lines.as_ref()),
            prints: split(prints.as_ref()),
        }
    }
}

/// Returns a JSON Pointer as a jq path. The member names of the format need no quotes in jq.
pub(super) fn jq_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!(".{token}"),
    });
    path.collect()
}

/// Returns a JSON Pointer as the Python subscripts that lead to the value.
pub(super) fn python_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!("[\"{token}\"]"),
    });
    path.collect()
}

/// Returns whether a text can be printed and pasted unchanged.
pub(super) fn can_be_pasted(text: &str) -> bool {
    is_plain(text) && !text.contains(char::REPLACEMENT_CHARACTER)
}

/// Returns whether jq writes a value unchanged.
///
/// jq 1.6 reads every number as a double, and escapes U+007F.
pub(super) fn survives_jq(value: Value<'_>) -> bool {
    /// The number of decimal digits that every double preserves.
    const DIGITS: usize = 15;
    let plain = value.leaves().all(|leaf| match leaf.kind() {
        Kind::Float => false,
        Kind::Integer => leaf.text().len() <= DIGITS && leaf.text() != "-0",
        _ => true,
    });
    plain && canonical::all_text(value, |text| !text.contains('\u{7f}'))
}
