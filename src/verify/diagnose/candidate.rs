//! One change of the canonical record that a search may try.

use crate::json::canonical::CanonicalBytes;
use crate::json::pointer::is_at_or_below;
use crate::report::Origin;

/// One change of the canonical record.
#[derive(Debug)]
pub(super) struct Candidate {
    /// JSON Pointer from the canonical record.
    pub(super) pointer: String,
    /// The piece of the canonical form that it replaces.
    pub(super) piece: usize,
    /// What to put there; `None` to remove what is there.
    pub(super) value: Option<CanonicalBytes>,
    /// Where that value comes from.
    pub(super) origin: Origin,
}

impl Candidate {
    /// Whether one of the two undoes the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        is_at_or_below(&self.pointer, &other.pointer)
            || is_at_or_below(&other.pointer, &self.pointer)
    }
}
