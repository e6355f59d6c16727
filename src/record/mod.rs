//! What the format of records says: members, identifiers, aliases, text hashes, copies.
//! Facts only, no verdicts.

pub mod alias;
mod canonical_record;
pub(crate) mod claim;
pub(crate) mod copies;
pub(crate) mod encoding;
pub(crate) mod finding_counts;
pub mod identifier;
pub mod identity;
pub mod text_hash;

pub use canonical_record::CanonicalRecord;
