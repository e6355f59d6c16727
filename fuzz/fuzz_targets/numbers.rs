//! Writes numbers as the library does; the target `floats` and the comparison with Python check
//! them.

use pith_verify::json::canonical::CanonicalBytes;
use pith_verify::json::document::Document;
use serde_json::Number;

pub fn canonical(number: &Number) -> String {
    let text = number.to_string();
    let document = Document::read(text.as_bytes()).expect("a number");
    CanonicalBytes::of(document.root()).as_str().to_owned()
}
