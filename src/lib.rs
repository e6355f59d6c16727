//! Verification of Pith Number records.
//!
//! The data flows one way: bytes → [`document`] (strict JSON) → [`record`] → [`checks`]
//! → [`report`] → [`render`]. [`Verifier::verify`] is that line of code.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod alias;
pub mod canonical;
pub mod checks;
pub mod comparison;
pub mod coverage;
pub mod diagnosis;
mod difference;
pub mod document;
mod encoding;
pub mod error;
pub mod escape;
pub mod excerpt;
pub mod explain;
pub mod identifier;
pub mod keys;
pub mod ndjson;
mod number;
pub mod pointer;
mod quote;
mod reader;
pub mod receipt;
pub mod record;
pub mod render;
pub mod report;
pub mod schema;
pub mod text;
mod verifier;

pub use quote::MAX_QUOTED;
pub use verifier::Verifier;
