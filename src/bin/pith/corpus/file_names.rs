//! Tells by the names of files what is in them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

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

/// Tells whether a name is that of one or more documents.
pub fn is_document(path: &Path) -> bool {
    has_extension(&uncompressed(path), &["json"]) || hold_lines(path)
}

/// Tells whether a name means one document per line.
pub fn hold_lines(path: &Path) -> bool {
    has_extension(&uncompressed(path), &["ndjson", "jsonl"])
}

/// Tells whether a name is that of a compressed file.
pub fn is_compressed(path: &Path) -> bool {
    has_extension(path, &["gz", "zst"])
}

/// Returns the name without the extension of the compression.
fn uncompressed(path: &Path) -> PathBuf {
    let inner = path.file_stem().filter(|_| is_compressed(path));
    inner.map_or_else(|| path.to_owned(), PathBuf::from)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let found = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    let mut extensions = extensions.iter();
    extensions.any(|extension| found.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_extensions_without_regard_to_case_and_through_compression() {
        for (name, document, lines) in [
            ("a.json", true, false),
            ("B.JSON", true, false),
            ("d/c.NdJson", true, true),
            ("x.jsonl.GZ", true, true),
            ("x.JSON.zst", true, false),
            ("x.json.gz.zst", false, false),
            ("x.gz", false, false),
            (".json", false, false),
            ("x.json.txt", false, false),
            ("json", false, false),
        ] {
            let path = Path::new(name);
            let found = (is_document(path), hold_lines(path));
            assert_eq!(found, (document, lines), "{name}");
        }
    }
}
