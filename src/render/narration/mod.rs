//! What reports say, each sentence once: the text and the page share these and only lay them out.
//!
//! The texts are not escaped, and parts of them may be hostile: the renderers escape them.

pub(super) mod alteration;
pub(super) mod classes;
pub(super) mod comparison;
pub(super) mod facts;
pub(super) mod integrity_findings;
pub(super) mod introduction;
pub(super) mod signer;
pub(super) mod verdict;
