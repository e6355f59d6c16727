//! From bytes to report, for one document.

pub mod checks;
pub mod diagnose;

use crate::json::document::Document;
use crate::json::error::DocumentError;
use crate::record::members::{Claim, ONLY_VALUES, Record};
use crate::report::coverage::{Class, Coverage, Marks};
use crate::report::{Finding, KeyName, Report, Source};
use crate::trust::keyring::{KeyError, Keyring};
use checks::Subject;
use diagnose::Diagnosis;

/// What to hold documents against: trusted keys, and texts to compare with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verifier {
    /// The only keys that count; a key from the document is never used.
    pub keys: Keyring,
    /// A title to hold against the signed hash.
    pub given_title: Option<String>,
    /// A whole abstract to hold against the signed hash.
    pub given_abstract: Option<String>,
    /// Whether reports list the leaves of each coverage class.
    pub list_leaves: bool,
    /// Whether to search for what was altered under a digest that is not the stated one.
    /// Without it a report has the same verdict, and no diagnosis.
    pub diagnose: bool,
}

impl Verifier {
    /// A verifier that trusts the keys built in.
    ///
    /// # Errors
    ///
    /// Never: see [`Keyring::built_in`].
    pub fn new() -> Result<Self, KeyError> {
        Ok(Self::with_keys(Keyring::built_in()?))
    }

    /// A verifier that trusts these keys only.
    #[must_use]
    pub fn with_keys(keys: Keyring) -> Self {
        Self {
            keys,
            given_title: None,
            given_abstract: None,
            list_leaves: false,
            diagnose: true,
        }
    }

    /// Verifies one document.
    #[must_use]
    pub fn verify(&self, source: Source, bytes: &[u8]) -> Report {
        let document = match Document::read(bytes) {
            Ok(document) => document,
            Err(error) => return self.reject(source, error),
        };
        match Record::read(document.root()) {
            Ok(record) => self.examine(source, &document, record).0,
            Err(error) => self.reject_record(source, &document, error),
        }
    }

    /// The report of JSON that is not a record.
    pub(crate) fn reject_record(
        &self,
        source: Source,
        document: &Document<'_>,
        error: DocumentError,
    ) -> Report {
        Report {
            coverage: self.coverage(document, &Marks::new(document)),
            ..self.reject(source, error)
        }
    }

    /// The report of a document that could not be read as a record: every check skipped.
    #[must_use]
    pub fn reject(&self, source: Source, error: DocumentError) -> Report {
        Report {
            source,
            pith_number: None,
            digest: None,
            key: None,
            findings: checks::all_skipped(self, error.code.as_str()),
            coverage: Coverage::default(),
            diagnosis: Diagnosis::default(),
            error: Some(error),
        }
    }

    /// Runs the checks on a record; the marks say of each leaf who vouches for it.
    pub(crate) fn examine(
        &self,
        source: Source,
        document: &Document<'_>,
        record: Record<'_>,
    ) -> (Report, Marks) {
        let subject = Subject::new(self, record);
        let mut marks = Marks::new(document);
        for pointer in ONLY_VALUES {
            if let Some(value) = subject.record.root.at(pointer) {
                marks.set(value, Class::Checked);
            }
        }
        let findings = checks::run_all(&subject, &mut marks);
        let mut report = Report {
            source,
            pith_number: subject.record.pith_number.clone(),
            digest: subject.record.digest,
            key: subject.key.map(|key| KeyName {
                key_id: key.id().to_owned(),
                fingerprint: key.fingerprint().to_owned(),
                named: key.is_named(),
            }),
            findings,
            coverage: Coverage::default(),
            diagnosis: Diagnosis::default(),
            error: None,
        };
        if self.diagnose && report.findings_of(checks::DIGEST).any(Finding::failed) {
            report.diagnosis = Diagnosis::of(&subject);
        }
        if !report.signature_verified() {
            marks.clear();
        } else if let Claim::Given { at, .. } = subject.record.canonical {
            marks.set(at, Class::Signed);
        }
        report.coverage = self.coverage(document, &marks);
        (report, marks)
    }

    fn coverage(&self, document: &Document<'_>, marks: &Marks) -> Coverage {
        Coverage::of(document, marks, self.list_leaves)
    }
}
