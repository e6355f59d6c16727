//! Reads the values of an array.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array as _, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// The values of an array.
///
/// Strings are handled as bytes, since only the reader of documents checks that they are UTF-8.
pub enum Rows {
    Binary(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    Null(usize),
}

impl Rows {
    /// Checks that values can be read from arrays of a type. `what` is the name of the argument.
    pub fn check(what: &str, found: &DataType) -> PyResult<()> {
        use DataType as T;
        match found {
            T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Null => Ok(()),
            T::Binary | T::LargeBinary | T::BinaryView => Ok(()),
            other => Err(PyTypeError::new_err(format!(
                "{what} must be of strings or binaries, not of {other}: cast it to strings"
            ))),
        }
    }

    pub fn of(what: &str, array: &ArrayRef) -> PyResult<Self> {
        use DataType as T;
        Self::check(what, array.data_type())?;
        Ok(match array.data_type() {
            T::Utf8 => Self::Binary(array.as_string::<i32>().clone().into()),
            T::Binary => Self::Binary(array.as_binary::<i32>().clone()),
            T::LargeUtf8 => Self::Large(array.as_string::<i64>().clone().into()),
            T::LargeBinary => Self::Large(array.as_binary::<i64>().clone()),
            T::Utf8View => Self::View(array.as_string_view().clone().to_binary_view()),
            T::BinaryView => Self::View(array.as_binary_view().clone()),
            _ => Self::Null(array.len()),
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Binary(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
            Self::Null(length) => *length,
        }
    }

    /// Returns the value in a row, or `None` if the row is null.
    pub fn get(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Binary(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Null(_) => None,
        }
    }

    /// Returns the values of all rows.
    pub fn values(&self) -> impl Iterator<Item = Option<&[u8]>> {
        (0..self.len()).map(|row| self.get(row))
    }
}
