//! Refuses objects that have two members with the same name.

use super::sorted::sorted;
use crate::json::document::{Document, Value};
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
    /// One of 64 bits for each name, chosen by its length and its first and last byte.
    ///
    /// A name whose bit is not set has not occurred before.
    bits: u64,
}

impl Names {
    /// Records the name at index `name` of the tree, in the object at index `object`.
    ///
    /// # Errors
    ///
    /// Returns an error if a small object already has this name.
    pub(super) fn note(
        &mut self,
        document: &Document<'_>,
        object: usize,
        name: usize,
    ) -> Result<(), DocumentError> {
        self.count = self.count.saturating_add(1);
        if self.count > FEW_MEMBERS {
            return Ok(());
        }
        let text = document.text_of(document.node(name));
        let bit = bit(text);
        let mut earlier = document.names_between(object, name);
        if self.bits & bit != 0 && earlier.any(|name| document.text_of(name) == text) {
            return Err(repeated(document, name));
        }
        self.bits |= bit;
        Ok(())
    }

    /// Compares all names of a large object, which is closed.
    ///
    /// # Errors
    ///
    /// Returns an error at the first name that is repeated.
    pub(super) fn finish(&self, object: Value<'_>) -> Result<(), DocumentError> {
        if self.count <= FEW_MEMBERS {
            return Ok(());
        }
        let document = object.document();
        let names = sorted(document, object.names());
        let text = |name: &u32| document.text_of(document.node(*name as usize));
        let pairs = names.iter().zip(names.iter().skip(1));
        let repeats = pairs.filter(|(one, other)| text(one) == text(other));
        match repeats.map(|(_, repeat)| *repeat).min() {
            Some(name) => Err(repeated(document, name as usize)),
            None => Ok(()),
        }
    }
}

fn bit(text: &[u8]) -> u64 {
    let byte = |byte: Option<&u8>| u32::from(byte.copied().unwrap_or_default());
    let length = u32::try_from(text.len()).unwrap_or_default();
    let mixed = length.wrapping_mul(5) + byte(text.first()) + byte(text.last()) * 7;
    1 << (mixed % u64::BITS)
}

fn repeated(document: &Document<'_>, name: usize) -> DocumentError {
    let mut place = Shortened::default();
    place.enter(Step::Name(document.text(name)));
    let message = format!("an object has two members of the name {place}");
    DocumentError::at(ErrorCode::DuplicateName, message, document.start(name))
}
