//! Verification of Pith Number records: what the command `pith` does, for programs.
//!
//! # Example
//!
//! ```
//! use pith_verify::Verdict;
//!
//! let bytes = std::fs::read("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")?;
//! let report = pith_verify::verify(&bytes);
//!
//! assert_eq!(report.verdict(), Verdict::Pass);
//! let number = report.pith_number().map(|number| number.to_string());
//! assert_eq!(number.as_deref(), Some("pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"));
//! for finding in report.findings() {
//!     println!("{}: {}", finding.id(), finding.outcome().as_str());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A verdict is computed from the evidence, never stored: [`Report::verdict`]. Facts in a
//! report come from the document and display as they are; serialised with `serde_json`, a report
//! is the JSON of `pith verify --json`, in which nothing hostile is left. [`Verifier`] has the
//! settings: other keys, texts to compare with, what to list.
//!
//! # Features
//!
//! - `cli`, which is on by default: the command `pith` and everything that only it needs.
//! - `page`, which `cli` implies: explanations, as pages and as JSON (the module `page`). It adds
//!   the template engine `askama`, and neither files nor threads.
//!
//! Without them (`default-features = false`) there is the verifier alone, with its reports and
//! their JSON, from a third fewer packages than the command.
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
//! | `render` | the formats: one file for each |
//! | `page` | pages and JSON for programs, from `explain` and `render` |
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

#[cfg(feature = "page")]
#[doc(hidden)]
pub mod explain;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "page")]
pub mod page;
#[doc(hidden)]
pub mod record;
#[cfg(feature = "page")]
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod trust;
#[doc(hidden)]
pub mod verify;

pub use json::digest::Digest;
pub use json::error::{DocumentError, ErrorCode};
pub use json::shorten::MAX_QUOTED;
pub use record::identifier::PithNumber;
pub use record::identity::{Identity, Names};
pub use report::coverage::{Class, Coverage};
pub use report::{
    Check, Diagnosis, Fact, Finding, Hints, KeyName, Metadata, Outcome, Reason, Report, Source,
    Verdict, Why,
};
pub use trust::key_file::parse_key_file;
pub use trust::keyring::{KeyError, Keyring, TrustedKey};
pub use verify::expectations::{Expectations, Requirement};
pub use verify::{VerifiedRecord, Verifier};

/// The largest document that the command and the Python module accept unless told otherwise:
/// 16 MiB, about two thousand times a real record. [`Verifier`] itself has no limit.
pub const DEFAULT_MAX_SIZE: u64 = 16 << 20;

/// Verifies one document with the keys built in.
#[must_use]
pub fn verify(bytes: &[u8]) -> Report<'static> {
    Verifier::default().verify(None, bytes)
}
