//! The library `pith-verify` as a WebAssembly module that imports nothing.
//!
//! A host writes a request into the memory of the module, calls it, and reads the answer
//! (`exports.rs`). Requests are handled by a session (`session.rs`), which holds the settings and the
//! documents of one run.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod exports;
mod request;
pub mod session;
