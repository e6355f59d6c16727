//! Collects the options that the commands in an explanation need to repeat what this run did.

use std::path::PathBuf;

use pith_verify::explain::Invocation;
use pith_verify::report::Source;

use crate::cli::{LimitArgs, TrustArgs, WithArgs};

/// The options of the command line that printed commands repeat.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// The options that are needed to read the document.
    reading: Vec<String>,
    /// The options that the verdict depends on.
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

    /// Returns the invocation for a file, or for `-`.
    pub fn invocation(&self, name: &str) -> Invocation {
        Invocation::new(name, &self.reading, &self.trusting)
    }

    /// Returns the invocation for a document of a run over many.
    ///
    /// A document in a file of many gets `-`, because commands cannot read it as a file of its own.
    pub fn invocation_for(&self, source: &Source) -> Invocation {
        self.invocation(source.line.map_or(&*source.path, |_| "-"))
    }
}
