//! The class of the verifier. Its methods are in `verifier.rs`, because they return reports, and
//! these keep their verifier.

use pyo3::prelude::*;

use crate::engine::Engine;
use crate::settings::Arguments;

/// Verifies documents against trusted keys.
///
/// The registry's key is built in. `keys` adds one key file or an iterable of them, in the formats
/// that `pith --key` reads. As in all arguments that are data, bytes and str are the content itself,
/// and an os.PathLike is a file that is read. `builtin_keys=False` trusts only the given keys.
///
/// >>> from pathlib import Path
/// >>> from pith_verify import Verifier
/// >>> verifier = Verifier(Path("fixtures/keys/pith-test-1.json"))
/// >>> verifier.verify(Path("fixtures/valid/4QHRGH5A.json")).verdict
/// 'pass'
/// >>> Verifier().verify(Path("fixtures/valid/4QHRGH5A.json")).verdict
/// 'unverifiable'
///
/// `title` and `abstract` are texts that are compared with the signed hashes. `expect` names the only
/// documents that are accepted: one or several Pith Numbers, arXiv ids, DOIs of arXiv or addresses of
/// papers there. `require` is a dict of the values that signed members must have, such as
/// `{"license": "…"}`. `given_records` are records that must pass; states and integrity documents are
/// compared with them. These five mean the same as `--title`, `--abstract`, `--expect`, `--require` and
/// `--with` of the command, and you can replace each of them for one call.
///
/// A document of more than `max_size` bytes is not read. `verify_path` uses `jobs` threads, by default
/// one for each core.
///
/// A verifier can be copied to other processes, together with its settings. Threads can share it.
#[pyclass(frozen, module = "pith_verify")]
pub struct Verifier {
    pub engine: Engine,
    /// The number of threads of `verify_path`; by default, one for each core.
    pub jobs: Option<usize>,
}

impl Verifier {
    /// Returns the verifier with the settings that the arguments of one call change.
    pub fn with(
        this: &Py<Self>,
        py: Python<'_>,
        arguments: &Arguments<'_, '_>,
    ) -> PyResult<Py<Self>> {
        if arguments.is_empty() {
            return Ok(this.clone_ref(py));
        }
        let changed = Self {
            engine: this.get().engine.clone().with(arguments)?,
            jobs: this.get().jobs,
        };
        Py::new(py, changed)
    }
}
