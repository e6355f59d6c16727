//! A JSON text, read once and strictly, as a flat tree.
//!
//! Values lie in document order in one vector, and all their text (names,
//! unescaped strings, numbers as written) in one string beside it: sixteen bytes
//! a value, no pointer, no borrow of the input. [`Value`] is the way to walk it.

use std::fmt;

use crate::pointer;

/// How many arrays and objects may be open at once.
///
/// Real records nest 6 deep. The JSON parser underneath gives up at 128; a lower
/// limit of our own makes the error ours, with its name and its place.
pub const MAX_DEPTH: usize = 100;

/// The kinds of JSON value; numbers keep the kind they were written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number without `.`, `e` or `E`.
    Integer,
    /// A number with `.`, `e` or `E`.
    Float,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::False | Self::True => "a boolean",
            Self::Integer | Self::Float => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// One value of the tree. Positions and lengths fit 32 bits because the reader
/// refuses longer input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Where the name starts in the text; a scalar's own text follows it.
    pub(crate) start: u32,
    pub(crate) name_len: u32,
    /// Length of a scalar's text; for an array or object, the index after its last descendant.
    pub(crate) extent: u32,
}

/// A JSON text that the strict reader has accepted whole.
#[derive(Debug, Default)]
pub struct Document {
    pub(crate) nodes: Vec<Node>,
    pub(crate) text: String,
}

impl Document {
    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        self.value(0)
    }

    /// How many values there are, arrays and objects included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn value(&self, index: usize) -> Value<'_> {
        // A document always has a root, and every index comes from the tree itself;
        // the fallback is there to keep this free of panics.
        const NOTHING: Node = Node {
            kind: Kind::Null,
            start: 0,
            name_len: 0,
            extent: 0,
        };
        Value {
            document: self,
            index,
            node: self.nodes.get(index).copied().unwrap_or(NOTHING),
        }
    }

    fn slice(&self, start: usize, len: usize) -> &str {
        self.text.get(start..start + len).unwrap_or_default()
    }
}

/// A value inside a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    document: &'d Document,
    index: usize,
    node: Node,
}

impl<'d> Value<'d> {
    /// What kind of value this is.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.node.kind
    }

    /// Its place in document order, the root being 0.
    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// Its name, if it is a member of an object; otherwise the empty string.
    #[must_use]
    pub fn name(self) -> &'d str {
        self.document
            .slice(self.node.start as usize, self.node.name_len as usize)
    }

    /// The unescaped text of a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'d str> {
        (self.node.kind == Kind::String).then(|| self.text())
    }

    /// The unescaped text of a string, the digits of a number as written, or nothing.
    pub(crate) fn text(self) -> &'d str {
        if self.is_container() {
            return "";
        }
        let start = self.node.start + self.node.name_len;
        self.document
            .slice(start as usize, self.node.extent as usize)
    }

    fn is_container(self) -> bool {
        matches!(self.node.kind, Kind::Array | Kind::Object)
    }

    /// The index after its last descendant.
    fn end(self) -> usize {
        if self.is_container() {
            self.node.extent as usize
        } else {
            self.index + 1
        }
    }

    /// Whether it has nothing below it: a scalar, an empty array or an empty object.
    #[must_use]
    pub fn is_leaf(self) -> bool {
        self.end() == self.index + 1
    }

    /// The elements of an array or the members of an object, in document order.
    pub fn children(self) -> impl Iterator<Item = Value<'d>> {
        let end = self.end();
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = self.document.value(next);
                next = child.end();
                child
            })
        })
    }

    /// Every leaf at or below this value, in document order.
    pub fn leaves(self) -> impl Iterator<Item = Value<'d>> {
        (self.index..self.end())
            .map(|index| self.document.value(index))
            .filter(|value| value.is_leaf())
    }

    /// A member of an object by its name.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Value<'d>> {
        if self.node.kind != Kind::Object {
            return None;
        }
        // Comparing lengths first spares most of the comparisons of text.
        self.children()
            .find(|child| child.node.name_len as usize == name.len() && child.name() == name)
    }

    /// The value at a JSON Pointer (RFC 6901) from here; `""` is this value.
    #[must_use]
    pub fn at(self, pointer: &str) -> Option<Value<'d>> {
        pointer::tokens(pointer)?.try_fold(self, |value, token| match value.kind() {
            Kind::Object => value.member(&token),
            Kind::Array => value.children().nth(pointer::array_index(&token)?),
            _ => None,
        })
    }

    /// Calls `visit` with each leaf below this value and its JSON Pointer.
    pub(crate) fn walk_leaves(self, prefix: &mut String, visit: &mut impl FnMut(&str, Value<'d>)) {
        if self.is_leaf() {
            return visit(prefix, self);
        }
        for (position, child) in self.children().enumerate() {
            let length = prefix.len();
            if self.node.kind == Kind::Object {
                pointer::push_name(prefix, child.name());
            } else {
                pointer::push_index(prefix, position);
            }
            child.walk_leaves(prefix, visit);
            prefix.truncate(length);
        }
    }
}
