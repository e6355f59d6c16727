//! Classifies every leaf of a document by what vouches for it, into exactly one [`Class`].
//!
//! The first four classes make a promise: a document in which such a leaf has another value
//! does not pass, whatever else is changed. There are limits:
//!
//! - An optional member can be removed or renamed; then neither place is vouched for.
//! - The order of `/aliases` and of `/paper/cross_cats` is not vouched for, since both are
//!   compared as sets.
//! - `/paper/abstract_excerpt` is not vouched for, even if it passes its check: a text of 600
//!   characters or more in its place would be skipped, and would not fail.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::json::document::{Document, Value};
use crate::json::shorten::Shortened;
use crate::json::work;

/// What vouches for a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The leaf is inside `canonical_record`, whose digest the receipt signs.
    Signed,
    /// The leaf equals a value that was recomputed from the signed bytes or the trusted key, or
    /// the only valid value.
    Checked,
    /// The leaf is a copy that equals a signed value.
    Mirrored,
    /// The leaf is a text whose hash is signed.
    HashBound,
    /// Nothing vouches for the leaf; this is the class of every leaf if the signature is not
    /// verified.
    #[default]
    Unsigned,
}

impl Class {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 5] = [
        Self::Signed,
        Self::Checked,
        Self::Mirrored,
        Self::HashBound,
        Self::Unsigned,
    ];

    /// Returns the name in reports.
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

/// The class of every leaf of a document.
///
/// After [`find_common`](Self::find_common), it also has the class of every array and object
/// whose leaves all have the same class.
#[derive(Debug)]
pub(crate) struct LeafClasses {
    /// The classes, by the index of the value.
    of_values: Vec<Option<Class>>,
    /// The number of leaves in each class.
    counts: Counts,
}

type Counts = [u64; Class::ALL.len()];

impl LeafClasses {
    pub(crate) fn new(document: &Document<'_>) -> Self {
        let mut classes = Self {
            of_values: vec![Some(Class::Unsigned); document.len()],
            counts: Counts::default(),
        };
        classes.add(Class::Unsigned, document.leaves().into());
        classes
    }

    /// Returns a value that holds no classes, for a run that does not count them.
    pub(crate) fn uncounted() -> Self {
        Self {
            of_values: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub(crate) fn class(&self, leaf: Value<'_>) -> Class {
        self.common(leaf).unwrap_or_default()
    }

    /// Returns the class of all leaves at or below a value, if they have the same one.
    ///
    /// For an array or object, this is known after [`find_common`](Self::find_common).
    pub(crate) fn common(&self, value: Value<'_>) -> Option<Class> {
        work::count(1);
        self.of_values.get(value.index()).copied().flatten()
    }

    /// Puts every leaf at or below a value into a class.
    #[inline]
    pub(crate) fn set(&mut self, value: Value<'_>, class: Class) {
        if self.of_values.is_empty() {
            return;
        }
        if value.is_leaf() {
            return self.put(value, class);
        }
        for leaf in value.leaves() {
            self.put(leaf, class);
        }
    }

    /// Gives each leaf of a copy the class of the same leaf in the original.
    pub(crate) fn repeat(&mut self, original: Value<'_>, copy: Value<'_>) {
        if self.of_values.is_empty() {
            return;
        }
        for (original, copy) in original.leaves().zip(copy.leaves()) {
            self.put(copy, self.class(original));
        }
    }

    /// Moves a leaf to a class.
    fn put(&mut self, leaf: Value<'_>, class: Class) {
        if let Some(Some(mark)) = self.of_values.get_mut(leaf.index()) {
            let before = std::mem::replace(mark, class);
            self.add(before, -1);
            self.add(class, 1);
        }
    }

    fn add(&mut self, class: Class, leaves: i64) {
        if let Some(count) = self.counts.get_mut(class as usize) {
            *count = count.wrapping_add_signed(leaves);
        }
    }

    /// Finds the class of each array and object, the innermost ones first.
    #[cfg(feature = "page")]
    pub(crate) fn find_common(&mut self, document: &Document<'_>) {
        let values = document.root().values().rev();
        for value in values.filter(|value| !value.is_leaf()) {
            let mut classes = value.children().map(|child| self.common(child));
            let first = classes.next().flatten();
            let common = first.filter(|_| classes.all(|class| class == first));
            if let Some(mark) = self.of_values.get_mut(value.index()) {
                *mark = common;
            }
        }
    }

    /// Puts every leaf into the class of unsigned leaves.
    pub(crate) fn clear(&mut self) {
        self.of_values.fill(Some(Class::Unsigned));
        let total = self.counts.iter().sum();
        self.counts = Counts::default();
        if let Some(unsigned) = self.counts.get_mut(Class::Unsigned as usize) {
            *unsigned = total;
        }
    }
}

/// The number of leaves in each class and, if requested, their JSON Pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    counts: Counts,
    listed: Option<LeafLists>,
}

/// The JSON Pointers of leaves, by class and in document order, up to a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LeafLists {
    leaves: [Vec<String>; Class::ALL.len()],
    omitted: u64,
}

/// The largest number of bytes in the lists of leaves of any document.
///
/// Each JSON Pointer repeats the names above the leaf, so the lists can be as long as the
/// square of the document's length. Those of the real record have 9,000 bytes.
const MAX_LIST: usize = 1 << 20;
/// The number of bytes that the lists of leaves may always have, even for a short document.
const MIN_LIST: usize = 1 << 16;

impl Coverage {
    /// Returns the number of leaves in each class. If `list` is set, it also collects as many
    /// JSON Pointers as fit.
    pub(crate) fn of(document: &Document<'_>, marks: &LeafClasses, list: bool) -> Self {
        let total = marks.counts.iter().sum();
        Self {
            counts: marks.counts,
            listed: list.then(|| LeafLists::of(document, marks, total)),
        }
    }

    /// Returns the number of leaves in a class.
    #[must_use]
    pub fn count(&self, class: Class) -> u64 {
        self.counts.get(class as usize).copied().unwrap_or_default()
    }

    /// Returns the number of leaves in the document.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Returns the JSON Pointers of the leaves in a class, in document order, if they were
    /// requested.
    #[must_use]
    pub fn leaves(&self, class: Class) -> Option<&[String]> {
        let leaves = &self.listed.as_ref()?.leaves;
        leaves.get(class as usize).map(Vec::as_slice)
    }

    /// Returns the number of leaves that did not fit into the lists, if these were requested.
    ///
    /// The lists have at most twice as many bytes as the document, but 64 KiB are always
    /// allowed, and never more than 1 MiB.
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
    fn counts_every_leaf_in_the_class_where_it_was_put_last() {
        let document = Document::read(br#"{"a":[1,[]],"b":{},"c":[[2],{"d":3}]}"#).unwrap();
        let mut marks = LeafClasses::new(&document);
        let counts = |marks: &LeafClasses| {
            let coverage = Coverage::of(&document, marks, false);
            Class::ALL.map(|class| coverage.count(class))
        };
        assert_eq!(counts(&marks), [0, 0, 0, 0, 5]);
        let at = |pointer| document.root().at(pointer).unwrap();
        marks.set(at("/a"), Class::Signed);
        marks.set(at("/a/1"), Class::Checked);
        marks.repeat(at("/a"), at("/c"));
        assert_eq!(counts(&marks), [2, 2, 0, 0, 1]);
        marks.clear();
        assert_eq!(counts(&marks), [0, 0, 0, 0, 5]);
    }

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
