//! Two copies of one record: where they differ, and which differences matter.

use std::collections::HashMap;

use crate::canonical::CanonicalBytes;
use crate::checks::MAX_ENTRIES;
use crate::coverage::{Class, Marks};
use crate::difference::first_difference;
use crate::document::{Document, Kind, Value};
use crate::error::DocumentError;
use crate::excerpt::Excerpt;
use crate::pointer;
use crate::record::{Claim, Record};
use crate::report::{Report, Source};
use crate::verifier::Verifier;

/// Version of the members of a comparison in JSON: some may be added, none renamed or
/// removed.
pub const COMPARISON_VERSION: u32 = 1;

const ALIASES: &str = "/aliases";

/// Two documents, compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What verification found of each.
    pub reports: [Report; 2],
    /// What makes them copies of one record; nothing if nothing does, or if one of them is
    /// no record: then they were not compared.
    pub relation: Option<Relation>,
    /// Where they differ, in the order of the first; those only in the second last in each
    /// object.
    pub differences: Vec<Difference>,
}

/// What two documents have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
pub struct Difference {
    /// JSON Pointer to it, in the first copy or else in the second; hostile text.
    pub pointer: String,
    /// The best that is to be said of it in each copy, if it is there.
    pub classes: [Option<Class>; 2],
    /// What stands there in each copy, if anything does.
    pub values: [Option<Excerpt>; 2],
    /// Whether only the order of the elements differs.
    pub reordered: bool,
}

impl Difference {
    /// The best that is to be said of it in either copy.
    #[must_use]
    pub fn class(&self) -> Class {
        let classes = self.classes.iter().flatten().copied();
        classes.min_by_key(|class| *class as u8).unwrap_or_default()
    }

    /// Whether one of the copies has something vouched for here that the other has not:
    /// then the difference is not mere decoration.
    #[must_use]
    pub fn matters(&self) -> bool {
        let both_bound = self.classes == [Some(Class::HashBound); 2];
        self.class() != Class::Unsigned && !both_bound
    }
}

/// A document on its way to be compared.
struct Copy<'d> {
    record: Record<'d>,
    marks: Marks,
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
        };
        let (Some(one), Some(other)) = (one, other) else {
            return comparison;
        };
        comparison.relation = relation(&one.record, &other.record);
        if comparison.relation.is_some() {
            let mut walk = Walk {
                copies: [&one, &other],
                pointer: String::new(),
                differences: Vec::new(),
            };
            walk.compare(one.record.root, other.record.root);
            comparison.differences = walk.differences;
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
    let read = || Record::read(document.root());
    match (read(), read()) {
        (Ok(record), Ok(examined)) => {
            let (report, marks) = verifier.examine(source, document, examined);
            (report, Some(Copy { record, marks }))
        }
        (Err(error), _) | (_, Err(error)) => (verifier.reject(source, error), None),
    }
}

fn relation(one: &Record<'_>, other: &Record<'_>) -> Option<Relation> {
    let number = |record: &Record<'_>| {
        let stated = Claim::string_at(record.root, "/pith_number").given();
        stated.map(str::to_owned)
    };
    let source = |record: &Record<'_>| {
        let source = record.source?;
        Some((source.kind.to_owned(), source.id.to_owned()))
    };
    let same = |one: Option<_>, other| one.is_some() && one == other;
    if one.digest.is_some() && one.digest == other.digest {
        Some(Relation::SameDigest)
    } else if same(number(one), number(other)) {
        Some(Relation::SamePithNumber)
    } else if source(one).is_some() && source(one) == source(other) {
        Some(Relation::SameSource)
    } else {
        None
    }
}

struct Walk<'w, 'd> {
    copies: [&'w Copy<'d>; 2],
    pointer: String,
    differences: Vec<Difference>,
}

impl<'d> Walk<'_, 'd> {
    fn compare(&mut self, one: Value<'d>, other: Value<'d>) {
        if first_difference(one, other).is_none() {
            return;
        }
        match (one.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => self.compare_members(one, other),
            (Kind::Array, Kind::Array) if self.is_reordered(one, other) => {
                self.differ(Some(one), Some(other), true);
            }
            (Kind::Array, Kind::Array) => self.compare_elements(one, other),
            _ => self.differ(Some(one), Some(other), false),
        }
    }

    fn compare_members(&mut self, one: Value<'d>, other: Value<'d>) {
        let others = other.children().map(|member| (member.name(), member));
        let mut others: HashMap<_, _> = others.collect();
        for member in one.children() {
            let counterpart = others.remove(member.name());
            self.compare_at(Step::Name(member.name()), Some(member), counterpart);
        }
        for member in other.children() {
            if others.contains_key(member.name()) {
                self.compare_at(Step::Name(member.name()), None, Some(member));
            }
        }
    }

    fn compare_elements(&mut self, one: Value<'d>, other: Value<'d>) {
        let mut others: Vec<_> = other.children().map(Some).collect();
        for (place, element) in one.children().enumerate() {
            let counterpart = match self.pointer == ALIASES {
                true => position_of_kind(&others, element),
                false => Some(place),
            };
            let counterpart = counterpart.and_then(|place| others.get_mut(place)?.take());
            self.compare_at(Step::Index(place), Some(element), counterpart);
        }
        for (place, element) in others.into_iter().enumerate() {
            if element.is_some() {
                self.compare_at(Step::Index(place), None, element);
            }
        }
    }

    fn compare_at(&mut self, step: Step<'_>, one: Option<Value<'d>>, other: Option<Value<'d>>) {
        let length = self.pointer.len();
        match step {
            Step::Name(name) => pointer::push_name(&mut self.pointer, name),
            Step::Index(place) => pointer::push_index(&mut self.pointer, place),
        }
        match (one, other) {
            (Some(one), Some(other)) => self.compare(one, other),
            (one, other) => self.differ(one, other, false),
        }
        self.pointer.truncate(length);
    }

    /// Whether only the order of elements differs, and order is not signed here.
    fn is_reordered(&self, one: Value<'_>, other: Value<'_>) -> bool {
        let elements = |array: Value<'_>| {
            let mut elements: Vec<_> = array.children().map(CanonicalBytes::of).collect();
            elements.sort_unstable_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
            elements
        };
        !self.pointer.starts_with("/canonical_record") && elements(one) == elements(other)
    }

    fn differ(&mut self, one: Option<Value<'_>>, other: Option<Value<'_>>, reordered: bool) {
        let [first, second] = self.copies;
        let class = |copy: &Copy<'_>, value: Option<Value<'_>>| {
            let best = |value: Value<'_>| {
                let classes = value.leaves().map(|leaf| copy.marks.class(leaf));
                classes.min_by_key(|class| *class as u8).unwrap_or_default()
            };
            match reordered {
                true => Some(Class::Unsigned),
                false => value.map(best),
            }
        };
        self.differences.push(Difference {
            pointer: self.pointer.clone(),
            classes: [class(first, one), class(second, other)],
            values: [one.map(Excerpt::of), other.map(Excerpt::of)],
            reordered,
        });
    }
}

/// The way from an object or array to a value in it.
enum Step<'n> {
    Name(&'n str),
    Index(usize),
}

/// Aliases may stand in any order, so each is compared with the one of its kind.
fn position_of_kind(others: &[Option<Value<'_>>], alias: Value<'_>) -> Option<usize> {
    let kind = |alias: Value<'_>| alias.member("alias_kind")?.as_str().map(str::to_owned);
    let wanted = kind(alias)?;
    // More than a record may have are not worth the search.
    let mut others = others.iter().take(MAX_ENTRIES);
    others.position(|other| other.and_then(kind).as_ref() == Some(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REAL: &[u8] = include_bytes!("../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");

    fn compare(other: &str) -> Comparison {
        let verifier = Verifier::new().unwrap();
        let sources = ["one", "other"].map(Source::file);
        Comparison::of(&verifier, sources, [Ok(REAL), Ok(other.as_bytes())])
    }

    fn real() -> String {
        String::from_utf8(REAL.to_vec()).unwrap()
    }

    fn places(comparison: &Comparison) -> Vec<(&str, Class, bool)> {
        let differences = comparison.differences.iter();
        differences
            .map(|found| (&*found.pointer, found.class(), found.matters()))
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
                ("/attestation_state", Class::Unsigned, false),
                ("/paper/title", Class::HashBound, true),
                ("/paper/authors_text", Class::Unsigned, false),
                ("/another", Class::Unsigned, false),
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
        let expected = ("/aliases/0/created_at", Class::Unsigned, false);
        assert_eq!(places(&comparison), [expected]);
        swapped["paper"]["cross_cats"]
            .as_array_mut()
            .unwrap()
            .swap(0, 2);
        swapped["canonical_record"]["metadata"]["cross_cats_sorted"]
            .as_array_mut()
            .unwrap()
            .swap(0, 1);
        let comparison = compare(&swapped.to_string());
        let expected = [
            ("/paper/cross_cats", Class::Unsigned, false),
            (
                "/canonical_record/metadata/cross_cats_sorted/0",
                Class::Signed,
                true,
            ),
            (
                "/canonical_record/metadata/cross_cats_sorted/1",
                Class::Signed,
                true,
            ),
        ];
        assert_eq!(
            places(&comparison)[..3],
            [expected[0], expected[1], expected[2]]
        );
        assert_eq!(comparison.relation, Some(Relation::SamePithNumber));
    }

    #[test]
    fn compares_nothing_that_is_about_something_else_or_no_record() {
        let other = include_str!("../fixtures/valid/4QHRGH5A.json");
        for other in [other, "{}", "["] {
            let comparison = compare(other);
            assert_eq!(comparison.relation, None);
            assert_eq!(places(&comparison), []);
        }
    }
}
