//! Who vouches for what: the whole document, in as few parts as can be read at a glance.

use std::ops::ControlFlow;

use serde::Serialize;

use super::shell::{Invocation, Shell};
use crate::json::canonical;
use crate::json::document::{Document, Value};
use crate::json::shorten::Shortened;
use crate::report::Excerpt;
use crate::report::coverage::{Class, Coverage, LeafClasses};
use crate::report::escape::{self, Visible};

/// Arrays and objects are shown whole up to this many bytes, otherwise split.
const SHORT: usize = 60;
/// Or with more elements than this, if all leaves have one class.
const MANY: usize = 100;
/// Regions of a map; the leaves of further ones are counted together. The real record has
/// 119.
pub(super) const MAX_REGIONS: usize = 2_000;

/// A subtree whose leaves all have one coverage class.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Region {
    /// The class of all its leaves.
    pub class: Class,
    /// JSON Pointer to it, the beginning of a long one; hostile text. `None` for leaves that
    /// are counted together at the end of a long map.
    #[serde(serialize_with = "escape::serialize_option")]
    pub pointer: Option<String>,
    /// How many leaves it has.
    pub leaves: u64,
    /// The value there.
    pub value: Option<Excerpt>,
}

/// A map being drawn.
struct Map<'m> {
    marks: &'m LeafClasses,
    max_regions: usize,
    regions: Vec<Region>,
    /// Leaves that have no region of their own, by class.
    rest: [u64; Class::ALL.len()],
}

/// The map of a value at a pointer, in document order, in at most `max_regions` regions
/// and one for the rest of each class.
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
        // Counting leaves first is cheaper: canonical form needs sorted names.
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

/// The line that lists the unsigned leaves, or counts them if the list is long.
pub(super) fn shell(
    document: &Document<'_>,
    marks: &LeafClasses,
    coverage: &Coverage,
    invocation: &Invocation,
) -> Shell {
    /// Bytes of a list; that of the real record has 3,000.
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
