//! The digest of a canonical form that is hashed piece by piece.

use sha2::{Digest as _, Sha256};

use super::{CanonicalBytes, Digest};
use crate::json::steps;

/// The beginning of a canonical form, already hashed.
///
/// Forms that begin alike are hashed from a clone of it. The caller is responsible for the order
/// of the pieces.
#[derive(Clone, Debug)]
pub(crate) struct Partial(Sha256);

impl Partial {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds the next piece.
    pub(crate) fn add(&mut self, piece: &str) {
        steps::count(piece.len());
        self.0.update(piece);
    }

    /// The digest, once every piece was added.
    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// The name of a member and the colon after it, as they are in canonical form.
pub(crate) fn head_of(name: &str) -> String {
    let mut head = CanonicalBytes::of_string(name).0;
    head.push(':');
    head
}
