//! What a kind of document is.

use std::fmt;

use crate::json::document::{Kind as JsonKind, Value};
use crate::json::error::{DocumentError, ErrorCode};
use crate::json::shorten::shorten;
use crate::record::claim::Claim;
use crate::report::DocumentKind;
use crate::report::coverage::{Class, LeafClasses};
use crate::verify::checks::expected::ON_REQUEST;
use crate::verify::checks::rule::Rule;
use crate::verify::places::Places;
use crate::verify::subject::Subject;

/// The version of canonical records that this verifier knows.
const SCHEMA_VERSION: &str = "1.0";

/// A kind of document.
#[derive(Debug)]
pub struct Kind {
    /// What reports say about it.
    pub facts: DocumentKind,
    /// The members that state a version, each with the one that is known. Nothing else is
    /// valid, so they are vouched for once the signature is.
    pub(super) versions: &'static [(&'static str, &'static str)],
    /// Where it has what is verified.
    pub(crate) places: Places,
    /// What is checked in documents of this kind only, in the order of reports.
    pub rules: &'static [&'static Rule],
}

impl Kind {
    /// Everything that is checked, in the order of reports.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().chain(ON_REQUEST).copied()
    }

    /// Whether every version that a document states is the one that is known.
    ///
    /// # Errors
    ///
    /// `unknown-schema`.
    pub(super) fn check_versions(&self, root: Value<'_>) -> Result<(), DocumentError> {
        for (place, known) in self.versions {
            check_version(Claim::string_at(root, place), place, known)?;
        }
        let canonical = self
            .places
            .canonical_record
            .map(|place| (place, root.at(place)));
        if let Some((place, Some(canonical))) = canonical
            && canonical.kind() == JsonKind::Object
        {
            let version = Claim::string_at(canonical, "/schema_version");
            let place = format_args!("{place}/schema_version");
            check_version(version, place, SCHEMA_VERSION)?;
        }
        Ok(())
    }

    /// JSON Pointers to the members whose only valid value was checked in reading.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = &'static str> {
        let versions = self.versions.iter().map(|(place, _)| *place);
        versions.chain([self.places.mark.place])
    }

    /// Marks what is vouched for because the signature was verified.
    pub(crate) fn mark(&self, subject: &Subject<'_>, marks: &mut LeafClasses) {
        if let Claim::Given { at, .. } = subject.canonical {
            marks.set(at, Class::Signed);
        }
        for place in self.fixed() {
            if let Some(value) = subject.at(place).given() {
                marks.set(value, Class::Checked);
            }
        }
    }
}

/// The ids of the rules that a document must pass, whatever is asked of it: `N` of them.
pub(super) const fn required<const N: usize>(mut rules: &[&Rule]) -> [&'static str; N] {
    let mut ids = [""; N];
    let mut count = 0;
    while let [rule, others @ ..] = rules {
        if rule.is_always_required()
            && let (_, [id, ..]) = ids.split_at_mut(count)
        {
            *id = rule.id();
            count += 1;
        }
        rules = others;
    }
    ids
}

/// How many those are.
pub(super) const fn count_required(mut rules: &[&Rule]) -> usize {
    let mut count = 0;
    while let [rule, others @ ..] = rules {
        if rule.is_always_required() {
            count += 1;
        }
        rules = others;
    }
    count
}

fn check_version(
    claim: Claim<'_, &str>,
    place: impl fmt::Display,
    known: &str,
) -> Result<(), DocumentError> {
    let found = match claim {
        Claim::Given { value, .. } if value == known => return Ok(()),
        Claim::Given { value, .. } => {
            format!("is \"{}\"; this verifier knows \"{known}\"", shorten(value))
        }
        Claim::Absent => format!("is missing; this verifier knows \"{known}\""),
        Claim::Malformed { defect, .. } => defect.to_string(),
    };
    let message = format!("{place} {found}");
    Err(DocumentError::new(ErrorCode::UnknownSchema, message))
}
