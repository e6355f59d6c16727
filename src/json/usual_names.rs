//! Recognizes member names that cannot be mistaken for another name.

use super::words::{HIGH, each, equal};

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
/// letters. It does not contain `rn`, which looks like `m`.
pub(crate) fn is_usual_name(name: &[u8]) -> bool {
    // Most names are usual, and eight bytes at a time are enough to see that.
    let is_seen = match (name.as_chunks::<8>().0, name.last_chunk::<8>()) {
        (words, Some(last)) => words.iter().chain([last]).all(|word| is_usual_word(*word)),
        ([], None) => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            // The two halves overlap.
            (Some([a, b, c, d]), Some([e, f, g, h])) => {
                is_usual_word([*a, *b, *c, *d, *e, *f, *g, *h])
            }
            _ => false,
        },
        _ => false,
    };
    is_seen || is_usual_exactly(name)
}

fn is_usual_exactly(name: &[u8]) -> bool {
    let has_rn = || name.windows(2).any(|pair| matches!(pair, [b'r', b'n']));
    name.iter()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'9' | b'_'))
        && (GENUINE.contains(&name) || !has_rn())
}

/// Returns whether eight bytes of a name are usual, whatever follows. It may be false for a usual
/// name.
fn is_usual_word(word: [u8; 8]) -> bool {
    let word = u64::from_le_bytes(word);
    // Sets the highest bit of each byte within a range, if no byte has it already.
    let within = |first: u8, last: u8| {
        word.wrapping_add(each(0x80 - first)) & !word.wrapping_add(each(0x7f - last))
    };
    let usual = within(b'_', b'z') & !equal(word, b'`') | within(b'2', b'9');
    let (r, n) = (equal(word, b'r'), equal(word, b'n'));
    // After the last byte, an `n` may follow.
    let rn = (r << 8 & n) | r >> 63;
    (!usual & HIGH) | (word & HIGH) | rn == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_bytes_agree() {
        let is_usual = |name: &[u8]| {
            assert_eq!(is_usual_name(name), is_usual_exactly(name), "{name:?}");
        };
        for length in 0..=26 {
            let mut name = vec![b'a'; length];
            is_usual(&name);
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    name[place] = byte;
                    is_usual(&name);
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
        }
    }
}
