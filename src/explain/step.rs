//! Represents the steps of an explanation, and the items that a step consists of.

use serde::Serialize;

use super::shell::Shell;
use crate::report::{Finding, Outcome, escape};

/// One step of the derivation, which borrows from the report.
///
/// Its texts may come from the document, so renderers escape them.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Step<'r> {
    /// The name in JSON.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What happens in the step and why, in sentences.
    #[serde(rename = "says", serialize_with = "escape::serialize")]
    pub summary: String,
    /// Lines that are shown unchanged.
    #[serde(skip)]
    pub figure: Vec<String>,
    /// What is derived or compared.
    pub items: Vec<Item<'r>>,
}

/// Something that is derived, compared or both.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Item<'r> {
    /// The name; for a check, this is its id.
    #[serde(serialize_with = "escape::serialize")]
    pub label: String,
    /// The rule by which it is derived.
    #[serde(serialize_with = "escape::serialize")]
    pub rule: String,
    /// The values that were computed.
    #[serde(serialize_with = "escape::serialize_all")]
    pub values: Vec<String>,
    /// What the check found, if the item is a check.
    #[serde(rename = "check")]
    pub finding: Option<&'r Finding<'r>>,
    /// The shell lines that repeat it.
    pub shell: Option<Shell>,
}

impl<'r> Step<'r> {
    /// Returns a step without id and title, which come from the table of steps.
    pub(super) fn new(summary: impl Into<String>, items: Vec<Item<'r>>) -> Self {
        Self {
            id: "",
            title: "",
            summary: summary.into(),
            figure: Vec::new(),
            items,
        }
    }
}

impl<'r> Item<'r> {
    pub(super) fn of(finding: &'r Finding<'r>, rule: impl Into<String>) -> Self {
        Self {
            label: finding.id().to_string(),
            rule: rule.into(),
            values: Vec::new(),
            finding: Some(finding),
            shell: None,
        }
    }

    /// Returns an item for a derived value that has no check of its own.
    pub(super) fn derived(
        label: &str,
        rule: impl Into<String>,
        value: impl Into<String>,
        shell: Shell,
    ) -> Self {
        Self {
            label: label.into(),
            rule: rule.into(),
            values: vec![value.into()],
            finding: None,
            shell: Some(shell),
        }
    }

    /// Returns whether the check was made.
    pub(super) fn was_run(&self) -> bool {
        let outcome = self.finding.map(Finding::outcome);
        outcome.is_some_and(|outcome| !matches!(outcome, Outcome::Skipped { .. }))
    }

    pub(super) fn passed(&self) -> bool {
        self.finding.is_some_and(Finding::passed)
    }
}
