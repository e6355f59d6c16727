//! Holds what documents are compared with: trusted keys, texts, expectations and verified
//! records.

use super::expectations::Expectations;
use crate::json::digest::Digest;
use crate::report::{Hints, KeyName};
use crate::trust::keyring::Keyring;

/// A verifier, with everything that it compares documents with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verifier {
    /// The trusted keys. A key from the document is never used.
    pub keys: Keyring,
    /// A title that is compared with the signed hash.
    pub given_title: Option<String>,
    /// A complete abstract that is compared with the signed hash.
    pub given_abstract: Option<String>,
    /// What every document must be.
    pub expectations: Expectations,
    /// Signed records that are compared with documents without a receipt.
    pub given_records: Vec<VerifiedRecord>,
    /// Whether reports list the leaves of each coverage class.
    pub list_leaves: bool,
    /// Whether reports have the parts on which no verdict depends.
    ///
    /// These are the coverage (how much of a document is vouched for), the metadata and, if the
    /// digest is not the stated one, the diagnosis (what was altered). Without them, a report has
    /// the same findings, but counts of zero, no metadata and an empty diagnosis.
    pub details: bool,
    /// What reports advise.
    pub hints: Hints,
}

impl Verifier {
    /// Returns a verifier that trusts only these keys.
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
}

impl Default for Verifier {
    /// Returns a verifier that trusts the built-in keys.
    fn default() -> Self {
        Self::with_keys(Keyring::built_in())
    }
}

/// A record whose signature was verified, with what other documents are compared with.
///
/// Only [`Verifier::verified_record`] constructs one.
#[derive(Clone, Debug)]
pub struct VerifiedRecord {
    pub(crate) digest: Digest,
    pub(super) arxiv_id: Option<String>,
    pub(crate) key: KeyName<'static>,
}

impl VerifiedRecord {
    /// Returns the arXiv id in the signed source.
    #[must_use]
    pub fn arxiv_id(&self) -> Option<&str> {
        self.arxiv_id.as_deref()
    }
}
