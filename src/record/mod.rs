//! What the format of records says: members, identifiers, aliases, text hashes, copies.
//! Facts only, no verdicts.

pub mod alias;
pub(crate) mod copies;
pub mod identifier;
pub mod members;
pub mod text_hash;
