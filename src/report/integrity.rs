//! Lists what an integrity document says about a paper: its findings, the most severe ones
//! first.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::excerpt::Excerpt;
use super::fact::Fact;
use crate::json::document::{Kind, Value};

/// The largest number of findings that a report shows. Further ones are only counted.
pub const MAX_SHOWN: usize = 100;

/// The known severities, the most severe one first. Every other severity comes last.
const SEVERITIES: [&str; 3] = ["critical", "advisory", "informational"];

/// The `verdict_class` of a finding that the registry has withdrawn.
const RESCINDED: &str = "rescinded";

/// The number of findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Severities {
    /// The number of findings of severity `critical`.
    pub critical: u64,
    /// The number of findings of severity `advisory`.
    pub advisory: u64,
    /// The number of findings of severity `informational`.
    pub informational: u64,
    /// The number of findings of another severity, or without one.
    pub other: u64,
}

impl Severities {
    /// Returns the number of all findings.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.critical + self.advisory + self.informational + self.other
    }

    /// Counts one finding.
    pub(crate) fn count(&mut self, finding: Value<'_>) {
        *match rank(finding) {
            0 => &mut self.critical,
            1 => &mut self.advisory,
            2 => &mut self.informational,
            _ => &mut self.other,
        } += 1;
    }

    /// Adds the counts of `other`.
    pub fn add(&mut self, other: Self) {
        self.critical += other.critical;
        self.advisory += other.advisory;
        self.informational += other.informational;
        self.other += other.other;
    }

    /// Returns the noun "finding" in singular or plural, as the total requires.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self.total() {
            1 => "finding",
            _ => "findings",
        }
    }
}

impl fmt::Display for Severities {
    /// Writes the counts as `1 critical, 2 advisory`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [critical, advisory, informational] = SEVERITIES;
        let counts = [
            (self.critical, critical),
            (self.advisory, advisory),
            (self.informational, informational),
            (self.other, "other"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        for (position, (count, name)) in counts.enumerate() {
            f.write_str(if position > 0 { ", " } else { "" })?;
            write!(f, "{count} {name}")?;
        }
        Ok(())
    }
}

/// Returns the index of a finding's severity in [`SEVERITIES`], or the number after the last.
fn rank(finding: Value<'_>) -> usize {
    let severity = finding.member("severity").and_then(Value::as_str);
    let known = SEVERITIES.iter().position(|known| severity == Some(known));
    known.unwrap_or(SEVERITIES.len())
}

/// Says whether a trusted key signed a finding, and whether the document lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingStatus {
    /// The document lists the finding, and a verified event states all of it.
    Signed,
    /// The document lists the finding, and no verified event states all of it.
    NotSigned,
    /// A verified event states the finding, and the document does not list it.
    LeftOut,
}

/// A finding, with the texts of the document. All of them are hostile text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IntegrityFinding<'d> {
    /// Whether the finding is signed and listed.
    pub status: FindingStatus,
    /// How severe the problem is.
    pub severity: Option<Cow<'d, str>>,
    /// The type of the problem.
    pub finding_type: Option<Cow<'d, str>>,
    /// The detector that found the problem.
    pub detector: Option<Cow<'d, str>>,
    /// The number of the reference that the finding is about.
    pub ref_index: Option<Excerpt>,
    /// How certain the finding is, or that it was withdrawn.
    pub verdict_class: Option<Cow<'d, str>>,
    /// The explanation for readers.
    pub note: Option<Cow<'d, str>>,
}

impl<'d> IntegrityFinding<'d> {
    fn of(finding: Value<'d>, status: FindingStatus) -> Self {
        let member = |name| {
            finding
                .member(name)
                .filter(|value| value.kind() != Kind::Null)
        };
        let text = |name| Some(text(member(name)?));
        Self {
            status,
            severity: text("severity"),
            finding_type: text("finding_type"),
            detector: text("detector"),
            ref_index: member("ref_index").map(reference),
            verdict_class: text("verdict_class"),
            note: text("note"),
        }
    }

    /// Returns whether the registry says that it has withdrawn the finding.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.verdict_class.as_deref() == Some(RESCINDED)
    }

    fn into_owned(self) -> IntegrityFinding<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| text.into_owned().into());
        IntegrityFinding {
            status: self.status,
            severity: owned(self.severity),
            finding_type: owned(self.finding_type),
            detector: owned(self.detector),
            ref_index: self.ref_index,
            verdict_class: owned(self.verdict_class),
            note: owned(self.note),
        }
    }
}

/// Returns a value as text, shortened if it is long.
fn text(value: Value<'_>) -> Cow<'_, str> {
    match value.as_str() {
        Some(text) => crate::json::shorten::shorten(text),
        None => Fact::Value(value).shortened().to_string().into(),
    }
}

/// Returns an integer unchanged, and any other value as text.
fn reference(value: Value<'_>) -> Excerpt {
    match value.kind() {
        Kind::Integer => Excerpt::of(value),
        _ => Excerpt::of_text(&text(value)),
    }
}

/// The findings of an integrity document, including those that it leaves out.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct IntegrityFindings<'d> {
    /// The numbers of all findings, by severity.
    pub counts: Severities,
    /// The first [`MAX_SHOWN`] findings, the critical ones first.
    pub shown: Vec<IntegrityFinding<'d>>,
}

impl<'d> IntegrityFindings<'d> {
    pub(crate) fn of(findings: impl Iterator<Item = (Value<'d>, FindingStatus)>) -> Self {
        let mut counts = Severities::default();
        let mut ranked: [Vec<_>; SEVERITIES.len() + 1] = Default::default();
        for (finding, status) in findings {
            counts.count(finding);
            let same = ranked.get_mut(rank(finding));
            if let Some(same) = same.filter(|same| same.len() < MAX_SHOWN) {
                same.push((finding, status));
            }
        }
        let shown = ranked.into_iter().flatten().take(MAX_SHOWN);
        Self {
            counts,
            shown: shown
                .map(|(finding, status)| IntegrityFinding::of(finding, status))
                .collect(),
        }
    }

    /// Returns the number of findings that are not shown.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.counts.total().saturating_sub(self.shown.len() as u64)
    }

    pub(crate) fn into_owned(self) -> IntegrityFindings<'static> {
        let shown = self.shown.into_iter();
        IntegrityFindings {
            counts: self.counts,
            shown: shown.map(IntegrityFinding::into_owned).collect(),
        }
    }
}
