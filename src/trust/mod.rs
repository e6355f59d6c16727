//! Whom to trust, and when a signature is accepted.

mod fixed_points;
pub(crate) mod key_file;
pub mod keyring;
pub mod signature;
