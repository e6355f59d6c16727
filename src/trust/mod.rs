//! Reads trusted keys, and decides whether a signature is accepted.

pub mod key_file;
pub mod keyring;
mod precomputed;
pub mod signature;
