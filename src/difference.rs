//! Whether two values are the same, and where not: by canonical form, without making it.

use crate::canonical::CanonicalBytes;
use crate::document::{Kind, Value};
use crate::pointer;

/// JSON Pointer, from both values, to the first place (members in order of their names)
/// at which their canonical forms differ.
pub(crate) fn first_difference(left: Value<'_>, right: Value<'_>) -> Option<String> {
    if left.is_alike(right) {
        return None;
    }
    let mut place = String::new();
    differ(left, right, &mut place).then_some(place)
}

/// Leaves `place` at the difference if there is one, else as it was.
fn differ(left: Value<'_>, right: Value<'_>, place: &mut String) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Array, Kind::Array) => elements_differ(left, right, place),
        (Kind::Object, Kind::Object) => members_differ(left, right, place),
        (one, other) if one != other => true,
        // Only numbers have more spellings than one.
        _ => left.text() != right.text() && CanonicalBytes::of(left) != CanonicalBytes::of(right),
    }
}

fn elements_differ(left: Value<'_>, right: Value<'_>, place: &mut String) -> bool {
    if left.children().count() != right.children().count() {
        return true;
    }
    left.children()
        .zip(right.children())
        .enumerate()
        .any(|(position, (left, right))| {
            let length = place.len();
            pointer::push_index(place, position);
            let differ = differ(left, right, place);
            if !differ {
                place.truncate(length);
            }
            differ
        })
}

fn members_differ(left: Value<'_>, right: Value<'_>, place: &mut String) -> bool {
    let mut lefts = left.sorted_members().peekable();
    let mut rights = right.sorted_members().peekable();
    loop {
        let (one, other) = match (lefts.peek(), rights.peek()) {
            (None, None) => return false,
            (one, other) => (one.copied(), other.copied()),
        };
        let length = place.len();
        let name = [one, other].into_iter().flatten().map(Value::name).min();
        pointer::push_name(place, name.unwrap_or_default());
        match (lefts.next(), rights.next()) {
            (Some(one), Some(other)) if one.name() == other.name() => {
                if differ(one, other, place) {
                    return true;
                }
            }
            _ => return true,
        }
        place.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn difference(left: &str, right: &str) -> Option<String> {
        let (left, right) = (
            Document::read(left.as_bytes()),
            Document::read(right.as_bytes()),
        );
        first_difference(left.unwrap().root(), right.unwrap().root())
    }

    #[test]
    fn takes_spelling_and_order_for_no_difference() {
        for (left, right) in [
            ("[1.0,-0,\"é\"]", "[10e-1, 0, \"\\u00e9\"]"),
            (r#"{"a":1,"b":[{}]}"#, r#"{"b":[{}],"a":1}"#),
        ] {
            assert_eq!(difference(left, right), None, "{left} {right}");
        }
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
