//! One change of the canonical record that a search may try.

use crate::json::canonical::CanonicalBytes;
use crate::report::Origin;

/// One change of the canonical record.
#[derive(Debug)]
pub(super) struct Candidate {
    /// JSON Pointer from the canonical record.
    pub(super) pointer: String,
    /// What to put there; `None` to remove what is there.
    pub(super) value: Option<CanonicalBytes>,
    /// Where that value comes from.
    pub(super) origin: Origin,
}

impl Candidate {
    /// Whether one of the two undoes the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let within = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        within(&self.pointer, &other.pointer) || within(&other.pointer, &self.pointer)
    }
}
