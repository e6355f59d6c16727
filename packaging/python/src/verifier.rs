//! The methods of the verifier, for Python.

use pith_verify::DEFAULT_MAX_SIZE;
use pith_verify::corpus::{Corpus, InputFormat};
use pith_verify::run::requirements::Requirements;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyTuple};

use crate::arrow::{self, Limits};
use crate::engine::{Depth, Engine};
use crate::explanation::Explanation;
use crate::held::Held;
use crate::input::{Input, has_other_items, wrong_type};
use crate::report::{Reduced, Report};
use crate::run::Run;
use crate::run_arguments;
use crate::settings::{self, Arguments};
use crate::verifier_class::Verifier;

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (
            keys=None, *, builtin_keys=true, title=None, r#abstract=None, expect=None, require=None,
            given_records=None, max_size=None, jobs=None
        ),
        text_signature = "(keys=(), *, builtin_keys=True, title=None, abstract=None, expect=None, \
            require=None, given_records=None, max_size=16777216, jobs=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are keyword arguments in Python"
    )]
    fn new(
        keys: Option<&Bound<'_, PyAny>>,
        builtin_keys: bool,
        title: Option<&Bound<'_, PyAny>>,
        r#abstract: Option<&Bound<'_, PyAny>>,
        expect: Option<&Bound<'_, PyAny>>,
        require: Option<&Bound<'_, PyAny>>,
        given_records: Option<&Bound<'_, PyAny>>,
        max_size: Option<&Bound<'_, PyAny>>,
        jobs: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let arguments = Arguments {
            title,
            r#abstract,
            expect,
            require,
            given_records,
        };
        let max_size = max_size.map_or(Ok(DEFAULT_MAX_SIZE), settings::max_size)?;
        let engine = Engine::new(keys, builtin_keys, max_size)?;
        Ok(Self {
            engine: engine.with(&arguments)?,
            jobs: jobs.map(settings::jobs).transpose()?,
        })
    }

    /// Verifies one document. Bytes and str are its content, and an os.PathLike is its file.
    ///
    /// The result is always a report, even for a file that cannot be read. The other arguments replace
    /// settings of the verifier for this document.
    ///
    /// >>> Verifier().verify("not JSON").error["code"]
    /// 'invalid-json'
    #[pyo3(
        signature = (
            document, /, *, title=None, r#abstract=None, expect=None, require=None, given_records=None
        ),
        text_signature = "($self, document, /, *, title=None, abstract=None, expect=None, \
            require=None, given_records=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are keyword arguments in Python"
    )]
    fn verify(
        this: Py<Self>,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        title: Option<&Bound<'_, PyAny>>,
        r#abstract: Option<&Bound<'_, PyAny>>,
        expect: Option<&Bound<'_, PyAny>>,
        require: Option<&Bound<'_, PyAny>>,
        given_records: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Report> {
        let arguments = Arguments {
            title,
            r#abstract,
            expect,
            require,
            given_records,
        };
        let verifier = Self::with(&this, py, &arguments)?;
        let held = Held::of(py, &verifier.get().engine, document)?;
        Ok(Report::of(py, verifier, held))
    }

    /// Verifies documents in order, each when the next report is requested.
    ///
    /// >>> [report.verdict for report in Verifier().verify_many([b"{}", b"[]"])]
    /// ['unverifiable', 'unverifiable']
    #[pyo3(
        signature = (
            documents, /, *, title=None, r#abstract=None, expect=None, require=None, given_records=None
        ),
        text_signature = "($self, documents, /, *, title=None, abstract=None, expect=None, \
            require=None, given_records=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are keyword arguments in Python"
    )]
    fn verify_many(
        this: Py<Self>,
        py: Python<'_>,
        documents: &Bound<'_, PyAny>,
        title: Option<&Bound<'_, PyAny>>,
        r#abstract: Option<&Bound<'_, PyAny>>,
        expect: Option<&Bound<'_, PyAny>>,
        require: Option<&Bound<'_, PyAny>>,
        given_records: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Reports> {
        if Input::of(documents)?.is_some() {
            let message = "one document, not an iterable of documents: use verify";
            return Err(PyTypeError::new_err(message));
        }
        let iterator = match documents.try_iter() {
            Ok(iterator) if !has_other_items(documents)? => iterator,
            _ => {
                return Err(wrong_type(
                    "documents",
                    "an iterable of documents",
                    documents,
                ));
            }
        };
        let arguments = Arguments {
            title,
            r#abstract,
            expect,
            require,
            given_records,
        };
        Ok(Reports {
            verifier: Self::with(&this, py, &arguments)?,
            documents: iterator.unbind(),
        })
    }

    /// Verifies all documents of files and folders on all cores, in the order of the command.
    ///
    /// `paths` is one path, a str or an os.PathLike, or an iterable of paths. As for the command, a
    /// folder is searched for documents, a file named .ndjson or .jsonl has one document per line,
    /// and .gz and .zst are decompressed; with `ndjson=True`, every file has one document per line.
    /// `expect_names` accepts only documents that are what their file names say.
    ///
    /// The result is an iterator of reports. Every input has a report, even if it cannot be read.
    /// The other arguments are requirements for the whole run, and `summary()` lists those that are
    /// not met: `expect_list`, the content or the file of a list of ids, names the
    /// documents that must pass, `expect_count` is their number, and `no_duplicates` allows only
    /// one document on each record and each version of a paper.
    ///
    /// >>> run = Verifier().verify_path("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")
    /// >>> [report.verdict for report in run]
    /// ['pass']
    /// >>> run.summary()["complete"]
    /// True
    #[pyo3(signature = (
        paths, /, *, ndjson=false, expect_names=false, expect_list=None, expect_count=None,
        no_duplicates=false, jobs=None
    ))]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are keyword arguments in Python"
    )]
    fn verify_path(
        this: Py<Self>,
        py: Python<'_>,
        paths: &Bound<'_, PyAny>,
        ndjson: bool,
        expect_names: bool,
        expect_list: Option<&Bound<'_, PyAny>>,
        expect_count: Option<&Bound<'_, PyAny>>,
        no_duplicates: bool,
        jobs: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Run> {
        let requirements = Requirements {
            expected_list: expect_list.map(run_arguments::expected_list).transpose()?,
            expect_count: expect_count.map(run_arguments::count).transpose()?,
            no_duplicates,
        };
        let jobs = jobs.map(settings::jobs).transpose()?.or(this.get().jobs);
        let format = if ndjson {
            InputFormat::EndedBy(b'\n')
        } else {
            InputFormat::ByName
        };
        let paths = run_arguments::paths(paths)?;
        let corpus = Corpus::new(paths, None, format, this.get().engine.max_size());
        let verifier = if expect_names {
            Py::new(py, _expecting_names(this.get()))?
        } else {
            this
        };
        py.detach(|| Run::start(verifier, corpus, requirements, jobs))
    }

    /// Explains the verdict on a document, or compares two copies of it.
    ///
    /// >>> from pathlib import Path
    /// >>> path = Path("fixtures/invalid/title--other-word.json")
    /// >>> print(str(Verifier().explain(path)).splitlines()[0])
    /// FAIL  fixtures/invalid/title--other-word.json
    #[pyo3(signature = (document, other=None, /))]
    fn explain(
        this: Py<Self>,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        other: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Explanation> {
        let held = |document| Held::of(py, &this.get().engine, document);
        Ok(Explanation {
            document: held(document)?,
            other: other.map(held).transpose()?,
            verifier: this,
        })
    }

    /// Verifies every document of an Arrow array of strings or binaries.
    ///
    /// The result is an array of structs with verdict, pith_number, failed_checks and error. With
    /// `report=True`, a struct also has report, the whole report as JSON, which takes longer. Null
    /// stays null.
    ///
    /// The array can come from any library with the Arrow C data interface. The result is a
    /// pyarrow.StructArray. It is a pyarrow.ChunkedArray for a chunked array, and for an array
    /// whose result has a column of more than 2 GiB or more than 16,777,216 rows. Without pyarrow,
    /// it is an object with that interface.
    ///
    /// >>> import pyarrow
    /// >>> verdicts = Verifier().verify_arrow(pyarrow.array(["{}", None]))
    /// >>> verdicts.field("verdict").to_pylist()
    /// ['unverifiable', None]
    ///
    /// `titles`, `abstracts` and `expect` are arrays of strings with one row for each document. They
    /// replace the settings `title`, `abstract` and `expect` of the verifier; for a null, nothing is
    /// compared. Wrong ids and arrays of another length are a ValueError before anything is verified.
    ///
    /// >>> from pathlib import Path
    /// >>> ids = pyarrow.array(["2106.06530", "2106.06531"])
    /// >>> record = Path("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json").read_text()
    /// >>> found = Verifier().verify_arrow(pyarrow.array([record, record]), expect=ids)
    /// >>> found.field("verdict").to_pylist()
    /// ['pass', 'fail']
    #[pyo3(signature = (array, /, *, titles=None, abstracts=None, expect=None, report=false))]
    fn verify_arrow<'py>(
        &self,
        array: &Bound<'py, PyAny>,
        titles: Option<&Bound<'py, PyAny>>,
        abstracts: Option<&Bound<'py, PyAny>>,
        expect: Option<&Bound<'py, PyAny>>,
        report: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let columns = arrow::Arguments {
            titles,
            abstracts,
            expect,
        };
        arrow::verify(&self.engine, array, columns, report, Limits::ARROW)
    }

    fn __repr__(&self) -> String {
        let keys = self.engine.keys().len();
        let builtin = if self.engine.builtin_keys() {
            "True"
        } else {
            "False"
        };
        format!("<Verifier: {keys} key files, builtin_keys={builtin}>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let engine = &self.engine;
        if engine.verifier(Depth::Whole).expectations.file_name {
            let expecting = py
                .import("pith_verify._native")?
                .getattr("_expecting_names")?;
            let plain = Self {
                engine: engine.clone().expecting_names(false),
                jobs: self.jobs,
            };
            return Ok((expecting, (plain,).into_pyobject(py)?));
        }
        let kwargs = PyDict::new(py);
        kwargs.set_item("builtin_keys", engine.builtin_keys())?;
        kwargs.set_item("max_size", engine.max_size())?;
        kwargs.set_item("jobs", self.jobs)?;
        engine.add_settings_to(&kwargs)?;
        let partial = py.import("functools")?.getattr("partial")?;
        let make = partial.call((py.get_type::<Self>(),), Some(&kwargs))?;
        let keys = { engine.keys().iter() }.map(|key| PyBytes::new(py, &key.bytes));
        let keys = PyTuple::new(py, keys)?;
        Ok((make, PyTuple::new(py, [keys])?))
    }
}

/// Returns the verifier that accepts only documents that are what their file names say.
#[pyfunction]
pub fn _expecting_names(verifier: &Verifier) -> Verifier {
    Verifier {
        engine: verifier.engine.clone().expecting_names(true),
        jobs: verifier.jobs,
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
        let held = Held::of(py, &self.verifier.get().engine, &document?)?;
        Ok(Some(Report::of(py, self.verifier.clone_ref(py), held)))
    }
}
