//! What an argument that is data may be.

use std::ffi::OsString;
use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

/// An argument that is data.
pub enum Input<'py> {
    /// The content.
    Content(Bound<'py, PyBytes>),
    /// A file that has it.
    File(PathBuf),
}

impl<'py> Input<'py> {
    /// `None` if it is of no type that is data.
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

/// A lone surrogate, which UTF-8 does not have, becomes what the reader refuses as such.
fn encode<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = text.encode_utf8() {
        return Ok(bytes);
    }
    // Not the method of the value, which may be of a subclass.
    let encode = text.py().get_type::<PyString>().getattr("encode")?;
    let bytes = encode.call1((text, "utf-8", "surrogatepass"))?;
    Ok(bytes.cast_into()?)
}

/// `what` should have been something else.
pub fn wrong_type(what: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    match found.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{what} must be {expected}, not {name}")),
        Err(error) => error,
    }
}
