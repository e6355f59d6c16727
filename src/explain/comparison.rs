//! Two copies of one record: where they differ, and which differences matter.

use super::walk::Walk;
use crate::json::document::Document;
use crate::json::error::DocumentError;
use crate::record::members::{Claim, Record};
use crate::report::coverage::{Class, Marks};
use crate::report::excerpt::Excerpt;
use crate::report::{Report, Source};
use crate::verify::Verifier;

/// Version of the members of a comparison in JSON: some may be added, none renamed or
/// removed.
pub const COMPARISON_VERSION: u32 = 1;

pub(super) const CANONICAL_RECORD: &str = "/canonical_record";

/// Two documents, compared.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// What verification found of each.
    pub reports: [Report; 2],
    /// What makes them copies of one record; nothing if nothing does, or if one of them is
    /// no record: then they were not compared.
    pub relation: Option<Relation>,
    /// Where they differ, in the order of the first; those only in the second last in each
    /// object.
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub more: u64,
}

/// What two documents have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// The digest of the canonical record: the same was signed.
    SameDigest,
    /// The Pith Number that they state.
    SamePithNumber,
    /// The source: the paper, perhaps in another version.
    SameSource,
}

impl Relation {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameDigest => "same-digest",
            Self::SamePithNumber => "same-pith-number",
            Self::SameSource => "same-source",
        }
    }
}

/// A place where two documents differ.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Difference {
    /// JSON Pointer to it, in the first copy or else in the second; the beginning of a long
    /// one; hostile text.
    pub pointer: String,
    /// What is to be said of it in each copy, if it is there.
    pub classes: [Option<Class>; 2],
    /// What stands there in each copy, if anything does.
    pub values: [Option<Excerpt>; 2],
    /// Whether only the order of the elements differs.
    pub reordered: bool,
    /// The ids of the checks about this place that failed, in either copy.
    pub failed: Vec<String>,
}

impl Difference {
    /// Whether it is about what is signed, or vouched for in one of the copies, or fails one
    /// of them: else it is decoration.
    #[must_use]
    pub fn matters(&self) -> bool {
        let bound = [Some(Class::HashBound); 2];
        let vouched = |class: &Option<Class>| class.is_some_and(|class| class != Class::Unsigned);
        is_at_or_below(&self.pointer, CANONICAL_RECORD)
            || !self.failed.is_empty()
            // Two titles with the same hash differ in letter case and spacing.
            || (self.classes != bound && self.classes.iter().any(vouched))
    }
}

pub(super) fn is_at_or_below(pointer: &str, around: &str) -> bool {
    let rest = pointer.strip_prefix(around);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A document on its way to be compared.
pub(super) struct Copy<'d> {
    record: Record<'d>,
    pub(super) marks: Marks,
}

impl Comparison {
    /// Verifies and compares two documents; an error stands for one that could not be read.
    #[must_use]
    pub fn of(
        verifier: &Verifier,
        sources: [Source; 2],
        bytes: [Result<&[u8], DocumentError>; 2],
    ) -> Self {
        let [one, other] = bytes.map(|bytes| bytes.and_then(Document::read));
        let [one_source, other_source] = sources;
        let (one_report, one) = examine(verifier, one_source, &one);
        let (other_report, other) = examine(verifier, other_source, &other);
        let mut comparison = Self {
            reports: [one_report, other_report],
            relation: None,
            differences: Vec::new(),
            more: 0,
        };
        let (Some(one), Some(other)) = (one, other) else {
            return comparison;
        };
        comparison.relation = relation(&one.record, &other.record);
        if comparison.relation.is_some() {
            let roots = [one.record.root, other.record.root];
            Walk::over([&one, &other], &mut comparison).compare(roots);
        }
        comparison
    }
}

fn examine<'d>(
    verifier: &Verifier,
    source: Source,
    document: &'d Result<Document<'d>, DocumentError>,
) -> (Report, Option<Copy<'d>>) {
    let document = match document {
        Ok(document) => document,
        Err(error) => return (verifier.reject(source, error.clone()), None),
    };
    match Record::read(document.root()) {
        Ok(record) => {
            let (report, mut marks) = verifier.examine(source, document, record.clone());
            marks.settle(document);
            (report, Some(Copy { record, marks }))
        }
        Err(error) => (verifier.reject_record(source, document, error), None),
    }
}

fn relation(one: &Record<'_>, other: &Record<'_>) -> Option<Relation> {
    let same = |pointer: &str| {
        let [one, other] =
            [one, other].map(|record| Claim::string_at(record.root, pointer).given());
        one.is_some() && one == other
    };
    let source = |name: &str| same(&format!("{CANONICAL_RECORD}/source/{name}"));
    if one.digest.is_some() && one.digest == other.digest {
        Some(Relation::SameDigest)
    } else if same("/pith_number") {
        Some(Relation::SamePithNumber)
    } else if source("kind") && source("id") {
        Some(Relation::SameSource)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REAL: &[u8] = include_bytes!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");

    fn compare(other: &str) -> Comparison {
        let verifier = Verifier::new().unwrap();
        let sources = ["one", "other"].map(Source::file);
        Comparison::of(&verifier, sources, [Ok(REAL), Ok(other.as_bytes())])
    }

    fn real() -> String {
        String::from_utf8(REAL.to_vec()).unwrap()
    }

    fn places(comparison: &Comparison) -> Vec<(&str, bool)> {
        let differences = comparison.differences.iter();
        differences
            .map(|found| (&*found.pointer, found.matters()))
            .collect()
    }

    #[test]
    fn finds_no_difference_between_a_record_and_itself() {
        let comparison = compare(&real());
        assert_eq!(comparison.relation, Some(Relation::SameDigest));
        assert_eq!(places(&comparison), []);
    }

    #[test]
    fn tells_what_matters_from_what_does_not() {
        let other = real()
            .replacen("Flat Global", "Sharp Global", 1)
            .replacen("Alex Damian", "Nobody", 1)
            .replacen("\"attestation_state\"", "\"another\"", 1);
        assert_eq!(
            places(&compare(&other)),
            [
                ("/attestation_state", false),
                ("/paper/title", true),
                ("/paper/authors_text", false),
                ("/another", false),
            ]
        );
    }

    #[test]
    fn takes_case_and_spacing_of_a_title_for_no_matter() {
        let comparison = compare(&real().replace("Flat Global", "FLAT  Global"));
        assert_eq!(comparison.differences.len(), 2);
        assert!(comparison.differences.iter().all(|found| !found.matters()));
    }

    #[test]
    fn compares_aliases_by_kind_and_other_arrays_by_place() {
        let other = real().replacen("2026-07-05T03:37:43.391131+00:00", "another", 1);
        let mut swapped: serde_json::Value = serde_json::from_str(&other).unwrap();
        swapped["aliases"].as_array_mut().unwrap().swap(0, 2);
        let comparison = compare(&swapped.to_string());
        let expected = ("/aliases/0/created_at", false);
        assert_eq!(places(&comparison), [expected]);
        swapped["paper"]["cross_cats"]
            .as_array_mut()
            .unwrap()
            .swap(0, 2);
        let comparison = compare(&swapped.to_string());
        let expected = ("/paper/cross_cats", false);
        assert_eq!(places(&comparison)[0], expected);
        assert!(comparison.differences[0].reordered);
        swapped["canonical_record"]["metadata"]["cross_cats_sorted"]
            .as_array_mut()
            .unwrap()
            .swap(0, 1);
        let comparison = compare(&swapped.to_string());
        let found = places(&comparison);
        for place in ["cross_cats_sorted/0", "cross_cats_sorted/1"] {
            let pointer = format!("/canonical_record/metadata/{place}");
            assert!(found.contains(&(&*pointer, true)), "{found:?}");
        }
        assert_eq!(comparison.relation, Some(Relation::SamePithNumber));
    }

    #[test]
    fn compares_nothing_that_is_about_something_else_or_no_record() {
        let other = include_str!("../../fixtures/valid/4QHRGH5A.json");
        for other in [other, "{}", "["] {
            let comparison = compare(other);
            assert_eq!(comparison.relation, None);
            assert_eq!(places(&comparison), []);
        }
    }
}
