//! Shows what was altered or is wrong, with both values side by side.

use askama::Template;

use super::words::reason;
use crate::render::failures;
use crate::render::narration::alteration;
use crate::render::words::sentence;
use crate::report::coverage::Class;
use crate::report::{Change, Finding, Report};

/// The most alterations and failures that are shown. The rest are counted.
const MAX_SHOWN: usize = 40;
/// The most failures that are shown among those that follow from others.
const MAX_FOLLOWING: usize = 100;

/// The end of a JSON Pointer to a signature. Its bytes mean nothing to a reader and are not shown.
const SIGNATURE: &str = "/signature_b64";

/// One of two values, with its label.
///
/// It has three parts, and the middle one is where it differs from the other value.
pub(super) struct Side {
    pub(super) label: &'static str,
    /// The coverage class of the value, if it is shown.
    pub(super) class: Option<Class>,
    pub(super) before: String,
    pub(super) differs: String,
    pub(super) after: String,
    /// Whether the value is missing.
    pub(super) nothing: bool,
}

/// An alteration, or a check that failed.
pub(super) struct Trouble {
    pub(super) css: &'static str,
    pub(super) word: &'static str,
    pub(super) title: String,
    pub(super) id: String,
    pub(super) place: String,
    pub(super) why: String,
    pub(super) sides: Vec<Side>,
}

#[derive(Template)]
#[template(path = "troubles.html")]
pub(super) struct Troubles {
    level: u8,
    own: Vec<Trouble>,
    more: usize,
    conclusion: Option<String>,
    following: Vec<Trouble>,
    more_following: usize,
}

impl Troubles {
    /// Returns the section about what is wrong, or `None` if nothing is.
    pub(super) fn of(report: &Report<'_>, level: u8) -> Option<Self> {
        let following =
            unaltered(report).filter(|finding| failures::is_shown_already(report, finding));
        let following: Vec<_> = following.collect();
        let mut troubles = own(report);
        let own: Vec<_> = troubles.by_ref().take(MAX_SHOWN).collect();
        let more = troubles.count();
        let shown = following.iter().take(MAX_FOLLOWING);
        let shown: Vec<_> = shown.map(|finding| failed(report, finding)).collect();
        (!own.is_empty() || !following.is_empty()).then(|| Self {
            level,
            own,
            more,
            conclusion: alteration::conclusion(report),
            more_following: following.len() - shown.len(),
            following: shown,
        })
    }
}

/// Returns what was altered and what is wrong, without what only follows from it.
pub(super) fn own<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Trouble> + 'r {
    let changes = report.diagnosis.changes.iter();
    let own = unaltered(report).filter(|finding| !failures::is_shown_already(report, finding));
    changes
        .map(|change| altered(report, change))
        .chain(own.map(|finding| failed(report, finding)))
}

/// Returns the checks that failed, except those of altered places: such a place is shown once, as an
/// alteration, and not again as a failed check.
fn unaltered<'r, 'd>(report: &'r Report<'d>) -> impl Iterator<Item = &'r Finding<'d>> {
    let failed = report.failed();
    failed.filter(|finding| !is_altered(report, &finding.pointer()))
}

/// Returns whether the value at exactly this JSON Pointer was altered.
pub(super) fn is_altered(report: &Report<'_>, pointer: &str) -> bool {
    let mut changes = report.diagnosis.changes.iter();
    changes.any(|change| change.pointer == pointer)
}

/// Returns an alteration, with both values.
pub(super) fn altered(report: &Report<'_>, change: &Change) -> Trouble {
    Trouble {
        css: "altered",
        word: "altered",
        title: if report.diagnosis.is_signed() {
            "Altered after it was signed"
        } else {
            "Altered"
        }
        .into(),
        id: String::new(),
        place: change.pointer.clone(),
        why: alteration::origin(change),
        sides: sides(alteration::values(report, change)),
    }
}

/// Returns a check that failed, with the values that it compared.
pub(super) fn failed(report: &Report<'_>, finding: &Finding<'_>) -> Trouble {
    let [css, word] = if failures::is_shown_already(report, finding) {
        ["follows", "follows"]
    } else {
        ["wrong", "wrong"]
    };
    Trouble {
        css,
        word,
        title: sentence(failures::plain(finding)),
        id: finding.id().to_string(),
        place: finding.pointer().into_owned(),
        why: reason(finding),
        sides: if finding.pointer().ends_with(SIGNATURE) {
            Vec::new()
        } else {
            of_values(failures::values(report, finding))
        },
    }
}

/// Returns values with their labels. If there are two, they are split where they differ.
fn of_values(values: Vec<(&'static str, String)>) -> Vec<Side> {
    match <[_; 2]>::try_from(values) {
        Ok(pair) => sides(pair.map(|(label, value)| (label, Some(value)))),
        Err(values) => values
            .into_iter()
            .map(|(label, value)| whole(label, Some(value)))
            .collect(),
    }
}

/// Returns a value that is not split.
fn whole(label: &'static str, value: Option<String>) -> Side {
    Side {
        label,
        class: None,
        nothing: value.is_none(),
        before: value.unwrap_or_default(),
        differs: String::new(),
        after: String::new(),
    }
}

/// Returns two values, each split into what differs and what is the same before and after.
///
/// Values that are equal, or that have too little in common, are not split.
pub(super) fn sides(pair: [(&'static str, Option<String>); 2]) -> Vec<Side> {
    let [(_, Some(one)), (_, Some(other))] = &pair else {
        return pair
            .into_iter()
            .map(|(label, value)| whole(label, value))
            .collect();
    };
    let whole = (one.len().max(other.len()), 0);
    let (start, end) = alteration::in_common(one, other).unwrap_or(whole);
    pair.into_iter()
        .map(|(label, value)| {
            let value = value.unwrap_or_default();
            let (before, rest) = value.split_at_checked(start).unwrap_or((&value, ""));
            let (differs, after) = rest
                .split_at_checked(rest.len().saturating_sub(end))
                .unwrap_or((rest, ""));
            Side {
                label,
                class: None,
                nothing: false,
                before: before.to_owned(),
                differs: differs.to_owned(),
                after: after.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_differs_from_what_is_the_same() {
        let parts = |one: &str, other: &str| {
            let sides = sides([("a", Some(one.into())), ("b", Some(other.into()))]);
            let parts = sides
                .into_iter()
                .map(|side| format!("{}[{}]{}", side.before, side.differs, side.after));
            parts.collect::<Vec<_>>().join(" ")
        };
        for (one, other, shown) in [
            (
                "prefers flat",
                "prefers sharp",
                "prefers [flat] prefers [sharp]",
            ),
            ("abcd", "abd", "ab[c]d ab[]d"),
            ("3", "2", "3[] 2[]"),
            ("same", "same", "same[] same[]"),
            ("éèé", "éàé", "é[è]é é[à]é"),
            ("a long one", "b", "a long one[] b[]"),
        ] {
            assert_eq!(parts(one, other), shown);
        }
    }
}
