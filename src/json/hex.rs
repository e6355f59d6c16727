//! Writes SHA-256 hashes as hex digits.

use std::fmt;

/// Writes 32 bytes as 64 lower-case hex digits.
pub(crate) fn write_hex(bytes: &[u8; 32], out: &mut impl fmt::Write) -> fmt::Result {
    out.write_str(std::str::from_utf8(&hex(bytes)).map_err(|_| fmt::Error)?)
}

/// Returns 32 bytes as 64 lower-case hex digits.
pub(crate) fn hex(bytes: &[u8; 32]) -> [u8; 64] {
    // The compiler vectorizes this form.
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let mut hex = [0; 64];
    for (pair, byte) in hex.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_two_digits_for_each_byte() {
        let bytes = std::array::from_fn(|index| (index * 8) as u8 + 5);
        let expected: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex(&bytes), expected.as_bytes());
    }
}
