//! Walks two documents in parallel and lists where they differ.

use serde::Serialize;

use crate::explain::map;
use crate::json::canonical::CanonicalBytes;
use crate::json::difference::is_same;
use crate::json::document::{Kind, Value};
use crate::json::pointer::{Step, is_at_or_below};
use crate::json::shorten::Shortened;
use crate::report::coverage::{Class, LeafClasses};
use crate::report::{Excerpt, Report, escape};
use crate::verify::checks::findings::MAX_ENTRIES;
use crate::verify::places::Places;

/// The largest number of differences that are listed; further ones are counted.
const MAX_LISTED: usize = 1_000;
/// The longest array that is recognized as reordered; a longer one is compared by index.
const MAX_SORTED: usize = 1_000;

/// A place where two documents differ.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The JSON Pointer to the place in the first copy or, if it is missing there, in the
    /// second.
    ///
    /// It is shortened if it is long, and is hostile text.
    #[serde(serialize_with = "escape::serialize")]
    pub pointer: String,
    /// Whether the difference matters: see [`Difference::matters`].
    matters: bool,
    /// Whether only the order of the elements differs.
    pub reordered: bool,
    /// The class of the value in each copy; `None` if it is missing there.
    pub classes: [Option<Class>; 2],
    /// The value in each copy; `None` if it is missing there.
    pub values: [Option<Excerpt>; 2],
    /// The ids of the checks about this place that failed in either copy.
    #[serde(serialize_with = "escape::serialize_all")]
    pub failed: Vec<String>,
}

impl Difference {
    /// Returns whether the difference matters.
    ///
    /// It matters if the place is in the canonical record, is vouched for in either copy, or
    /// fails a check in one of them.
    #[must_use]
    pub fn matters(&self) -> bool {
        self.matters
    }

    fn judge(&mut self, is_signed: bool) {
        let bound = [Some(Class::HashBound); 2];
        let vouched = |class: &Option<Class>| class.is_some_and(|class| class != Class::Unsigned);
        self.matters = is_signed
            || !self.failed.is_empty()
            // Two titles with the same hash differ only in capitals and spacing.
            || (self.classes != bound && self.classes.iter().any(vouched));
    }
}

/// A walk over both copies, with the differences that it has found.
pub(super) struct Walk<'w, 'd> {
    places: &'static Places,
    marks: [&'w LeafClasses; 2],
    reports: &'w [Report<'d>; 2],
    pointer: Shortened,
    differences: Vec<Difference>,
    /// The number of differences that are not listed.
    more: u64,
}

impl<'w, 'd> Walk<'w, 'd> {
    pub(super) fn over(
        places: &'static Places,
        marks: [&'w LeafClasses; 2],
        reports: &'w [Report<'d>; 2],
    ) -> Self {
        Self {
            places,
            marks,
            reports,
            pointer: Shortened::default(),
            differences: Vec::new(),
            more: 0,
        }
    }

    /// Returns the listed differences, and the number of further ones.
    pub(super) fn finish(self) -> (Vec<Difference>, u64) {
        (self.differences, self.more)
    }

    pub(super) fn compare(&mut self, [one, other]: [Value<'d>; 2]) {
        match (one.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => self.compare_members(one, other),
            (Kind::Array, Kind::Array) if self.is_reordered(one, other) => {
                self.differ(one, other, true);
            }
            (Kind::Array, Kind::Array) => self.compare_elements(one, other),
            _ if !is_same(one, other) => self.differ(one, other, false),
            _ => {}
        }
    }

    fn compare_members(&mut self, one: Value<'d>, other: Value<'d>) {
        let (ones, others) = (one.by_name(), other.by_name());
        for member in one.children() {
            let counterpart = others.get(member.name());
            self.compare_at(Step::Name(member.name()), Some(member), counterpart);
        }
        for member in other.children() {
            if ones.get(member.name()).is_none() {
                self.compare_at(Step::Name(member.name()), None, Some(member));
            }
        }
    }

    fn compare_elements(&mut self, one: Value<'d>, other: Value<'d>) {
        let few = |array: Value<'_>| array.children().nth(MAX_ENTRIES).is_none();
        if self.pointer.kept() == self.places.aliases && few(one) && few(other) {
            return self.compare_aliases(one, other);
        }
        let (mut ones, mut others) = (one.children(), other.children());
        for place in 0.. {
            match (ones.next(), others.next()) {
                (None, None) => break,
                (one, other) => self.compare_at(Step::Index(place), one, other),
            }
        }
    }

    /// Compares each alias with the one of the same kind, since aliases may be in any order.
    fn compare_aliases(&mut self, one: Value<'d>, other: Value<'d>) {
        let kind = |alias: Value<'d>| alias.member("alias_kind").and_then(Value::as_str);
        let mut others: Vec<_> = other.children().map(Some).collect();
        for (place, alias) in one.children().enumerate() {
            let wanted = kind(alias);
            let mut left = others.iter_mut();
            let same = left.find(|other| wanted.is_some() && other.and_then(kind) == wanted);
            let counterpart = same.and_then(Option::take);
            self.compare_at(Step::Index(place), Some(alias), counterpart);
        }
        for (place, alias) in others.into_iter().enumerate() {
            if alias.is_some() {
                self.compare_at(Step::Index(place), None, alias);
            }
        }
    }

    fn compare_at(&mut self, step: Step<'_>, one: Option<Value<'d>>, other: Option<Value<'d>>) {
        let mark = self.pointer.enter(step);
        match (one, other) {
            (Some(one), Some(other)) => self.compare([one, other]),
            (Some(one), None) => self.only_in(one, 0),
            (None, Some(other)) => self.only_in(other, 1),
            (None, None) => {}
        }
        self.pointer.leave(mark);
    }

    /// Returns whether a place is in the canonical record, even if its signature is not
    /// verified.
    fn is_signed(&self, pointer: &str) -> bool {
        let canonical = self.places.canonical_record;
        canonical.is_some_and(|place| is_at_or_below(pointer, place))
    }

    /// Returns whether two arrays have the same scalars in another order, and order is not
    /// signed.
    fn is_reordered(&self, one: Value<'_>, other: Value<'_>) -> bool {
        let elements = |array: Value<'_>| -> Option<Vec<_>> {
            let elements = array.children().take(MAX_SORTED + 1);
            let elements =
                elements.map(|element| element.is_leaf().then(|| CanonicalBytes::of(element)));
            let mut elements = elements.collect::<Option<Vec<_>>>()?;
            elements.sort_unstable_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
            (elements.len() <= MAX_SORTED).then_some(elements)
        };
        if self.is_signed(self.pointer.kept()) {
            return false;
        }
        elements(one).is_some_and(|sorted| Some(sorted) == elements(other)) && !is_same(one, other)
    }

    /// Lists a value that only one copy has: one difference for each region of it.
    fn only_in(&mut self, value: Value<'_>, copy: usize) {
        let Some(marks) = self.marks.get(copy).copied() else {
            return;
        };
        let room = MAX_LISTED.saturating_sub(self.differences.len());
        for region in map::of(value, &mut self.pointer, marks, room) {
            let Some(pointer) = region.pointer else {
                self.more += region.leaves;
                continue;
            };
            let classes = in_copy(copy, Some(region.class));
            self.list(pointer, classes, in_copy(copy, region.value), false);
        }
    }

    fn differ(&mut self, one: Value<'_>, other: Value<'_>, reordered: bool) {
        if self.differences.len() >= MAX_LISTED {
            self.more += 1;
            return;
        }
        let [first, second] = self.marks;
        let class = |marks: &LeafClasses, value: Value<'_>| {
            if reordered {
                return Some(Class::Unsigned);
            }
            let classes = value.leaves().map(|leaf| marks.class(leaf));
            Some(classes.min_by_key(|class| *class as u8).unwrap_or_default())
        };
        let classes = [class(first, one), class(second, other)];
        let values = [one, other].map(|value| Some(Excerpt::of(value)));
        self.list(self.pointer.to_string(), classes, values, reordered);
    }

    fn list(
        &mut self,
        pointer: String,
        classes: [Option<Class>; 2],
        values: [Option<Excerpt>; 2],
        reordered: bool,
    ) {
        let findings = self.reports.iter().flat_map(Report::failed);
        let about =
            |place: &str| is_at_or_below(place, &pointer) || is_at_or_below(&pointer, place);
        let about = findings.filter(|finding| about(&finding.pointer()));
        let mut failed: Vec<_> = about.map(|finding| finding.id().to_string()).collect();
        failed.dedup();
        let mut difference = Difference {
            pointer,
            matters: false,
            reordered,
            classes,
            values,
            failed,
        };
        difference.judge(self.is_signed(&difference.pointer));
        self.differences.push(difference);
    }
}

/// Returns a pair with the value for one copy, and `None` for the other.
fn in_copy<T>(copy: usize, value: Option<T>) -> [Option<T>; 2] {
    if copy == 0 {
        [value, None]
    } else {
        [None, value]
    }
}
