//! Verifies bytes and files in the same way as the command.

use std::path::Path;

use pith_verify::corpus::file;
use pith_verify::corpus::reading::typed_document;
use pith_verify::explain::{Explanation, RepeatedOptions};
use pith_verify::json::document::Document;
use pith_verify::report::hints::MAX_SIZE_HINT;
use pith_verify::report::likely_cause;
use pith_verify::verify::Reading;
use pith_verify::{DocumentError, Hints, Source, Verifier};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::input::Content;
use crate::settings::{self, Arguments, Given};

/// Verifies documents, on any thread.
#[derive(Clone)]
pub struct Engine {
    full: Verifier,
    /// A verifier that leaves out the diagnosis and the counts of coverage.
    quick: Verifier,
    keys: Vec<Content>,
    builtin_keys: bool,
    given: Given,
    max_size: u64,
}

/// Says how much of a report is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The verdict, and the checks that failed.
    Verdict,
    /// The whole report.
    Whole,
}

impl Engine {
    /// Returns an engine that trusts the keys of key files.
    pub fn new(
        keys: Option<&Bound<'_, PyAny>>,
        builtin_keys: bool,
        max_size: u64,
    ) -> PyResult<Self> {
        let (keyring, keys) = settings::keyring(keys, builtin_keys)?;
        let mut full = Verifier::with_keys(keyring);
        full.hints = Hints::COMMAND;
        let engine = Self {
            quick: full.clone(),
            full,
            keys,
            builtin_keys,
            given: Given::default(),
            max_size,
        };
        Ok(engine.with_quick())
    }

    /// Returns the engine with the settings that these arguments change.
    pub fn with(mut self, arguments: &Arguments<'_, '_>) -> PyResult<Self> {
        arguments.apply(&mut self.full, &mut self.given, self.max_size)?;
        Ok(self.with_quick())
    }

    /// Returns the engine that accepts only documents that are what their file names say, or that
    /// accepts all.
    pub fn expecting_names(mut self, expect_names: bool) -> Self {
        self.full.expectations.file_name = expect_names;
        self.with_quick()
    }

    fn with_quick(mut self) -> Self {
        self.quick = self.full.clone();
        self.quick.details = false;
        self
    }

    /// Returns the verifier that makes reports with as much as is needed.
    pub fn verifier(&self, depth: Depth) -> &Verifier {
        match depth {
            Depth::Verdict => &self.quick,
            Depth::Whole => &self.full,
        }
    }

    pub fn keys(&self) -> &[Content] {
        &self.keys
    }

    pub fn builtin_keys(&self) -> bool {
        self.builtin_keys
    }

    /// Adds the settings to the keyword arguments that make the same verifier.
    pub fn add_settings_to(&self, kwargs: &Bound<'_, PyDict>) -> PyResult<()> {
        settings::add_to(kwargs, &self.full, &self.given)
    }

    pub fn max_size(&self) -> u64 {
        self.max_size
    }

    /// Checks that these are not more bytes than a document may have.
    pub fn check_size(&self, bytes: &[u8]) -> Result<(), DocumentError> {
        if bytes.len() as u64 > self.max_size {
            return Err(self.too_large());
        }
        Ok(())
    }

    /// Reads a file, decompressed if need be. An error says what to do.
    pub fn content(&self, path: &Path) -> Result<Vec<u8>, DocumentError> {
        file::read(path, self.max_size).map_err(|error| {
            let path = path.display().to_string();
            typed_document(&path, Err(&error)).err().unwrap_or(error)
        })
    }

    /// Reads a document. An error in its bytes gets its likely cause. The reason why there are no bytes
    /// has that already.
    pub fn reading<'b>(
        &self,
        bytes: Result<&'b [u8], DocumentError>,
        source: Option<&Source>,
    ) -> Reading<'b> {
        let bytes = bytes?;
        let path = source.map_or("", |source| &*source.path);
        Document::read(bytes).map_err(|error| likely_cause::add_to(error, path, Some(bytes)))
    }

    /// Explains the report on a document.
    pub fn explain<'d>(
        &'d self,
        source: Option<Source>,
        reading: &'d Reading<'d>,
    ) -> Explanation<'d> {
        let options = self.repeated();
        let invocation = match &source {
            Some(source) => options.invocation_for(source),
            None => options.invocation("-"),
        };
        Explanation::of(&self.full, source, reading, invocation)
    }

    /// Returns the options that shell lines repeat. Contents without a file get a name.
    fn repeated(&self) -> RepeatedOptions {
        let named = |contents: &[Content], stem: &str| -> Vec<_> {
            let contents = contents.iter().enumerate();
            let names = contents.map(|(index, content)| {
                let name = || format!("{stem}-{}.json", index + 1);
                content.file.clone().unwrap_or_else(name)
            });
            names.collect()
        };
        let keys = named(&self.keys, "key");
        let records = named(&self.given.records, "record");
        RepeatedOptions::new(keys, records, self.builtin_keys, self.max_size)
    }

    fn too_large(&self) -> DocumentError {
        DocumentError::too_large("", self.max_size, MAX_SIZE_HINT)
    }
}
