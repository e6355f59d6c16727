//! Verifies all documents of files and folders on many threads, for Python.

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};
use std::{thread, vec};

use pith_verify::corpus::reading::typed_document;
use pith_verify::corpus::{Batch, Corpus, Notes};
use pith_verify::run::document_counts::DocumentCounts;
use pith_verify::run::expected_list::ExpectedList;
use pith_verify::run::pool::{self, Next, Results, lock};
use pith_verify::run::requirements::Requirements;
use pith_verify::run::summary::Summary;
use pith_verify::{DocumentError, Source};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::engine::{Depth, Engine};
use crate::findings::Findings;
use crate::held::Held;
use crate::report::Report;
use crate::verifier_class::Verifier;

/// How long a call waits for a report before it looks for signals such as Ctrl-C.
const WAIT: Duration = Duration::from_millis(100);
const NOT_ENDED: &str =
    "the run has not ended: this summary covers only the reports that were returned so far";

/// The reports on all documents of files and folders, in the order of the command, which
/// `Verifier.verify_path` returns.
///
/// A loop can end early and continue later, also after an exception such as KeyboardInterrupt: no
/// report is lost. The run reads ahead by a limited number of documents, and it ends its threads
/// when it is deleted.
///
/// >>> from pith_verify import Verifier
/// >>> run = Verifier().verify_path("fixtures/valid")
/// >>> sum(report.verdict == "pass" for report in run) == run.summary()["passed"]
/// True
#[pyclass(frozen, module = "pith_verify")]
pub struct Run {
    verifier: Py<Verifier>,
    /// The number of bytes of all files, or None if it is not known in advance, because there is a
    /// folder or a pipe among the paths.
    #[pyo3(get)]
    total_bytes: Option<u64>,
    /// The process that has the threads. A fork of it has none.
    process: u32,
    requirements: Requirements,
    start: Instant,
    queue: Mutex<Queue>,
    totals: Mutex<Totals>,
}

/// What was verified and not returned yet.
struct Queue {
    /// `None` after the end.
    results: Option<Results<BatchResult>>,
    documents: vec::IntoIter<Verified>,
}

/// What was returned.
#[derive(Default)]
struct Totals {
    summary: Summary,
    bytes_read: u64,
    end: Option<End>,
}

/// How a run ended: after how long, and with which error.
struct End {
    elapsed: Duration,
    error: Option<String>,
}

/// Verifies batches of documents, on any thread.
struct Worker {
    engine: Engine,
    expected_list: Option<Arc<ExpectedList>>,
}

struct BatchResult {
    documents: Vec<Verified>,
    notes: Notes,
    bytes: u64,
}

/// A document that was verified.
struct Verified {
    document: Document,
    /// What it adds to the summary.
    counts: DocumentCounts,
}

/// A document or the reason why there is none, with what was found and the place that it comes from.
struct Document {
    findings: Findings,
    bytes: Result<Vec<u8>, DocumentError>,
    source: Source,
}

impl Worker {
    fn work(&self, mut batch: Batch) -> BatchResult {
        let notes = std::mem::take(&mut batch.notes);
        let bytes = batch.read;
        let mut documents = Vec::with_capacity(batch.len());
        batch.for_each(self.engine.max_size(), |source, bytes| {
            let reading = typed_document(&source.path, bytes.as_ref().copied());
            let verifier = self.engine.verifier(Depth::Whole);
            let report = verifier.report(source.clone(), &reading);
            let mut counts = DocumentCounts::default();
            counts.count(&report, self.expected_list.as_deref());
            // The error of the report says more: it has a hint.
            let hinted = |error| report.error().cloned().unwrap_or(error);
            let document = Document {
                findings: Findings::of(&report),
                bytes: bytes.map(<[u8]>::to_vec).map_err(hinted),
                source,
            };
            documents.push(Verified { document, counts });
            true
        });
        BatchResult {
            documents,
            notes,
            bytes,
        }
    }
}

impl Run {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if threads cannot be started.
    pub fn start(
        verifier: Py<Verifier>,
        corpus: Corpus,
        requirements: Requirements,
        jobs: Option<usize>,
    ) -> PyResult<Self> {
        let worker = Worker {
            engine: verifier.get().engine.clone(),
            expected_list: requirements.expected_list.clone(),
        };
        let total_bytes = corpus.total_bytes();
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        let jobs = if corpus.is_single() {
            1
        } else {
            jobs.unwrap_or_else(cores)
        };
        let work = move |batch| worker.work(batch);
        let results = pool::start(corpus, jobs, Batch::is_large, work);
        let results = results.map_err(|error| PyRuntimeError::new_err(format!("{error:#}")))?;
        Ok(Self {
            verifier,
            process: std::process::id(),
            total_bytes,
            requirements,
            start: Instant::now(),
            queue: Mutex::new(Queue {
                results: Some(results),
                documents: Vec::new().into_iter(),
            }),
            totals: Mutex::default(),
        })
    }

    /// Waits for the next document, at most for [`WAIT`]; `None` at the end. It needs no interpreter
    /// lock.
    fn step(&self) -> Result<Poll<Option<Document>>, String> {
        let mut queue = lock(&self.queue);
        if let Some(verified) = queue.documents.next() {
            verified.counts.add_to(&mut lock(&self.totals).summary);
            return Ok(Poll::Ready(Some(verified.document)));
        }
        let Some(results) = &mut queue.results else {
            return Ok(Poll::Ready(None));
        };
        let next = results.next_within(WAIT);
        let mut totals = lock(&self.totals);
        let error = match next {
            Ok(Next::Timeout) => return Ok(Poll::Pending),
            Ok(Next::Result(result)) => {
                totals.bytes_read += result.bytes;
                totals.summary.notes.append(result.notes);
                queue.documents = result.documents.into_iter();
                return Ok(Poll::Pending);
            }
            Ok(Next::End) => None,
            Err(error) => Some(error.to_string()),
        };
        queue.results = None;
        totals.end = Some(End {
            elapsed: self.start.elapsed(),
            error: error.clone(),
        });
        error.map_or(Ok(Poll::Ready(None)), Err)
    }

    fn report(&self, py: Python<'_>, document: Document) -> Report {
        let bytes = document.bytes;
        let held = Held {
            bytes: bytes.map(|bytes| PyBytes::new(py, &bytes).unbind()),
            source: Some(document.source),
        };
        Report::new(document.findings, self.verifier.clone_ref(py), held)
    }

    /// Returns the summary as JSON.
    fn summary_json(&self) -> serde_json::Result<Vec<u8>> {
        let totals = &mut *lock(&self.totals);
        self.requirements.compare(&mut totals.summary);
        let summary = &totals.summary;
        let (elapsed, cut_off) = match &totals.end {
            None => (self.start.elapsed(), Some(NOT_ENDED.to_owned())),
            Some(end) => (end.elapsed, end.error.clone()),
        };
        let seen_all = cut_off.is_none();
        let unmet = self.requirements.unmet(summary, seen_all);
        let incomplete = cut_off.into_iter().chain(unmet).chain(summary.unreadable());
        summary.to_json(&incomplete.collect::<Vec<_>>(), elapsed)
    }
}

#[pymethods]
impl Run {
    /// The number of bytes of the input that were read for the reports so far, before they were
    /// decompressed.
    #[getter]
    fn bytes_read(&self) -> u64 {
        lock(&self.totals).bytes_read
    }

    /// Returns the summary of the reports so far, as `pith verify --summary` writes it.
    ///
    /// Before the end, and whenever something that was requested was not done, `complete` is False
    /// and `incomplete` lists the reasons.
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = py.detach(|| self.summary_json());
        let json = json.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        py.import("json")?
            .call_method1("loads", (PyBytes::new(py, &json),))
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Report>> {
        if self.process != std::process::id() {
            let message =
                "this run belongs to the process that was forked: call verify_path in this one";
            return Err(PyRuntimeError::new_err(message));
        }
        loop {
            match py.detach(|| self.step()).map_err(PyRuntimeError::new_err)? {
                Poll::Ready(document) => {
                    return Ok(document.map(|document| self.report(py, document)));
                }
                Poll::Pending => py.check_signals()?,
            }
        }
    }
}
