//! What things are called on the page.

use crate::report::coverage::Class;
use crate::report::{Finding, Reason, Report, Verdict};

/// How a value is marked: by a letter in a frame of its own shape, and by a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) css: &'static str,
    pub(super) letter: &'static str,
    pub(super) word: &'static str,
    pub(super) meaning: &'static str,
}

/// The mark of each class, in the order of the legend.
pub(super) const MARKS: [(Class, Mark); Class::ALL.len()] = [
    (
        Class::Signed,
        Mark {
            css: "signed",
            letter: "S",
            word: "signed",
            meaning: "inside what the key signed",
        },
    ),
    (
        Class::Checked,
        Mark {
            css: "checked",
            letter: "C",
            word: "checked",
            meaning: "recomputed from what is signed, or the only value allowed",
        },
    ),
    (
        Class::Mirrored,
        Mark {
            css: "repeated",
            letter: "R",
            word: "repeated",
            meaning: "a copy of a signed value, and the same",
        },
    ),
    (
        Class::HashBound,
        Mark {
            css: "bound",
            letter: "H",
            word: "by its hash",
            meaning: "a text whose hash is signed: the words are, letter case and spacing are not",
        },
    ),
    (
        Class::Unsigned,
        Mark {
            css: "nobody",
            letter: "–",
            word: "nobody",
            meaning: "nobody vouches for it: anyone could have changed it without leaving a trace",
        },
    ),
];

pub(super) fn mark(class: Class) -> Mark {
    let [.., (_, nobody)] = MARKS;
    let row = MARKS.iter().find(|(other, _)| *other == class);
    row.map_or(nobody, |(_, mark)| *mark)
}

/// A verdict: its class in the style sheet, its sign and its word.
pub(super) fn verdict(verdict: Verdict) -> [&'static str; 3] {
    match verdict {
        Verdict::Pass => ["pass", "✓", "PASS"],
        Verdict::Fail => ["fail", "✕", "FAIL"],
        Verdict::Unverifiable => ["open", "?", "UNVERIFIABLE"],
    }
}

/// What was examined, without an article.
pub(super) fn kind(report: &Report<'_>) -> &'static str {
    let title = report.kind.map_or("a document", |kind| kind.title);
    title.split_once(' ').map_or(title, |(_, noun)| noun)
}

/// Why a check did not pass, where that says more than its sentence.
pub(super) fn reason(finding: &Finding<'_>) -> String {
    let Some(why) = finding.outcome.why() else {
        return String::new();
    };
    match &why.reason {
        Reason::Differs | Reason::BadSignature => String::new(),
        Reason::OtherCopyFits(place) => format!("The text at {place} is the one that was signed."),
        Reason::Malformed(_) | Reason::LinkElsewhere => sentence(&format!("it {why}")),
        _ => sentence(&why.to_string()),
    }
}

/// A text as a sentence.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{}{}{end}", first.collect::<String>(), chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_has_every_class_in_order() {
        assert_eq!(MARKS.map(|(class, _)| class), Class::ALL);
    }
}
