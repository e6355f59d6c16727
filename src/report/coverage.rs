//! What is vouched for: every leaf of a document falls into exactly one [`Class`].
//!
//! The promise behind the first four classes: such a leaf cannot have another value and
//! pass, whatever else is changed with it. An optional member can be removed or renamed; then
//! neither place is vouched for. The order of `/aliases` and of `/paper/cross_cats` is not
//! vouched for: both are compared as sets. Nor is `/paper/abstract_excerpt`, even where it
//! passes its check: a text of 600 characters or more in its place would be skipped, not
//! failed.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::json::document::{Document, Value};
use crate::json::shorten::Shortened;
use crate::json::work;

/// What vouches for a leaf, if anything does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Inside `canonical_record`, whose digest the receipt signs.
    Signed,
    /// Equal to what was recomputed from the signed bytes or the trusted key, or to the
    /// only valid value.
    Checked,
    /// A copy equal to a signed value.
    Mirrored,
    /// Text whose canonical hash is signed.
    HashBound,
    /// All the rest, and everything if the signature is not verified.
    #[default]
    Unsigned,
}

impl Class {
    /// Every class, in the order of the contract.
    pub const ALL: [Self; 5] = [
        Self::Signed,
        Self::Checked,
        Self::Mirrored,
        Self::HashBound,
        Self::Unsigned,
    ];

    /// The name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Checked => "checked",
            Self::Mirrored => "mirrored",
            Self::HashBound => "hash_bound",
            Self::Unsigned => "unsigned",
        }
    }
}

/// The class of every leaf of a document while its checks run; after
/// [`find_common`](Self::find_common), that of every array and object too, if its leaves have one in
/// common.
#[derive(Debug)]
pub(crate) struct LeafClasses(Vec<Option<Class>>);

impl LeafClasses {
    pub(crate) fn new(document: &Document<'_>) -> Self {
        Self(vec![Some(Class::Unsigned); document.len()])
    }

    /// Classes for a run that does not count them: nothing is put into a class.
    pub(crate) fn uncounted() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn class(&self, leaf: Value<'_>) -> Class {
        self.common(leaf).unwrap_or_default()
    }

    /// The class of all leaves at or below a value, if they have one in common. For an array
    /// or object it is known once [`find_common`](Self::find_common) was called.
    pub(crate) fn common(&self, value: Value<'_>) -> Option<Class> {
        work::count(1);
        self.0.get(value.index()).copied().flatten()
    }

    /// Puts every leaf at or below a value into a class.
    pub(crate) fn set(&mut self, value: Value<'_>, class: Class) {
        if self.0.is_empty() {
            return;
        }
        for leaf in value.leaves() {
            self.put(leaf, Some(class));
        }
    }

    /// Gives each leaf of a copy the class of the leaf at the same place in the original,
    /// which is the same value.
    pub(crate) fn repeat(&mut self, original: Value<'_>, copy: Value<'_>) {
        if self.0.is_empty() {
            return;
        }
        for (original, copy) in original.leaves().zip(copy.leaves()) {
            self.put(copy, Some(self.class(original)));
        }
    }

    fn put(&mut self, value: Value<'_>, class: Option<Class>) {
        if let Some(mark) = self.0.get_mut(value.index()) {
            *mark = class;
        }
    }

    /// Finds the class of each array and object, the inner ones first.
    #[cfg(feature = "page")]
    pub(crate) fn find_common(&mut self, document: &Document<'_>) {
        let values = document.root().values().rev();
        for value in values.filter(|value| !value.is_leaf()) {
            let mut classes = value.children().map(|child| self.common(child));
            let first = classes.next().flatten();
            let common = first.filter(|_| classes.all(|class| class == first));
            self.put(value, common);
        }
    }

    /// Makes every leaf unsigned again.
    pub(crate) fn clear(&mut self) {
        self.0.fill(Some(Class::Unsigned));
    }
}

/// How many leaves fall into each class, and, if requested, which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    counts: [u64; Class::ALL.len()],
    listed: Option<LeafLists>,
}

/// The JSON Pointers of leaves by class, the first ones in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LeafLists {
    leaves: [Vec<String>; Class::ALL.len()],
    omitted: u64,
}

/// The most bytes that a list of leaves takes, whatever the document; that of the real record
/// takes 9,000.
///
/// Each pointer repeats the names above it, so a list may be as long as the square of its
/// document.
const MAX_LIST: usize = 1 << 20;
/// What the list of any document may take.
const MIN_LIST: usize = 1 << 16;

impl Coverage {
    /// Counts the leaves of a document; with `list`, keeps their JSON Pointers too, as many
    /// as fit.
    pub(crate) fn of(document: &Document<'_>, marks: &LeafClasses, list: bool) -> Self {
        let mut coverage = Self::default();
        for leaf in document.root().leaves() {
            if let Some(count) = coverage.counts.get_mut(marks.class(leaf) as usize) {
                *count += 1;
            }
        }
        coverage.listed = list.then(|| LeafLists::of(document, marks, coverage.total()));
        coverage
    }

    /// The number of leaves in a class.
    #[must_use]
    pub fn count(&self, class: Class) -> u64 {
        self.counts.get(class as usize).copied().unwrap_or_default()
    }

    /// The number of leaves in the document.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The JSON Pointers of a class in document order, if they were requested.
    #[must_use]
    pub fn leaves(&self, class: Class) -> Option<&[String]> {
        let leaves = &self.listed.as_ref()?.leaves;
        leaves.get(class as usize).map(Vec::as_slice)
    }

    /// How many leaves at the end of the document did not fit into the list, if one was
    /// requested: lists take at most twice the bytes of the document, but always 64 KiB,
    /// and never more than 1 MiB.
    #[must_use]
    pub fn omitted(&self) -> Option<u64> {
        self.listed.as_ref().map(|listed| listed.omitted)
    }
}

impl LeafLists {
    fn of(document: &Document<'_>, marks: &LeafClasses, total: u64) -> Self {
        let mut listed = Self {
            omitted: total,
            ..Self::default()
        };
        let mut room = (2 * document.source.len()).clamp(MIN_LIST, MAX_LIST);
        let visit = &mut |pointer: &Shortened, leaf| {
            let pointer = pointer.kept();
            let needed = pointer.len() + size_of::<String>();
            let list = listed.leaves.get_mut(marks.class(leaf) as usize);
            let (Some(rest), Some(list)) = (room.checked_sub(needed), list) else {
                return ControlFlow::Break(());
            };
            work::count(needed);
            room = rest;
            list.push(pointer.to_owned());
            listed.omitted -= 1;
            ControlFlow::Continue(())
        };
        let pointer = &mut Shortened::up_to(usize::MAX);
        let _ = document.root().walk_leaves(pointer, visit);
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_class_that_all_leaves_have_in_common() {
        let document = Document::read(br#"{"a":[1,2],"b":[1,[2]],"c":[[],{"d":3}]}"#).unwrap();
        let mut marks = LeafClasses::new(&document);
        let at = |pointer| document.root().at(pointer).unwrap();
        marks.set(at("/a"), Class::Signed);
        marks.set(at("/b/1"), Class::Checked);
        marks.find_common(&document);
        for (pointer, common) in [
            ("/a", Some(Class::Signed)),
            ("/b", None),
            ("/b/1", Some(Class::Checked)),
            ("/c", Some(Class::Unsigned)),
            ("", None),
        ] {
            assert_eq!(marks.common(at(pointer)), common, "{pointer}");
        }
    }
}
