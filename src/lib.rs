//! Verifies Pith Number records, as the command `pith` does, from a Rust program.
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
//! [`Report::verdict`] computes the verdict from the evidence; a report does not store it. The
//! facts in a report come from the document and display unescaped. A report that is serialized
//! with `serde_json` is the JSON of `pith verify --json`, in which hostile text is escaped.
//! [`Verifier`] has the settings: trusted keys, texts to compare with, and what to list.
//!
//! # Features
//!
//! - `cli`, a default feature: the command `pith` and everything that only it needs.
//! - `page`, which `cli` implies: explanations as pages and as JSON, in the module `page`. It
//!   adds the template engine `askama`. It needs no access to files or threads.
//! - `files`, which `cli` implies: reports as text, and files and directories of many documents.
//!
//! Without these features (`default-features = false`), the crate has the verifier with its
//! reports and their JSON. It then depends on a third fewer packages than the command.
//!
//! # Structure
//!
//! Each module uses only the modules above it in this table:
//!
//! | module | contents |
//! |---|---|
//! | `json` | strict JSON, the canonical form, the digest |
//! | `record` | what the format says: members, identifiers, aliases, text hashes, copies |
//! | `trust` | keys, and the rule by which a signature is accepted |
//! | `report` | what was found, as facts |
//! | `verify` | from bytes to a report: the checks, and where a record was altered |
//! | `explain` | how a verdict follows from the bytes; how two copies differ |
//! | `render` | the formats: one file for each |
//! | `page` | pages and JSON for programs, from `explain` and `render` |
//! | `corpus` | finds and reads documents in files and directories |
//! | `run` | many documents: threads, totals, and what they must be together |
//! | `bin/pith` | the command: arguments, outputs, exit status |
//!
//! Types that may receive more members are `#[non_exhaustive]`. Most modules are hidden from
//! this documentation: they serve the command and the Python module, and their interfaces may
//! change at any time.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

#[cfg(feature = "files")]
#[doc(hidden)]
pub mod corpus;
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
#[cfg(feature = "files")]
#[doc(hidden)]
pub mod run;
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

/// The largest document that the command and the Python module accept by default: 16 MiB.
///
/// That is about two thousand times the size of a real record. [`Verifier`] itself has no
/// limit.
pub const DEFAULT_MAX_SIZE: u64 = 16 << 20;

/// Verifies one document with the built-in keys.
#[must_use]
pub fn verify(bytes: &[u8]) -> Report<'static> {
    Verifier::default().verify(None, bytes)
}
