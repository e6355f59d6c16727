//! What is said of a report: each sentence once, for text and page alike, which lay it out.
//!
//! The texts are not escaped, and parts of them may be hostile: the renderers escape them.

pub(super) mod alteration;
pub(super) mod classes;
pub(super) mod comparison;
pub(super) mod facts;
pub(super) mod findings;
pub(super) mod introduction;
pub(super) mod signer;
pub(super) mod verdict;
