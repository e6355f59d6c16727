//! A JSON text, read once and strictly, as a flat tree.
//!
//! Names and values lie in document order in one vector, eight bytes each; their text is
//! that of the input, or, where escapes had to be resolved, of one string beside it.
//! [`Value`] is the way to walk it.

use std::fmt;
use std::ops::Range;

use crate::pointer;

/// How many arrays and objects may be open at once.
///
/// Real records nest 6 deep.
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

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// A value.
    Value(Kind),
    /// The name of the value after it.
    Name,
}

/// Every tag, in the order of their codes in a [`Node`].
const TAGS: [Tag; 9] = [
    Tag::Value(Kind::Null),
    Tag::Value(Kind::False),
    Tag::Value(Kind::True),
    Tag::Value(Kind::Integer),
    Tag::Value(Kind::Float),
    Tag::Value(Kind::String),
    Tag::Value(Kind::Array),
    Tag::Value(Kind::Object),
    Tag::Name,
];

const TAG_BITS: u32 = 4;
/// Set in the code of a name or string that was written with escapes.
const ESCAPED: u32 = 1 << TAG_BITS;
const CODE_BITS: u32 = TAG_BITS + 1;

/// The most bytes that a document may have, whatever a caller's own limit: 128 MiB.
///
/// A node of the tree takes 64 bits, 27 of them for a length or an index.
pub const MAX_BYTES: usize = (1 << (32 - CODE_BITS)) - 1;

/// One value or name of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// The byte of the input at which its text starts (for strings: after the quote).
    start: u32,
    /// The code of the tag, and above it: for an array or object the index after its last
    /// descendant, for all else the length of its text, unescaped.
    packed: u32,
}

impl Node {
    pub(crate) fn new(tag: Tag, escaped: bool, start: usize, length: usize) -> Self {
        let code = match tag {
            Tag::Value(kind) => kind as u32,
            Tag::Name => narrow(TAGS.len() - 1),
        };
        let escaped = if escaped { ESCAPED } else { 0 };
        Self {
            start: narrow(start),
            packed: code | escaped | narrow(length) << CODE_BITS,
        }
    }

    /// Sets the index after the last descendant of an array or object.
    pub(crate) fn close(&mut self, end: usize) {
        self.packed |= narrow(end) << CODE_BITS;
    }

    fn code(self) -> u32 {
        self.packed & (ESCAPED - 1)
    }

    fn tag(self) -> Tag {
        TAGS.get(self.code() as usize)
            .copied()
            .unwrap_or(Tag::Value(Kind::Null))
    }

    fn is_escaped(self) -> bool {
        self.packed & ESCAPED != 0
    }

    fn is_container(self) -> bool {
        self.code() == Kind::Array as u32 || self.code() == Kind::Object as u32
    }

    /// The index after its last descendant, or, if it can have none, after its own.
    fn end(self, index: usize) -> usize {
        if self.is_container() {
            self.extent()
        } else {
            index + 1
        }
    }

    /// Where the text of a name or a scalar lies.
    fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.extent()
    }

    /// The length of the text, or the index after the last descendant.
    fn extent(self) -> usize {
        (self.packed >> CODE_BITS) as usize
    }
}

/// The reader refuses input over [`MAX_BYTES`], and nothing in a tree exceeds its input.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A JSON text that the strict reader has accepted whole.
#[derive(Debug)]
pub struct Document<'t> {
    pub(crate) nodes: Vec<Node>,
    pub(crate) source: &'t str,
    /// The text (UTF-8) of names and strings that were written with escapes, each at the byte
    /// at which it stands in the source: unescaping makes no text longer.
    pub(crate) unescaped: Vec<u8>,
}

impl Document<'_> {
    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        self.value(0)
    }

    /// How many names and values there are, arrays and objects included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, index: usize) -> Node {
        // A document always has a root, and every index comes from the tree itself;
        // the fallback is there to keep this free of panics.
        const NOTHING: Node = Node {
            start: u32::MAX,
            packed: 0,
        };
        self.nodes.get(index).copied().unwrap_or(NOTHING)
    }

    pub(crate) fn value(&self, index: usize) -> Value<'_> {
        Value {
            document: self,
            index,
            node: self.node(index),
        }
    }

    fn is_name(&self, index: usize) -> bool {
        self.node(index).tag() == Tag::Name
    }

    /// The byte of the source at which a node starts.
    pub(crate) fn start(&self, index: usize) -> usize {
        self.node(index).start as usize
    }

    /// The text of a name or a scalar, unescaped.
    pub(crate) fn text(&self, index: usize) -> &str {
        let node = self.node(index);
        if node.is_escaped() {
            return std::str::from_utf8(self.text_of(node)).unwrap_or_default();
        }
        self.source.get(node.range()).unwrap_or_default()
    }

    /// The UTF-8 of that text: to compare, which is most of what is done with names.
    pub(crate) fn text_of(&self, node: Node) -> &[u8] {
        let all = if node.is_escaped() {
            &self.unescaped
        } else {
            self.source.as_bytes()
        };
        all.get(node.range()).unwrap_or_default()
    }
}

/// The indexes of names or strings in the order of their text.
fn sorted(document: &Document<'_>, mut indexes: Vec<u32>) -> impl Iterator<Item = usize> {
    let text = |index: &u32| document.text_of(document.node(*index as usize));
    indexes.sort_unstable_by(|one, other| text(one).cmp(text(other)));
    indexes.into_iter().map(|index| index as usize)
}

/// A value inside a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    index: usize,
    node: Node,
}

impl<'d> Value<'d> {
    /// What kind of value this is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.node.tag() {
            Tag::Value(kind) => kind,
            Tag::Name => Kind::Null,
        }
    }

    /// The document that it is part of.
    pub(crate) fn document(self) -> &'d Document<'d> {
        self.document
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
        if self.node.is_container() {
            return "";
        }
        self.document.text(self.index)
    }

    fn end(self) -> usize {
        self.node.end(self.index)
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

    /// The indexes of the names of an object's members.
    pub(crate) fn names(self) -> impl Iterator<Item = u32> {
        self.children().map(|child| narrow(child.index - 1))
    }

    /// The members of an object in the order of their names, by code point.
    pub(crate) fn sorted_members(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document;
        sorted(document, self.names().collect()).map(|name| document.value(name + 1))
    }

    /// The elements of an array of strings in the order of their text, by code point.
    pub(crate) fn sorted_elements(self) -> impl Iterator<Item = Value<'d>> {
        let document = self.document;
        let elements = self.children().map(|child| narrow(child.index));
        sorted(document, elements.collect()).map(|element| document.value(element))
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
        // Lengths first, text second: this is where verification looks most often.
        let document = self.document;
        let nodes = document.nodes.get(..self.end())?;
        let mut index = self.index + 1;
        while let Some([found, value]) = nodes.get(index..index + 2) {
            if found.extent() == name.len() && document.text_of(*found) == name.as_bytes() {
                return Some(document.value(index + 1));
            }
            index = value.end(index + 1);
        }
        None
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

    /// The JSON Pointer to this value, from the root of its document.
    pub(crate) fn pointer(self) -> String {
        let mut pointer = String::new();
        let mut around = self.document.root();
        while around.index < self.index {
            let mut children = around.children().enumerate();
            let Some((position, child)) = children.find(|(_, child)| self.index < child.end())
            else {
                break;
            };
            if around.kind() == Kind::Object {
                pointer::push_name(&mut pointer, child.name());
            } else {
                pointer::push_index(&mut pointer, position);
            }
            around = child;
        }
        pointer
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
