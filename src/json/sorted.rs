//! Members and strings in the order of their text, by code point.

use super::document::{Document, Value};
use super::node::narrow;

/// The indexes of names or strings in the order of their text, equal ones in document order.
pub(super) fn sorted(document: &Document<'_>, indexes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut indexes: Vec<_> = indexes.collect();
    let text = |index: &u32| document.text_of(document.node(*index as usize));
    indexes.sort_unstable_by(|one, other| (text(one), one).cmp(&(text(other), other)));
    indexes
}

/// The members of an object in the order of their names: finds one in logarithmic time.
#[derive(Debug)]
pub struct Members<'d> {
    document: &'d Document<'d>,
    /// The indexes of the names.
    names: Vec<u32>,
}

impl<'d> Members<'d> {
    /// A member by its name.
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
    /// The members of an object in the order of their names, by code point.
    pub(crate) fn sorted_members(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document();
        sorted(document, self.names())
            .into_iter()
            .map(|name| document.value(name as usize + 1))
    }

    /// The elements of an array of strings in the order of their text, by code point.
    pub(crate) fn sorted_elements(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document();
        let elements = self.children().map(|child| narrow(child.index()));
        sorted(document, elements)
            .into_iter()
            .map(|element| document.value(element as usize))
    }

    /// The members of an object, to be looked up by name many times.
    #[must_use]
    pub fn by_name(self) -> Members<'d> {
        Members {
            document: self.document(),
            names: sorted(self.document(), self.names()),
        }
    }
}
