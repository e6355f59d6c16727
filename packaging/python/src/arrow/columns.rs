//! Collects results in columns.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, StructArray};
use arrow_buffer::NullBufferBuilder;
use arrow_schema::{DataType, Field, Fields};
use pith_verify::{DocumentError, Report};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::engine::{Depth, Engine};
use crate::report;

/// The columns of a result.
pub struct Columns {
    verdict: StringBuilder,
    pith_number: StringBuilder,
    failed_checks: ListBuilder<StringBuilder>,
    error: ErrorColumns,
    report: Option<Json>,
    given: NullBufferBuilder,
}

/// The columns of the errors, which most rows do not have.
struct ErrorColumns {
    code: StringBuilder,
    message: StringBuilder,
    offset: Int64Builder,
    given: NullBufferBuilder,
}

struct Json {
    column: StringBuilder,
    /// The report of one row, as JSON.
    line: Vec<u8>,
}

/// Returns the names and the types of a result's columns.
pub fn fields(with_report: bool) -> Fields {
    let item = Field::new("item", DataType::Utf8, true);
    let mut fields = vec![
        Field::new("verdict", DataType::Utf8, true),
        Field::new("pith_number", DataType::Utf8, true),
        Field::new("failed_checks", DataType::List(Arc::new(item)), true),
        Field::new("error", DataType::Struct(error_fields()), true),
    ];
    if with_report {
        fields.push(Field::new("report", DataType::Utf8, true));
    }
    fields.into()
}

fn error_fields() -> Fields {
    let code = Field::new("code", DataType::Utf8, true);
    let message = Field::new("message", DataType::Utf8, true);
    let offset = Field::new("offset", DataType::Int64, true);
    vec![code, message, offset].into()
}

impl Columns {
    pub fn new(rows: usize, with_report: bool) -> Self {
        /// The number of bytes in the texts of a row.
        const VERDICT: usize = 4;
        const PITH_NUMBER: usize = 36;
        let text = |bytes| StringBuilder::with_capacity(rows, rows.saturating_mul(bytes));
        Self {
            verdict: text(VERDICT),
            pith_number: text(PITH_NUMBER),
            failed_checks: ListBuilder::with_capacity(StringBuilder::new(), rows),
            error: ErrorColumns {
                code: text(0),
                message: text(0),
                offset: Int64Builder::with_capacity(rows),
                given: NullBufferBuilder::new(rows),
            },
            report: with_report.then(|| Json {
                column: text(0),
                line: Vec::new(),
            }),
            given: NullBufferBuilder::new(rows),
        }
    }

    /// Verifies the document of the next row, if there is one.
    pub fn add(&mut self, engine: &Engine, document: Option<&[u8]>) -> PyResult<()> {
        let Some(bytes) = document else {
            self.add_null();
            return Ok(());
        };
        let depth = match self.report {
            Some(_) => Depth::Whole,
            None => Depth::Verdict,
        };
        engine.verify(bytes, depth, |report| self.add_report(report))
    }

    fn add_null(&mut self) {
        self.verdict.append_null();
        self.pith_number.append_null();
        self.failed_checks.append_null();
        self.error.add_null();
        if let Some(report) = &mut self.report {
            report.column.append_null();
        }
        self.given.append_null();
    }

    fn add_report(&mut self, report: &Report<'_>) -> PyResult<()> {
        append(&mut self.verdict, report.verdict().as_str())?;
        match report.pith_number() {
            Some(number) => append(&mut self.pith_number, &number.to_string())?,
            None => self.pith_number.append_null(),
        }
        for id in report::failed_checks(report) {
            append(self.failed_checks.values(), &id)?;
        }
        self.failed_checks.append(true);
        match report.error() {
            Some(error) => self.error.add(error)?,
            None => self.error.add_null(),
        }
        if let Some(Json { column, line }) = &mut self.report {
            line.clear();
            report.write_json(line);
            append(column, &String::from_utf8_lossy(line))?;
        }
        self.given.append_non_null();
        Ok(())
    }

    pub fn finish(mut self) -> StructArray {
        let with_report = self.report.is_some();
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.verdict.finish()),
            Arc::new(self.pith_number.finish()),
            Arc::new(self.failed_checks.finish()),
            Arc::new(self.error.finish()),
        ];
        let report = self.report.as_mut();
        columns.extend(report.map(|report| Arc::new(report.column.finish()) as ArrayRef));
        StructArray::new(fields(with_report), columns, self.given.finish())
    }
}

impl ErrorColumns {
    fn add(&mut self, error: &DocumentError) -> PyResult<()> {
        append(&mut self.code, error.code.as_str())?;
        append(&mut self.message, &report::message(error))?;
        let offset = error.offset.and_then(|offset| i64::try_from(offset).ok());
        self.offset.append_option(offset);
        self.given.append_non_null();
        Ok(())
    }

    fn add_null(&mut self) {
        self.code.append_null();
        self.message.append_null();
        self.offset.append_null();
        self.given.append_null();
    }

    fn finish(mut self) -> StructArray {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.code.finish()),
            Arc::new(self.message.finish()),
            Arc::new(self.offset.finish()),
        ];
        StructArray::new(error_fields(), columns, self.given.finish())
    }
}

/// Appends a text to a column.
///
/// A column of strings has at most 2 GiB; beyond that, the builder would panic.
fn append(column: &mut StringBuilder, text: &str) -> PyResult<()> {
    const MAX: usize = i32::MAX as usize;
    if column.values_slice().len() + text.len() > MAX {
        let message = "more than 2 GiB in a column of the result: verify slices of the array";
        return Err(PyValueError::new_err(message));
    }
    column.append_value(text);
    Ok(())
}
