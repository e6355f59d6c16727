//! Holds the sentences of reports, which the text and the page share and only lay out.
//!
//! The sentences are not escaped, and parts of them may be hostile. The renderers escape them.

pub(super) mod alteration;
pub(super) mod classes;
pub(super) mod comparison;
pub(super) mod facts;
pub(super) mod integrity_findings;
pub(super) mod introduction;
pub(super) mod signer;
pub(super) mod verdict;
