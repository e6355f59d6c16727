//! Reads the arguments that are data.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use pith_verify::corpus::file;
use pith_verify::corpus::reading::is_path;
use pith_verify::json::shorten::shorten;
use pith_verify::report::escape::Visible;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyMapping, PyMemoryView, PyString, PyType};

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
        // The class of a path has the method too, but is not a path.
        let is_path = argument.hasattr(intern!(py, "__fspath__"))?;
        if is_path && !argument.is_instance_of::<PyType>() {
            let path = py.import("os")?.call_method1("fsdecode", (argument,))?;
            return Ok(Some(Self::File(file_path(&path)?)));
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
            .map_err(|error| invalid(&format!("{noun} {name}"), &format!("{error:#}")))?;
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

/// Returns the items of an iterable.
///
/// # Errors
///
/// `TypeError` if it is no iterable, or one whose items are not what the caller means: those of
/// mappings and data frames are names, and those of bytes are numbers.
pub fn items<'py>(
    argument: &Bound<'py, PyAny>,
    name: &str,
    expected: &str,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    match argument.try_iter() {
        Ok(items) if !has_other_items(argument)? => items.collect(),
        _ => Err(wrong_type(name, expected, argument)),
    }
}

/// Returns whether the items of an iterable are names or numbers: see [`items`].
pub fn has_other_items(argument: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_bytes = argument.is_instance_of::<PyBytes>()
        || argument.is_instance_of::<PyByteArray>()
        || argument.is_instance_of::<PyMemoryView>();
    let is_frame = argument.hasattr(intern!(argument.py(), "columns"))?;
    Ok(is_bytes || is_frame || argument.cast::<PyMapping>().is_ok())
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

/// Returns the path of a file. The library reads standard input for `-`, so that is `./-`.
pub fn file_path(text: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    let path = text.extract::<OsString>().map_err(|_| {
        PyValueError::new_err("a path has a lone surrogate, which no name of a file has")
    })?;
    let path = PathBuf::from(path);
    if file::is_stdin(&path) {
        return Ok(Path::new(".").join(path));
    }
    Ok(path)
}

/// Returns a hint for a text that is not what an argument must be, if it looks like a path.
pub fn path_hint(text: &[u8]) -> Option<String> {
    if !is_path(text) {
        return None;
    }
    let path = str::from_utf8(text).ok()?;
    if path.contains("://") {
        return None;
    }
    let path = shorten(path).replace('\\', r"\\").replace('"', "\\\"");
    Some(format!("did you mean Path(\"{path}\")?"))
}

/// Returns the error that an argument has no meaning. The message may quote hostile text.
pub fn invalid(place: &str, message: &str) -> PyErr {
    PyValueError::new_err(Visible(&format!("{place}: {message}")).to_string())
}

/// Returns the error that `what` has the wrong type.
pub fn wrong_type(what: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    match found.get_type().name() {
        Ok(name) => {
            let message = format!("{what} must be {expected}, not {name}");
            PyTypeError::new_err(Visible(&message).to_string())
        }
        Err(error) => error,
    }
}

/// Returns an integer within a range.
///
/// # Errors
///
/// `TypeError` for what is no integer, and for True and False; `ValueError` outside of the range.
pub fn integer(
    argument: &Bound<'_, PyAny>,
    name: &str,
    range: RangeInclusive<u64>,
) -> PyResult<u64> {
    let is_integer = argument.hasattr(intern!(argument.py(), "__index__"))?;
    if !is_integer || argument.is_instance_of::<PyBool>() {
        return Err(wrong_type(name, "int", argument));
    }
    let number = argument.extract().ok();
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| {
            let (least, most) = (range.start(), range.end());
            invalid(
                name,
                &format!("{argument} is not between {least} and {most}"),
            )
        })
}
