//! The names of files that the command looks for, and of those that it writes.

use std::ffi::OsStr;
use std::path::Path;

/// The names that a directory is searched for, as messages state them.
pub const LOOKED_FOR: &str = "*.json, *.ndjson and *.jsonl, also compressed as .gz or .zst";

/// The beginning and the end of the names of unfinished outputs, with other letters in between.
pub const TEMPORARY: [&str; 2] = [".pith-", ".tmp"];

/// Tells whether a name is that of an output that a run has not finished.
pub fn is_temporary(name: &OsStr) -> bool {
    let [start, end] = TEMPORARY.map(str::as_bytes);
    let name = name.as_encoded_bytes();
    name.starts_with(start) && name.ends_with(end)
}

/// Returns the directory that a file is in.
pub fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
