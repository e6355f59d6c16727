//! States the rules of the format: members, identifiers, aliases, text hashes and copies.
//!
//! It has facts only; the verdicts are in `verify`.

pub mod alias;
mod canonical_record;
pub(crate) mod claim;
pub(crate) mod copies;
pub(crate) mod encoding;
pub(crate) mod finding_counts;
pub mod identifier;
pub mod identity;
pub(crate) mod member_place;
pub mod text_hash;

pub use canonical_record::CanonicalRecord;
