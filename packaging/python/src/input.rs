//! Reads the arguments that are data.

use std::ffi::OsString;
use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

/// An argument that is data.
pub enum Input<'py> {
    /// The content itself.
    Content(Bound<'py, PyBytes>),
    /// A file that has the content.
    File(PathBuf),
}

impl<'py> Input<'py> {
    /// Returns the data, or `None` if the argument has no type for data.
    pub fn of(argument: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        let py = argument.py();
        if let Ok(bytes) = argument.cast::<PyBytes>() {
            return Ok(Some(Self::Content(bytes.clone())));
        }
        if let Ok(text) = argument.cast::<PyString>() {
            return Ok(Some(Self::Content(encode(text)?)));
        }
        if argument.is_instance_of::<PyByteArray>() || argument.is_instance_of::<PyMemoryView>() {
            let copy = py.get_type::<PyBytes>().call1((argument,))?;
            return Ok(Some(Self::Content(copy.cast_into()?)));
        }
        if argument.hasattr(intern!(py, "__fspath__"))? {
            let path = py.import("os")?.call_method1("fsdecode", (argument,))?;
            return Ok(Some(Self::File(path.extract::<OsString>()?.into())));
        }
        Ok(None)
    }
}

/// Encodes a text as UTF-8. A lone surrogate is encoded so that the reader refuses it.
fn encode<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = text.encode_utf8() {
        return Ok(bytes);
    }
    // The method of the value itself could be that of a subclass.
    let encode = text.py().get_type::<PyString>().getattr("encode")?;
    let bytes = encode.call1((text, "utf-8", "surrogatepass"))?;
    Ok(bytes.cast_into()?)
}

/// Returns the error that `what` has the wrong type.
pub fn wrong_type(what: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    match found.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{what} must be {expected}, not {name}")),
        Err(error) => error,
    }
}
