//! The report on one document, for Python.

use std::hash::{Hash, Hasher};

use pith_verify::json::document::Value;
use pith_verify::render::{self, Style};
use pith_verify::{Fact, Report as Verified};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::engine::Depth;
use crate::findings::{Findings, visible, written};
use crate::held::{Held, Parts};
use crate::verifier_class::Verifier;

/// The report on one document, which `Verifier.verify` returns.
///
/// >>> from pith_verify import Verifier
/// >>> report = Verifier().verify(b"{}")
/// >>> report.verdict
/// 'unverifiable'
/// >>> report.error["code"]
/// 'not-a-record'
///
/// A notebook shows it as a card, `print` shows the text report of the command, and `to_html`
/// returns the page of `pith explain --html`. For that, a report keeps its document.
#[pyclass(frozen, eq, hash, module = "pith_verify")]
pub struct Report {
    findings: Findings,
    verifier: Py<Verifier>,
    held: Held,
}

/// A function, and its arguments, that make a copy of an object.
pub type Reduced<'py> = (Bound<'py, PyAny>, Bound<'py, PyTuple>);

/// Texts that become a tuple.
struct Tuple(Vec<String>);

impl<'py> IntoPyObject<'py> for Tuple {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        PyTuple::new(py, self.0)
    }
}

/// A value of a document, and whether it is signed.
type Stated<T> = (Option<T>, bool);

impl Report {
    /// Verifies a document.
    pub fn of(py: Python<'_>, verifier: Py<Verifier>, held: Held) -> Self {
        let report = |report: &Verified<'_>| Findings::of(report);
        let findings = with(py, verifier.get(), &held, report);
        Self::new(findings, verifier, held)
    }

    /// Makes the report on a document that was verified already.
    pub fn new(findings: Findings, verifier: Py<Verifier>, held: Held) -> Self {
        Self {
            findings,
            verifier,
            held,
        }
    }

    fn with<R: Send>(&self, py: Python<'_>, read: impl FnOnce(&Verified<'_>) -> R + Send) -> R {
        with(py, self.verifier.get(), &self.held, read)
    }

    /// Returns a value, with its type `Stated` and whether it is signed.
    fn stated<'py, T: IntoPyObject<'py> + Send>(
        &self,
        py: Python<'py>,
        read: impl FnOnce(&Verified<'_>) -> Stated<T> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (value, signed) = self.with(py, read);
        let is_signed = signed && value.is_some();
        values(py)?.call_method1("Stated", (value, is_signed))
    }

    /// Returns what a function of the module `_values` makes of the parsed report.
    fn parsed<'py>(&self, py: Python<'py>, function: &str) -> PyResult<Bound<'py, PyAny>> {
        values(py)?.call_method1(function, (self.to_dict(py)?,))
    }
}

fn values(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import("pith_verify._values")
}

fn with<R: Send>(
    py: Python<'_>,
    verifier: &Verifier,
    held: &Held,
    read: impl FnOnce(&Verified<'_>) -> R + Send,
) -> R {
    let (engine, source) = (&verifier.engine, held.source.clone());
    let bytes = held.bytes(py);
    py.detach(|| {
        let reading = engine.reading(bytes, source.as_ref());
        read(&engine.verifier(Depth::Whole).report(source, &reading))
    })
}

/// Returns the text of a value that the metadata have.
fn text(fact: Option<&Fact<'_>>) -> Option<String> {
    fact.map(|fact| visible(&fact.to_string()))
}

#[pymethods]
impl Report {
    /// "pass", "fail" or "unverifiable".
    #[getter]
    fn verdict(&self) -> &str {
        self.findings.verdict
    }

    /// The Pith Number that was computed from the document, or None if it cannot be computed.
    #[getter]
    fn pith_number(&self) -> Option<&str> {
        self.findings.pith_number.as_deref()
    }

    /// The Pith Number that the document states, which need not be right, or None if it states
    /// none.
    #[getter]
    fn claimed_pith_number(&self) -> Option<&str> {
        self.findings.claimed_pith_number.as_deref()
    }

    /// The ids of the checks that failed, in the order of the report.
    #[getter]
    fn failed_checks(&self) -> Vec<String> {
        self.findings.failed_checks.clone()
    }

    /// Why the document could not be read: a dict with code, message and offset, or None.
    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(error) = &self.findings.error else {
            return Ok(None);
        };
        let dict = PyDict::new(py);
        dict.set_item("code", error.code)?;
        dict.set_item("message", &error.message)?;
        dict.set_item("offset", error.offset)?;
        Ok(Some(dict))
    }

    /// The first cause why the document does not pass, as a sentence, or None if it passes.
    #[getter]
    fn reason(&self, py: Python<'_>) -> Option<String> {
        self.with(py, |report| {
            render::cause(report).map(|cause| visible(&cause))
        })
    }

    /// The kind of the document: "record", "bundle", "integrity" or "state", or None.
    #[getter]
    fn document(&self, py: Python<'_>) -> Option<&'static str> {
        self.with(py, |report| report.kind().map(|kind| kind.name))
    }

    /// The place that the document comes from, or None if its content was given.
    #[getter]
    fn source<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.parsed(py, "source")
    }

    /// The trusted key that the document names, or None. Only the verdict says whether it signed.
    #[getter]
    fn key<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.parsed(py, "key")
    }

    /// All checks, in a fixed order.
    #[getter]
    fn checks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.parsed(py, "checks")
    }

    /// If the canonical record was altered: the changes that restore the signed digest, all
    /// together. Empty if none were found.
    #[getter]
    fn diagnosis<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.parsed(py, "diagnosis")
    }

    /// What an integrity document says about its paper, critical findings first and at most 100, or
    /// None for other kinds of documents.
    #[getter]
    fn integrity_findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.parsed(py, "integrity_findings")
    }

    /// The title that the document shows. It is signed except for capitalization and spacing.
    #[getter]
    fn title<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let title = report.heading().title.as_deref().map(visible);
            (title, report.title_is_signed())
        })
    }

    /// The arXiv id of the paper, without the version.
    #[getter]
    fn arxiv_id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let id = report.names().arxiv_id.as_deref();
            let id = id.map(visible);
            (id, report.signature_verified())
        })
    }

    /// The version of the paper, as a number.
    #[getter]
    fn version<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let version = report.names().version.as_deref();
            let version = version.and_then(|version| version.parse::<u64>().ok());
            (version, report.signature_verified())
        })
    }

    /// The DOI that arXiv gives the paper, which follows from the arXiv id.
    #[getter]
    fn doi<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let doi = report.names().doi().map(|doi| visible(&doi));
            (doi, report.signature_verified())
        })
    }

    /// The categories of the paper, the primary one first, as a tuple.
    #[getter]
    fn categories<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let metadata = report.metadata();
            let primary = metadata.primary_cat.as_ref();
            let cross = match &metadata.cross_cats {
                Some(Fact::List(list)) => list.children().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            let categories = primary.map(|primary| {
                let primary = visible(&primary.to_string());
                let cross = cross.into_iter().map(visible);
                std::iter::once(primary).chain(cross).collect::<Vec<_>>()
            });
            (categories.map(Tuple), report.signature_verified())
        })
    }

    /// The address of the paper's license.
    #[getter]
    fn license<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let license = text(report.metadata().license.as_ref());
            (license, report.signature_verified())
        })
    }

    /// When the paper was submitted, such as "2021-06-11T17:59:53Z".
    #[getter]
    fn submitted_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.stated(py, |report| {
            let submitted = text(report.metadata().submitted_at.as_ref());
            (submitted, report.signature_verified())
        })
    }

    /// Returns the whole report as `pith verify --json` prints it, without the line feed.
    fn to_json(&self) -> &str {
        &self.findings.json
    }

    /// Returns the whole report as `pith verify --json` prints it, parsed.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json(),))
    }

    /// Returns the page that explains the verdict, as `pith explain --html` writes it.
    fn to_html(&self, py: Python<'_>) -> String {
        let engine = &self.verifier.get().engine;
        let (bytes, source) = (self.held.bytes(py), self.held.source.clone());
        py.detach(|| {
            let reading = engine.reading(bytes, source.as_ref());
            let explanation = engine.explain(source, &reading);
            written(|out| render::write_explanation_html(&explanation, out))
        })
    }

    /// Returns a card with the verdict and its reason, which notebooks show.
    fn _repr_html_(&self, py: Python<'_>) -> String {
        self.with(py, |report| {
            written(|out| render::write_card_html(report, out))
        })
    }

    fn __str__(&self, py: Python<'_>) -> String {
        let text = self.with(py, |report| {
            written(|out| render::write_text(report, Style::default(), out))
        });
        text.trim_end().to_owned()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| Ok::<_, PyErr>(PyString::new(py, text).repr()?.to_string());
        let mut shown = format!("Report(verdict={}", quoted(self.verdict())?);
        if let Some(number) = self.pith_number() {
            shown += &format!(", pith_number={}", quoted(number)?);
        }
        if let Some(reason) = self.reason(py) {
            shown += &format!(", reason={}", quoted(&reason)?);
        }
        Ok(shown + ")")
    }

    fn __bool__(&self) -> PyResult<bool> {
        let message = "a report is neither true nor false: compare report.verdict with \"pass\"";
        Err(PyTypeError::new_err(message))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("pith_verify._native")?.getattr("_restore")?;
        let parts = (self.verifier.clone_ref(py), self.held.parts(py));
        Ok((restore, parts.into_pyobject(py)?))
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.findings.json == other.findings.json
    }
}

impl Eq for Report {}

impl Hash for Report {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.findings.json.hash(state);
    }
}

/// Verifies the document of a report again, which is how copies of reports are made.
#[pyfunction]
pub fn _restore(py: Python<'_>, verifier: Py<Verifier>, document: Parts) -> PyResult<Report> {
    Ok(Report::of(py, verifier, Held::from_parts(document)?))
}
