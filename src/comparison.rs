//! Two copies of one record: where they differ, and which differences matter.

use std::collections::HashMap;

use crate::canonical::CanonicalBytes;
use crate::checks::MAX_ENTRIES;
use crate::coverage::{Class, Marks};
use crate::difference::first_difference;
use crate::document::{Document, Kind, Value};
use crate::error::DocumentError;
use crate::excerpt::Excerpt;
use crate::explain::map;
use crate::pointer;
use crate::quote::quote;
use crate::record::{Claim, Record};
use crate::report::{Finding, Report, Source};
use crate::verifier::Verifier;

/// Version of the members of a comparison in JSON: some may be added, none renamed or
/// removed.
pub const COMPARISON_VERSION: u32 = 1;

const ALIASES: &str = "/aliases";
const CANONICAL_RECORD: &str = "/canonical_record";

/// Differences that are listed; more are counted.
const MOST_LISTED: usize = 1_000;
/// An array of more elements is compared place by place, whatever its order.
const MOST_SORTED: usize = 1_000;

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

fn is_at_or_below(pointer: &str, around: &str) -> bool {
    let rest = pointer.strip_prefix(around);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
            more: 0,
        };
        let (Some(one), Some(other)) = (one, other) else {
            return comparison;
        };
        comparison.relation = relation(&one.record, &other.record);
        if comparison.relation.is_some() {
            let mut walk = Walk {
                copies: [&one, &other],
                pointer: String::new(),
                found: &mut comparison,
            };
            walk.compare(one.record.root, other.record.root);
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
            let (report, marks) = verifier.examine(source, document, record.clone());
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

struct Walk<'w, 'd> {
    copies: [&'w Copy<'d>; 2],
    pointer: String,
    found: &'w mut Comparison,
}

impl<'d> Walk<'_, 'd> {
    fn compare(&mut self, one: Value<'d>, other: Value<'d>) {
        match (one.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => self.compare_members(one, other),
            (Kind::Array, Kind::Array) if self.is_reordered(one, other) => {
                self.differ(one, other, true);
            }
            (Kind::Array, Kind::Array) => self.compare_elements(one, other),
            _ if first_difference(one, other).is_some() => self.differ(one, other, false),
            _ => {}
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
        // Aliases may stand in any order, so each is compared with the one of its kind.
        let by_kind = self.pointer == ALIASES
            && others.len() <= MAX_ENTRIES
            && one.children().nth(MAX_ENTRIES).is_none();
        let kind = |alias: Value<'d>| alias.member("alias_kind").and_then(Value::as_str);
        let kinds: Vec<_> = match by_kind {
            true => others.iter().map(|other| other.and_then(kind)).collect(),
            false => Vec::new(),
        };
        for (place, element) in one.children().enumerate() {
            let counterpart = match by_kind {
                true => kinds
                    .iter()
                    .position(|other| other.is_some() && *other == kind(element)),
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
            (Some(one), None) => self.lack(one, 0),
            (None, Some(other)) => self.lack(other, 1),
            (None, None) => {}
        }
        self.pointer.truncate(length);
    }

    /// Whether the same strings and numbers stand there in another order, where order is
    /// not signed.
    fn is_reordered(&self, one: Value<'_>, other: Value<'_>) -> bool {
        let elements = |array: Value<'_>| -> Option<Vec<_>> {
            let elements = array.children().take(MOST_SORTED + 1);
            let elements =
                elements.map(|element| element.is_leaf().then(|| CanonicalBytes::of(element)));
            let mut elements = elements.collect::<Option<Vec<_>>>()?;
            elements.sort_unstable_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
            (elements.len() <= MOST_SORTED).then_some(elements)
        };
        if is_at_or_below(&self.pointer, CANONICAL_RECORD) {
            return false;
        }
        elements(one).is_some_and(|sorted| Some(sorted) == elements(other))
            && first_difference(one, other).is_some()
    }

    /// What stands in one copy only: a difference for each part of which the same is to be
    /// said.
    fn lack(&mut self, value: Value<'_>, copy: usize) {
        let Some(marks) = self.copies.get(copy).map(|copy| &copy.marks) else {
            return;
        };
        for region in map::of(value, &self.pointer, marks) {
            let Some(pointer) = region.pointer else {
                self.found.more += region.leaves;
                continue;
            };
            let pair = |class: Option<_>| match copy {
                0 => [class, None],
                _ => [None, class],
            };
            let value = region.value;
            self.list(Difference {
                pointer,
                classes: pair(Some(region.class)),
                values: match copy {
                    0 => [value, None],
                    _ => [None, value],
                },
                reordered: false,
                failed: Vec::new(),
            });
        }
    }

    fn differ(&mut self, one: Value<'_>, other: Value<'_>, reordered: bool) {
        let [first, second] = self.copies;
        let class = |copy: &Copy<'_>, value: Value<'_>| {
            let classes = value.leaves().map(|leaf| copy.marks.class(leaf));
            match reordered {
                true => Class::Unsigned,
                false => classes.min_by_key(|class| *class as u8).unwrap_or_default(),
            }
        };
        self.list(Difference {
            pointer: quote(&self.pointer),
            classes: [Some(class(first, one)), Some(class(second, other))],
            values: [Some(Excerpt::of(one)), Some(Excerpt::of(other))],
            reordered,
            failed: Vec::new(),
        });
    }

    fn list(&mut self, mut difference: Difference) {
        if self.found.differences.len() >= MOST_LISTED {
            self.found.more += 1;
            return;
        }
        let findings = self
            .found
            .reports
            .iter()
            .flat_map(|report| &report.findings);
        let about = |finding: &&Finding| {
            finding.failed()
                && (is_at_or_below(&finding.pointer, &difference.pointer)
                    || is_at_or_below(&difference.pointer, &finding.pointer))
        };
        let mut failed: Vec<_> = findings
            .filter(about)
            .map(|finding| finding.id.to_string())
            .collect();
        failed.dedup();
        difference.failed = failed;
        self.found.differences.push(difference);
    }
}

/// The way from an object or array to a value in it.
enum Step<'n> {
    Name(&'n str),
    Index(usize),
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
        let other = include_str!("../fixtures/valid/4QHRGH5A.json");
        for other in [other, "{}", "["] {
            let comparison = compare(other);
            assert_eq!(comparison.relation, None);
            assert_eq!(places(&comparison), []);
        }
    }
}
