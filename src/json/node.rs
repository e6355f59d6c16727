//! Stores each name or value of a document in eight bytes.

use std::fmt;
use std::ops::Range;

/// The kinds of JSON values; integers and other numbers are separate kinds.
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

/// Says whether a node of the tree is a name or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// The node is a value of this kind.
    Value(Kind),
    /// The node is the name of the value that follows it.
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

/// The code of [`Tag::Name`].
const NAME: u32 = 8;
const TAG_BITS: u32 = 4;
/// This bit is set in the code of a name or string that was written with escapes.
const ESCAPED: u32 = 1 << TAG_BITS;
const CODE_BITS: u32 = TAG_BITS + 1;

/// The largest number of bytes that any document may have, 128 MiB, even if a caller allows more.
///
/// A node takes 64 bits, 27 of which hold a length or an index.
pub const MAX_BYTES: usize = (1 << (32 - CODE_BITS)) - 1;

/// A value or a name of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// The byte at which the text starts, after the opening quote if it has one.
    ///
    /// It counts in the source, or in the unescaped text if the text was written with escapes.
    pub(super) start: u32,
    /// The code of the tag, and a number in the higher bits.
    ///
    /// For an array or object, the number is the index after the last descendant; otherwise it
    /// is the length of the unescaped text.
    packed: u32,
}

impl Node {
    /// A placeholder for a node that does not exist: an empty text at no valid place.
    pub(super) const NONE: Self = Self {
        start: u32::MAX,
        packed: 0,
    };

    pub(crate) fn new(tag: Tag, escaped: bool, start: usize, length: usize) -> Self {
        let code = match tag {
            Tag::Value(kind) => kind as u32,
            Tag::Name => NAME,
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

    pub(super) fn tag(self) -> Tag {
        let tag = TAGS.get(self.code() as usize);
        tag.copied().unwrap_or(Tag::Value(Kind::Null))
    }

    pub(super) fn is_name(self) -> bool {
        self.code() == NAME
    }

    pub(super) fn is_escaped(self) -> bool {
        self.packed & ESCAPED != 0
    }

    pub(super) fn is_container(self) -> bool {
        self.code() == Kind::Array as u32 || self.code() == Kind::Object as u32
    }

    /// Returns the index after the last descendant; a node that has none ends after its own
    /// `index`.
    pub(super) fn end(self, index: usize) -> usize {
        if self.is_container() {
            self.extent()
        } else {
            index + 1
        }
    }

    /// Returns the range of the text of a name or scalar.
    pub(super) fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.extent()
    }

    /// Returns the length of the text, or the index after the last descendant.
    pub(super) fn extent(self) -> usize {
        (self.packed >> CODE_BITS) as usize
    }
}

/// Converts a length or an index, which never exceeds [`MAX_BYTES`], to 32 bits.
pub(super) fn narrow(number: usize) -> u32 {
    debug_assert!(number <= MAX_BYTES, "{number}");
    number as u32
}
