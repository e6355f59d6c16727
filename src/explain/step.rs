//! Steps of an explanation, and the items that they consist of.

use serde::Serialize;

use super::shell::Shell;
use crate::report::{Finding, Outcome, escape};

/// One step of the derivation, which borrows from the report. Texts may come from the document:
/// renderers escape them.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Step<'r> {
    /// The name in JSON.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What happens here and why, in sentences.
    #[serde(rename = "says", serialize_with = "escape::serialize")]
    pub summary: String,
    /// Lines to be shown as they are.
    #[serde(skip)]
    pub figure: Vec<String>,
    /// What is derived or compared.
    pub items: Vec<Item<'r>>,
}

/// Something that is derived, compared or both.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Item<'r> {
    /// Its name: the id of the check, if it is one.
    #[serde(serialize_with = "escape::serialize")]
    pub label: String,
    /// How it is derived.
    #[serde(serialize_with = "escape::serialize")]
    pub rule: String,
    /// The values, computed here.
    #[serde(serialize_with = "escape::serialize_all")]
    pub values: Vec<String>,
    /// What the check found, if it is one.
    #[serde(rename = "check")]
    pub finding: Option<&'r Finding<'r>>,
    /// How to repeat it.
    pub shell: Option<Shell>,
}

impl<'r> Step<'r> {
    /// A step whose id and title are in the table of steps.
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

    /// A derived value without a check of its own.
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

    /// Whether the check was run.
    pub(super) fn was_run(&self) -> bool {
        let outcome = self.finding.map(Finding::outcome);
        outcome.is_some_and(|outcome| !matches!(outcome, Outcome::Skipped { .. }))
    }

    pub(super) fn passed(&self) -> bool {
        self.finding.is_some_and(Finding::passed)
    }
}
