//! Contains what the tests share: the project's folders, the test key, and documents made with
//! it.

#![allow(dead_code, reason = "benchmarks use a part of it")]

pub mod attack;
pub mod corpus;
pub mod defects;
pub mod distinct;
pub mod files;
pub mod forge;
pub mod keyfiles;
pub mod page;
pub mod promise;
pub mod random;
pub mod run;
pub mod slow;

use std::path::{Path, PathBuf};

pub use files::*;

/// The device that discards what is written to it, and has nothing to read.
pub const NULL_DEVICE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

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
