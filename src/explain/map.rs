//! Who vouches for what: the whole document, in as few parts as can be read at a glance.

use super::shell::{Invocation, Shell};
use crate::canonical;
use crate::coverage::{Class, Marks};
use crate::document::{Document, Value};
use crate::escape::Visible;
use crate::excerpt::Excerpt;
use crate::quote::quote;

/// Arrays and objects are shown whole up to so many bytes, and else in parts.
const SHORT: usize = 60;
/// Or with more elements than this, if the same is to be said of them all.
const MANY: usize = 100;
/// Regions of a map; what would be more of them is counted together. The real record has 119.
const MOST_REGIONS: usize = 2_000;

/// A part of a document of which the same is to be said.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Region {
    /// What is to be said of it.
    pub class: Class,
    /// JSON Pointer to it, the beginning of a long one; hostile text. Nothing for what is
    /// counted together at the end of a long map.
    pub pointer: Option<String>,
    /// How many leaves it has.
    pub leaves: u64,
    /// What stands there.
    pub value: Option<Excerpt>,
}

/// A map being drawn.
struct Map<'m> {
    marks: &'m Marks,
    regions: Vec<Region>,
    /// Leaves that have no region of their own, by class.
    rest: [u64; Class::ALL.len()],
}

/// The map of a value at a pointer, in document order.
pub(crate) fn of(value: Value<'_>, pointer: &str, marks: &Marks) -> Vec<Region> {
    let mut map = Map {
        marks,
        regions: Vec::new(),
        rest: Default::default(),
    };
    map.divide(value, &mut pointer.to_owned());
    let rest = Class::ALL.into_iter().zip(map.rest);
    let rest = rest.filter(|(_, leaves)| *leaves > 0);
    map.regions.extend(rest.map(|(class, leaves)| Region {
        class,
        pointer: None,
        leaves,
        value: None,
    }));
    map.regions
}

impl Map<'_> {
    fn divide(&mut self, value: Value<'_>, pointer: &mut String) {
        if self.regions.len() >= MOST_REGIONS {
            return self.count(value);
        }
        // Leaves first: to write an object its names must be sorted.
        let few = || value.leaves().nth(SHORT).is_none();
        let short = || value.is_leaf() || (few() && canonical::fits(value, SHORT));
        let many = || value.children().nth(MANY).is_some();
        match self.uniform(value) {
            Some((class, leaves)) if short() || many() => self.regions.push(Region {
                class,
                pointer: Some(quote(pointer)),
                leaves,
                value: Some(Excerpt::of(value)),
            }),
            _ => value.walk_children(pointer, |child, pointer| self.divide(child, pointer)),
        }
    }

    fn count(&mut self, value: Value<'_>) {
        for leaf in value.leaves() {
            if let Some(count) = self.rest.get_mut(self.marks.class(leaf) as usize) {
                *count += 1;
            }
        }
    }

    /// The class of every leaf at or below a value, and their number, if all are of one class.
    fn uniform(&self, value: Value<'_>) -> Option<(Class, u64)> {
        let mut classes = value.leaves().map(|leaf| self.marks.class(leaf));
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
}

/// The line that lists the leaves that nobody vouches for, or counts them if the list is long.
pub(super) fn shell(document: &Document<'_>, marks: &Marks, invocation: &Invocation) -> Shell {
    /// Bytes of a list; that of the real record has 3,000.
    const LONG: usize = 1 << 16;
    let pith = invocation.verify("--json --coverage");
    let (mut list, mut count, mut length) = (Vec::new(), 0, 0);
    let visit = &mut |pointer: &str, leaf| {
        if marks.class(leaf) == Class::Unsigned {
            count += 1;
            length += pointer.len() + 1;
            if length <= LONG {
                list.push(Visible(pointer).to_string());
            }
        }
    };
    document.root().walk_leaves(&mut String::new(), visit);
    if length > LONG {
        return Shell::new(format!("{pith} | jq .coverage.unsigned"), count.to_string());
    }
    Shell::new(
        format!("{pith} | jq -r '.leaves.unsigned[]'"),
        list.join("\n"),
    )
}
