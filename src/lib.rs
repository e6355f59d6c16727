//! Verification of Pith Number records: what the command `pith` does, for programs.
//!
//! # Example
//!
//! ```
//! use pith_verify::{Source, Verdict, Verifier};
//!
//! let bytes = std::fs::read("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")?;
//! let report = Verifier::new()?.verify(Source::file("record.json"), &bytes);
//!
//! assert_eq!(report.verdict(), Verdict::Pass);
//! assert!(report.signature_verified());
//! let number = report.pith_number.as_ref().map(ToString::to_string);
//! assert_eq!(number.as_deref(), Some("pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"));
//! for finding in &report.findings {
//!     println!("{}: {}", finding.id, finding.outcome.as_str());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A verdict is computed from the evidence, never stored: [`Report::verdict`]. Texts in a
//! report come from the document; [`render`] writes them so that nothing hostile reaches a
//! terminal, in each of [`render::FORMATS`].
//!
//! # Where things are
//!
//! The data flows one way: bytes → [`document`] (strict JSON) → record → [`checks`] →
//! [`report`] → [`render`]. [`Verifier::verify`] is that line of code. [`canonical`] has the
//! canonical form and the digest, [`identifier`] what is cut from it, [`receipt`] the rule by
//! which a signature is accepted, [`keys`] whom to trust, [`coverage`] what is vouched for,
//! [`diagnosis`] where a record was altered, [`explain`] how a verdict follows from the bytes,
//! [`comparison`] how two copies differ.
//!
//! Types of which more may come to be known are `#[non_exhaustive]`. Modules that are hidden
//! here serve the command only, and nothing is promised of them.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

#[doc(hidden)]
pub mod alias;
pub mod canonical;
pub mod checks;
pub mod comparison;
mod copies;
pub mod coverage;
pub mod diagnosis;
mod difference;
pub mod document;
mod encoding;
pub mod error;
#[doc(hidden)]
pub mod escape;
pub mod excerpt;
pub mod explain;
pub mod identifier;
pub mod keys;
#[doc(hidden)]
pub mod ndjson;
mod number;
#[doc(hidden)]
pub mod pointer;
mod quote;
mod reader;
pub mod receipt;
#[doc(hidden)]
pub mod record;
pub mod render;
pub mod report;
pub mod schema;
mod steps;
#[doc(hidden)]
pub mod text;
mod verifier;

pub use keys::Keyring;
pub use quote::MAX_QUOTED;
pub use report::{Report, Source, Verdict};
pub use verifier::Verifier;
