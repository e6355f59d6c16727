//! What a document says at one place.

use std::fmt;

use super::encoding::{self, EncodingError};
use crate::json::document::{Kind, Value};
use crate::json::pointer;

/// What a document says at one place.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'d, T> {
    /// There is no such member.
    Absent,
    /// A value that cannot be right whatever the rest says.
    Malformed {
        /// What is there, if the place itself exists.
        found: Option<Value<'d>>,
        /// Why it cannot be right.
        defect: Defect,
    },
    /// A value of the right form.
    Given {
        /// Where it is in the tree.
        at: Value<'d>,
        /// The value.
        value: T,
    },
}

/// Why a value cannot be right whatever the rest of the document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// The place would be below a value of this kind.
    Below(Kind),
    /// A value of one kind instead of another.
    Kind {
        /// What is there.
        found: Kind,
        /// What belongs there.
        expected: Kind,
    },
    /// A text that does not encode the bytes it should.
    Encoding(EncodingError),
    /// A text that is no Pith Number.
    NotAPithNumber,
    /// An array whose elements are not all strings.
    NotStrings,
}

impl fmt::Display for Defect {
    /// As the end of a sentence about the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(kind) => write!(f, "stands below {kind}, not an object"),
            Self::Kind { found, expected } => write!(f, "is {found}, not {expected}"),
            Self::Encoding(error) => write!(f, "is {error}"),
            Self::NotAPithNumber => {
                f.write_str("is not of the form pith:YYYY:<26 base32 characters>")
            }
            Self::NotStrings => f.write_str("holds something other than strings"),
        }
    }
}

impl<'d> Claim<'d, Value<'d>> {
    /// Whatever is at a JSON Pointer whose parents, where present, are objects or arrays.
    pub fn at(root: Value<'d>, pointer: &str) -> Self {
        let given = Self::Given {
            at: root,
            value: root,
        };
        pointer::split(pointer).fold(given, |claim, name| match claim {
            Self::Given { value, .. } => Self::child(value, name),
            claim => claim,
        })
    }

    /// Whatever an object has under a name, or an array at an index.
    pub fn child(parent: Value<'d>, token: &str) -> Self {
        match (parent.child(token), parent.kind()) {
            (Some(value), _) => Self::Given { at: value, value },
            (None, Kind::Object) => Self::Absent,
            (None, Kind::Array) if pointer::array_index(token).is_some() => Self::Absent,
            (None, kind) => Self::Malformed {
                found: None,
                defect: Defect::Below(kind),
            },
        }
    }

    /// The same, if it is of this kind.
    pub fn of_kind(self, expected: Kind) -> Self {
        self.refine(|value| match value.kind() {
            found if found == expected => Ok(value),
            found => Err(Defect::Kind { found, expected }),
        })
    }

    /// Its text, if it is a string.
    pub fn of_text(self) -> Claim<'d, &'d str> {
        self.of_kind(Kind::String).refine(|value| Ok(value.text()))
    }
}

impl<'d> Claim<'d, &'d str> {
    /// The string at a JSON Pointer.
    pub fn string_at(root: Value<'d>, pointer: &str) -> Self {
        Claim::at(root, pointer).of_text()
    }

    /// The same, if it is lower-case hex of `N` bytes.
    pub fn of_hex<const N: usize>(self) -> Self {
        self.refine(|text| match encoding::check_hex::<N>(text) {
            Ok(()) => Ok(text),
            Err(error) => Err(Defect::Encoding(error)),
        })
    }
}

impl<'d, T> Claim<'d, T> {
    /// Reads the value further; an error makes the claim malformed.
    pub fn refine<U>(self, read: impl FnOnce(T) -> Result<U, Defect>) -> Claim<'d, U> {
        match self {
            Self::Absent => Claim::Absent,
            Self::Malformed { found, defect } => Claim::Malformed { found, defect },
            Self::Given { at, value } => match read(value) {
                Ok(value) => Claim::Given { at, value },
                Err(defect) => Claim::Malformed {
                    found: Some(at),
                    defect,
                },
            },
        }
    }

    /// The value, if it is there and of the right form.
    pub fn given(self) -> Option<T> {
        match self {
            Self::Given { value, .. } => Some(value),
            _ => None,
        }
    }
}
