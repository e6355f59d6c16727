//! Checks the copies of signed values that a document shows to readers.
//!
//! Each copy is compared with the signed value, wherever it is and whatever the other copy
//! says.

use super::findings::Findings;
use super::rule::{Labels, Rule, Run, SHOWN};
use super::texts::{self, HASHED};
use crate::json::difference::{first_difference, is_same};
use crate::json::document::{Kind, Value};
use crate::json::pointer::is_at_or_below;
use crate::json::shorten::Shortened;
use crate::record::claim::Defect;
use crate::record::copies::{self, COPIED, Copied, CopyForm};
use crate::record::member_place::MemberPlace;
use crate::report::coverage::Class;
use crate::report::{Check, Fact, Finding, Group, Outcome, Reason};
use crate::verify::subject::Subject;

/// Defines the rule about the first copy of a signed value.
macro_rules! copy {
    ($copied:ident, $meaning:expr, $failure:literal, $labels:expr) => {
        #[doc = concat!("The rule on the first copy of `", stringify!($copied), "`.")]
        pub(crate) const $copied: Rule = {
            let run: Run = |subject, findings| first(subject, findings, &copies::$copied);
            let id = copies::$copied.id;
            Rule::new(id, Group::Copies, run)
                .passes($meaning)
                .fails($failure)
                .compares($labels)
        };
    };
}

/// The labels of the signed hash, and of the hash of the text that is shown.
const HASHES: Labels = [Check::SIGNED, Check::SHOWN];

#[rustfmt::skip]
mod rules {
    use super::*;

    copy!(SOURCE, "repeats the signed source",
        "the source shown here differs from the signed one", SHOWN);
    copy!(LICENSE, "repeats the signed license",
        "the license shown here differs from the signed one", SHOWN);
    copy!(PRIMARY_CAT, "repeats the signed category",
        "the category shown here differs from the signed one", SHOWN);
    copy!(SUBMITTED_AT, "repeats the signed date",
        "the date shown here differs from the signed one", SHOWN);
    copy!(CROSS_CATS, "repeat the signed categories, in any order",
        "the other categories shown here differ from the signed ones", SHOWN);
    copy!(TITLE, HASHED, "the title shown here does not match the signed hash", HASHES);
    copy!(ABSTRACT, HASHED, "the abstract shown here does not match the signed hash", HASHES);
}
pub(crate) use rules::*;

/// The rule `graph-paper`.
pub(crate) const GRAPH_PAPER: Rule =
    Rule::new("graph-paper", Group::Copies, |subject, findings| {
        const COPIES: [MemberPlace; 2] = [
            MemberPlace::new("/paper"),
            MemberPlace::new("/graph_snapshot/paper"),
        ];
        second(subject, findings, COPIES)
    })
    .passes("repeats /paper")
    .fails("two parts of the file describe the paper differently")
    .compares(SHOWN);

/// The rule `graph-source`.
pub(crate) const GRAPH_SOURCE: Rule =
    Rule::new("graph-source", Group::Copies, |subject, findings| {
        const COPIES: [MemberPlace; 2] = [
            MemberPlace::new("/source"),
            MemberPlace::new("/graph_snapshot/source"),
        ];
        second(subject, findings, COPIES)
    })
    .passes("repeats /source")
    .fails("two parts of the file state different sources")
    .compares(SHOWN);

/// Checks the first copy of a signed value.
fn first<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>, copied: &'static Copied) {
    let [place, _] = copied.places;
    let outcome = compare(subject, findings, copied, place);
    findings.push(place.pointer, outcome);
}

/// Compares a copy at a place with the signed value.
fn compare<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    copied: &'static Copied,
    place: MemberPlace,
) -> Outcome<'d> {
    let claim = subject.at(place);
    let signed = || subject.canonical_at(copied.signed);
    let (claim, same): (_, fn(Value<'_>, Value<'_>) -> bool) = match copied.form {
        CopyForm::Text | CopyForm::Excerpt => {
            return texts::copy(subject, findings, copied, place, claim);
        }
        CopyForm::Object => (claim.of_kind(Kind::Object), is_same),
        CopyForm::AnyOrder => (claim.of_kind(Kind::Array).refine(strings), is_sorted_to),
        CopyForm::String => {
            let text = signed().and_then(|value| match value.kind() {
                Kind::String => Ok(Fact::Value(value)),
                _ => Err(Reason::SignedNotAString(copied.signed.pointer)),
            });
            return findings.compare_text(claim.of_text(), text, Class::Mirrored);
        }
    };
    let signed = signed();
    let pair = claim.given().zip(signed.clone().ok());
    let claim = claim.refine(|value| Ok(Fact::Value(value)));
    let same = |_: &_, _: &_| pair.is_some_and(|(copy, signed)| same(copy, signed));
    findings.compare(claim, signed.map(Fact::Value), same, Class::Mirrored)
}

fn strings(array: Value<'_>) -> Result<Value<'_>, Defect> {
    let mut elements = array.children();
    let all = elements.all(|element| element.kind() == Kind::String);
    all.then_some(array).ok_or(Defect::NotStrings)
}

/// Returns whether the strings of an array, once sorted, are those of `sorted`.
fn is_sorted_to(array: Value<'_>, sorted: Value<'_>) -> bool {
    // Compare the lengths first, since sorting may take much memory.
    sorted.kind() == Kind::Array
        && sorted.children().count() == array.children().count()
        && array
            .sorted_elements()
            .zip(sorted.children())
            .all(|(one, other)| one.as_str() == other.as_str())
}

/// Checks a second copy.
///
/// First, it compares what the copy repeats of the signed values. Then it compares the rest
/// with the first copy; if they differ, it is not known which one is right.
fn second<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>, copies: [MemberPlace; 2]) {
    let [first, place] = copies.map(|copy| copy.pointer);
    let [original, copy] = copies.map(|copy| subject.at(copy));
    let Some((copy, _)) = findings.require(place, copy, Reason::Missing, None) else {
        return;
    };
    let original = original.given();
    // Most second copies equal the first, which has been compared already.
    if let Some(original) = original.filter(|original| original.eq_verbatim(copy))
        && !COPIED.iter().any(|copied| {
            let finding = findings.earlier(copied.id);
            finding.is_none_or(Finding::failed)
        })
    {
        findings.marks.repeat(original, copy);
        return findings.pass(place, Fact::Repeats(first));
    }
    // The parts of the copy that are known to repeat signed values.
    let mut proven = Vec::with_capacity(COPIED.len());
    for copied in COPIED {
        let [_, second] = copied.places;
        let Some(part) = second.pointer.strip_prefix(place) else {
            continue;
        };
        match compare(subject, findings, copied, second) {
            Outcome::Passed { .. } => proven.push(part),
            Outcome::Skipped { .. } => {}
            outcome @ Outcome::Failed { .. } => return findings.push(second.pointer, outcome),
        }
    }
    let Some(original) = original else {
        return findings.skip(place, Reason::NoOtherCopy(first));
    };
    let mut below = Shortened::default();
    let Some([here, there]) = first_difference(copy, original, &mut below) else {
        return findings.pass(place, Fact::Repeats(first));
    };
    let this_is_signed = proven.iter().any(|part| is_at_or_below(below.kept(), part));
    let reason = Reason::OtherCopySays {
        place: format!("{first}{below}"),
        says_text: there.is_some_and(|there| there.kind() == Kind::String),
        this_is_signed,
    };
    let mut outcome = Outcome::failed(here.map(Fact::Value), None, reason);
    if let Some(there) = there {
        outcome = outcome.about(Fact::Value(there));
    }
    findings.push(format!("{place}{below}"), outcome);
}
