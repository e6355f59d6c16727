//! Sorts members and strings by code point.

use super::document::{Document, Value};
use super::node::narrow;

/// Returns the indexes sorted by the text of their nodes; equal texts stay in document order.
pub(super) fn sorted(document: &Document<'_>, indexes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut indexes: Vec<_> = indexes.collect();
    let text = |index: &u32| document.text_of(document.node(*index as usize));
    indexes.sort_unstable_by(|one, other| (text(one), one).cmp(&(text(other), other)));
    indexes
}

/// The members of an object, sorted by name, to find each in logarithmic time.
#[derive(Debug)]
pub struct Members<'d> {
    document: &'d Document<'d>,
    /// The indexes of the names.
    names: Vec<u32>,
}

impl<'d> Members<'d> {
    /// Returns the member with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'d>> {
        let document = self.document;
        let text = |index: &u32| document.text_of(document.node(*index as usize));
        let found = self
            .names
            .binary_search_by(|index| text(index).cmp(name.as_bytes()));
        let index = *self.names.get(found.ok()?)? as usize;
        Some(document.value(index + 1))
    }
}

impl<'d> Value<'d> {
    /// Returns the members of an object, sorted by name in the order of code points.
    pub(crate) fn sorted_members(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document();
        sorted(document, self.names())
            .into_iter()
            .map(|name| document.value(name as usize + 1))
    }

    /// Returns the strings of an array, sorted in the order of code points.
    pub(crate) fn sorted_elements(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document();
        let elements = self.children().map(|child| narrow(child.index()));
        sorted(document, elements)
            .into_iter()
            .map(|element| document.value(element as usize))
    }

    /// Returns the members of an object in a form that finds them by name many times.
    #[must_use]
    pub fn by_name(self) -> Members<'d> {
        Members {
            document: self.document(),
            names: sorted(self.document(), self.names()),
        }
    }
}
