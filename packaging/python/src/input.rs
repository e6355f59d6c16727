//! Reads the arguments that are data.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use pith_verify::corpus::file;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMapping, PyMemoryView, PyString};

/// What arguments that are data may be.
pub const DATA: &str = "bytes, str or os.PathLike";

/// An argument that is data.
pub enum Input<'py> {
    /// The content itself.
    Content(Bound<'py, PyBytes>),
    /// A file that has the content.
    File(PathBuf),
}

/// The content of an argument, and the name of the file that it was read from.
#[derive(Clone)]
pub struct Content {
    pub bytes: Vec<u8>,
    pub file: Option<String>,
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
            let path = path.extract::<OsString>()?.into();
            return Ok(Some(Self::File(not_stdin(path))));
        }
        Ok(None)
    }

    /// Returns the content. A file may have at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// `ValueError` if a file cannot be read; the message starts with `noun` and names the file.
    pub fn content(self, noun: &str, limit: u64) -> PyResult<Content> {
        let path = match self {
            Self::Content(bytes) => {
                return Ok(Content {
                    bytes: bytes.as_bytes().to_vec(),
                    file: None,
                });
            }
            Self::File(path) => path,
        };
        let name = path.display().to_string();
        let bytes = file::read_other(&path, limit, "this argument")
            .map_err(|error| PyValueError::new_err(format!("{noun} {name}: {error:#}")))?;
        Ok(Content {
            bytes,
            file: Some(name),
        })
    }
}

/// Returns the contents of one argument for data, or of an iterable of them, each with its place.
/// `noun` names one of them in errors about files.
pub fn contents(
    argument: &Bound<'_, PyAny>,
    name: &str,
    noun: &str,
    limit: u64,
) -> PyResult<Vec<(String, Content)>> {
    if let Some(one) = Input::of(argument)? {
        return Ok(vec![(name.to_owned(), one.content(noun, limit)?)]);
    }
    let expected = format!("{DATA}, or an iterable of these");
    let items = items(argument, name, &expected)?;
    let contents = items.into_iter().enumerate().map(|(index, item)| {
        let place = format!("{name}[{index}]");
        let input = Input::of(&item)?.ok_or_else(|| wrong_type(&place, DATA, &item))?;
        Ok((place, input.content(noun, limit)?))
    });
    contents.collect()
}

/// Returns the items of an iterable. A mapping is refused, since its items would be its names.
pub fn items<'py>(
    argument: &Bound<'py, PyAny>,
    name: &str,
    expected: &str,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    match argument.try_iter() {
        Ok(items) if argument.cast::<PyMapping>().is_err() => items.collect(),
        _ => Err(wrong_type(name, expected, argument)),
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

/// Returns a path that the library, too, understands as that of a file: `-` is standard input there.
pub fn not_stdin(path: PathBuf) -> PathBuf {
    if file::is_stdin(&path) {
        return Path::new(".").join(path);
    }
    path
}

/// Returns the error that `what` has the wrong type.
pub fn wrong_type(what: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    match found.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{what} must be {expected}, not {name}")),
        Err(error) => error,
    }
}
