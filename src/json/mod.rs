//! Strict JSON, and the canonical form of it: knows nothing of records.
//!
//! Bytes become a [`Document`](document::Document), which the parser alone makes; a value of it has
//! [canonical bytes](canonical::CanonicalBytes), and those have a [digest](digest::Digest).

pub mod canonical;
pub(crate) mod difference;
pub mod digest;
pub mod document;
mod duplicate_names;
pub mod error;
pub(crate) mod hex;
pub mod lines;
mod node;
mod number;
mod parser;
pub mod pointer;
pub mod shorten;
mod sorted;
mod strings;
pub(crate) mod work;
