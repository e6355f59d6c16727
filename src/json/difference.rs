//! Compares two values by their canonical forms, mostly without writing these.

use crate::json::canonical::CanonicalBytes;
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::shorten::Shortened;

/// The two values at the first difference; `None` where a member is missing.
pub(crate) type Differing<'d> = [Option<Value<'d>>; 2];

/// Returns whether two values have the same canonical form.
pub(crate) fn is_same(left: Value<'_>, right: Value<'_>) -> bool {
    first_difference(left, right, &mut Shortened::up_to(0)).is_none()
}

/// Returns the values at the first place where the canonical forms of two values differ.
///
/// Members are compared in the order of their names. `place` contains the JSON Pointer to the
/// two values; if they differ, it is extended to the first difference.
pub(crate) fn first_difference<'d>(
    left: Value<'d>,
    right: Value<'d>,
    place: &mut Shortened,
) -> Option<Differing<'d>> {
    if left.eq_verbatim(right) {
        return None;
    }
    differ(left, right, place)
}

/// Extends `place` to the first difference, or leaves it unchanged if there is none.
fn differ<'d>(left: Value<'d>, right: Value<'d>, place: &mut Shortened) -> Option<Differing<'d>> {
    let different = match (left.kind(), right.kind()) {
        (Kind::Array, Kind::Array) if left.children().count() == right.children().count() => {
            let mut pairs = left.steps().zip(right.children());
            return pairs.find_map(|((step, left), right)| differ_at(step, left, right, place));
        }
        (Kind::Object, Kind::Object) if same_in_another_order(left, right) => false,
        (Kind::Object, Kind::Object) => return members_differ(left, right, place),
        (Kind::Array, _) => true,
        (one, other) if one != other => true,
        // Of the remaining kinds, only numbers can be written in several ways.
        _ => left.text() != right.text() && CanonicalBytes::of(left) != CanonicalBytes::of(right),
    };
    different.then_some([Some(left), Some(right)])
}

fn differ_at<'d>(
    step: Step<'_>,
    left: Value<'d>,
    right: Value<'d>,
    place: &mut Shortened,
) -> Option<Differing<'d>> {
    let mark = place.enter(step);
    let found = differ(left, right, place);
    if found.is_none() {
        place.leave(mark);
    }
    found
}

/// Returns whether two small objects have the same members, written in the same way.
fn same_in_another_order(left: Value<'_>, right: Value<'_>) -> bool {
    // Every member is looked for among all others, and compared again if it is inside another
    // small object.
    const MAX_SIZE: usize = 32;
    let same = |one: Value<'_>| {
        let other = right.member(one.name());
        other.is_some_and(|other| one.eq_verbatim(other))
    };
    left.size() <= MAX_SIZE
        && left.size() == right.size()
        && left.children().count() == right.children().count()
        && left.children().all(same)
}

fn members_differ<'d>(
    left: Value<'d>,
    right: Value<'d>,
    place: &mut Shortened,
) -> Option<Differing<'d>> {
    let (mut lefts, mut rights) = (left.sorted_members(), right.sorted_members());
    loop {
        let (one, other) = match (lefts.next(), rights.next()) {
            (None, None) => return None,
            (Some(one), Some(other)) if one.name() == other.name() => {
                let found = differ_at(Step::Name(one.name()), one, other, place);
                if found.is_some() {
                    return found;
                }
                continue;
            }
            different => different,
        };
        // The smaller of the two names is the one that the other object lacks.
        let name = [one, other].into_iter().flatten().map(Value::name).min()?;
        place.enter(Step::Name(name));
        return Some([one, other].map(|value| value.filter(|value| value.name() == name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::document::Document;
    use crate::json::work;

    fn difference(left: &str, right: &str) -> Option<String> {
        let [left, right] = [left, right].map(|text| Document::read(text.as_bytes()).unwrap());
        let mut place = Shortened::default();
        let found = first_difference(left.root(), right.root(), &mut place);
        let [one, other] = found?;
        assert_eq!(
            one.map(Value::index),
            left.root().at(place.kept()).map(Value::index)
        );
        assert_eq!(
            other.map(Value::index),
            right.root().at(place.kept()).map(Value::index)
        );
        Some(place.to_string())
    }

    #[test]
    fn ignores_the_spelling_of_values_and_the_order_of_members() {
        for (left, right) in [
            ("[1.0,-0,\"é\"]", "[10e-1, 0, \"\\u00e9\"]"),
            (r#"{"a":1,"b":[{}]}"#, r#"{"b":[{}],"a":1}"#),
        ] {
            assert_eq!(difference(left, right), None, "{left} {right}");
        }
    }

    #[test]
    fn the_depth_of_nesting_does_not_multiply_the_work() {
        let work = |depth: usize| {
            let nested = |last: &str| {
                let (open, close) = (r#"{"a":"#.repeat(depth), "}".repeat(depth));
                format!("{open}[{}{last}]{close}", "0,".repeat(1000))
            };
            work::of(|| assert_eq!(difference(&nested("1.0"), &nested("1.00")), None))
        };
        assert!(work(90) < 2 * work(1), "{} {}", work(90), work(1));
    }

    #[test]
    fn finds_the_first_place_that_differs() {
        for (left, right, place) in [
            ("1", "1.0", ""),
            ("1", "\"1\"", ""),
            ("null", "false", ""),
            ("[1]", "[1,2]", ""),
            ("[1,[2]]", "[1,[3]]", "/1/0"),
            (r#"{"a":1}"#, r#"{"a":1,"b/":2}"#, "/b~1"),
            (r#"{"a":1,"c":1}"#, r#"{"b":1,"c":1}"#, "/a"),
            (
                r#"{"b":{"x":[0]},"c":1}"#,
                r#"{"c":2,"b":{"x":[1]}}"#,
                "/b/x/0",
            ),
        ] {
            assert_eq!(
                difference(left, right).as_deref(),
                Some(place),
                "{left} {right}"
            );
            assert_eq!(
                difference(right, left).as_deref(),
                Some(place),
                "{right} {left}"
            );
        }
    }
}
