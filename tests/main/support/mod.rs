//! Contains what the tests share: the project's folders, the test key, and documents made with
//! it.

#![allow(dead_code, reason = "benchmarks use a part of it")]

pub mod attack;
pub mod corpus;
pub mod defects;
pub mod forge;
pub mod keyfiles;
pub mod page;
pub mod promise;
pub mod random;
pub mod run;
pub mod slow;

use std::path::{Path, PathBuf};

/// The real record, byte for byte as the registry serves it.
pub const REAL_RECORD: &str = "valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
/// Real integrity documents, as the registry serves them except for the order of members in the
/// payloads.
pub const REAL_INTEGRITY_DOCUMENTS: &str = "vectors/integrity_documents";
/// A real integrity document.
pub const REAL_INTEGRITY: &str = "vectors/integrity_documents/2604.18730.json";
/// A real integrity document with text beyond ASCII in its event.
pub const REAL_INTEGRITY_BEYOND_ASCII: &str = "vectors/integrity_documents/2604.22738.json";
/// The key object of the test key.
pub const TEST_KEY_FILE: &str = "keys/pith-test-1.json";

/// The device that discards what is written to it, and has nothing to read.
pub const NULL_DEVICE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// Returns the path of a file below `fixtures/`.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

/// Returns the bytes of a file below `fixtures/`.
pub fn read(path: &str) -> Vec<u8> {
    let path = fixture(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns a JSON file below `fixtures/`.
pub fn read_json(path: &str) -> serde_json::Value {
    serde_json::from_slice(&read(path)).unwrap()
}

/// Returns the files in a folder below `fixtures/`, sorted. An empty folder fails the test.
pub fn walk(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(fixture(folder)).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no files in fixtures/{folder}");
    files
}

/// Returns the documents in a folder below `fixtures/`, sorted.
pub fn documents(folder: &str) -> Vec<PathBuf> {
    let mut files = walk(folder);
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files
}

/// Returns the documents that pass.
pub fn valid() -> Vec<PathBuf> {
    [documents("valid"), documents(REAL_INTEGRITY_DOCUMENTS)].concat()
}

/// Returns the name of a file without its last extension.
pub fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}
