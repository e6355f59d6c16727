//! Reads any bytes as a document or an error, whose position is inside the bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pith_verify::json::document::Document;

fuzz_target!(|bytes: &[u8]| {
    match Document::read(bytes) {
        // `Value` would not do: it misreads a name that serde_json reserves for itself.
        Ok(_) => {
            let json = serde_json::from_slice::<serde::de::IgnoredAny>(bytes);
            json.expect("accepted what serde_json refuses");
        }
        Err(error) => {
            assert!(!error.message.is_empty());
            let offset = error.offset.expect("every error of the reader has a place");
            assert!(offset <= bytes.len() as u64, "{error}");
        }
    }
});
