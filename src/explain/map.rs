//! Summarizes which parts of a document are vouched for, in as few regions as possible.

use std::ops::ControlFlow;

use serde::Serialize;

use super::invocation::Invocation;
use super::shell::Shell;
use crate::json::canonical;
use crate::json::document::{Document, Value};
use crate::json::shorten::Shortened;
use crate::report::Excerpt;
use crate::report::coverage::{Class, Coverage, LeafClasses};
use crate::report::escape::{self, Visible};

/// The largest number of bytes in an array or object that is one region; longer ones are split.
const SHORT: usize = 60;
/// An array or object with more elements than this is one region if all its leaves have one
/// class.
const MANY: usize = 100;
/// The largest number of regions in a map.
///
/// The leaves beyond it are counted together. The real record has 119 regions.
pub(super) const MAX_REGIONS: usize = 2_000;

/// A part of a document in which all leaves have the same coverage class.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Region {
    /// The class of all its leaves.
    pub class: Class,
    /// The JSON Pointer to the part, shortened if it is long. It is hostile text.
    ///
    /// `None` means the leaves that are counted together at the end of a long map.
    #[serde(serialize_with = "escape::serialize_option")]
    pub pointer: Option<String>,
    /// The number of its leaves.
    pub leaves: u64,
    /// The value of the part.
    pub value: Option<Excerpt>,
}

/// The state of drawing a map.
struct Map<'m> {
    marks: &'m LeafClasses,
    max_regions: usize,
    regions: Vec<Region>,
    /// The number of leaves without a region, by class.
    rest: [u64; Class::ALL.len()],
}

/// Returns the map of a value at a pointer, in document order.
///
/// It has at most `max_regions` regions, and one for the rest of each class.
pub(crate) fn of(
    value: Value<'_>,
    pointer: &mut Shortened,
    marks: &LeafClasses,
    max_regions: usize,
) -> Vec<Region> {
    let mut map = Map {
        marks,
        max_regions,
        regions: Vec::new(),
        rest: Default::default(),
    };
    map.divide(value, pointer);
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
    fn divide(&mut self, value: Value<'_>, pointer: &mut Shortened) {
        if self.regions.len() >= self.max_regions {
            return self.count(value);
        }
        // Count the leaves first, since the canonical form needs sorted names and takes more
        // time.
        let few = || value.leaves().nth(SHORT).is_none();
        let short = || value.is_leaf() || (few() && canonical::fits(value, SHORT));
        let many = || value.children().nth(MANY).is_some();
        match self.marks.common(value) {
            Some(class) if short() || many() => self.regions.push(Region {
                class,
                pointer: Some(pointer.to_string()),
                leaves: value.leaves().count() as u64,
                value: Some(Excerpt::of(value)),
            }),
            _ => {
                for (step, child) in value.steps() {
                    let mark = pointer.enter(step);
                    self.divide(child, pointer);
                    pointer.leave(mark);
                }
            }
        }
    }

    fn count(&mut self, value: Value<'_>) {
        for leaf in value.leaves() {
            if let Some(count) = self.rest.get_mut(self.marks.class(leaf) as usize) {
                *count += 1;
            }
        }
    }
}

/// Returns the shell line that lists the unsigned leaves, or counts them if the list is long.
pub(super) fn shell(
    document: &Document<'_>,
    marks: &LeafClasses,
    coverage: &Coverage,
    invocation: &Invocation,
) -> Shell {
    /// The longest list, in bytes, that the shell line prints; that of the real record has
    /// 3,000.
    const LONG: usize = 1 << 16;
    let pith = invocation.verify("--json --coverage");
    let (mut list, mut length) = (Vec::new(), 0);
    let visit = &mut |pointer: &Shortened, leaf| {
        if marks.class(leaf) == Class::Unsigned {
            length += pointer.kept().len() + 1;
            list.push(Visible(pointer.kept()).to_string());
        }
        if length > LONG {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let pointer = &mut Shortened::up_to(usize::MAX);
    if document.root().walk_leaves(pointer, visit).is_break() {
        let count = coverage.count(Class::Unsigned).to_string();
        return Shell::new(format!("{pith} | jq .coverage.unsigned"), count);
    }
    Shell::new(
        format!("{pith} | jq -r '.leaves.unsigned[]'"),
        list.join("\n"),
    )
}
