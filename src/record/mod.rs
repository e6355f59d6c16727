//! What the format of records says: members, identifiers, aliases, text hashes, copies.
//! Facts only, no verdicts.

pub mod alias;
pub mod claim;
pub mod copies;
pub mod encoding;
pub mod identifier;
mod signed;
pub mod text_hash;

pub use signed::{FIXED_MEMBERS, Record, Signed};
