//! Writes SHA-256 hashes as hex digits.

use std::fmt;

use data_encoding::HEXLOWER;

/// Writes 32 bytes as 64 lower-case hex digits.
pub(crate) fn write_hex(bytes: &[u8; 32], out: &mut impl fmt::Write) -> fmt::Result {
    out.write_str(std::str::from_utf8(&hex(bytes)).map_err(|_| fmt::Error)?)
}

/// Returns 32 bytes as 64 lower-case hex digits.
pub(crate) fn hex(bytes: &[u8; 32]) -> [u8; 64] {
    let mut hex = [0; 64];
    HEXLOWER.encode_mut(bytes, &mut hex);
    hex
}
