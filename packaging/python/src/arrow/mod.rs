//! Verifies columns of documents through the Arrow C data interface.

mod builders;
mod columns;
mod import;
mod rows;

use arrow_array::ArrayRef;
use arrow_schema::{DataType, Field, FieldRef};
use pyo3::exceptions::PyImportError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::{PyArray, PyChunkedArray};

use crate::engine::{Depth, Engine};
use crate::verifier::Verifier;
pub use columns::Limits;
use columns::{Results, fields};
use import::Import;
use rows::Rows;

/// The interpreter can interrupt after so many rows or bytes, which take a fraction of a second.
const BATCH_ROWS: usize = 4096;
const BATCH_BYTES: usize = 4 << 20;

/// Verifies the documents of an array, or of each chunk.
pub fn verify<'py>(
    engine: &Engine,
    array: &Bound<'py, PyAny>,
    with_report: bool,
    limits: Limits,
) -> PyResult<Bound<'py, PyAny>> {
    let columns = Columns {
        engine,
        with_report,
        limits,
    };
    columns.verify(array)
}

/// Verifies the documents of an array as if Arrow had smaller limits, for the tests.
#[pyfunction]
pub fn _verify_arrow_within<'py>(
    verifier: &Verifier,
    array: &Bound<'py, PyAny>,
    report: bool,
    rows: usize,
    bytes: usize,
) -> PyResult<Bound<'py, PyAny>> {
    verify(verifier.engine(), array, report, Limits { rows, bytes })
}

/// Verifies columns of documents.
struct Columns<'e> {
    engine: &'e Engine,
    with_report: bool,
    limits: Limits,
}

impl Columns<'_> {
    fn verify<'py>(&self, documents: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = documents.py();
        let mut chunks = Vec::new();
        let chunked = match Import::of("array", documents)? {
            Import::Array(rows) => {
                chunks = self.array(py, &rows)?;
                false
            }
            Import::Chunks(arrays) => {
                for rows in arrays {
                    chunks.append(&mut self.array(py, &rows?)?);
                }
                true
            }
        };
        let field = Field::new("", DataType::Struct(fields(self.with_report)), true);
        export(py, chunks, chunked, field.into())
    }

    fn array(&self, py: Python<'_>, rows: &Rows) -> PyResult<Vec<ArrayRef>> {
        let mut results = Results::new(rows.len(), self.with_report, self.limits)?;
        if let Rows::Null(_) = rows {
            return py.detach(|| results.nulls());
        }
        let mut row = 0;
        while row < rows.len() {
            py.check_signals()?;
            row = py.detach(|| self.batch(rows, row, &mut results))?;
        }
        py.detach(|| results.finish())
    }

    /// Verifies some documents, and returns the row of the next one.
    fn batch(&self, rows: &Rows, start: usize, results: &mut Results) -> PyResult<usize> {
        let depth = if self.with_report {
            Depth::Whole
        } else {
            Depth::Verdict
        };
        let end = rows.len().min(start + BATCH_ROWS);
        let mut bytes = 0;
        for row in start..end {
            let Some(document) = rows.get(row) else {
                results.add_null()?;
                continue;
            };
            self.engine
                .verify(document, depth, |report| results.add(report))?;
            bytes += document.len();
            if bytes >= BATCH_BYTES {
                return Ok(row + 1);
            }
        }
        Ok(end)
    }
}

/// Returns the result as a pyarrow object if pyarrow is installed.
fn export(
    py: Python<'_>,
    mut chunks: Vec<ArrayRef>,
    chunked: bool,
    field: FieldRef,
) -> PyResult<Bound<'_, PyAny>> {
    let (result, make) = match (chunks.pop(), chunked) {
        (Some(array), false) if chunks.is_empty() => {
            let array = PyArray::try_new(array, field).map_err(PyArrowError::from)?;
            (Bound::new(py, array)?.into_any(), "array")
        }
        (last, _) => {
            chunks.extend(last);
            let chunks = PyChunkedArray::try_new(chunks, field)?;
            (Bound::new(py, chunks)?.into_any(), "chunked_array")
        }
    };
    match py.import(intern!(py, "pyarrow")) {
        Ok(pyarrow) => pyarrow.call_method1(make, (result,)),
        Err(error) if error.is_instance_of::<PyImportError>(py) => Ok(result),
        Err(error) => Err(error),
    }
}
