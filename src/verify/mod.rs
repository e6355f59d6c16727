//! Verifies documents: it turns bytes into a report.

pub mod checks;
mod diagnose;
pub(crate) mod events;
pub(crate) mod expectations;
pub mod kinds;
pub(crate) mod places;
pub(crate) mod subject;
pub(crate) mod verifier;

use crate::json::document::{Document, Value};
use crate::json::error::DocumentError;
use crate::record::alias::ARXIV;
use crate::record::identity::Names;
use crate::report::coverage::{Coverage, LeafClasses};
use crate::report::{Diagnosis, Heading, Metadata, Report, Source, Verdict};
use kinds::{Kind, RECORD, Refusal};
use subject::Subject;
pub use verifier::{VerifiedRecord, Verifier};

/// A document, or the reason why it could not be read as JSON.
pub type Reading<'t> = Result<Document<'t>, DocumentError>;

/// A report, together with the data that it was made from.
pub(crate) struct Examined<'d> {
    pub(crate) report: Report<'d>,
    /// The verified document and the class of each of its leaves, if it is of a known kind.
    pub(crate) checked: Option<(Subject<'d>, LeafClasses)>,
}

impl Verifier {
    /// Verifies one document. `source` says where it comes from, if that is known.
    #[must_use]
    pub fn verify(&self, source: impl Into<Option<Source>>, bytes: &[u8]) -> Report<'static> {
        self.report(source, &Document::read(bytes)).into_owned()
    }

    /// Verifies a record or bundle, and returns its signed part for
    /// [`Verifier::given_records`].
    ///
    /// # Errors
    ///
    /// Returns the report if the document does not pass, or if it is of another kind.
    pub fn verified_record(&self, bytes: &[u8]) -> Result<VerifiedRecord, Box<Report<'static>>> {
        let reading = Document::read(bytes);
        let examined = self.examine(None, &reading);
        let signed = examined.checked.as_ref().and_then(|(subject, _)| {
            // A state has no receipt: the signature over its canonical record is in another
            // document.
            subject.places.receipt?;
            let signed = subject.canonical.given()?;
            Some((signed.digest, signed.source))
        });
        let report = examined.report.into_owned();
        match (signed, report.verdict(), &report.key) {
            (Some((digest, source)), Verdict::Pass, Some(key)) => Ok(VerifiedRecord {
                digest,
                arxiv_id: source
                    .filter(|source| source.kind == ARXIV)
                    .map(|source| source.id.to_owned()),
                key: key.clone(),
            }),
            _ => Err(Box::new(report)),
        }
    }

    /// Verifies a document that was read already. The report borrows from it.
    #[must_use]
    pub fn report<'d>(
        &'d self,
        source: impl Into<Option<Source>>,
        reading: &'d Reading<'d>,
    ) -> Report<'d> {
        self.examine(source, reading).report
    }

    /// Verifies a document that was read already. Every report is made here.
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
        match kinds::kind_of(root, self.hints) {
            Ok(kind) => self.run_checks(source, kind, root),
            Err(refusal) => self.reject(source, Some(root), refusal),
        }
    }

    /// Makes the report on a document that could not be checked: it lists every check as
    /// skipped.
    fn reject<'d>(
        &self,
        source: Option<Source>,
        root: Option<Value<'d>>,
        (kind, error): Refusal,
    ) -> Examined<'d> {
        let coverage = root.map(|root| self.coverage(root, &LeafClasses::new(root.document())));
        // A document of unknown kind is listed with the checks of a record.
        let listed = kind.unwrap_or(&RECORD);
        let report = Report {
            source,
            kind: kind.map(|kind| &kind.facts),
            digest: None,
            names: Names::default(),
            metadata: Metadata::default(),
            heading: Heading::default(),
            key: None,
            findings: checks::all_skipped(self, listed, error.code),
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
        let mut subject = Subject::new(self, &kind.facts, &kind.places, root);
        if self.expectations.file_name {
            subject.file_name = source.as_ref().and_then(Source::file_name);
        }
        let signed = subject.canonical.given();
        let counted = self.details || self.list_leaves;
        let mut marks = if counted {
            LeafClasses::new(root.document())
        } else {
            LeafClasses::uncounted()
        };
        let findings = checks::run_all(&subject, kind, &mut marks);
        let mut report = Report {
            source,
            kind: Some(&kind.facts),
            digest: signed.map(|signed| signed.digest),
            names: subject.names(),
            metadata: Metadata::default(),
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
        if self.details {
            report.metadata = subject.metadata();
        }
        let digest = report
            .findings_of(checks::receipt::CANONICAL_HASH.id())
            .next();
        if self.details && digest.is_some_and(|digest| digest.failed()) {
            report.diagnosis = diagnose::diagnose(&subject);
            let source = report.source.clone();
            let failing = |bytes: &[u8]| self.failing(source, bytes);
            diagnose::mark_consequences(root, &mut report, failing);
        }
        if counted {
            if report.signature_verified() {
                kind.mark(&subject, &mut marks);
            } else {
                marks.clear();
            }
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

    /// Returns the ids of the checks that fail in a document.
    fn failing(&self, source: Option<Source>, bytes: &[u8]) -> Vec<String> {
        let verifier = Self {
            details: false,
            list_leaves: false,
            ..self.clone()
        };
        let report = verifier.verify(source, bytes);
        report.failed().map(|finding| finding.id().into()).collect()
    }

    fn coverage(&self, root: Value<'_>, marks: &LeafClasses) -> Coverage {
        Coverage::of(root.document(), marks, self.list_leaves)
    }
}
