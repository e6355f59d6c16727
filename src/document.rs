//! A JSON text, read once and strictly, as a flat tree.
//!
//! Names and values lie in document order in one vector, and all their text (names,
//! unescaped strings, numbers as written) in one string beside it: eight bytes
//! each, no pointer, no borrow of the input. [`Value`] is the way to walk it.

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

/// What a node of the tree is: a value, or the name of the value after it.
pub(crate) type Tag = Option<Kind>;

/// Every tag, in the order of their codes in a [`Node`].
const TAGS: [Tag; 9] = [
    Some(Kind::Null),
    Some(Kind::False),
    Some(Kind::True),
    Some(Kind::Integer),
    Some(Kind::Float),
    Some(Kind::String),
    Some(Kind::Array),
    Some(Kind::Object),
    NAME,
];

/// The tag of a member name.
pub(crate) const NAME: Tag = None;

const TAG_BITS: u32 = 4;

/// The most bytes that a document may have, whatever a caller's own limit: half a GiB.
///
/// A node of the tree takes 64 bits, 28 of them for an index, and a value two bytes of input.
pub const MAX_BYTES: usize = (1 << (32 - TAG_BITS + 1)) - 1;

/// One value or name of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Where its text starts; it ends where that of the next node starts.
    start: u32,
    /// The code of the tag, and above it, for an array or object, the index after its
    /// last descendant.
    packed: u32,
}

impl Node {
    pub(crate) fn new(tag: Tag, start: usize) -> Self {
        let code = match tag {
            Some(kind) => kind as usize,
            NAME => TAGS.len() - 1,
        };
        Self {
            start: narrow(start),
            packed: narrow(code),
        }
    }

    /// Sets the index after the last descendant of an array or object.
    pub(crate) fn close(&mut self, end: usize) {
        self.packed |= narrow(end) << TAG_BITS;
    }

    fn tag(self) -> Tag {
        let code = self.packed & ((1 << TAG_BITS) - 1);
        TAGS.get(code as usize).copied().flatten()
    }

    fn end(self) -> usize {
        (self.packed >> TAG_BITS) as usize
    }
}

/// The reader refuses input over [`MAX_BYTES`], and nothing in a tree exceeds its input.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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

    /// How many names and values there are, arrays and objects included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, index: usize) -> Node {
        // A document always has a root, and every index comes from the tree itself;
        // the fallback is there to keep this free of panics.
        const NOTHING: Node = Node {
            start: u32::MAX,
            packed: 0,
        };
        self.nodes.get(index).copied().unwrap_or(NOTHING)
    }

    fn value(&self, index: usize) -> Value<'_> {
        Value {
            document: self,
            index,
            node: self.node(index),
        }
    }

    fn is_name(&self, index: usize) -> bool {
        index < self.nodes.len() && self.node(index).tag() == NAME
    }

    /// The text of a node: up to that of the next one, or to the end.
    fn text(&self, index: usize) -> &str {
        let start = self.node(index).start as usize;
        let end = match self.nodes.get(index + 1) {
            Some(next) => next.start as usize,
            None => self.text.len(),
        };
        self.text.get(start..end).unwrap_or_default()
    }

    /// The names of the members that an object has so far; it may still be open.
    pub(crate) fn names(&self, object: usize) -> impl Iterator<Item = &str> {
        let mut next = object + 1;
        std::iter::from_fn(move || {
            let name = self.is_name(next).then(|| self.text(next));
            next = self.value(next + 1).end();
            name
        })
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
        self.node.tag().unwrap_or(Kind::Null)
    }

    /// Its place in document order, the root being 0.
    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// Its name, if it is a member of an object; otherwise the empty string.
    #[must_use]
    pub fn name(self) -> &'d str {
        match self.index.checked_sub(1) {
            Some(before) if self.document.is_name(before) => self.document.text(before),
            _ => "",
        }
    }

    /// The unescaped text of a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'d str> {
        (self.kind() == Kind::String).then(|| self.text())
    }

    /// The unescaped text of a string, the digits of a number as written, or nothing.
    pub(crate) fn text(self) -> &'d str {
        if self.is_container() {
            return "";
        }
        self.document.text(self.index)
    }

    fn is_container(self) -> bool {
        matches!(self.kind(), Kind::Array | Kind::Object)
    }

    /// The index after its last descendant.
    fn end(self) -> usize {
        if self.is_container() {
            self.node.end()
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
                let child = self
                    .document
                    .value(next + usize::from(self.document.is_name(next)));
                next = child.end();
                child
            })
        })
    }

    /// Every leaf at or below this value, in document order.
    pub fn leaves(self) -> impl Iterator<Item = Value<'d>> {
        (self.index..self.end())
            .filter(|index| !self.document.is_name(*index))
            .map(|index| self.document.value(index))
            .filter(|value| value.is_leaf())
    }

    /// A member of an object by its name.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Value<'d>> {
        if self.kind() != Kind::Object {
            return None;
        }
        self.children().find(|child| child.name() == name)
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
            if self.kind() == Kind::Object {
                pointer::push_name(prefix, child.name());
            } else {
                pointer::push_index(prefix, position);
            }
            child.walk_leaves(prefix, visit);
            prefix.truncate(length);
        }
    }
}
