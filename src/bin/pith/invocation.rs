//! The options with which commands that `pith` prints read and verify a document as it did.

use std::path::PathBuf;

use pith_verify::explain::Invocation;
use pith_verify::report::Source;

use crate::cli::{LimitArgs, TrustArgs, WithArgs};

/// The options of a command line that are repeated.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// Those needed to read the document.
    reading: Vec<String>,
    /// Those that the verdict depends on.
    trusting: Vec<String>,
}

impl Repeated {
    pub fn of(keys: &TrustArgs, with: &WithArgs, limit: &LimitArgs) -> Self {
        let option =
            |name: &str, file: &PathBuf| [name.to_owned(), file.to_string_lossy().into_owned()];
        let files = keys.files.iter().flat_map(|file| option("--key", file));
        let records = with.records.iter().flat_map(|file| option("--with", file));
        let none = keys.no_builtin_keys.then(|| "--no-builtin-keys".to_owned());
        let is_default = limit.max_size == LimitArgs::default().max_size;
        let size = (!is_default).then(|| format!("--max-size={}", limit.max_size));
        Self {
            reading: size.into_iter().collect(),
            trusting: files.chain(records).chain(none).collect(),
        }
    }

    /// For a file, or `-`.
    pub fn invocation(&self, name: &str) -> Invocation {
        Invocation::new(name, &self.reading, &self.trusting)
    }

    /// For a document of a run over many: a line of a file is not a file that a command reads.
    pub fn invocation_for(&self, source: &Source) -> Invocation {
        self.invocation(source.line.map_or(&*source.path, |_| "-"))
    }
}
