//! From bytes to a report.

pub mod checks;
mod diagnose;
pub(crate) mod events;
pub(crate) mod expectations;
pub mod kinds;
pub(crate) mod places;
pub(crate) mod subject;

use crate::json::canonical::Digest;
use crate::json::document::{Document, Value};
use crate::json::error::DocumentError;
use crate::record::alias::ARXIV;
use crate::record::claim::Claim;
use crate::record::identity::Names;
use crate::report::coverage::{Class, Coverage, Marks};
use crate::report::{Diagnosis, Heading, Hints, KeyName, Report, Source, Verdict};
use crate::trust::keyring::Keyring;
use expectations::Expectations;
use kinds::{Kind, RECORD, Refusal};
use subject::Subject;

/// A document, or why it could not be read as JSON.
pub type Reading<'t> = Result<Document<'t>, DocumentError>;

/// What to compare documents with: trusted keys and given texts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verifier {
    /// The only keys that count; a key from the document is never used.
    pub keys: Keyring,
    /// A title to compare with the signed hash.
    pub given_title: Option<String>,
    /// A whole abstract to compare with the signed hash.
    pub given_abstract: Option<String>,
    /// What every document must be.
    pub expectations: Expectations,
    /// Signed records to compare documents with that have no receipt of their own.
    pub given_records: Vec<SignedRecord>,
    /// Whether reports list the leaves of each coverage class.
    pub list_leaves: bool,
    /// Whether to find out what no verdict depends on: how much of a document is vouched for
    /// and, if its digest is not the stated one, what was altered. Without it a report has
    /// the same findings, counts of zero and no diagnosis.
    pub details: bool,
    /// What reports advise.
    pub hints: Hints,
}

impl Default for Verifier {
    /// A verifier that trusts the keys built in.
    fn default() -> Self {
        Self::with_keys(Keyring::built_in())
    }
}

/// What a signature that was verified says: a record that passed, as far as other documents are
/// compared with it. Only [`Verifier::signed_record`] makes one.
#[derive(Clone, Debug)]
pub struct SignedRecord {
    pub(crate) digest: Digest,
    arxiv_id: Option<String>,
    pub(crate) key: KeyName<'static>,
}

impl SignedRecord {
    /// The arXiv id in the signed source.
    #[must_use]
    pub fn arxiv_id(&self) -> Option<&str> {
        self.arxiv_id.as_deref()
    }
}

/// A report, and what it was made from.
pub(crate) struct Examined<'d> {
    pub(crate) report: Report<'d>,
    /// What was checked, and who vouches for each of its leaves, if it was of a known kind.
    pub(crate) checked: Option<(Subject<'d>, Marks)>,
}

impl Verifier {
    /// A verifier that trusts these keys only.
    #[must_use]
    pub fn with_keys(keys: Keyring) -> Self {
        Self {
            keys,
            given_title: None,
            given_abstract: None,
            expectations: Expectations::default(),
            given_records: Vec::new(),
            list_leaves: false,
            details: true,
            hints: Hints::default(),
        }
    }

    /// Verifies one document; `source` says where it came from, if known.
    #[must_use]
    pub fn verify(&self, source: impl Into<Option<Source>>, bytes: &[u8]) -> Report<'static> {
        self.report(source, &Document::read(bytes)).into_owned()
    }

    /// The signed record in a record or bundle, for [`Verifier::given_records`].
    ///
    /// # Errors
    ///
    /// The report, if the document does not pass or is of another kind.
    pub fn signed_record(&self, bytes: &[u8]) -> Result<SignedRecord, Box<Report<'static>>> {
        let reading = Document::read(bytes);
        let examined = self.examine(None, &reading);
        let signed = examined.checked.as_ref().and_then(|(subject, _)| {
            // That of a state is signed elsewhere.
            subject.places.receipt?;
            let signed = subject.signed.given()?;
            Some((signed.digest, signed.source))
        });
        let report = examined.report.into_owned();
        match (signed, report.verdict(), &report.key) {
            (Some((digest, source)), Verdict::Pass, Some(key)) => Ok(SignedRecord {
                digest,
                arxiv_id: source
                    .filter(|source| source.kind == ARXIV)
                    .map(|source| source.id.to_owned()),
                key: key.clone(),
            }),
            _ => Err(Box::new(report)),
        }
    }

    /// The report on a document, which borrows from it.
    #[must_use]
    pub fn report<'d>(
        &'d self,
        source: impl Into<Option<Source>>,
        reading: &'d Reading<'d>,
    ) -> Report<'d> {
        self.examine(source, reading).report
    }

    /// The one way from a document to a report.
    pub(crate) fn examine<'d>(
        &'d self,
        source: impl Into<Option<Source>>,
        reading: &'d Reading<'d>,
    ) -> Examined<'d> {
        let source = source.into();
        let document = match reading {
            Ok(document) => document,
            Err(error) => return self.reject(source, None, (None, error.clone())),
        };
        let root = document.root();
        match Kind::of(root, self.hints) {
            Ok(kind) => self.run_checks(source, kind, root),
            Err(refusal) => self.reject(source, Some(root), refusal),
        }
    }

    /// Every check is listed as skipped.
    fn reject<'d>(
        &self,
        source: Option<Source>,
        root: Option<Value<'d>>,
        (kind, error): Refusal,
    ) -> Examined<'d> {
        let coverage = root.map(|root| self.coverage(root, &Marks::new(root.document())));
        // A document of no kind is listed with the checks of a record.
        let rows = kind.unwrap_or(&RECORD).checks;
        let report = Report {
            source,
            kind: kind.map(|kind| &kind.facts),
            pith_number: None,
            digest: None,
            names: Names::default(),
            heading: Heading::default(),
            key: None,
            findings: checks::all_skipped(self, rows, error.code),
            integrity: None,
            coverage: coverage.unwrap_or_default(),
            diagnosis: Diagnosis::default(),
            error: Some(error),
            hints: self.hints,
            first_line: None,
        };
        Examined {
            report,
            checked: None,
        }
    }

    fn run_checks<'d>(
        &'d self,
        source: Option<Source>,
        kind: &'static Kind,
        root: Value<'d>,
    ) -> Examined<'d> {
        let mut subject = Subject::new(self, kind, root);
        if self.expectations.file_name {
            subject.file_name = source.as_ref().and_then(Source::file_name);
        }
        let signed = subject.signed.given();
        let counted = self.details || self.list_leaves;
        let mut marks = if counted {
            Marks::new(root.document())
        } else {
            Marks::none()
        };
        let findings = checks::run_all(&subject, kind.checks, &mut marks);
        let mut report = Report {
            source,
            kind: Some(&kind.facts),
            pith_number: signed.and_then(|signed| signed.pith_number),
            digest: signed.map(|signed| signed.digest),
            names: subject.names(),
            heading: subject.heading(),
            key: subject.signer(),
            findings,
            integrity: subject.integrity(),
            coverage: Coverage::default(),
            diagnosis: Diagnosis::default(),
            error: None,
            hints: self.hints,
            first_line: None,
        };
        let digest = report.findings_of(checks::id::CANONICAL_HASH).next();
        if self.details && digest.is_some_and(|digest| digest.failed()) {
            report.diagnosis = diagnose::diagnose(&subject);
            diagnose::mark_consequences(&subject, &mut report);
        }
        if report.signature_verified() {
            kind.mark(&subject, &mut marks);
        } else {
            marks.clear();
        }
        if counted {
            report.coverage = self.coverage(root, &marks);
        }
        let lines = report
            .source
            .as_ref()
            .is_some_and(|source| source.line.is_some());
        if !lines && let Some(place) = report.first_place() {
            report.first_line = Some(root.line_of(&place));
        }
        Examined {
            report,
            checked: Some((subject, marks)),
        }
    }

    fn coverage(&self, root: Value<'_>, marks: &Marks) -> Coverage {
        Coverage::of(root.document(), marks, self.list_leaves)
    }
}

impl Kind {
    /// Marks what is vouched for because the signature was verified.
    fn mark(&self, subject: &Subject<'_>, marks: &mut Marks) {
        if let Claim::Given { at, .. } = subject.signed {
            marks.set(at, Class::Signed);
        }
        for place in self.fixed() {
            if let Some(value) = subject.at(place).given() {
                marks.set(value, Class::Checked);
            }
        }
    }
}
