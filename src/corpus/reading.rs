//! Reads documents, and says what to do about those that cannot be read.

use std::fs;
use std::path::Path;

use crate::DocumentError;
use crate::json::document::Document;
use crate::report::file_names::is_document;
use crate::report::likely_cause;
use crate::verify::Reading;

use super::{file_names, similar};

/// The most entries of a directory that are compared with the name of a missing file.
const MAX_ENTRIES: usize = 1_000;
/// The most bytes of a text that may be a path.
const MAX_PATH: usize = 1 << 12;

/// Reads the document in these bytes, which come from `path`.
///
/// # Errors
///
/// Why there is no document, with the likely cause and what to do about it.
pub fn document<'b>(path: &str, bytes: Result<&'b [u8], &DocumentError>) -> Reading<'b> {
    let read = bytes.map_err(Clone::clone).and_then(Document::read);
    read.map_err(|error| with_cause(error, path, bytes.ok()))
}

/// Does the same for a path that was typed: if there is no such file, the error names the one that
/// was meant. A path in a list is not a slip of the finger, and searching for each takes long.
pub fn typed_document<'b>(path: &str, bytes: Result<&'b [u8], &DocumentError>) -> Reading<'b> {
    document(path, bytes).map_err(|error| with_similar_name(error, Path::new(path)))
}

fn with_cause(error: DocumentError, path: &str, bytes: Option<&[u8]>) -> DocumentError {
    if path == "-" && bytes.is_some_and(holds_path) {
        return error.with_hint(
            "standard input holds a path, not a document; `pith verify --files-from -` reads a \
             list of paths",
        );
    }
    if bytes.is_none() && Path::new(path).is_dir() {
        return error.with_hint(
            "name a file in it, or `pith verify DIR` to verify all documents in it; \
             `pith explain --html DIR > page.html` explains them on one page",
        );
    }
    likely_cause::add_to(error, path, bytes)
}

/// Adds to an error about a missing file what to do about that.
pub fn with_similar_name(error: DocumentError, path: &Path) -> DocumentError {
    if !error.is_no_such_file() {
        return error;
    }
    let hint = hint_on_missing(path);
    error.with_hint(&hint)
}

/// Tells whether the first line is the path of a file, or named as documents are.
fn holds_path(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| b"\n\0".contains(byte));
    is_path(lines.next().unwrap_or_default().trim_ascii())
}

/// Tells whether a text is the path of a file, or named as documents are. What may be JSON is not
/// looked for among the files.
#[must_use]
pub fn is_path(text: &[u8]) -> bool {
    let may_be_path = |first: &u8| !b"{[\"".contains(first);
    if text.len() > MAX_PATH || !text.first().is_some_and(may_be_path) {
        return false;
    }
    let path = std::str::from_utf8(text).map(Path::new);
    path.is_ok_and(|path| is_document(path) || path.exists())
}

/// Returns what to do about a file that does not exist.
fn hint_on_missing(path: &Path) -> String {
    let parent = path.parent().unwrap_or(Path::new(""));
    let directory = file_names::directory(path);
    if !directory.is_dir() {
        return format!("there is no directory {}", directory.display());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let entries = fs::read_dir(directory).into_iter().flatten();
    let names = entries.take(MAX_ENTRIES).flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    match similar::closest(&name, names) {
        Some(near) => format!("did you mean {}?", parent.join(near).display()),
        None if parent == Path::new("") => {
            "check the spelling and the current directory".to_owned()
        }
        None => format!(
            "check the spelling: `ls {}` lists its files",
            parent.display()
        ),
    }
}
