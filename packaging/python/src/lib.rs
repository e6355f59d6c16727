//! Makes the library available to Python as `pith_verify._native`.
//!
//! A document never raises an exception: whatever it contains, the result is a report with a
//! verdict.

mod arrow;
mod engine;
mod explanation;
mod findings;
mod held;
mod input;
mod report;
mod run;
mod run_arguments;
mod settings;
mod verifier;
mod verifier_class;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("DEFAULT_MAX_SIZE", pith_verify::DEFAULT_MAX_SIZE)?;
    module.add_class::<verifier_class::Verifier>()?;
    module.add_class::<report::Report>()?;
    module.add_class::<run::Run>()?;
    module.add_class::<explanation::Explanation>()?;
    module.add_function(wrap_pyfunction!(arrow::_verify_arrow_within, module)?)?;
    module.add_function(wrap_pyfunction!(verifier::_expecting_names, module)?)?;
    module.add_function(wrap_pyfunction!(report::_restore, module)?)
}
