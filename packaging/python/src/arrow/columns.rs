//! Collects results in columns.

use std::collections::TryReserveError;
use std::sync::Arc;

use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pith_verify::Report;
use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::error::PyArrowError;

use super::builders::{Given, Lists, Numbers, Texts};
use crate::findings;

/// The largest chunk of a result.
#[derive(Clone, Copy)]
pub struct Limits {
    /// The number of rows.
    pub rows: usize,
    /// The number of bytes in the texts of one column.
    pub bytes: usize,
}

impl Limits {
    /// A column of strings has at most 2 GiB. The other columns are smaller with this many rows.
    pub const ARROW: Self = Self {
        rows: 1 << 24,
        bytes: i32::MAX as usize,
    };
}

/// Returns the names and the types of a result's columns.
pub fn fields(with_report: bool) -> Fields {
    let mut fields = vec![
        Field::new("verdict", DataType::Utf8, true),
        Field::new("pith_number", DataType::Utf8, true),
        Field::new("failed_checks", DataType::List(Arc::new(item())), true),
        Field::new("error", DataType::Struct(error_fields()), true),
    ];
    if with_report {
        fields.push(Field::new("report", DataType::Utf8, true));
    }
    fields.into()
}

fn item() -> Field {
    Field::new("item", DataType::Utf8, true)
}

fn error_fields() -> Fields {
    let code = Field::new("code", DataType::Utf8, true);
    let message = Field::new("message", DataType::Utf8, true);
    let offset = Field::new("offset", DataType::Int64, true);
    vec![code, message, offset].into()
}

/// The result for one array, in chunks that keep the limits.
pub struct Results {
    limits: Limits,
    with_report: bool,
    /// The number of rows that the array has, without those of finished chunks.
    rows: usize,
    finished: Vec<ArrayRef>,
    chunk: Chunk,
    /// The report of one row, as JSON.
    line: Vec<u8>,
}

impl Results {
    pub fn new(rows: usize, with_report: bool, limits: Limits) -> PyResult<Self> {
        Ok(Self {
            limits,
            with_report,
            rows,
            finished: Vec::new(),
            chunk: Chunk::new(rows.min(limits.rows), with_report).map_err(no_memory)?,
            line: Vec::new(),
        })
    }

    pub fn add(&mut self, report: &Report<'_>) -> PyResult<()> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        if self.with_report {
            report.write_json(&mut line);
        }
        self.add_row(&Row::new(report, &line))?;
        self.line = line;
        Ok(())
    }

    fn add_row(&mut self, row: &Row<'_>) -> PyResult<()> {
        if !self.chunk.has_room(row, self.limits) && self.chunk.rows() > 0 {
            self.finish_chunk(1)?;
        }
        if !self.chunk.has_room(row, self.limits) {
            let message = "the report on one document has more than 2 GiB";
            return Err(PyValueError::new_err(message));
        }
        self.chunk.push(row).map_err(no_memory)
    }

    pub fn add_null(&mut self) -> PyResult<()> {
        if self.chunk.rows() == self.limits.rows {
            self.finish_chunk(1)?;
        }
        self.chunk.push_nulls(1).map_err(no_memory)
    }

    /// Finishes a result of nulls alone. Its chunks share their memory.
    pub fn nulls(mut self) -> PyResult<Vec<ArrayRef>> {
        let whole = self.rows / self.limits.rows;
        if whole > 0 {
            self.chunk.push_nulls(self.limits.rows).map_err(no_memory)?;
            self.finish_chunk(whole)?;
        }
        self.chunk.push_nulls(self.rows).map_err(no_memory)?;
        self.finish()
    }

    /// Finishes a chunk, and adds it to the result `times` times.
    fn finish_chunk(&mut self, times: usize) -> PyResult<()> {
        self.rows = self.rows.saturating_sub(self.chunk.rows() * times);
        let next = Chunk::new(self.rows.min(self.limits.rows), self.with_report);
        let chunk = std::mem::replace(&mut self.chunk, next.map_err(no_memory)?);
        let chunk: ArrayRef = Arc::new(chunk.finish().map_err(PyArrowError::from)?);
        self.finished.extend(std::iter::repeat_n(chunk, times));
        Ok(())
    }

    /// Returns the chunks, which are several only if one would exceed the limits.
    pub fn finish(mut self) -> PyResult<Vec<ArrayRef>> {
        if self.chunk.rows() > 0 || self.finished.is_empty() {
            let last = self.chunk.finish().map_err(PyArrowError::from)?;
            self.finished.push(Arc::new(last));
        }
        Ok(self.finished)
    }
}

fn no_memory(_: TryReserveError) -> PyErr {
    PyMemoryError::new_err("there is not enough memory for the result: verify slices of the array")
}

/// What the columns say about one document.
struct Row<'r> {
    verdict: &'static str,
    pith_number: Option<String>,
    failed_checks: Vec<String>,
    error: Option<(&'static str, String, Option<i64>)>,
    /// The report as JSON, which is empty if it is not part of the result.
    report: &'r [u8],
}

impl<'r> Row<'r> {
    fn new(report: &Report<'_>, json: &'r [u8]) -> Self {
        let error = report.error().map(|error| {
            let offset = error.offset.and_then(|offset| i64::try_from(offset).ok());
            (error.code.as_str(), findings::message(error), offset)
        });
        Self {
            verdict: report.verdict().as_str(),
            pith_number: report.pith_number().map(|number| number.to_string()),
            failed_checks: findings::failed_checks(report).collect(),
            error,
            report: json,
        }
    }
}

/// The columns of a result, or of a chunk of it.
#[derive(Default)]
struct Chunk {
    verdict: Texts,
    pith_number: Texts,
    failed_checks: Lists,
    error: Errors,
    report: Option<Texts>,
    given: Given,
}

/// The columns of the errors, which most rows do not have.
#[derive(Default)]
struct Errors {
    code: Texts,
    message: Texts,
    offset: Numbers,
    given: Given,
}

impl Chunk {
    fn new(rows: usize, with_report: bool) -> Result<Self, TryReserveError> {
        let mut chunk = Self {
            report: with_report.then(Texts::default),
            ..Self::default()
        };
        let texts = [&mut chunk.verdict, &mut chunk.pith_number];
        let errors = [&mut chunk.error.code, &mut chunk.error.message];
        for texts in texts.into_iter().chain(errors).chain(&mut chunk.report) {
            texts.reserve(rows)?;
        }
        chunk.failed_checks.reserve(rows)?;
        chunk.error.offset.reserve(rows)?;
        chunk.error.given.reserve(rows)?;
        chunk.given.reserve(rows)?;
        Ok(chunk)
    }

    fn rows(&self) -> usize {
        self.given.rows()
    }

    fn has_room(&self, row: &Row<'_>, limits: Limits) -> bool {
        let number = row.pith_number.as_ref().map_or(0, String::len);
        let failed = row.failed_checks.iter().map(String::len).sum();
        let (code, message) = match &row.error {
            Some((code, message, _)) => (code.len(), message.len()),
            None => (0, 0),
        };
        let fits = |texts: &Texts, length: usize| texts.size() + length <= limits.bytes;
        self.rows() < limits.rows
            && fits(&self.verdict, row.verdict.len())
            && fits(&self.pith_number, number)
            && fits(&self.failed_checks.texts, failed)
            && fits(&self.error.code, code)
            && fits(&self.error.message, message)
            && { self.report.iter() }.all(|report| fits(report, row.report.len()))
    }

    fn push(&mut self, row: &Row<'_>) -> Result<(), TryReserveError> {
        self.verdict.push(row.verdict)?;
        self.pith_number.push_option(row.pith_number.as_deref())?;
        for id in &row.failed_checks {
            self.failed_checks.texts.push(id)?;
        }
        self.failed_checks.end(1)?;
        match &row.error {
            Some((code, message, offset)) => self.error.push(code, message, *offset)?,
            None => self.error.push_nulls(1)?,
        }
        if let Some(texts) = &mut self.report {
            texts.push(row.report)?;
        }
        self.given.push(true)
    }

    fn push_nulls(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.verdict.push_nulls(count)?;
        self.pith_number.push_nulls(count)?;
        self.failed_checks.end(count)?;
        self.error.push_nulls(count)?;
        if let Some(texts) = &mut self.report {
            texts.push_nulls(count)?;
        }
        self.given.push_nulls(count)
    }

    fn finish(self) -> Result<StructArray, ArrowError> {
        let with_report = self.report.is_some();
        let given = self.given.finish();
        let failed_checks = self.failed_checks.finish(Arc::new(item()), given.clone())?;
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.verdict.finish()?),
            Arc::new(self.pith_number.finish()?),
            Arc::new(failed_checks),
            Arc::new(self.error.finish()?),
        ];
        if let Some(texts) = self.report {
            columns.push(Arc::new(texts.finish()?));
        }
        StructArray::try_new(fields(with_report), columns, given)
    }
}

impl Errors {
    fn push(
        &mut self,
        code: &str,
        message: &str,
        offset: Option<i64>,
    ) -> Result<(), TryReserveError> {
        self.code.push(code)?;
        self.message.push(message)?;
        self.offset.push_option(offset)?;
        self.given.push(true)
    }

    fn push_nulls(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.code.push_nulls(count)?;
        self.message.push_nulls(count)?;
        self.offset.push_nulls(count)?;
        self.given.push_nulls(count)
    }

    fn finish(self) -> Result<StructArray, ArrowError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.code.finish()?),
            Arc::new(self.message.finish()?),
            Arc::new(self.offset.finish()?),
        ];
        StructArray::try_new(error_fields(), columns, self.given.finish())
    }
}
