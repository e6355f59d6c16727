//! Reports on many documents, one at a time.

use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::report::Report;
use crate::verifier::Verifier;

/// The reports on documents, in their order, each made when it is asked for.
#[pyclass(frozen, module = "pith_verify._native")]
pub struct Reports {
    pub verifier: Py<Verifier>,
    pub documents: Py<PyIterator>,
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
