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
//! One room builds on those before it, and none on a later one:
//!
//! | room | what it knows |
//! |---|---|
//! | `json` | strict JSON, the canonical form, the digest |
//! | `record` | what the format says: members, identifiers, aliases, text hashes, copies |
//! | `trust` | keys, and the rule by which a signature is accepted |
//! | `report` | what was found: facts, no sentences |
//! | `verify` | from bytes to a report: the checks, and where a record was altered |
//! | `explain` | how a verdict follows from the bytes; how two copies differ |
//! | `render` | one file a format |
//! | `bin/pith` | the command: arguments, files, threads, exit status |
//!
//! Types that may come to have more members are `#[non_exhaustive]`. The rooms are hidden here:
//! they serve the command, and nothing is promised of them.

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
pub mod explain;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod record;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod trust;
#[doc(hidden)]
pub mod verify;

pub use json::error::{DocumentError, ErrorCode};
pub use json::quote::MAX_QUOTED;
pub use report::{Finding, Outcome, Report, Source, Verdict};
pub use trust::keyring::Keyring;
pub use verify::Verifier;
