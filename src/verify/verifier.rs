//! What documents are compared with: trusted keys, texts, expectations, and verified records.

use super::expectations::Expectations;
use crate::json::digest::Digest;
use crate::report::{Hints, KeyName};
use crate::trust::keyring::Keyring;

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
    pub given_records: Vec<VerifiedRecord>,
    /// Whether reports list the leaves of each coverage class.
    pub list_leaves: bool,
    /// Whether to find out what no verdict depends on: how much of a document is vouched for
    /// and, if its digest is not the stated one, what was altered. Without it a report has
    /// the same findings, counts of zero and no diagnosis.
    pub details: bool,
    /// What reports advise.
    pub hints: Hints,
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
}

impl Default for Verifier {
    /// A verifier that trusts the keys built in.
    fn default() -> Self {
        Self::with_keys(Keyring::built_in())
    }
}

/// What a signature that was verified says: a record that passed, as far as other documents are
/// compared with it. Only [`Verifier::verified_record`] makes one.
#[derive(Clone, Debug)]
pub struct VerifiedRecord {
    pub(crate) digest: Digest,
    pub(super) arxiv_id: Option<String>,
    pub(crate) key: KeyName<'static>,
}

impl VerifiedRecord {
    /// The arXiv id in the signed source.
    #[must_use]
    pub fn arxiv_id(&self) -> Option<&str> {
        self.arxiv_id.as_deref()
    }
}
