//! `pith_verify._native`: the library for Python.
//!
//! A document is never an exception: whatever is in it, the answer is a verdict.

mod arrow;
mod engine;
// What reports advise is what those of the command advise, in the same words.
#[allow(dead_code)]
#[path = "../../../src/bin/pith/hints.rs"]
mod hints;
mod input;
mod keys;
mod many;
mod report;
mod verifier;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<verifier::Verifier>()?;
    module.add_class::<report::Report>()?;
    module.add_function(wrap_pyfunction!(report::_restore, module)?)
}
