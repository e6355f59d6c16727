//! The verifier, for Python.

use pith_verify::DEFAULT_MAX_SIZE;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyTuple};

use crate::arrow;
use crate::engine::{Depth, Engine};
use crate::input::{Input, wrong_type};
use crate::keys;
use crate::report::Report;

/// Verifies documents against trusted keys.
///
/// The registry's key is built in. `keys` adds one key file or an iterable of them, in the formats
/// that `pith --key` reads. As in all arguments, bytes and str are the content itself, and an
/// os.PathLike is a file that is read. `builtin_keys=False` trusts only the given keys. A document
/// of more than `max_size` bytes is not read.
///
/// >>> from pathlib import Path
/// >>> from pith_verify import Verifier
/// >>> verifier = Verifier(Path("fixtures/keys/pith-test-1.json"))
/// >>> verifier.verify(Path("fixtures/valid/4QHRGH5A.json")).verdict
/// 'pass'
/// >>> Verifier().verify(Path("fixtures/valid/4QHRGH5A.json")).verdict
/// 'unverifiable'
///
/// A verifier can be copied to other processes, together with its keys. Threads can share it.
#[pyclass(frozen, module = "pith_verify")]
pub struct Verifier {
    engine: Engine,
    keys: Vec<Vec<u8>>,
    builtin_keys: bool,
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (keys=None, *, builtin_keys=true, max_size=DEFAULT_MAX_SIZE),
        text_signature = "(keys=(), *, builtin_keys=True, max_size=16777216)"
    )]
    fn new(keys: Option<&Bound<'_, PyAny>>, builtin_keys: bool, max_size: u64) -> PyResult<Self> {
        let (keyring, keys) = keys::keyring(keys, builtin_keys)?;
        Ok(Self {
            engine: Engine::new(keyring, max_size),
            keys,
            builtin_keys,
        })
    }

    /// Verifies one document. Bytes and str are its content, and an os.PathLike is its file.
    ///
    /// The result is always a report, even for a file that cannot be read.
    ///
    /// >>> Verifier().verify("not JSON").error["code"]
    /// 'invalid-json'
    #[pyo3(signature = (document, /))]
    pub fn verify(&self, py: Python<'_>, document: &Bound<'_, PyAny>) -> PyResult<Report> {
        let engine = &self.engine;
        match Input::of(document)? {
            Some(Input::Content(bytes)) => {
                let bytes = bytes.as_bytes();
                Ok(py.detach(|| engine.verify(bytes, Depth::Whole, Report::new)))
            }
            Some(Input::File(path)) => Ok(py.detach(|| engine.verify_file(&path, Report::new))),
            None => Err(wrong_type(
                "a document",
                "bytes, str or os.PathLike",
                document,
            )),
        }
    }

    /// Verifies documents in order, each when the next report is requested.
    ///
    /// >>> [report.verdict for report in Verifier().verify_many([b"{}", b"[]"])]
    /// ['unverifiable', 'unverifiable']
    #[pyo3(signature = (documents, /))]
    fn verify_many(this: Py<Self>, documents: &Bound<'_, PyAny>) -> PyResult<Reports> {
        if Input::of(documents)?.is_some() {
            let message = "one document, not an iterable of documents: use verify";
            return Err(PyTypeError::new_err(message));
        }
        let Ok(iterator) = documents.try_iter() else {
            return Err(wrong_type("documents", "an iterable", documents));
        };
        Ok(Reports {
            verifier: this,
            documents: iterator.unbind(),
        })
    }

    /// Verifies every document of an Arrow array of strings or binaries.
    ///
    /// The result is an array of structs with verdict, pith_number, failed_checks and error. With
    /// `report=True`, a struct also has report, the whole report as JSON, which takes longer. Null
    /// stays null.
    ///
    /// The array can come from any library with the Arrow C data interface. The result is a
    /// pyarrow.StructArray or, for a chunked array, a pyarrow.ChunkedArray. Without pyarrow, it is
    /// an object with that interface.
    ///
    /// >>> import pyarrow
    /// >>> verdicts = Verifier().verify_arrow(pyarrow.array(["{}", None]))
    /// >>> verdicts.field("verdict").to_pylist()
    /// ['unverifiable', None]
    #[pyo3(signature = (array, /, *, report=false))]
    fn verify_arrow<'py>(
        &self,
        array: &Bound<'py, PyAny>,
        report: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        arrow::verify(&self.engine, array, report)
    }

    fn __repr__(&self) -> String {
        let keys = self.keys.len();
        let builtin = if self.builtin_keys { "True" } else { "False" };
        format!("<Verifier: {keys} key files, builtin_keys={builtin}>")
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let settings = PyDict::new(py);
        settings.set_item("builtin_keys", self.builtin_keys)?;
        settings.set_item("max_size", self.engine.max_size())?;
        let partial = py.import("functools")?.getattr("partial")?;
        let class = py.get_type::<Self>();
        let keys = { self.keys.iter() }.map(|key| PyBytes::new(py, key));
        let keys = PyTuple::new(py, keys)?;
        let make = partial.call((class,), Some(&settings))?;
        Ok((make, PyTuple::new(py, [keys])?))
    }
}

/// The reports on documents, in order, each made when it is requested.
#[pyclass(frozen, module = "pith_verify._native")]
pub struct Reports {
    verifier: Py<Verifier>,
    documents: Py<PyIterator>,
}

#[pymethods]
impl Reports {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Report>> {
        let mut documents = self.documents.bind(py).clone();
        let Some(document) = documents.next() else {
            return Ok(None);
        };
        self.verifier.get().verify(py, &document?).map(Some)
    }
}
