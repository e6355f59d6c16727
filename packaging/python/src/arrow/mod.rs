//! Verifies columns of documents through the Arrow C data interface.

mod columns;
mod rows;

use std::sync::Arc;

use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{DataType, Field};
use pyo3::exceptions::{PyImportError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::input::AnyArray;
use pyo3_arrow::{PyArray, PyChunkedArray};

use crate::engine::Engine;
use crate::input::wrong_type;
use columns::{Columns, fields};
use rows::Rows;

/// The number of rows after which the interpreter can interrupt, which take a fraction of a
/// second.
const BATCH: usize = 4096;

/// Verifies the documents of an array, or of each chunk.
pub fn verify<'py>(
    engine: &Engine,
    array: &Bound<'py, PyAny>,
    with_report: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let py = array.py();
    let field = Field::new("", DataType::Struct(fields(with_report)), true);
    let field = Arc::new(field);
    match import(array)? {
        AnyArray::Array(array) => {
            let result = chunk(py, engine, array.array(), with_report)?;
            let result = PyArray::try_new(result, field).map_err(PyArrowError::from)?;
            export(Bound::new(py, result)?.into_any(), "array")
        }
        AnyArray::Stream(stream) => {
            let reader = stream.into_reader()?;
            Rows::check(reader.field().data_type()).map_err(PyTypeError::new_err)?;
            let mut chunks = Vec::new();
            for array in reader {
                let array = array.map_err(PyArrowError::from)?;
                chunks.push(chunk(py, engine, &array, with_report)?);
            }
            let result = PyChunkedArray::try_new(chunks, field)?;
            export(Bound::new(py, result)?.into_any(), "chunked_array")
        }
    }
}

fn import(array: &Bound<'_, PyAny>) -> PyResult<AnyArray> {
    let py = array.py();
    let known = array.hasattr(intern!(py, "__arrow_c_array__"))?
        || array.hasattr(intern!(py, "__arrow_c_stream__"))?;
    // The class of an array has the method too, but is not an array.
    if !known || array.is_instance_of::<pyo3::types::PyType>() {
        let expected = "an array with the Arrow C data interface";
        return Err(wrong_type("array", expected, array));
    }
    array.extract()
}

fn chunk(
    py: Python<'_>,
    engine: &Engine,
    array: &ArrayRef,
    with_report: bool,
) -> PyResult<ArrayRef> {
    let rows = Rows::of(array).map_err(PyTypeError::new_err)?;
    let mut columns = Columns::new(rows.len(), with_report);
    for start in (0..rows.len()).step_by(BATCH) {
        py.check_signals()?;
        let end = rows.len().min(start + BATCH);
        py.detach(|| (start..end).try_for_each(|row| columns.add(engine, rows.get(row))))?;
    }
    let result: StructArray = columns.finish();
    Ok(Arc::new(result))
}

/// Returns the result as a pyarrow object, which its function `make` creates, if pyarrow is
/// installed.
fn export<'py>(result: Bound<'py, PyAny>, make: &str) -> PyResult<Bound<'py, PyAny>> {
    let py = result.py();
    match py.import(intern!(py, "pyarrow")) {
        Ok(pyarrow) => pyarrow.call_method1(make, (result,)),
        Err(error) if error.is_instance_of::<PyImportError>(py) => Ok(result),
        Err(error) => Err(error),
    }
}
