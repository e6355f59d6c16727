//! Whom to trust, and when a signature is accepted.

mod key_file;
pub mod keyring;
pub mod signature;
