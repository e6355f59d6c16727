//! Defines what a kind of document consists of.

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
    /// What reports say about the kind.
    pub facts: DocumentKind,
    /// The members that state a version, each with the only supported one.
    ///
    /// Since no other value is accepted, they count as checked once the signature is verified.
    pub(super) versions: &'static [(&'static str, &'static str)],
    /// Where documents of this kind have the verified members.
    pub(crate) places: Places,
    /// The rules for documents of this kind only, in the order of reports.
    pub rules: &'static [&'static Rule],
}

impl Kind {
    /// Returns every rule that applies, in the order of reports.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().chain(ON_REQUEST).copied()
    }

    /// Checks that every version that a document states is the supported one.
    ///
    /// # Errors
    ///
    /// Returns `unknown-schema` if one is missing or different.
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

    /// Returns JSON Pointers to the members that have only one valid value, which is checked
    /// first.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = &'static str> {
        let versions = self.versions.iter().map(|(place, _)| *place);
        versions.chain([self.places.mark.place])
    }

    /// Classifies the members that are covered by the verified signature.
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

/// Returns the ids of the `N` rules that every document of the kind must pass.
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

/// Returns the number of rules that every document of the kind must pass.
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
