//! Refuses objects that have two members with the same name.

use super::sorted::sorted;
use crate::json::document::Document;
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::pointer::Step;
use crate::json::shorten::Shortened;

/// The largest number of members that are compared one by one.
///
/// The names of larger objects are sorted once the object is closed, which takes O(n log n) for
/// every input.
const FEW_MEMBERS: u32 = 32;

/// The member names that an open object has so far.
#[derive(Default)]
pub(super) struct Names {
    count: u32,
    /// One of 64 bits for each name, chosen by its hash.
    ///
    /// A name whose bit is not set has not occurred before.
    bits: u64,
}

impl Names {
    /// Records the name at index `name` of the tree, in the object at index `object`. `hash` is
    /// that of the name.
    ///
    /// # Errors
    ///
    /// Returns an error if a small object already has this name.
    pub(super) fn note(
        &mut self,
        document: &Document<'_>,
        object: usize,
        name: usize,
        hash: Hash,
    ) -> Result<(), DocumentError> {
        self.count += 1;
        if self.count > FEW_MEMBERS {
            return Ok(());
        }
        let bit = hash.bit();
        if self.bits & bit != 0 {
            let text = document.text_of(document.node(name));
            if document.member(object + 1, name, text).is_some() {
                return Err(repeated(document, name));
            }
        }
        self.bits |= bit;
        Ok(())
    }

    /// Compares all names of a large object, which is closed, at index `object` of the tree.
    ///
    /// # Errors
    ///
    /// Returns an error at the first name that is repeated.
    #[inline]
    pub(super) fn finish(
        &self,
        document: &Document<'_>,
        object: usize,
    ) -> Result<(), DocumentError> {
        if self.count <= FEW_MEMBERS {
            return Ok(());
        }
        let names = sorted(document, document.value(object).names());
        let text = |name: &u32| document.text_of(document.node(*name as usize));
        let pairs = names.iter().zip(names.iter().skip(1));
        let repeats = pairs.filter(|(one, other)| text(one) == text(other));
        match repeats.map(|(_, repeat)| *repeat).min() {
            Some(name) => Err(repeated(document, name as usize)),
            None => Ok(()),
        }
    }
}

/// A hash of a name. It only has to be fast: names with equal hashes are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hash(u64);

impl Hash {
    /// Returns the hash of a name.
    pub(super) fn of(name: &[u8]) -> Self {
        let (words, rest) = name.as_chunks();
        let last = words.last().map_or(0, |word| u64::from_le_bytes(*word));
        let rest = rest.iter().rev();
        Self::new(
            last,
            rest.fold(0, |word, byte| word << 8 | u64::from(*byte)),
        )
    }

    /// Returns the hash of a name, of which `last` is the last group of eight bytes, and `rest` are
    /// the bytes after it, each as a little-endian integer.
    pub(super) fn new(last: u64, rest: u64) -> Self {
        // 2⁶⁴ divided by the golden ratio spreads differences over the upper bits (Knuth, The Art
        // of Computer Programming, volume 3, section 6.4).
        Self((last ^ rest).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Returns an integer with one bit, which the hash chooses.
    fn bit(self) -> u64 {
        1 << (self.0 >> 58)
    }
}

fn repeated(document: &Document<'_>, name: usize) -> DocumentError {
    let mut place = Shortened::default();
    place.enter(Step::Name(document.text(name)));
    let message = format!("an object has two members of the name {place}");
    DocumentError::at(ErrorCode::DuplicateName, message, document.start(name))
}
