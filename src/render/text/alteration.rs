//! Writes two values, one under the other, and marks where they differ.

use super::page::{BOLD, PLAIN, Page};
use crate::render::narration::alteration;
use crate::render::words::capitalized;

/// Writes values with their labels. If there are two that differ in part, marks below each show
/// where.
pub(super) fn pair(indent: usize, values: &[(&'static str, String)], page: &mut Page) {
    let marks = match values {
        [(_, one), (_, other)] => difference(one, other, page.width.saturating_sub(indent + 12)),
        _ => None,
    };
    for (position, (label, value)) in values.iter().enumerate() {
        page.indent(indent);
        page.put(BOLD, &format!("{:<11}", capitalized(label)));
        page.put(PLAIN, " ");
        page.block(indent + 12, value);
        if let Some((start, lengths)) = &marks
            && let Some(length @ 1..) = lengths.get(position)
        {
            page.indent(indent + 12 + start);
            page.row(0, PLAIN, &"^".repeat(*length));
        }
    }
}

/// Returns where two texts start to differ, and for how many columns in each.
///
/// The result is `None` if the texts are not both ASCII and at most `room` columns wide, or if they
/// have too little in common.
fn difference(one: &str, other: &str, room: usize) -> Option<(usize, [usize; 2])> {
    let plain = |text: &str| text.is_ascii() && text.len() <= room;
    if !plain(one) || !plain(other) {
        return None;
    }
    let (start, end) = alteration::in_common(one, other)?;
    Some((start, [one, other].map(|text| text.len() - start - end)))
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
