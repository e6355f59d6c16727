//! Checks both canonical forms against a slow writer, and that reading one again gives the same
//! form.

#![no_main]

mod numbers;
#[path = "../../tests/main/support/slow.rs"]
mod slow;

use libfuzzer_sys::fuzz_target;
use pith_verify::json::canonical::{CanonicalBytes, Charset, write_to};
use pith_verify::json::document::Document;
use serde_json::Value;
use slow::Form;

/// Names that serde_json reserves for itself, and that change its own trees.
const RESERVED: &str = "$serde_json::private::";

fn write(charset: Charset, document: &Document<'_>) -> String {
    let mut out = Vec::new();
    write_to(charset, document.root(), &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::read(bytes) else {
        return;
    };
    let once = CanonicalBytes::of(document.root());
    let again = Document::read(once.as_bytes()).expect("canonical bytes are a document");
    assert_eq!(once, CanonicalBytes::of(again.root()));
    let ascii = write(Charset::Ascii, &document);
    assert!(
        ascii.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
        "{ascii:?}"
    );
    let again = Document::read(ascii.as_bytes()).expect("canonical bytes are a document");
    assert_eq!(
        once,
        CanonicalBytes::of(again.root()),
        "the other form says something else"
    );
    assert_eq!(ascii, write(Charset::Ascii, &again));
    if !once.as_str().contains(RESERVED) {
        let value: Value = serde_json::from_slice(bytes).expect("JSON");
        assert_eq!(
            once.as_str(),
            slow::canonical(&value, Form::Utf8, &numbers::canonical)
        );
        assert_eq!(
            ascii,
            slow::canonical(&value, Form::Ascii, &numbers::canonical)
        );
    }
});
