//! Reads arrays from Python objects.

use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyType};
use pyo3_arrow::ffi::ArrayReader;
use pyo3_arrow::{PyArray, PyArrayReader};

use super::rows::Rows;
use crate::input::{invalid, wrong_type};

/// An array, or chunks that are read one after the other.
pub enum Import {
    Array(Rows),
    Chunks(Chunks),
}

pub struct Chunks {
    what: &'static str,
    reader: Box<dyn ArrayReader + Send>,
}

impl Import {
    /// Reads the argument `what`.
    pub fn of(what: &'static str, array: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = array.py();
        // The class of an array has the methods too, but is not an array.
        if !array.is_instance_of::<PyType>() {
            if let Some(export) = array.getattr_opt(intern!(py, "__arrow_c_array__"))? {
                return one(what, &export.call0()?).map(Self::Array);
            }
            if let Some(export) = array.getattr_opt(intern!(py, "__arrow_c_stream__"))? {
                return several(what, &export.call0()?).map(Self::Chunks);
            }
        }
        let expected = "an Arrow array, or a column of pyarrow, pandas or Polars";
        Err(wrong_type(what, expected, array))
    }
}

fn one(what: &str, capsules: &Bound<'_, PyAny>) -> PyResult<Rows> {
    let Ok((schema, array)) = capsules.extract::<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)>()
    else {
        let method = format!("what the method __arrow_c_array__ of {what} returns");
        return Err(wrong_type(&method, "two capsules", capsules));
    };
    let import = || PyArray::from_arrow_pycapsule(&schema, &array);
    let array = caught(what, import)?.map_err(|error| unreadable(what, &error))?;
    Rows::of(what, array.array())
}

fn several(what: &'static str, capsule: &Bound<'_, PyAny>) -> PyResult<Chunks> {
    let Ok(stream) = capsule.cast::<PyCapsule>() else {
        let method = format!("what the method __arrow_c_stream__ of {what} returns");
        return Err(wrong_type(&method, "a capsule", capsule));
    };
    let import = || PyArrayReader::from_arrow_pycapsule(stream)?.into_reader();
    let reader = caught(what, import)?.map_err(|error| unreadable(what, &error))?;
    Rows::check(what, reader.field().data_type())?;
    Ok(Chunks { what, reader })
}

fn unreadable(what: &str, error: &dyn Display) -> PyErr {
    let message = format!("its Arrow capsule cannot be read: {error}");
    invalid(what, &message)
}

impl Iterator for Chunks {
    type Item = PyResult<Rows>;

    fn next(&mut self) -> Option<Self::Item> {
        let next: PyResult<Option<Result<ArrayRef, ArrowError>>> =
            caught(self.what, || self.reader.next());
        let array = next
            .transpose()?
            .and_then(|array| array.map_err(|error| unreadable(self.what, &error)));
        Some(array.and_then(|array| Rows::of(self.what, &array)))
    }
}

thread_local! {
    static IMPORTING: Cell<bool> = const { Cell::new(false) };
}

/// Returns a panic of the import as an error.
///
/// It panics if an object has no valid array, for example one that was imported before.
fn caught<T>(what: &str, import: impl FnOnce() -> T) -> PyResult<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IMPORTING.get() {
                print(panic);
            }
        }));
    });
    IMPORTING.set(true);
    let imported = catch_unwind(AssertUnwindSafe(import));
    IMPORTING.set(false);
    imported.map_err(|_| {
        let message =
            "its Arrow capsule is invalid or was already read; a capsule can be read only once";
        PyValueError::new_err(format!("{what}: {message}"))
    })
}
