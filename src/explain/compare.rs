//! Compares two copies of one record: where they differ, and which differences matter.

use serde::Serialize;

use super::outline::Outline;
pub use super::walk::Difference;
use super::walk::Walk;
use crate::record::claim::Claim;
use crate::report::coverage::LeafClasses;
use crate::report::{Report, Source};
use crate::verify::subject::Subject;
use crate::verify::{Reading, Verifier};

/// The comparison of two documents.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Comparison<'d> {
    /// What verification found about each document.
    pub reports: [Report<'d>; 2],
    /// What the documents have in common.
    ///
    /// If this is `None`, they have nothing in common or are of different or unknown kinds, and
    /// were not compared.
    pub relation: Option<Relation>,
    /// The places at which they differ, in the order of the first document.
    ///
    /// In each object, the members that only the second document has come last.
    pub differences: Vec<Difference>,
    /// The number of differences that are not listed.
    pub more: u64,
    #[serde(skip)]
    readings: [&'d Reading<'d>; 2],
    #[serde(skip)]
    checked: [Option<(Subject<'d>, LeafClasses)>; 2],
}

/// What two documents have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Relation {
    /// The digest of the canonical record, so the same record was signed.
    SameDigest,
    /// The stated Pith Number.
    SamePithNumber,
    /// The source, which is the paper, perhaps in another version.
    SameSource,
    /// The paper that two integrity documents are about.
    SamePaper,
}

impl<'d> Comparison<'d> {
    /// Verifies and compares two documents.
    #[must_use]
    pub fn of(
        verifier: &'d Verifier,
        sources: [impl Into<Option<Source>>; 2],
        readings: [&'d Reading<'d>; 2],
    ) -> Self {
        let [one, other] = sources;
        let [one_reading, other_reading] = readings;
        let one = verifier.examine(one, one_reading);
        let other = verifier.examine(other, other_reading);
        let mut comparison = Self {
            reports: [one.report, other.report],
            relation: None,
            differences: Vec::new(),
            more: 0,
            readings,
            checked: [one.checked, other.checked],
        };
        let kinds = comparison.reports.each_ref().map(|report| report.kind);
        if let [Some((one, one_marks)), Some((other, other_marks))] = &mut comparison.checked
            && let [Some(kind), Some(other_kind)] = kinds
            && kind.name == other_kind.name
        {
            comparison.relation = relation(one, other);
            if comparison.relation.is_some() {
                one_marks.find_common(one.root.document());
                other_marks.find_common(other.root.document());
                let marks = [&*one_marks, other_marks];
                let mut walk = Walk::over(one.places, marks, &comparison.reports);
                walk.compare([one.root, other.root]);
                (comparison.differences, comparison.more) = walk.finish();
            }
        }
        comparison
    }

    /// Returns the outline of each document; it is empty if the document could not be read as
    /// JSON.
    pub fn outlines(&self) -> impl Iterator<Item = Outline> {
        let copies = self.readings.iter().zip(&self.checked).zip(&self.reports);
        copies.map(|((reading, checked), report)| {
            let marks = checked.as_ref().map(|(_, marks)| marks);
            Outline::of(reading, marks, report)
        })
    }
}

fn relation<'d>(one: &Subject<'d>, other: &Subject<'d>) -> Option<Relation> {
    let same = |pointer: &str| {
        let [one, other] =
            [one, other].map(|subject| Claim::string_at(subject.root, pointer).given());
        one.is_some() && one == other
    };
    let canonical = one.places.canonical_record;
    let source =
        |name: &str| canonical.is_some_and(|canonical| same(&format!("{canonical}/source/{name}")));
    let [digest, other_digest] =
        [one, other].map(|subject| Some(subject.canonical.given()?.digest));
    if digest.is_some() && digest == other_digest {
        Some(Relation::SameDigest)
    } else if canonical.is_none() {
        same("/arxiv_id").then_some(Relation::SamePaper)
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
    use crate::json::document::Document;

    const REAL: &[u8] = include_bytes!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");

    /// Returns the relation to the real record, and the differences from it.
    fn compare(other: &str) -> (Option<Relation>, Vec<Difference>) {
        let verifier = Verifier::default();
        let sources = ["one", "other"].map(Source::file);
        let readings = [REAL, other.as_bytes()].map(Document::read);
        let comparison = Comparison::of(&verifier, sources, readings.each_ref());
        (comparison.relation, comparison.differences)
    }

    fn real() -> String {
        String::from_utf8(REAL.to_vec()).unwrap()
    }

    fn places(differences: &[Difference]) -> Vec<(&str, bool)> {
        let differences = differences.iter();
        differences
            .map(|found| (&*found.pointer, found.matters()))
            .collect()
    }

    #[test]
    fn finds_no_difference_between_a_record_and_itself() {
        let (relation, differences) = compare(&real());
        assert_eq!(relation, Some(Relation::SameDigest));
        assert_eq!(places(&differences), []);
    }

    #[test]
    fn distinguishes_differences_that_matter() {
        let other = real()
            .replacen("Flat Global", "Sharp Global", 1)
            .replacen("Alex Damian", "Another Author", 1)
            .replacen("\"attestation_state\"", "\"another\"", 1);
        assert_eq!(
            places(&compare(&other).1),
            [
                ("/attestation_state", false),
                ("/paper/title", true),
                ("/paper/authors_text", false),
                ("/another", false),
            ]
        );
    }

    #[test]
    fn capitals_and_spacing_of_a_title_do_not_matter() {
        let (_, differences) = compare(&real().replace("Flat Global", "FLAT  Global"));
        assert_eq!(differences.len(), 2);
        assert!(differences.iter().all(|found| !found.matters()));
    }

    #[test]
    fn compares_aliases_by_kind_and_other_arrays_by_index() {
        let other = real().replacen("2026-07-05T03:37:43.391131+00:00", "another", 1);
        let mut swapped: serde_json::Value = serde_json::from_str(&other).unwrap();
        swapped["aliases"].as_array_mut().unwrap().swap(0, 2);
        let (_, differences) = compare(&swapped.to_string());
        let expected = ("/aliases/0/created_at", false);
        assert_eq!(places(&differences), [expected]);
        swapped["paper"]["cross_cats"]
            .as_array_mut()
            .unwrap()
            .swap(0, 2);
        let (_, differences) = compare(&swapped.to_string());
        let expected = ("/paper/cross_cats", false);
        assert_eq!(places(&differences)[0], expected);
        assert!(differences[0].reordered);
        swapped["canonical_record"]["metadata"]["cross_cats_sorted"]
            .as_array_mut()
            .unwrap()
            .swap(0, 1);
        let (relation, differences) = compare(&swapped.to_string());
        let found = places(&differences);
        for place in ["cross_cats_sorted/0", "cross_cats_sorted/1"] {
            let pointer = format!("/canonical_record/metadata/{place}");
            assert!(found.contains(&(&*pointer, true)), "{found:?}");
        }
        assert_eq!(relation, Some(Relation::SamePithNumber));
    }

    #[test]
    fn does_not_compare_documents_about_different_things() {
        let other = include_str!("../../fixtures/valid/4QHRGH5A.json");
        for other in [other, "{}", "["] {
            let (relation, differences) = compare(other);
            assert_eq!(relation, None);
            assert_eq!(places(&differences), []);
        }
    }
}
