//! Reads what a document states at one place.

use std::fmt;

use super::encoding::{self, EncodingError};
use crate::json::document::{Kind, Value};
use crate::json::pointer;

/// What a document states at one place.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'d, T> {
    /// The member does not exist.
    Absent,
    /// The value cannot be right, whatever the rest of the document states.
    Malformed {
        /// The value, if the place itself exists.
        found: Option<Value<'d>>,
        /// The reason why it cannot be right.
        defect: Defect,
    },
    /// The value has the right form.
    Given {
        /// The value as a part of the document.
        at: Value<'d>,
        /// The value as it was read.
        value: T,
    },
}

/// The reason why a value cannot be right, whatever the rest of the document states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// The place is inside a value of this kind, which has no members.
    Below(Kind),
    /// The value has the wrong kind.
    Kind {
        /// The kind of the value.
        found: Kind,
        /// The kind that is expected there.
        expected: Kind,
    },
    /// The text does not encode the expected bytes.
    Encoding(EncodingError),
    /// The text is not a Pith Number.
    NotAPithNumber,
    /// The array has elements that are not strings.
    NotStrings,
}

impl fmt::Display for Defect {
    /// Writes the end of a sentence that begins with the name of the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(kind) => write!(f, "is inside {kind}, not an object"),
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
    /// Reads the value at a JSON Pointer.
    ///
    /// A place inside a value that is neither an object nor an array is malformed, and so is a
    /// member name inside an array.
    #[inline]
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

    /// Reads the member of an object with this name, or the element of an array at this index.
    #[inline]
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

    /// Requires the value to be of this kind.
    pub fn of_kind(self, expected: Kind) -> Self {
        self.refine(|value| match value.kind() {
            found if found == expected => Ok(value),
            found => Err(Defect::Kind { found, expected }),
        })
    }

    /// Requires the value to be a string, and reads its text.
    pub fn of_text(self) -> Claim<'d, &'d str> {
        self.of_kind(Kind::String).refine(|value| Ok(value.text()))
    }
}

impl<'d> Claim<'d, &'d str> {
    /// Reads the string at a JSON Pointer.
    pub fn string_at(root: Value<'d>, pointer: &str) -> Self {
        Claim::at(root, pointer).of_text()
    }

    /// Requires the string to be lower-case hex of `N` bytes.
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

    /// Returns the value, if it exists and has the right form.
    pub fn given(self) -> Option<T> {
        match self {
            Self::Given { value, .. } => Some(value),
            _ => None,
        }
    }
}
