//! Verifies columns of documents through the Arrow C data interface.

mod builders;
mod columns;
mod given;
mod import;
mod rows;

use std::iter;

use arrow_array::ArrayRef;
use arrow_schema::{DataType, Field, FieldRef};
use pyo3::exceptions::PyImportError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::{PyArray, PyChunkedArray};

use crate::engine::{Depth, Engine};
use crate::verifier_class::Verifier;
pub use columns::Limits;
use columns::{Results, fields};
pub use given::Arguments;
use given::{Given, GivenRows};
use import::Import;
use rows::Rows;

/// Signals are checked after this many rows or bytes, which take a fraction of a second.
const BATCH_ROWS: usize = 4096;
const BATCH_BYTES: usize = 4 << 20;

/// Verifies the documents of an array, or of each chunk.
pub fn verify<'py>(
    engine: &Engine,
    documents: &Bound<'py, PyAny>,
    columns: Arguments<'_, 'py>,
    with_report: bool,
    limits: Limits,
) -> PyResult<Bound<'py, PyAny>> {
    let py = documents.py();
    let (mut arrays, chunked) = match Import::of("array", documents)? {
        Import::Array(rows) => (Arrays::from(Box::new(iter::once(Ok(rows)))), false),
        Import::Chunks(chunks) => (Arrays::from(Box::new(chunks)), true),
    };
    let given = Given::of(columns)?;
    if let Some(given) = &given {
        let all: Vec<Rows> = arrays.collect::<PyResult<_>>()?;
        let rows = all.iter().map(Rows::len).sum();
        py.detach(|| given.check(rows))?;
        arrays = Box::new(all.into_iter().map(Ok));
    }
    let depth = if with_report {
        Depth::Whole
    } else {
        Depth::Verdict
    };
    let verifier = engine.verifier(depth);
    let mut work = Work {
        engine,
        verifier,
        given: given.as_ref().map(|given| given.rows(verifier.clone())),
    };
    let mut chunks = Vec::new();
    for rows in arrays {
        let rows = rows?;
        let results = Results::new(rows.len(), with_report, limits)?;
        chunks.append(&mut work.array(py, &rows, results)?);
    }
    let field = Field::new("", DataType::Struct(fields(with_report)), true);
    export(py, chunks, chunked, field.into())
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
    let limits = Limits { rows, bytes };
    verify(
        &verifier.engine,
        array,
        Arguments::default(),
        report,
        limits,
    )
}

type Arrays = Box<dyn Iterator<Item = PyResult<Rows>>>;

/// How documents are verified, row by row.
struct Work<'w> {
    engine: &'w Engine,
    verifier: &'w pith_verify::Verifier,
    given: Option<GivenRows<'w>>,
}

impl Work<'_> {
    fn array(
        &mut self,
        py: Python<'_>,
        rows: &Rows,
        mut results: Results,
    ) -> PyResult<Vec<ArrayRef>> {
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
    fn batch(&mut self, rows: &Rows, start: usize, results: &mut Results) -> PyResult<usize> {
        let end = rows.len().min(start + BATCH_ROWS);
        let mut bytes = 0;
        for row in start..end {
            let verifier = match &mut self.given {
                Some(given) => given.verifier_for_next()?,
                None => self.verifier,
            };
            let Some(document) = rows.get(row) else {
                results.add_null()?;
                continue;
            };
            let checked = self.engine.check_size(document).map(|()| document);
            let reading = self.engine.reading(checked, None);
            results.add(&verifier.report(None, &reading))?;
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
