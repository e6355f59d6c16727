//! States the promise of the coverage classes: what a leaf that is vouched for says.

use pith_verify::Verifier;
use pith_verify::parse_key_file;
use pith_verify::record::text_hash::canonical_text;
use pith_verify::report::Report;
use pith_verify::report::coverage::Class;
use serde_json::Value;

use super::{TEST_KEY_FILE, read};

/// Returns a verifier that trusts the registry and the test key, and lists the leaves of each
/// class.
pub fn verifier() -> Verifier {
    let mut verifier = Verifier::default();
    for key in parse_key_file(&read(TEST_KEY_FILE)).unwrap() {
        verifier.keys.trust(key).unwrap();
    }
    verifier.list_leaves = true;
    verifier
}

/// Returns every leaf of a document, as its JSON Pointer and its class.
pub fn leaves(report: &Report) -> Vec<(String, Class)> {
    let classes = Class::ALL.iter();
    classes
        .flat_map(|class| {
            let leaves = report.coverage().leaves(*class).unwrap();
            leaves.iter().map(|leaf| (leaf.clone(), *class))
        })
        .collect()
}

pub fn vouched(report: &Report) -> Vec<(String, Class)> {
    let mut leaves = leaves(report);
    leaves.retain(|(_, class)| *class != Class::Unsigned);
    leaves
}

/// Returns whether a value says the same as the original one, given its class.
pub fn says_the_same(class: Class, original: &Value, found: &Value) -> bool {
    match (class, original, found) {
        (Class::HashBound, Value::String(original), Value::String(found)) => {
            canonical_text(original) == canonical_text(found)
        }
        _ => original == found,
    }
}

/// Returns the first leaf of a changed record that is vouched for and says something else.
pub fn broken<'l>(
    original: &Value,
    vouched: &'l [(String, Class)],
    changed: &Value,
) -> Option<&'l str> {
    let mut vouched = vouched.iter();
    let broken = vouched.find(|(pointer, class)| {
        let was = original.pointer(pointer).unwrap();
        let is = changed.pointer(pointer);
        is.is_some_and(|is| !says_the_same(*class, was, is))
    });
    broken.map(|(pointer, _)| pointer.as_str())
}
