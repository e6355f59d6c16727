//! Holds a JSON text as a flat tree.
//!
//! Names and values are in one vector in document order, eight bytes each. Their text is in the
//! input, or in a second buffer if it was written with escapes. [`Value`] is the way to walk
//! the tree.

use std::ops::ControlFlow;

use super::node::narrow;
pub use super::node::{Kind, MAX_BYTES};
pub(crate) use super::node::{Node, Tag};
use crate::json::pointer::{self, Step};
use crate::json::shorten::Shortened;
use crate::json::work;

/// How many arrays and objects may be open at the same time.
///
/// Real records are nested 6 levels deep.
pub const MAX_DEPTH: usize = 100;

/// A JSON text that the strict reader has accepted completely.
#[derive(Debug)]
pub struct Document<'t> {
    pub(crate) nodes: Vec<Node>,
    pub(crate) source: &'t str,
    /// The unescaped text (UTF-8) of names and strings that were written with escapes.
    ///
    /// Each is preceded by its position in the source, in four bytes.
    pub(crate) unescaped: Vec<u8>,
    /// The number of commas between elements and between members.
    pub(crate) commas: u32,
    /// Whether any name fails [`is_usual_name`](super::usual_names::is_usual_name).
    pub(crate) has_unusual_names: bool,
}

impl Document<'_> {
    /// Returns the outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        self.value(0)
    }

    /// Returns the names of all members below a value.
    pub(crate) fn names_below(&self, value: Value<'_>) -> impl Iterator<Item = &str> {
        (value.index..value.end())
            .filter(|index| self.is_name(*index))
            .map(|index| self.text(index))
    }

    /// Returns the number of names and values, including arrays and objects.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the number of leaves.
    pub(crate) fn leaves(&self) -> u32 {
        // Leaves are scalars and empty arrays and objects. Between two neighbors, there is exactly
        // one comma.
        self.commas + 1
    }

    pub(crate) fn node(&self, index: usize) -> Node {
        // Every document has a root, and every index comes from the tree itself. The fallback
        // only avoids a panic.
        work::count(1);
        self.nodes.get(index).copied().unwrap_or(Node::NONE)
    }

    pub(crate) fn value(&self, index: usize) -> Value<'_> {
        Value {
            document: self,
            index,
            node: self.node(index),
        }
    }

    fn is_name(&self, index: usize) -> bool {
        self.node(index).is_name()
    }

    /// Returns the index of the value of the first member with this name.
    ///
    /// The members are those of one object, from the one whose name is at index `first` to the one
    /// before index `end`. The object may still be open.
    pub(super) fn member(&self, first: usize, end: usize, name: &[u8]) -> Option<usize> {
        // Verification spends most of its look-ups here, so lengths are compared before texts.
        let nodes = self.nodes.get(..end)?;
        let mut index = first;
        'members: loop {
            // A member with a scalar takes exactly two nodes, so the processor can compare the
            // next name before it has looked at the value.
            let (members, _) = nodes.get(index..)?.as_chunks();
            for [found, value] in members {
                work::count(1);
                if found.extent() == name.len() && self.text_of(*found) == name {
                    return Some(index + 1);
                }
                if value.is_container() {
                    index = value.extent();
                    continue 'members;
                }
                index += 2;
            }
            return None;
        }
    }

    /// Returns the byte of the source at which the text of a node starts.
    pub(crate) fn start(&self, index: usize) -> usize {
        let node = self.node(index);
        let start = if node.is_escaped() {
            let text = self.unescaped.get(..node.start as usize);
            let stated = text.and_then(|text| text.last_chunk());
            stated.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes))
        } else {
            node.start
        };
        start as usize
    }

    /// Makes room for the unescaped text of a string at this byte of the source.
    ///
    /// Returns the position at which this text starts.
    pub(crate) fn begin_unescaped(&mut self, start: usize) -> usize {
        /// The unescaped text of a typical record fits into this.
        const USUAL: usize = 256;
        if self.unescaped.capacity() == 0 {
            self.unescaped.reserve(USUAL);
        }
        self.unescaped.extend(narrow(start).to_le_bytes());
        self.unescaped.len()
    }

    /// Returns the unescaped text of a name or a scalar.
    pub(crate) fn text(&self, index: usize) -> &str {
        let node = self.node(index);
        if node.is_escaped() {
            return std::str::from_utf8(self.text_of(node)).unwrap_or_default();
        }
        self.source.get(node.range()).unwrap_or_default()
    }

    /// Returns a name or string as it was written, with its quotes; `None` if it has escapes.
    pub(crate) fn verbatim(&self, index: usize) -> Option<&str> {
        let node = self.node(index);
        let range = node.range();
        let quoted = self.source.get(range.start.checked_sub(1)?..range.end + 1);
        quoted.filter(|_| !node.is_escaped())
    }

    /// Returns the unescaped text of a node as bytes, which are cheaper to compare.
    pub(crate) fn text_of(&self, node: Node) -> &[u8] {
        work::count(1);
        let all = if node.is_escaped() {
            &self.unescaped
        } else {
            self.source.as_bytes()
        };
        all.get(node.range()).unwrap_or_default()
    }
}

/// A value inside a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    index: usize,
    node: Node,
}

impl<'d> Value<'d> {
    /// Returns the kind of the value.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.node.tag() {
            Tag::Value(kind) => kind,
            Tag::Name => Kind::Null,
        }
    }

    /// Returns the document that contains the value.
    pub(crate) fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// Returns the position of the value in document order; the root is 0.
    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// Returns the name of the value if it is a member of an object, otherwise the empty
    /// string.
    #[must_use]
    pub fn name(self) -> &'d str {
        match self.index.checked_sub(1) {
            Some(before) if self.document.is_name(before) => self.document.text(before),
            _ => "",
        }
    }

    /// Returns the unescaped text if the value is a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'d str> {
        (self.kind() == Kind::String).then(|| self.text())
    }

    /// Returns the unescaped text of a string or the digits of a number as written.
    ///
    /// Returns the empty string for every other kind of value.
    pub(crate) fn text(self) -> &'d str {
        if self.node.is_container() {
            return "";
        }
        self.document.text(self.index)
    }

    fn end(self) -> usize {
        self.node.end(self.index)
    }

    /// Returns the number of names and values at or below it.
    pub(super) fn size(self) -> usize {
        self.end() - self.index
    }

    /// Returns whether nothing is below it: it is a scalar, an empty array or an empty object.
    #[must_use]
    pub fn is_leaf(self) -> bool {
        self.end() == self.index + 1
    }

    /// Returns the elements of an array or the members of an object, in document order.
    pub fn children(self) -> impl Iterator<Item = Value<'d>> {
        let end = self.end();
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = self
                    .document
                    .value(next + usize::from(self.document.is_name(next)));
                next = child.end();
                child
            })
        })
    }

    /// Returns whether two values have the same names and values in the same order.
    ///
    /// Numbers are the same only if they are written in the same way.
    pub(crate) fn eq_verbatim(self, other: Value<'_>) -> bool {
        let same = |(left, right): (usize, usize)| {
            let (one, two) = (self.document.node(left), other.document.node(right));
            let same = if one.is_container() {
                one.extent().wrapping_sub(left) == two.extent().wrapping_sub(right)
            } else {
                self.document.text_of(one) == other.document.text_of(two)
            };
            same && one.tag() == two.tag()
        };
        let (left, right) = (self.index..self.end(), other.index..other.end());
        left.len() == right.len() && left.zip(right).all(same)
    }

    /// Returns the indexes of the names of an object's members.
    pub(crate) fn names(self) -> impl Iterator<Item = u32> {
        self.children().map(|child| narrow(child.index - 1))
    }

    /// Returns this value and every value below it, in document order.
    pub(crate) fn values(self) -> impl DoubleEndedIterator<Item = Value<'d>> {
        (self.index..self.end())
            .map(|index| self.document.value(index))
            .filter(|value| !value.node.is_name())
    }

    /// Returns every leaf at or below this value, in document order.
    pub fn leaves(self) -> impl Iterator<Item = Value<'d>> {
        self.values().filter(|value| value.is_leaf())
    }

    /// Returns the member of an object with this name.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Value<'d>> {
        if self.kind() != Kind::Object {
            return None;
        }
        let document = self.document;
        let value = document.member(self.index + 1, self.end(), name.as_bytes())?;
        Some(document.value(value))
    }

    /// Returns the value at a JSON Pointer (RFC 6901) that starts here; `""` is this value.
    #[must_use]
    pub fn at(self, pointer: &str) -> Option<Value<'d>> {
        pointer::tokens(pointer)?.try_fold(self, |value, token| value.child(&token))
    }

    /// Returns the value that one reference token of a JSON Pointer leads to.
    #[inline]
    pub(crate) fn child(self, token: &str) -> Option<Value<'d>> {
        match self.kind() {
            Kind::Object => self.member(token),
            Kind::Array => self.children().nth(pointer::array_index(token)?),
            _ => None,
        }
    }

    /// Returns the line of the source, from 1, of the value at a JSON Pointer that starts here.
    ///
    /// If there is no such value, it is the line of the last value on the way to it.
    pub(crate) fn line_of(self, pointer: &str) -> u64 {
        let mut value = self;
        for token in pointer::tokens(pointer).into_iter().flatten() {
            let Some(child) = value.child(&token) else {
                break;
            };
            value = child;
        }
        let start = self.document.start(value.index);
        let before = self
            .document
            .source
            .as_bytes()
            .get(..start)
            .unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
    }

    /// Returns the JSON Pointer from the root of the document to this value.
    pub(crate) fn pointer(self) -> Shortened {
        let mut pointer = Shortened::default();
        let mut around = self.document.root();
        while around.index < self.index {
            let mut steps = around.steps();
            let Some((step, child)) = steps.find(|(_, child)| self.index < child.end()) else {
                break;
            };
            pointer.enter(step);
            around = child;
        }
        pointer
    }

    /// Returns the elements or members, each with the reference token that leads to it.
    pub(crate) fn steps(self) -> impl Iterator<Item = (Step<'d>, Value<'d>)> {
        let is_object = self.kind() == Kind::Object;
        let children = self.children().enumerate();
        children.map(move |(position, child)| {
            let step = if is_object {
                Step::Name(child.name())
            } else {
                Step::Index(position)
            };
            (step, child)
        })
    }

    /// Calls `visit` with each leaf at or below this value and the JSON Pointer to it, until
    /// `visit` breaks.
    pub(crate) fn walk_leaves(
        self,
        pointer: &mut Shortened,
        visit: &mut impl FnMut(&Shortened, Value<'d>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.is_leaf() {
            return visit(pointer, self);
        }
        for (step, child) in self.steps() {
            let mark = pointer.enter(step);
            child.walk_leaves(pointer, visit)?;
            pointer.leave(mark);
        }
        ControlFlow::Continue(())
    }
}
