//! Any bytes: a document or a named error, whose place lies within the bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pith_verify::document::Document;

fuzz_target!(|bytes: &[u8]| {
    match Document::read(bytes) {
        Ok(document) => {
            let strict = serde_json::from_slice::<serde_json::Value>(bytes);
            let found = document.root().children().count();
            match strict.expect("accepted what serde_json refuses") {
                serde_json::Value::Array(items) => assert_eq!(items.len(), found),
                serde_json::Value::Object(members) => assert_eq!(members.len(), found),
                _ => assert_eq!(found, 0),
            }
        }
        Err(error) => {
            assert!(!error.message.is_empty());
            let offset = error.offset.expect("every error of the reader has a place");
            assert!(offset <= bytes.len() as u64, "{error}");
        }
    }
});
