//! Shows on the page what differs between two copies, and which copy to rely on.

use askama::Template;

use super::trouble::{self, Side};
use crate::explain::compare::{Comparison, Difference};
use crate::render::narration::comparison::{self, Part};

/// The sentence that says which copy to rely on.
#[derive(Template)]
#[template(path = "conclusion.html")]
pub(super) struct Conclusion {
    conclusion: String,
}

impl Conclusion {
    pub(super) fn of(comparison: &Comparison<'_>) -> Self {
        Self {
            conclusion: comparison::conclusion(comparison),
        }
    }
}

#[derive(Template)]
#[template(path = "differences.html")]
pub(super) struct Differences<'c> {
    /// Whether the two copies were compared: both could be read, and they are related.
    compared: bool,
    parts: [Part<'c>; 2],
    more: Option<String>,
}

impl<'c> Differences<'c> {
    pub(super) fn of(comparison: &'c Comparison<'_>) -> Self {
        Self {
            compared: comparison.relation.is_some(),
            parts: comparison::parts(comparison),
            more: comparison::more(comparison),
        }
    }
}

/// Returns both values of a difference, each with its coverage class.
fn sides(found: &Difference) -> Vec<Side> {
    let [one, other] = &found.values;
    let text = |value: &Option<_>| value.as_ref().map(ToString::to_string);
    let mut sides = trouble::sides([("in copy 1", text(one)), ("in copy 2", text(other))]);
    for (side, class) in sides.iter_mut().zip(found.classes) {
        side.class = class;
    }
    sides
}
