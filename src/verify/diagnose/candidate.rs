//! Represents one change of the canonical record that a search may try.

use crate::json::canonical::CanonicalBytes;
use crate::json::document::Value;
use crate::json::pointer::is_at_or_below;
use crate::json::shorten::shorten;
use crate::report::{CANONICAL_RECORD, Change, Excerpt, Origin};

/// The longest canonical form that is searched, in bytes; real ones have 700.
pub(super) const MAX_SEARCHED: usize = 1 << 16;

/// A change of the canonical record.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The JSON Pointer to the member, from the canonical record.
    pub(super) pointer: String,
    /// The index of the piece of the canonical form that it replaces.
    pub(super) piece: usize,
    /// The new value; `None` removes the member.
    pub(super) value: Option<CanonicalBytes>,
    /// The place that the value comes from.
    pub(super) origin: Origin,
}

impl Candidate {
    /// Returns whether the two changes affect the same value, or one affects a part of the
    /// other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        is_at_or_below(&self.pointer, &other.pointer)
            || is_at_or_below(&other.pointer, &self.pointer)
    }

    /// Returns the change as reports state it.
    pub(super) fn change(&self, record: Value<'_>) -> Change {
        let excerpt = |value: Value<'_>| Excerpt::up_to(value, MAX_SEARCHED);
        let restored = self.value.as_ref();
        Change {
            pointer: shorten(&format!("{CANONICAL_RECORD}{}", self.pointer)).into_owned(),
            found: record.at(&self.pointer).map(excerpt),
            restored: restored.map(|value| Excerpt::of_canonical(value, MAX_SEARCHED)),
            origin: self.origin.clone(),
        }
    }
}
