//! Who vouches for what: the whole document, in as few parts as can be read at a glance.

use super::shell::{Invocation, Shell};
use crate::canonical;
use crate::coverage::{Class, Marks};
use crate::document::{Document, Value};
use crate::excerpt::Excerpt;

/// Arrays and objects are shown whole up to so many bytes, and else in parts.
const SHORT: usize = 60;
/// Or with more elements than this, if the same is to be said of them all.
const MANY: usize = 100;

/// A part of a document of which the same is to be said.
#[derive(Clone, Debug)]
pub struct Region {
    /// What is to be said of it.
    pub class: Class,
    /// JSON Pointer to it; hostile text.
    pub pointer: String,
    /// How many leaves it has.
    pub leaves: u64,
    /// What stands there.
    pub value: Excerpt,
}

/// The map of a document, in document order.
pub(super) fn of(document: &Document<'_>, marks: &Marks) -> Vec<Region> {
    let mut map = Vec::new();
    divide(document.root(), &mut String::new(), marks, &mut map);
    map
}

fn divide(value: Value<'_>, pointer: &mut String, marks: &Marks, map: &mut Vec<Region>) {
    let short = || value.is_leaf() || canonical::fits(value, SHORT);
    let many = || value.children().nth(MANY).is_some();
    match uniform(value, marks) {
        Some((class, leaves)) if short() || many() => map.push(Region {
            class,
            pointer: pointer.clone(),
            leaves,
            value: Excerpt::of(value),
        }),
        _ => value.walk_children(pointer, |child, pointer| divide(child, pointer, marks, map)),
    }
}

/// The class of every leaf at or below a value, and their number, if all are of one class.
fn uniform(value: Value<'_>, marks: &Marks) -> Option<(Class, u64)> {
    let mut classes = value.leaves().map(|leaf| marks.class(leaf));
    let first = classes.next()?;
    let mut count = 1;
    for class in classes {
        count += u64::from(class == first);
        if class != first {
            return None;
        }
    }
    Some((first, count))
}

/// The line that lists the leaves that nobody vouches for, or counts them if they are many.
pub(super) fn shell(document: &Document<'_>, marks: &Marks, invocation: &Invocation) -> Shell {
    const MOST_LISTED: usize = 10_000;
    let (options, file) = (invocation.options(), invocation.file());
    let pith = format!("pith verify --json --coverage{options} {file}");
    let mut unsigned = Vec::new();
    let mut count = 0;
    document
        .root()
        .walk_leaves(&mut String::new(), &mut |pointer, leaf| {
            if marks.class(leaf) == Class::Unsigned {
                count += 1;
                if count <= MOST_LISTED {
                    unsigned.push(pointer.to_owned());
                }
            }
        });
    if count > MOST_LISTED {
        return Shell::new(format!("{pith} | jq .coverage.unsigned"), count.to_string());
    }
    Shell::new(
        format!("{pith} | jq -r '.leaves.unsigned[]'"),
        unsigned.join("\n"),
    )
}
