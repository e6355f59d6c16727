//! Whom to trust, and when a signature is accepted.

pub(crate) mod key_file;
pub mod keyring;
mod precomputed;
pub mod signature;
