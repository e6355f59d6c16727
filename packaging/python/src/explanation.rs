//! The explanation of one document, or the comparison of two, for Python.

use std::io::{self, Write};

use pith_verify::explain::Explanation as Explained;
use pith_verify::explain::compare::Comparison;
use pith_verify::render::{self, Style};
use pyo3::prelude::*;

use crate::engine::Depth;
use crate::findings::written;
use crate::held::Held;
use crate::verifier_class::Verifier;

/// The explanation of one document, or the comparison of two copies, which `Verifier.explain`
/// returns.
///
/// `print` shows it as text.
#[pyclass(frozen, module = "pith_verify")]
pub struct Explanation {
    pub verifier: Py<Verifier>,
    pub document: Held,
    pub other: Option<Held>,
}

/// How an explanation or a comparison is written.
struct Form {
    explanation: fn(&Explained<'_>, &mut dyn Write) -> io::Result<()>,
    comparison: fn(&Comparison<'_>, &mut dyn Write) -> io::Result<()>,
}

const TEXT: Form = Form {
    explanation: |explanation, out| render::write_explanation(explanation, Style::default(), out),
    comparison: |comparison, out| render::write_comparison(comparison, Style::default(), out),
};
const JSON: Form = Form {
    explanation: render::write_explanation_json,
    comparison: render::write_comparison_json,
};
const HTML: Form = Form {
    explanation: render::write_explanation_html,
    comparison: render::write_comparison_html,
};

impl Explanation {
    fn write(&self, py: Python<'_>, form: &Form) -> String {
        let engine = &self.verifier.get().engine;
        let source = self.document.source.clone();
        let reading = engine.reading(self.document.bytes(py), source.as_ref());
        let Some(other) = &self.other else {
            let explanation = engine.explain(source, &reading);
            return written(|out| (form.explanation)(&explanation, out));
        };
        let sources = [source, other.source.clone()];
        let other = engine.reading(other.bytes(py), other.source.as_ref());
        let readings = [&reading, &other];
        let comparison = Comparison::of(engine.verifier(Depth::Whole), sources, readings);
        written(|out| (form.comparison)(&comparison, out))
    }
}

#[pymethods]
impl Explanation {
    /// Returns the explanation as `pith explain --json` prints it, without the line feed.
    fn to_json(&self, py: Python<'_>) -> String {
        self.write(py, &JSON).trim_end().to_owned()
    }

    /// Returns the explanation as `pith explain --json` prints it, parsed.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?
            .call_method1("loads", (self.to_json(py),))
    }

    /// Returns the explanation as a page, as `pith explain --html` writes it.
    fn to_html(&self, py: Python<'_>) -> String {
        self.write(py, &HTML)
    }

    fn __str__(&self, py: Python<'_>) -> String {
        self.write(py, &TEXT).trim_end().to_owned()
    }

    fn __repr__(&self) -> &'static str {
        match self.other {
            Some(_) => "<Explanation of two copies: print it, or use to_html()>",
            None => "<Explanation of a document: print it, or use to_html()>",
        }
    }
}
