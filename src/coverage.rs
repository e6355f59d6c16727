//! What is vouched for: every leaf of a document falls into exactly one [`Class`].
//!
//! The promise behind the first four classes: no change to such a leaf, alone or
//! together with others, can still pass. The order of `/aliases` and of
//! `/paper/cross_cats` is not vouched for: both are compared as sets. Nor is
//! `/paper/abstract_excerpt`, even where it passes its check: a text of 600
//! characters or more in its place would be skipped, not failed.

use crate::document::{Document, Value};

/// Why a leaf is to be believed, or that nobody vouches for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Inside `canonical_record`, whose digest the receipt signs.
    Signed,
    /// Equal to what was recomputed from the signed bytes or the trusted key, or to the
    /// only value allowed.
    Checked,
    /// A copy equal to a signed value.
    Mirrored,
    /// Text whose canonical hash is signed.
    HashBound,
    /// All the rest, and everything while the signature is not verified.
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

/// The class of every value of a document while its checks run.
#[derive(Debug)]
pub(crate) struct Marks(Vec<Class>);

impl Marks {
    pub(crate) fn new(document: &Document<'_>) -> Self {
        Self(vec![Class::Unsigned; document.len()])
    }

    pub(crate) fn class(&self, value: Value<'_>) -> Class {
        self.0.get(value.index()).copied().unwrap_or_default()
    }

    /// Puts every leaf at or below a value into a class.
    pub(crate) fn set(&mut self, value: Value<'_>, class: Class) {
        for leaf in value.leaves() {
            if let Some(mark) = self.0.get_mut(leaf.index()) {
                *mark = class;
            }
        }
    }

    /// Gives each leaf below `to` the class of the leaf at the same place below `from`.
    pub(crate) fn repeat(&mut self, from: Value<'_>, to: Value<'_>) {
        if to.is_leaf() {
            return self.set(to, self.class(from));
        }
        let mut originals = from.children();
        for child in to.children() {
            // A copy has the same names, as a rule in the same order.
            let original = originals.next().filter(|next| next.name() == child.name());
            let original = original.or_else(|| from.member(child.name()));
            if let Some(original) = original {
                self.repeat(original, child);
            }
        }
    }

    /// Nobody vouches for anything after all.
    pub(crate) fn clear(&mut self) {
        self.0.fill(Class::Unsigned);
    }
}

/// How many leaves fall into each class, and, if asked for, which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    counts: [u64; Class::ALL.len()],
    leaves: Option<[Vec<String>; Class::ALL.len()]>,
}

impl Coverage {
    /// Counts the leaves of a document; with `list`, keeps their JSON Pointers too.
    pub(crate) fn of(document: &Document<'_>, marks: &Marks, list: bool) -> Self {
        let mut coverage = Self::default();
        for leaf in document.root().leaves() {
            coverage.add(marks.class(leaf));
        }
        if list {
            let mut leaves: [Vec<String>; Class::ALL.len()] = Default::default();
            document
                .root()
                .walk_leaves(&mut String::new(), &mut |pointer, leaf| {
                    if let Some(list) = leaves.get_mut(marks.class(leaf) as usize) {
                        list.push(pointer.to_owned());
                    }
                });
            coverage.leaves = Some(leaves);
        }
        coverage
    }

    fn add(&mut self, class: Class) {
        if let Some(count) = self.counts.get_mut(class as usize) {
            *count += 1;
        }
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

    /// The JSON Pointers of a class in document order, if they were asked for.
    #[must_use]
    pub fn leaves(&self, class: Class) -> Option<&[String]> {
        self.leaves.as_ref()?.get(class as usize).map(Vec::as_slice)
    }
}
