//! Holds what was found about a document: facts, which `render` turns into words.

pub mod coverage;
mod diagnosis;
pub mod escape;
mod excerpt;
mod fact;
pub mod file_names;
mod finding;
pub mod hints;
mod integrity;
pub(crate) mod json;
pub mod likely_cause;
mod reason;
mod serialize;
mod source;
mod verdict;

use std::borrow::Cow;

use serde::Serialize;

use crate::json::digest::Digest;
use crate::json::error::DocumentError;
use crate::record::copies::TITLE;
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
pub use source::Source;
pub use verdict::{Tally, Verdict};

/// The name and version of the program, as reports state it.
pub const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The version of the report's members: members may be added, but none renamed or removed.
pub const REPORT_VERSION: u32 = 1;

/// The trusted key that a receipt names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyName<'d> {
    /// The id under which the key is trusted: its fingerprint, if it was given without an id.
    #[serde(serialize_with = "escape::serialize")]
    pub key_id: Cow<'d, str>,
    /// The fingerprint, 32 lower-case hex digits.
    pub fingerprint: Cow<'d, str>,
    /// Whether the key was given with an id. If not, the `key_id` of the receipt is not
    /// checked.
    #[serde(skip)]
    pub named: bool,
    /// Whether it is built in, as the key of the registry, rather than given by the user.
    pub built_in: bool,
}

/// The properties of a kind of document that reports need.
#[derive(Debug)]
#[non_exhaustive]
pub struct DocumentKind {
    /// The name in JSON.
    pub name: &'static str,
    /// The name in a sentence, with its article.
    pub title: &'static str,
    /// Whether such a document is a record, or contains a record with its receipt.
    ///
    /// Only such a document can be the one that is expected by the name of a record or paper.
    pub is_record: bool,
    /// The ids of the checks that a document of this kind must pass in order to pass.
    pub(crate) required: &'static [&'static str],
    /// The id of the check of the signature, on which all coverage depends.
    pub(crate) signature: &'static str,
    /// What the signature covers, in words.
    pub signed: &'static str,
    /// What a signature does not say, as a sentence; empty if no such sentence is needed.
    pub limits: &'static str,
    /// Examples of what is not signed.
    pub unsigned: &'static str,
}

/// What a document says about itself and its paper. This need not be signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heading<'d> {
    /// The title that is shown, in full. It is hostile text.
    pub title: Option<Cow<'d, str>>,
    /// The stated Pith Number, shortened if it is long. It is hostile text.
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
/// Only a [`Verifier`](crate::Verifier) makes reports, so a report is proof that its checks
/// were made. The verdict is not stored: [`Report::verdict`] computes it from the evidence.
#[derive(Clone, Debug)]
pub struct Report<'d> {
    pub(crate) source: Option<Source>,
    /// The kind of the document; `None` if it is not known.
    pub(crate) kind: Option<&'static DocumentKind>,
    pub(crate) digest: Option<Digest>,
    pub(crate) names: Names<'d>,
    pub(crate) metadata: Metadata<'d>,
    pub(crate) heading: Heading<'d>,
    pub(crate) key: Option<KeyName<'d>>,
    pub(crate) findings: Vec<Finding<'d>>,
    /// `None` if the document is not an integrity document, or could not be read as one.
    pub(crate) integrity: Option<IntegrityFindings<'d>>,
    pub(crate) coverage: Coverage,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) error: Option<DocumentError>,
    pub(crate) hints: Hints,
    /// The line of the file, counted from 1, of the first thing that is wrong, if the whole
    /// file is the document.
    pub(crate) first_line: Option<u64>,
}

impl<'d> Report<'d> {
    /// Computes the verdict. A pass requires that every required check was made and passed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        // Both lists have the same order; a check of several entries has several findings.
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

    /// Returns whether a trusted key's signature over the recomputed digest was verified.
    #[must_use]
    pub fn signature_verified(&self) -> bool {
        self.kind.is_some_and(|kind| self.passed(kind.signature))
    }

    /// Returns whether the title that is shown matches a signed hash, which ignores capitalization
    /// and spacing.
    #[must_use]
    pub fn title_is_signed(&self) -> bool {
        self.signature_verified() && self.passed(TITLE.id)
    }

    /// Returns where the document comes from, if that is known.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Returns the kind of the document, if it was recognized.
    #[must_use]
    pub fn kind(&self) -> Option<&'static DocumentKind> {
        self.kind
    }

    /// Returns the Pith Number that was computed from the document.
    ///
    /// If the document was altered, the registry has never issued this number.
    #[must_use]
    pub fn pith_number(&self) -> Option<PithNumber> {
        self.names.pith_number
    }

    /// Returns the Pith Number that the document states, shortened if it is long; it is hostile
    /// text.
    #[must_use]
    pub fn claimed_number(&self) -> Option<&str> {
        self.heading.stated_number.as_deref()
    }

    /// Returns the computed digest of the canonical record.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Returns the derived names of the record.
    #[must_use]
    pub fn names(&self) -> &Names<'d> {
        &self.names
    }

    /// Returns the values of the canonical record's metadata that readers ask for, if the verifier
    /// was asked for details.
    #[must_use]
    pub fn metadata(&self) -> &Metadata<'d> {
        &self.metadata
    }

    /// What the document calls itself, and its paper.
    #[must_use]
    pub fn heading(&self) -> &Heading<'d> {
        &self.heading
    }

    /// Returns the trusted key that the receipt names.
    #[must_use]
    pub fn key(&self) -> Option<&KeyName<'d>> {
        self.key.as_ref()
    }

    /// Returns what every check found, in the order of the rules.
    #[must_use]
    pub fn findings(&self) -> &[Finding<'d>] {
        &self.findings
    }

    /// Returns what an integrity document says about its paper; `None` for documents of other
    /// kinds.
    #[must_use]
    pub fn integrity(&self) -> Option<&IntegrityFindings<'d>> {
        self.integrity.as_ref()
    }

    /// Returns the findings about the paper, if the document passes and states any.
    #[must_use]
    pub fn published(&self) -> Option<&IntegrityFindings<'d>> {
        let findings = self.integrity()?;
        (findings.counts.total() > 0 && self.verdict() == Verdict::Pass).then_some(findings)
    }

    /// Returns how many leaves are vouched for, and which.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Returns where the canonical record was altered, if its digest is not the stated one.
    #[must_use]
    pub fn diagnosis(&self) -> &Diagnosis {
        &self.diagnosis
    }

    /// Returns why the document could not be checked.
    #[must_use]
    pub fn error(&self) -> Option<&DocumentError> {
        self.error.as_ref()
    }

    /// Returns why the document is not a signed record or bundle, if it is something else.
    ///
    /// `None` for a record or bundle, and for a document of another kind that does not pass.
    #[must_use]
    pub fn not_a_signed_record(&self) -> Option<String> {
        match (self.error(), self.kind()) {
            (Some(error), _) => Some(error.to_string()),
            (None, Some(kind)) if self.verdict() == Verdict::Pass => {
                Some(format!("this is {}, not a record or a bundle", kind.title))
            }
            _ => None,
        }
    }

    /// Returns the same report without a borrow from the document and the verifier.
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

    /// Returns the JSON Pointer to the first thing that is wrong.
    ///
    /// That is the first alteration or, if none was found, the first failure that is not a
    /// consequence.
    pub(crate) fn first_place(&self) -> Option<Cow<'_, str>> {
        if let Some(change) = self.diagnosis.changes.first() {
            return Some(change.pointer.as_str().into());
        }
        let first = self.failed().find(|finding| !finding.is_consequence)?;
        Some(first.pointer())
    }

    /// Returns whether a check was made, and passed for each of its entries.
    pub(crate) fn passed(&self, id: &str) -> bool {
        let mut found = self.findings_of(id).peekable();
        found.peek().is_some() && found.all(Finding::passed)
    }

    /// Returns what a check found; there are several findings if it is made for several
    /// entries.
    pub(crate) fn findings_of(&self, id: &str) -> impl Iterator<Item = &Finding<'d>> {
        self.findings
            .iter()
            .filter(move |finding| finding.check.id == id)
    }

    /// Returns whether the document has a receipt without a signature.
    #[must_use]
    pub fn has_unsigned_receipt(&self) -> bool {
        let mut reasons = self
            .findings
            .iter()
            .filter_map(|finding| finding.outcome.why());
        reasons.any(|why| why.reason == Reason::UnsignedReceipt)
    }

    /// Returns the findings that failed.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &Finding<'d>> {
        self.findings.iter().filter(|finding| finding.failed())
    }
}
