//! The coverage promise: what a leaf says that is vouched for.

use pith_verify::Verifier;
use pith_verify::parse_key_file;
use pith_verify::record::text_hash::canonical_text;
use pith_verify::report::Report;
use pith_verify::report::coverage::Class;
use serde_json::Value;

use super::{TEST_KEY_FILE, read};

/// Trusts the registry and the test key, and lists the leaves of each class.
pub fn verifier() -> Verifier {
    let mut verifier = Verifier::default();
    for key in parse_key_file(&read(TEST_KEY_FILE)).unwrap() {
        verifier.keys.trust(key).unwrap();
    }
    verifier.list_leaves = true;
    verifier
}

/// Every leaf of a document: its JSON Pointer and its class.
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

/// Whether a value says the same as the vouched-for one.
pub fn says_the_same(class: Class, original: &Value, found: &Value) -> bool {
    match (class, original, found) {
        (Class::HashBound, Value::String(original), Value::String(found)) => {
            canonical_text(original) == canonical_text(found)
        }
        _ => original == found,
    }
}

/// The first vouched-for leaf that a changed record has, but with something else in it.
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
