//! Encodes and decodes base64 and hex, and accepts one spelling of each value only.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_encoding::HEXLOWER;

/// The reason why a text does not encode the expected bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingError {
    /// The text is not standard base64 with padding and zero trailing bits (RFC 4648, section
    /// 4).
    NotBase64,
    /// The text is not lower-case hex.
    NotHex,
    /// The text decodes to another number of bytes.
    WrongLength {
        /// The expected number of bytes.
        expected: usize,
        /// The number of bytes that the text decodes to.
        found: usize,
    },
}

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64 => f.write_str("not standard base64 with padding"),
            Self::NotHex => f.write_str("not lower-case hex"),
            Self::WrongLength { expected, found } => {
                write!(f, "{found} bytes instead of {expected}")
            }
        }
    }
}

/// Decodes standard base64 to exactly `N` bytes.
pub(crate) fn from_base64<const N: usize>(text: &str) -> Result<[u8; N], EncodingError> {
    // The `STANDARD` engine requires padding and zero trailing bits.
    let bytes = STANDARD.decode(text);
    exactly(bytes.map_err(|_| EncodingError::NotBase64)?)
}

/// Encodes bytes as standard base64 with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Checks that a text is lower-case hex of exactly `N` bytes.
pub(crate) fn check_hex<const N: usize>(text: &str) -> Result<(), EncodingError> {
    // The loop has no early exit, so that the compiler can check many bytes at a time.
    let hex = |all, byte| all & matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() == 2 * N && text.bytes().fold(true, hex) {
        return Ok(());
    }
    from_hex::<N>(text).map(drop)
}

/// Decodes lower-case hex to exactly `N` bytes.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], EncodingError> {
    if text.len() != 2 * N {
        let bytes = HEXLOWER.decode(text.as_bytes());
        return exactly(bytes.map_err(|_| EncodingError::NotHex)?);
    }
    let mut bytes = [0; N];
    let decoded = HEXLOWER.decode_mut(text.as_bytes(), &mut bytes);
    decoded.map(|_| bytes).map_err(|_| EncodingError::NotHex)
}

fn exactly<const N: usize>(bytes: Vec<u8>) -> Result<[u8; N], EncodingError> {
    bytes
        .try_into()
        .map_err(|bytes: Vec<u8>| EncodingError::WrongLength {
            expected: N,
            found: bytes.len(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_one_spelling_of_base64() {
        assert_eq!(from_base64::<2>("//8="), Ok([0xff; 2]));
        for text in [
            "//8", "//9=", "__8=", "// 8=", "//8=\n", "//8==", " //8=", "//8=AA==",
        ] {
            assert_eq!(
                from_base64::<2>(text),
                Err(EncodingError::NotBase64),
                "{text}"
            );
        }
    }

    #[test]
    fn accepts_only_one_spelling_of_hex() {
        assert_eq!(from_hex::<2>("00ff"), Ok([0, 0xff]));
        for text in ["00FF", "0ff", "00 ff", "0x00ff", "00fg"] {
            assert_eq!(from_hex::<2>(text), Err(EncodingError::NotHex), "{text}");
        }
        let error = EncodingError::WrongLength {
            expected: 2,
            found: 3,
        };
        assert_eq!(from_hex::<2>("00ff00"), Err(error));
    }
}
