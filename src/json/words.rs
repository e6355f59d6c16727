//! Looks at eight bytes at a time, as the bytes of an integer.

/// The highest bit of each byte.
pub(super) const HIGH: u64 = each(0x80);

/// Returns an integer of eight equal bytes.
pub(super) const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Sets the highest bit of each byte that equals the given one, if all bytes are ASCII.
pub(super) const fn equal(word: u64, byte: u8) -> u64 {
    HIGH.wrapping_sub(word ^ each(byte)) & HIGH
}
