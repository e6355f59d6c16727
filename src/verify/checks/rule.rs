//! What a rule is: what reports say about it, and the function that checks it.

use std::fmt;

use super::findings::Findings;
use crate::report::{Check, Group};
use crate::verify::subject::Subject;
use crate::verify::verifier::Verifier;

/// One rule. Each is a constant beside its function, and an entry in the list of every kind of
/// document that it applies to.
pub struct Rule {
    /// What reports say about it.
    pub check: Check,
    pub(super) run: Run,
    pub(super) listed: Listed,
}

/// Checks a document, and adds what it finds.
pub(super) type Run = for<'d> fn(&Subject<'d>, &mut Findings<'_, 'd>);

/// When reports list a rule.
#[derive(Clone, Copy)]
pub(super) enum Listed {
    /// Once for every document.
    Always,
    /// Once for each entry of a document: not at all, if that cannot be read.
    PerEntry,
    /// Only if this is asked for.
    If(fn(&Verifier) -> bool),
}

/// What a failure's two values are called.
pub(super) type Labels = [&'static str; 2];

/// What the document states, and what that was recomputed as.
pub(super) const RECOMPUTED: Labels = [Check::IN_FILE, "recomputed"];
/// What the document states, and what follows from its signed part.
pub(super) const DERIVED: Labels = [Check::IN_FILE, "derived"];
/// What the document states, and what it must state.
pub(super) const EXPECTED: Labels = [Check::IN_FILE, "expected"];
/// What the document shows, and what was signed.
pub(super) const SHOWN: Labels = [Check::SHOWN, Check::SIGNED];

impl Rule {
    /// A rule that is listed once, and that a document may pass without.
    pub(super) const fn new(id: &'static str, group: Group, run: Run) -> Self {
        Self {
            check: Check {
                id,
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

    /// The rule with what a pass means.
    pub(super) const fn passes(mut self, meaning: &'static str) -> Self {
        self.check.meaning = meaning;
        self
    }

    /// The rule with what a failure means.
    pub(super) const fn fails(mut self, failure: &'static str) -> Self {
        self.check.failure = failure;
        self
    }

    /// The rule with what the two values of a failure are called.
    pub(super) const fn compares(mut self, labels: Labels) -> Self {
        self.check.labels = labels;
        self
    }

    /// The rule as one that documents must pass to pass.
    pub(super) const fn required(mut self) -> Self {
        self.check.required = true;
        self
    }

    /// The rule, listed once for each entry of a document.
    pub(super) const fn per_entry(mut self) -> Self {
        self.listed = Listed::PerEntry;
        self
    }

    /// The rule, listed only if this is asked for.
    pub(super) const fn listed_if(mut self, asked: fn(&Verifier) -> bool) -> Self {
        self.listed = Listed::If(asked);
        self
    }

    /// The id in reports; with `<…>` where it depends on the document.
    pub const fn id(&self) -> &'static str {
        self.check.id
    }

    /// Whether documents must pass it whatever is asked of them.
    pub(in crate::verify) const fn is_always_required(&self) -> bool {
        self.check.required && !matches!(self.listed, Listed::If(_))
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.check.fmt(f)
    }
}
