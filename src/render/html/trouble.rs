//! What was altered or is wrong, with both versions side by side.

use askama::Template;

use super::words::{self, Mark};
use crate::render::failures;
use crate::report::{Change, Finding, Origin, Report};

/// What is shown in full; the rest is counted.
const MAX_SHOWN: usize = 40;
/// The most of what follows from it.
const MAX_FOLLOWING: usize = 100;

/// A value with what it is, in three parts: the middle one is where it differs from the other.
pub(super) struct Side {
    pub(super) label: &'static str,
    /// Who vouches for it, where that is to be said.
    pub(super) mark: Option<Mark>,
    pub(super) before: String,
    pub(super) differs: String,
    pub(super) after: String,
    /// Whether there is no value.
    pub(super) nothing: bool,
}

/// Something that was altered or is wrong.
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
    conclusion: String,
    following: Vec<Trouble>,
    more_following: usize,
}

impl Troubles {
    /// `None` if nothing is wrong.
    pub(super) fn of(report: &Report<'_>, level: u8) -> Option<Self> {
        let diagnosis = &report.diagnosis;
        // What was altered is told once, and not by the check that noticed it.
        let (following, own): (Vec<_>, Vec<_>) = report
            .failed()
            .filter(|finding| !is_altered(report, &finding.pointer()))
            .partition(|finding| failures::is_told(report, finding));
        let changes = diagnosis.changes.iter();
        let mut troubles = changes
            .map(|change| altered(report, change))
            .chain(own.into_iter().map(|finding| failed(report, finding)));
        let own: Vec<_> = troubles.by_ref().take(MAX_SHOWN).collect();
        let more = troubles.count();
        let shown = following.iter().take(MAX_FOLLOWING);
        let shown: Vec<_> = shown.map(|finding| failed(report, finding)).collect();
        (!own.is_empty() || !following.is_empty()).then(|| Self {
            level,
            own,
            more,
            conclusion: conclusion(report),
            more_following: following.len() - shown.len(),
            following: shown,
        })
    }
}

/// Whether this very place was altered.
pub(super) fn is_altered(report: &Report<'_>, pointer: &str) -> bool {
    let mut changes = report.diagnosis.changes.iter();
    changes.any(|change| change.pointer == pointer)
}

pub(super) fn altered(report: &Report<'_>, change: &Change) -> Trouble {
    let value = |value: &Option<_>| value.as_ref().map(ToString::to_string);
    let was = if report.diagnosis.is_signed() {
        "signed"
    } else {
        "before"
    };
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
        why: origin(change),
        sides: sides([
            ("shown here", value(&change.found)),
            (was, value(&change.restored)),
        ]),
    }
}

fn origin(change: &Change) -> String {
    match &change.origin {
        Origin::Removed => "The member does not belong there.".into(),
        Origin::Tried => "Found by trying: with the other value the digest comes out.".into(),
        origin => match origin.as_str() {
            Some(from) => {
                format!("The other value is the one at {from}: with it, the digest comes out.")
            }
            None => String::new(),
        },
    }
}

pub(super) fn failed(report: &Report<'_>, finding: &Finding<'_>) -> Trouble {
    let [css, word] = if failures::is_told(report, finding) {
        ["follows", "follows"]
    } else {
        ["wrong", "wrong"]
    };
    Trouble {
        css,
        word,
        title: words::sentence(failures::plain(finding)),
        id: finding.id().to_string(),
        place: finding.pointer().into_owned(),
        why: words::reason(finding),
        sides: of_values(failures::values(report, finding)),
    }
}

fn of_values(values: Vec<(&'static str, String)>) -> Vec<Side> {
    match <[_; 2]>::try_from(values) {
        Ok(pair) => sides(pair.map(|(label, value)| (label, Some(value)))),
        Err(values) => values
            .into_iter()
            .map(|(label, value)| whole(label, Some(value)))
            .collect(),
    }
}

fn whole(label: &'static str, value: Option<String>) -> Side {
    Side {
        label,
        mark: None,
        nothing: value.is_none(),
        before: value.unwrap_or_default(),
        differs: String::new(),
        after: String::new(),
    }
}

/// Two values, with what differs in each apart from the rest.
pub(super) fn sides(pair: [(&'static str, Option<String>); 2]) -> Vec<Side> {
    let [(_, Some(one)), (_, Some(other))] = &pair else {
        return pair
            .into_iter()
            .map(|(label, value)| whole(label, value))
            .collect();
    };
    let (start, end) = common(one, other);
    pair.into_iter()
        .map(|(label, value)| {
            let value = value.unwrap_or_default();
            let (before, rest) = value.split_at_checked(start).unwrap_or((&value, ""));
            let (differs, after) = rest
                .split_at_checked(rest.len().saturating_sub(end))
                .unwrap_or((rest, ""));
            Side {
                label,
                mark: None,
                nothing: false,
                before: before.to_owned(),
                differs: differs.to_owned(),
                after: after.to_owned(),
            }
        })
        .collect()
}

/// How many bytes at the beginning and at the end of two texts are the same. Texts that have
/// little in common differ as a whole: then nothing is gained by marking it.
fn common(one: &str, other: &str) -> (usize, usize) {
    let whole = (one.len().max(other.len()), 0);
    let same = |(one, other): &(char, char)| one == other;
    let length = |(char, _): (char, char)| char.len_utf8();
    let pairs = one.chars().zip(other.chars());
    let start = pairs.take_while(same).map(length).sum();
    let (Some(one), Some(other)) = (one.get(start..), other.get(start..)) else {
        return whole;
    };
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end = pairs.take_while(same).map(length).sum();
    if start + end > 2 && !(one.is_empty() && other.is_empty()) {
        (start, end)
    } else {
        whole
    }
}

/// What the diagnosis proves.
fn conclusion(report: &Report<'_>) -> String {
    let diagnosis = &report.diagnosis;
    let witnesses = failures::witnesses(diagnosis);
    let in_record = diagnosis.changes.iter().any(Change::is_in_record);
    if in_record && diagnosis.is_signed() {
        format!(
            "With the signed value in its place, the digest is the one that {witnesses} agree on: \
             that is what was signed."
        )
    } else if in_record {
        format!(
            "With the value from before, the digest is the one that {witnesses} agree on. No \
             trusted key is known to have signed that either."
        )
    } else if !diagnosis.changes.is_empty() {
        format!("The signed part itself is not what was altered: {witnesses} fits it.")
    } else if diagnosis.search_failed {
        "What was altered could not be found: with nothing that stands elsewhere in the document \
         does the digest come out. Another copy of it would tell: `pith explain A B`."
            .into()
    } else {
        String::new()
    }
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
