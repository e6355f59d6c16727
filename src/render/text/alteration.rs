//! What was altered: both values, what differs between them, and how that is known.

use super::page::{PLAIN, Page};
use crate::report::{Change, Origin, Report};

/// Both values of a place that was altered.
pub(super) fn altered(report: &Report<'_>, change: &Change) -> Vec<(&'static str, String)> {
    let value = |value: Option<String>, none: &str| value.unwrap_or_else(|| none.to_owned());
    let found = change.found.as_ref().map(ToString::to_string);
    let restored = change.restored.as_ref().map(ToString::to_string);
    let was = if report.diagnosis.is_signed() {
        "signed"
    } else {
        "was"
    };
    vec![
        ("shown here", value(found, "nothing: the member is missing")),
        (
            was,
            value(restored, "nothing: the member does not belong there"),
        ),
    ]
}

/// Values with their labels; where two differ in part, that is marked below each.
pub(super) fn pair(indent: usize, values: &[(&'static str, String)], page: &mut Page) {
    let marks = match values {
        [(_, one), (_, other)] => difference(one, other, page.width.saturating_sub(indent + 12)),
        _ => None,
    };
    for (position, (label, value)) in values.iter().enumerate() {
        page.indent(indent);
        page.put(PLAIN, &format!("{label:<11} "));
        page.block(indent + 12, value);
        if let Some((start, lengths)) = &marks
            && let Some(length @ 1..) = lengths.get(position)
        {
            page.indent(indent + 12 + start);
            page.row(0, PLAIN, &"^".repeat(*length));
        }
    }
}

/// Where two short texts differ, and for how many columns in each; `None` if they have neither
/// beginning nor end in common.
fn difference(one: &str, other: &str, room: usize) -> Option<(usize, [usize; 2])> {
    let plain = |text: &str| text.is_ascii() && text.len() <= room;
    if one == other || !plain(one) || !plain(other) {
        return None;
    }
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let start = one.bytes().zip(other.bytes()).take_while(same).count();
    let (one, other) = (one.get(start..)?, other.get(start..)?);
    let end = one
        .bytes()
        .rev()
        .zip(other.bytes().rev())
        .take_while(same)
        .count();
    // The quotes of two strings alone are not worth a mark.
    (start + end > 2).then_some((start, [one.len() - end, other.len() - end]))
}

/// How it is known what was there.
pub(super) fn origin(change: &Change) -> Option<String> {
    match &change.origin {
        Origin::Removed => None,
        Origin::Tried => Some("found by trying: with this value the digest comes out".into()),
        origin => origin.as_str().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_what_differs_and_nothing_else() {
        for (one, other, marks) in [
            (
                "Prefers Flat Minimizers",
                "Prefers Sharp Minimizers",
                Some((8, [4, 5])),
            ),
            ("\"2106.06530\"", "\"2106.06531\"", Some((10, [1, 1]))),
            ("abc", "abcd", Some((3, [0, 1]))),
            ("3", "2", None),
            ("\"a\"", "\"b\"", None),
            ("same", "same", None),
            ("é1", "é2", None),
        ] {
            assert_eq!(difference(one, other, 80), marks, "{one} {other}");
        }
        assert_eq!(difference("abc", "abd", 2), None);
    }
}
