//! Defines rules: what reports say about each, and the function that checks it.

use std::fmt;

use super::findings::Findings;
use crate::report::{Check, Group};
use crate::verify::subject::Subject;
use crate::verify::verifier::Verifier;

/// A rule.
///
/// Each rule is a constant next to its function, and an entry in the list of every kind of
/// document that it applies to.
pub struct Rule {
    /// What reports say about the rule.
    pub check: Check,
    pub(super) run: Run,
    pub(super) listed: Listed,
}

/// A function that checks a document and adds what it finds.
pub(super) type Run = for<'d> fn(&Subject<'d>, &mut Findings<'_, 'd>);

/// Says when reports list a rule.
#[derive(Clone, Copy)]
pub(super) enum Listed {
    /// Once for every document.
    Always,
    /// Once for each entry of a document; not at all if the document cannot be read.
    PerEntry,
    /// Only if this function says that the caller asked for it.
    If(fn(&Verifier) -> bool),
}

/// The labels of the two values of a failure.
pub(super) type Labels = [&'static str; 2];

/// The labels of a stated value and the value that was recomputed.
pub(super) const RECOMPUTED: Labels = [Check::IN_FILE, "recomputed"];
/// The labels of a stated value and the value that is derived from the signed part.
pub(super) const DERIVED: Labels = [Check::IN_FILE, "derived"];
/// The labels of a stated value and the value that is expected.
pub(super) const EXPECTED: Labels = [Check::IN_FILE, "expected"];
/// The labels of a shown value and the signed value.
pub(super) const SHOWN: Labels = [Check::SHOWN, Check::SIGNED];

impl Rule {
    /// Returns a rule that is listed once, and that is not required.
    pub(super) const fn new(id: &'static str, group: Group, run: Run) -> Self {
        Self {
            check: Check {
                id,
                family: family(id),
                group,
                required: false,
                meaning: "",
                failure: "",
                labels: EXPECTED,
            },
            run,
            listed: Listed::Always,
        }
    }

    /// Sets what a pass means.
    pub(super) const fn passes(mut self, meaning: &'static str) -> Self {
        self.check.meaning = meaning;
        self
    }

    /// Sets what a failure means.
    pub(super) const fn fails(mut self, failure: &'static str) -> Self {
        self.check.failure = failure;
        self
    }

    /// Sets the labels of the two values of a failure.
    pub(super) const fn compares(mut self, labels: Labels) -> Self {
        self.check.labels = labels;
        self
    }

    /// Makes the rule one that a document must pass in order to pass.
    pub(super) const fn required(mut self) -> Self {
        self.check.required = true;
        self
    }

    /// Lists the rule once for each entry of a document.
    pub(super) const fn per_entry(mut self) -> Self {
        self.listed = Listed::PerEntry;
        self
    }

    /// Lists the rule only if the caller asked for it.
    pub(super) const fn listed_if(mut self, asked: fn(&Verifier) -> bool) -> Self {
        self.listed = Listed::If(asked);
        self
    }

    /// Returns the id in reports, with `<…>` where it depends on the document.
    pub const fn id(&self) -> &'static str {
        self.check.id
    }

    /// Returns whether every document must pass the rule, whatever the caller asks for.
    pub(in crate::verify) const fn is_always_required(&self) -> bool {
        self.check.required && !matches!(self.listed, Listed::If(_))
    }
}

/// Returns the part of an id before `<…>`.
const fn family(id: &str) -> Option<&str> {
    let mut length = 0;
    while let Some((family, rest)) = id.split_at_checked(length) {
        if let [b'<', ..] = rest.as_bytes() {
            return Some(family);
        }
        length += 1;
    }
    None
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.check.fmt(f)
    }
}
