//! Recognizes member names that cannot be mistaken for another name.

use super::duplicate_names::Hash;
use super::words::{HIGH, each};

/// Names in genuine records that contain `rn`.
///
/// They resemble no name that `pith` reads, so a record that has them needs no closer
/// inspection.
const GENUINE: [&[u8]; 3] = [
    b"internal_anchors",
    b"internal_anchor_count",
    b"externally_anchored",
];

/// Returns whether a name cannot be mistaken for another one.
///
/// Such a name consists of lower-case letters, `_`, and the digits that do not look like
/// letters. It does not contain `rn`, which looks like `m`. It may contain the grave accent, whose
/// code is between those of `_` and `a`, and which does not look like a letter either.
pub(crate) fn is_usual_name(name: &[u8]) -> bool {
    let has_rn = || name.windows(2).any(|pair| matches!(pair, [b'r', b'n']));
    name.iter()
        .all(|byte| matches!(byte, b'_'..=b'z' | b'2'..=b'9'))
        && (GENUINE.contains(&name) || !has_rn())
}

/// Returns the usual name that the text starts with, the text after the double quote that ends
/// the name, and the hash of the name.
///
/// It may also be `None` for a usual name, which then needs a closer look: for example for one of
/// [`GENUINE`].
pub(super) fn usual_name(text: &[u8]) -> Option<(&[u8], &[u8], Hash)> {
    let mut length = 0;
    let mut before = 0;
    for word in text.as_chunks().0 {
        let word = u64::from_le_bytes(*word);
        let unusual = unusual_bytes(word, before);
        if unusual == 0 {
            before = word;
            length += size_of_val(&word);
            continue;
        }
        let bits = unusual.trailing_zeros() - 7;
        let (name, rest) = text.split_at_checked(length + bits as usize / 8)?;
        let hash = Hash::new(before, word & ((1 << bits) - 1));
        return Some((name, rest.strip_prefix(b"\"")?, hash));
    }
    None
}

/// Sets the highest bit of each of eight bytes that no usual name contains, and of an `n` after an
/// `r`. The eight bytes `before` them have none of these.
///
/// Above the first such byte, the bits mean nothing.
fn unusual_bytes(word: u64, before: u64) -> u64 {
    // Sets the highest bit of each byte that is not below `first`, if all bytes are ASCII.
    let from = |first: u8| word.wrapping_add(each(0x80 - first));
    let usual = from(b'2') ^ from(b'9' + 1) ^ from(b'_') ^ from(b'z' + 1);
    // A byte is zero if it is an `n` after an `r`.
    let rn = (word << 8 | before >> 56) ^ each(b'r') | word ^ each(b'n');
    (!usual | word | HIGH.wrapping_sub(rn)) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_bytes_agree() {
        let is_usual = |name: &[u8]| {
            for following in [&b"\": 1"[..], b"\": \"and more than eight bytes\""] {
                let text = [name, following].concat();
                let found = usual_name(&text);
                let exact = (name, &following[1..], Hash::of(name));
                let exact = is_usual_name(name).then_some(exact);
                // Too few bytes follow, or it is one of `GENUINE`.
                let unknown = found.is_none() && (following.len() < 8 || GENUINE.contains(&name));
                assert!(found == exact || unknown, "{name:?}");
            }
        };
        for length in 0..=26 {
            let mut name = vec![b'a'; length];
            is_usual(&name);
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    if byte != b'"' {
                        name[place] = byte;
                        is_usual(&name);
                    }
                }
                name[place] = b'r';
                if let Some(next) = name.get_mut(place + 1) {
                    *next = b'n';
                    is_usual(&name);
                    name[place + 1] = b'a';
                }
                name[place] = b'a';
            }
        }
        for genuine in GENUINE {
            assert!(is_usual_name(genuine));
            is_usual(genuine);
        }
    }
}
