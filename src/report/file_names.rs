//! Says by the name of a file what is in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Returns whether a name is that of one or more documents.
#[must_use]
pub fn is_document(path: &Path) -> bool {
    has_extension(&uncompressed(path), &["json"]) || hold_lines(path)
}

/// Returns whether a name means one document per line.
#[must_use]
pub fn hold_lines(path: &Path) -> bool {
    has_extension(&uncompressed(path), &["ndjson", "jsonl"])
}

/// Returns whether a name is that of a compressed file.
#[must_use]
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
