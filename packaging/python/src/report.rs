//! The report on one document, for Python.

use std::borrow::Cow;

use pith_verify::report::escape::Visible;
use pith_verify::{DocumentError, Verdict};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde::Deserialize;

/// The report on one document, which `Verifier.verify` returns.
/// >>> from pith_verify import Verifier
/// >>> report = Verifier().verify(b"{}")
/// >>> report.verdict
/// 'unverifiable'
/// >>> report.error["code"]
/// 'not-a-record'
/// >>> report
/// Report(verdict='unverifiable', error='not-a-record')
#[pyclass(frozen, eq, hash, module = "pith_verify")]
#[derive(PartialEq, Eq, Hash)]
pub struct Report {
    /// The report as JSON. The other members repeat the values that are needed most often.
    json: String,
    /// "pass", "fail" or "unverifiable".
    #[pyo3(get)]
    verdict: Cow<'static, str>,
    /// The Pith Number that was computed from the document, or None if that is not possible.
    #[pyo3(get)]
    pith_number: Option<String>,
    /// The Pith Number that the document states, which need not be right, or None if it states
    /// none.
    #[pyo3(get)]
    claimed_pith_number: Option<String>,
    /// The ids of the checks that failed, in the order of the report.
    #[pyo3(get)]
    failed_checks: Vec<String>,
    error: Option<Error>,
}

#[derive(PartialEq, Eq, Hash, Deserialize)]
struct Error {
    code: String,
    message: String,
    offset: Option<u64>,
}

/// Returns the ids of the checks that failed, as they are in reports.
pub fn failed_checks(report: &pith_verify::Report<'_>) -> impl Iterator<Item = String> {
    let failed = report.findings().iter().filter(|finding| finding.failed());
    failed.map(|finding| Visible(&finding.id()).to_string())
}

/// Returns the message of an error, as it is in reports.
pub fn message(error: &DocumentError) -> String {
    Visible(&error.message).to_string()
}

impl Report {
    pub fn new(report: &pith_verify::Report<'_>) -> Self {
        /// Slightly more than the length of a report on a record that passes, in bytes.
        const USUAL_LENGTH: usize = 1 << 13;
        let mut json = Vec::with_capacity(USUAL_LENGTH);
        report.write_json(&mut json);
        Self {
            json: String::from_utf8_lossy(&json).into_owned(),
            verdict: report.verdict().as_str().into(),
            pith_number: report.pith_number().map(|number| number.to_string()),
            claimed_pith_number: report
                .claimed_number()
                .map(|number| Visible(number).to_string()),
            failed_checks: failed_checks(report).collect(),
            error: report.error().map(|error| Error {
                code: error.code.as_str().to_owned(),
                message: message(error),
                offset: error.offset,
            }),
        }
    }
}

#[pymethods]
impl Report {
    /// The reason why the document could not be checked: a dict with code, message and offset, or
    /// None.
    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(error) = &self.error else {
            return Ok(None);
        };
        let dict = PyDict::new(py);
        dict.set_item("code", &error.code)?;
        dict.set_item("message", &error.message)?;
        dict.set_item("offset", error.offset)?;
        Ok(Some(dict))
    }

    /// Returns the whole report as `pith verify --json` prints it, without the line feed.
    fn to_json(&self) -> &str {
        &self.json
    }

    /// Returns the whole report as `pith verify --json` prints it, parsed.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (&self.json,))
    }

    fn __bool__(&self) -> PyResult<bool> {
        let message = "a report is neither true nor false: compare report.verdict with \"pass\"";
        Err(PyTypeError::new_err(message))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| Ok::<_, PyErr>(PyString::new(py, text).repr()?.to_string());
        let mut shown = format!("Report(verdict={}", quoted(&self.verdict)?);
        if let Some(number) = &self.pith_number {
            shown += &format!(", pith_number={}", quoted(number)?);
        }
        if let Some(first) = self.failed_checks.first() {
            shown += &format!(", failed_checks=[{}", quoted(first)?);
            if let more @ 1.. = self.failed_checks.len() - 1 {
                shown += &format!(", and {more} more");
            }
            shown += "]";
        }
        if let Some(error) = &self.error {
            shown += &format!(", error={}", quoted(&error.code)?);
        }
        Ok(shown + ")")
    }

    fn __reduce__(&self, py: Python<'_>) -> PyResult<(Py<PyAny>, (&str,))> {
        let restore = py.import("pith_verify._native")?.getattr("_restore")?;
        Ok((restore.unbind(), (&self.json,)))
    }
}

/// Makes a report from its JSON, which is how copies are made.
#[pyfunction]
pub fn _restore(json: String) -> PyResult<Report> {
    #[derive(Deserialize)]
    struct Members {
        verdict: String,
        pith_number: Option<String>,
        claimed_pith_number: Option<String>,
        checks: Vec<Check>,
        error: Option<Error>,
    }
    #[derive(Deserialize)]
    struct Check {
        id: String,
        status: String,
    }
    let members: Members = serde_json::from_str(&json)
        .map_err(|error| PyValueError::new_err(format!("not a report: {error}")))?;
    let known = Verdict::ALL.map(Verdict::as_str);
    let verdict = known.into_iter().find(|known| *known == members.verdict);
    let failed = { members.checks.into_iter() }.filter(|check| check.status == "fail");
    Ok(Report {
        verdict: verdict.map_or(members.verdict.into(), Cow::Borrowed),
        pith_number: members.pith_number,
        claimed_pith_number: members.claimed_pith_number,
        failed_checks: failed.map(|check| check.id).collect(),
        error: members.error,
        json,
    })
}
