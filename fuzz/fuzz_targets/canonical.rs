//! Canonical bytes, read again, are their own canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pith_verify::json::canonical::CanonicalBytes;
use pith_verify::json::document::Document;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::read(bytes) else {
        return;
    };
    let once = CanonicalBytes::of(document.root());
    let again = Document::read(once.as_bytes()).expect("canonical bytes are a document");
    assert_eq!(once, CanonicalBytes::of(again.root()));
});
