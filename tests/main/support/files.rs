//! Reads files of the project.

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
