//! A document that a report or an explanation keeps, so that it can be shown again.

use pith_verify::report::escape::Visible;
use pith_verify::{DocumentError, ErrorCode, Source};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::engine::Engine;
use crate::input::{DATA, Input, path_hint, wrong_type};

/// A document, or the reason why there is none, and the place that it comes from.
pub struct Held {
    pub bytes: Result<Py<PyBytes>, DocumentError>,
    pub source: Option<Source>,
}

/// The parts of a [`Held`] as Python objects, from which a copy is made.
pub type Parts = (Option<Py<PyBytes>>, Option<Error>, Option<Place>);
type Error = (String, String, Option<String>, Option<u64>);
type Place = (String, Option<u64>, Option<u64>);

impl Held {
    /// Reads an argument that is a document: bytes and str are its content, an os.PathLike is its
    /// file.
    pub fn of(py: Python<'_>, engine: &Engine, document: &Bound<'_, PyAny>) -> PyResult<Self> {
        match Input::of(document)? {
            Some(Input::Content(bytes)) => {
                let content = bytes.as_bytes();
                let usable = engine.check_size(content).and_then(|()| {
                    if document.is_instance_of::<PyString>() {
                        return not_a_path(engine, content);
                    }
                    Ok(())
                });
                Ok(Self {
                    bytes: usable.map(|()| bytes.unbind()),
                    source: None,
                })
            }
            Some(Input::File(path)) => {
                let content = py.detach(|| engine.content(&path));
                Ok(Self {
                    bytes: content.map(|content| PyBytes::new(py, &content).unbind()),
                    source: Some(Source::file(path.display().to_string())),
                })
            }
            None => Err(wrong_type("a document", DATA, document)),
        }
    }

    /// Returns the bytes of the document.
    pub fn bytes<'b>(&'b self, py: Python<'b>) -> Result<&'b [u8], DocumentError> {
        let bytes = self.bytes.as_ref().map(|bytes| bytes.as_bytes(py));
        bytes.map_err(Clone::clone)
    }

    pub fn parts(&self, py: Python<'_>) -> Parts {
        let error = self.bytes.as_ref().err().map(|error| {
            let (why, hint) = error.parts();
            let code = error.code.as_str().to_owned();
            (code, why.to_owned(), hint.map(str::to_owned), error.offset)
        });
        let source = self.source.as_ref();
        let place = source.map(|source| (source.path.to_string(), source.line, source.offset));
        let bytes = self.bytes.as_ref().ok();
        (bytes.map(|bytes| bytes.clone_ref(py)), error, place)
    }

    pub fn from_parts((bytes, error, place): Parts) -> PyResult<Self> {
        let source = place.map(|(path, line, offset)| match (line, offset) {
            (Some(line), Some(offset)) => Source::line(path, line, offset),
            _ => Source::file(path),
        });
        let bytes = match (bytes, error) {
            (Some(bytes), _) => Ok(bytes),
            (None, Some(error)) => Err(restored(error)?),
            (None, None) => return Err(PyValueError::new_err("neither a document nor an error")),
        };
        Ok(Self { bytes, source })
    }
}

/// Checks that a text is not the path of a file. If it is, the error says what was meant.
fn not_a_path(engine: &Engine, text: &[u8]) -> Result<(), DocumentError> {
    let Some(hint) = path_hint(text) else {
        return Ok(());
    };
    match engine.reading(Ok(text), None) {
        Err(error) => Err(error.with_hint(&hint)),
        Ok(_) => Ok(()),
    }
}

fn restored((code, why, hint, offset): Error) -> PyResult<DocumentError> {
    let known = ErrorCode::ALL
        .into_iter()
        .find(|known| known.as_str() == code);
    let known = known.ok_or_else(|| {
        PyValueError::new_err(format!("{} is not the code of an error", Visible(&code)))
    })?;
    let mut error = DocumentError::new(known, why);
    if let Some(hint) = hint {
        error = error.with_hint(&hint);
    }
    error.offset = offset;
    Ok(error)
}
