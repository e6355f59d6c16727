//! Looks at eight bytes at a time, as the bytes of an integer.

/// The highest bit of each byte.
pub(crate) const HIGH: u64 = each(0x80);

/// Returns an integer of eight equal bytes.
pub(crate) const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}
