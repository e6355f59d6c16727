//! Reads strict JSON and writes its canonical form, without any knowledge of records.
//!
//! The parser turns bytes into a [`Document`](document::Document). A value of it has a
//! [canonical form](canonical::CanonicalBytes), and this has a [digest](digest::Digest).

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
pub(crate) mod usual_names;
pub(crate) mod words;
pub(crate) mod work;
