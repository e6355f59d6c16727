//! What was found about a document: facts, which `render` turns into words.

pub mod coverage;
mod diagnosis;
pub mod escape;
mod excerpt;
mod fact;
mod finding;
pub mod hints;
mod integrity;
pub mod likely_cause;
mod reason;
mod serialize;
mod verdict;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use crate::json::digest::Digest;
use crate::json::error::DocumentError;
use crate::record::identifier::PithNumber;
use crate::record::identity::Names;
use coverage::Coverage;
pub(crate) use diagnosis::CANONICAL_RECORD;
pub use diagnosis::{Change, Diagnosis, Origin, Witness};
pub use excerpt::Excerpt;
pub use fact::Fact;
pub(crate) use finding::Place;
pub use finding::{Check, Finding, Group, Outcome};
pub use hints::Hints;
pub use integrity::{FindingStatus, IntegrityFinding, IntegrityFindings, MAX_SHOWN, Severities};
pub use reason::{Reason, Why};
pub use verdict::{Tally, Verdict};

/// What reports name as their maker.
pub const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// Version of the report's members: some may be added, none renamed or removed.
pub const REPORT_VERSION: u32 = 1;

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// The path as given, `-` for standard input; hostile text. All lines of a file share it.
    #[serde(serialize_with = "escape::serialize")]
    pub path: Arc<str>,
    /// The line, from 1, in a file of many documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The byte, from 0, at which that line starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

impl Source {
    /// A whole file, or `-`.
    #[must_use]
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            line: None,
            offset: None,
        }
    }

    /// The name of the file, if the whole of it is the document.
    pub(crate) fn file_name(&self) -> Option<String> {
        if self.line.is_some() {
            return None;
        }
        let name = std::path::Path::new(&*self.path).file_name()?;
        Some(name.to_string_lossy().into_owned())
    }

    /// A line of a file of many documents, from 1, and the byte at which it starts, from 0.
    #[must_use]
    pub fn line(path: impl Into<Arc<str>>, line: u64, offset: u64) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            offset: Some(offset),
        }
    }
}

/// The trusted key that a receipt names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyName<'d> {
    /// The id that it is trusted under: its fingerprint, if it was given without an id.
    #[serde(serialize_with = "escape::serialize")]
    pub key_id: Cow<'d, str>,
    /// 32 lower-case hex digits.
    pub fingerprint: Cow<'d, str>,
    /// Whether it was given with an id. If not, the `key_id` of the receipt is only the
    /// document's own claim.
    #[serde(skip)]
    pub named: bool,
    /// Whether it is built in, as the key of the registry, rather than given by the user.
    pub built_in: bool,
}

/// A kind of document, as far as reports need it.
#[derive(Debug)]
#[non_exhaustive]
pub struct DocumentKind {
    /// The name in JSON.
    pub name: &'static str,
    /// The same in a sentence, with its article.
    pub title: &'static str,
    /// Whether it is a record, or holds one with its receipt: only such a document is what is
    /// expected by the name of a record or paper.
    pub is_record: bool,
    /// The ids of the checks that a document of this kind must pass to pass.
    pub(crate) required: &'static [&'static str],
    /// The id of the check that everything vouched for rests on.
    pub(crate) signature: &'static str,
    /// What is signed apart from a canonical record; empty if that is all.
    pub signed: &'static str,
    /// What a pass does not mean, in sentences; empty if nothing needs to be said.
    pub limits: &'static str,
    /// Examples of what is not signed.
    pub unsigned: &'static str,
}

/// What a document calls itself, and its paper; nobody need have signed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heading<'d> {
    /// The title that is shown, as far as it is quoted; hostile text.
    pub title: Option<Cow<'d, str>>,
    /// The Pith Number that is stated, as far as it is quoted; hostile text.
    pub stated_number: Option<Cow<'d, str>>,
}

impl Heading<'_> {
    fn into_owned(self) -> Heading<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| text.into_owned().into());
        Heading {
            title: owned(self.title),
            stated_number: owned(self.stated_number),
        }
    }
}

/// The values of a canonical record's metadata that readers ask for; hostile text unless the
/// signature is verified.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Metadata<'d> {
    /// The address of the license.
    pub license: Option<Fact<'d>>,
    /// The primary category, such as `cs.LG`.
    pub primary_cat: Option<Fact<'d>>,
    /// The other categories.
    pub cross_cats: Option<Fact<'d>>,
    /// When the paper was submitted, such as `2021-06-11T17:59:53Z`.
    pub submitted_at: Option<Fact<'d>>,
}

impl Metadata<'_> {
    fn into_owned(self) -> Metadata<'static> {
        Metadata {
            license: self.license.map(Fact::into_owned),
            primary_cat: self.primary_cat.map(Fact::into_owned),
            cross_cats: self.cross_cats.map(Fact::into_owned),
            submitted_at: self.submitted_at.map(Fact::into_owned),
        }
    }
}

/// What verification found about one document.
///
/// Only a [`Verifier`](crate::Verifier) makes reports, so holding one is proof that its checks
/// were made. The verdict is no part of it: [`Report::verdict`] computes it from the evidence.
#[derive(Clone, Debug)]
pub struct Report<'d> {
    pub(crate) source: Option<Source>,
    /// `None` if the document is of no known kind.
    pub(crate) kind: Option<&'static DocumentKind>,
    pub(crate) digest: Option<Digest>,
    pub(crate) names: Names<'d>,
    pub(crate) metadata: Metadata<'d>,
    pub(crate) heading: Heading<'d>,
    pub(crate) key: Option<KeyName<'d>>,
    pub(crate) findings: Vec<Finding<'d>>,
    /// `None` if it is no integrity document, or was not read as one.
    pub(crate) integrity: Option<IntegrityFindings<'d>>,
    pub(crate) coverage: Coverage,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) error: Option<DocumentError>,
    pub(crate) hints: Hints,
    /// The line of the file, from 1, of what failed first, if the file is the document.
    pub(crate) first_line: Option<u64>,
}

impl<'d> Report<'d> {
    /// The verdict, from positive evidence: every required check must be there and have passed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        // Both are in the order of the table of checks; of one, there may be several findings.
        let mut required = self.kind.map_or(&[][..], |kind| kind.required);
        let mut proven = !required.is_empty() && self.error.is_none();
        for finding in &self.findings {
            if finding.failed() {
                return Verdict::Fail;
            }
            proven &= finding.passed() || !finding.check.required;
            if let [next, rest @ ..] = required
                && finding.check.id == *next
            {
                required = rest;
            }
        }
        if proven && required.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Unverifiable
        }
    }

    /// Whether the signature was verified over the recomputed digest with a trusted key.
    #[must_use]
    pub fn signature_verified(&self) -> bool {
        self.kind.is_some_and(|kind| self.passed(kind.signature))
    }

    /// Where the document came from, if that was said.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// What kind of document it is, if that was recognised.
    #[must_use]
    pub fn kind(&self) -> Option<&'static DocumentKind> {
        self.kind
    }

    /// The Pith Number, computed from the document: of one that was altered, it exists nowhere.
    #[must_use]
    pub fn pith_number(&self) -> Option<PithNumber> {
        self.names.pith_number
    }

    /// The Pith Number that the document states, as far as it is quoted; hostile text.
    #[must_use]
    pub fn claimed_number(&self) -> Option<&str> {
        self.heading.stated_number.as_deref()
    }

    /// The digest of the canonical record, computed.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// The names of the record, derived.
    #[must_use]
    pub fn names(&self) -> &Names<'d> {
        &self.names
    }

    /// The values of the canonical record's metadata that readers ask for.
    #[must_use]
    pub fn metadata(&self) -> &Metadata<'d> {
        &self.metadata
    }

    /// What the document calls itself, and its paper.
    #[must_use]
    pub fn heading(&self) -> &Heading<'d> {
        &self.heading
    }

    /// The trusted key that the receipt names.
    #[must_use]
    pub fn key(&self) -> Option<&KeyName<'d>> {
        self.key.as_ref()
    }

    /// What every check found, in the order of the table.
    #[must_use]
    pub fn findings(&self) -> &[Finding<'d>] {
        &self.findings
    }

    /// What an integrity document says about a paper; `None` for documents of other kinds.
    #[must_use]
    pub fn integrity(&self) -> Option<&IntegrityFindings<'d>> {
        self.integrity.as_ref()
    }

    /// What a document that passes says about a paper: signed findings, if there are any.
    #[must_use]
    pub fn published(&self) -> Option<&IntegrityFindings<'d>> {
        let findings = self.integrity()?;
        (findings.counts.total() > 0 && self.verdict() == Verdict::Pass).then_some(findings)
    }

    /// What is vouched for.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Where the canonical record was altered, if its digest is not the stated one.
    #[must_use]
    pub fn diagnosis(&self) -> &Diagnosis {
        &self.diagnosis
    }

    /// Why the document could not be read as a record.
    #[must_use]
    pub fn error(&self) -> Option<&DocumentError> {
        self.error.as_ref()
    }

    /// The same, as a value that outlives document and verifier.
    #[must_use]
    pub fn into_owned(self) -> Report<'static> {
        Report {
            source: self.source,
            kind: self.kind,
            digest: self.digest,
            names: self.names.into_owned(),
            metadata: self.metadata.into_owned(),
            heading: self.heading.into_owned(),
            key: self.key.map(|key| KeyName {
                key_id: key.key_id.into_owned().into(),
                fingerprint: key.fingerprint.into_owned().into(),
                named: key.named,
                built_in: key.built_in,
            }),
            findings: self.findings.into_iter().map(Finding::into_owned).collect(),
            integrity: self.integrity.map(IntegrityFindings::into_owned),
            coverage: self.coverage,
            diagnosis: self.diagnosis,
            error: self.error,
            hints: self.hints,
            first_line: self.first_line,
        }
    }

    /// JSON Pointer to what failed first: what was altered, or the place of the first check
    /// that failed for itself.
    pub(crate) fn first_place(&self) -> Option<Cow<'_, str>> {
        if let Some(change) = self.diagnosis.changes.first() {
            return Some(change.pointer.as_str().into());
        }
        let first = self.failed().find(|finding| !finding.is_consequence)?;
        Some(first.pointer())
    }

    /// Whether a check was made, and passed for every entry that it is made for.
    fn passed(&self, id: &str) -> bool {
        let mut found = self.findings_of(id).peekable();
        found.peek().is_some() && found.all(Finding::passed)
    }

    /// What a check found; several findings if it is made for several entries.
    pub(crate) fn findings_of(&self, id: &str) -> impl Iterator<Item = &Finding<'d>> {
        self.findings
            .iter()
            .filter(move |finding| finding.check.id == id)
    }

    /// Whether there is a receipt, and no signature in it.
    #[must_use]
    pub fn has_unsigned_receipt(&self) -> bool {
        let mut reasons = self
            .findings
            .iter()
            .filter_map(|finding| finding.outcome.why());
        reasons.any(|why| why.reason == Reason::UnsignedReceipt)
    }

    /// What failed.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &Finding<'d>> {
        self.findings.iter().filter(|finding| finding.failed())
    }
}
