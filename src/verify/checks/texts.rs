//! Compares titles and abstracts with the signed hashes (docs/format.md, section 8).

use super::findings::Findings;
use super::rule::{Labels, Rule};
use crate::json::document::Value;
use crate::record::claim::Claim;
use crate::record::copies::{ABSTRACT, Copied, CopyForm, TITLE};
use crate::record::member_place::MemberPlace;
use crate::record::text_hash::{self, TextHash};
use crate::report::coverage::Class;
use crate::report::{CANONICAL_RECORD, Check, Fact, Group, Outcome, Reason};
use crate::verify::subject::Subject;

/// The number of characters of an abstract that the registry shows.
const EXCERPT_LENGTH: usize = 600;

/// Returns whether an excerpt is the whole abstract: it is, if it is shorter than the limit.
pub(crate) fn is_whole(excerpt: &str) -> bool {
    excerpt.chars().nth(EXCERPT_LENGTH - 1).is_none()
}

/// What the hash of a text that is shown or given must be.
pub(super) const HASHED: &str = "matches the signed hash";
/// A hash that was signed, and that of the text that was given.
const GIVEN: Labels = [Check::SIGNED, Check::GIVEN];

/// The rule `given-title`.
pub(crate) const GIVEN_TITLE: Rule =
    Rule::new("given-title", Group::Copies, |subject, findings| {
        if let Some(text) = &subject.verifier.given_title {
            findings.push("", given(subject, text, &TITLE));
        }
    })
    .passes(HASHED)
    .fails("the title that you gave does not match the signed hash")
    .compares(GIVEN)
    .required()
    .listed_if(|verifier| verifier.given_title.is_some());

/// The rule `given-abstract`.
pub(crate) const GIVEN_ABSTRACT: Rule =
    Rule::new("given-abstract", Group::Copies, |subject, findings| {
        if let Some(text) = &subject.verifier.given_abstract {
            findings.push("", given(subject, text, &ABSTRACT));
        }
    })
    .passes(HASHED)
    .fails("the abstract that you gave does not match the signed hash")
    .compares(GIVEN)
    .required()
    .listed_if(|verifier| verifier.given_abstract.is_some());

/// Compares a given text with the signed hash.
fn given<'d>(subject: &Subject<'d>, text: &'d str, copied: &'static Copied) -> Outcome<'d> {
    let outcome = compare_hash(subject, text, copied.signed);
    let Outcome::Failed {
        claimed, computed, ..
    } = outcome
    else {
        return outcome;
    };
    let shown = copied.places.map(|place| subject.string(place).given());
    let is_shown = |shown: &str| TextHash::of(shown) == TextHash::of(text);
    let excerpt = copied.form == CopyForm::Excerpt && shown.into_iter().flatten().any(is_shown);
    let reason = if excerpt {
        Reason::GivenExcerpt
    } else {
        Reason::Differs
    };
    let outcome = Outcome::failed(claimed, computed, reason).showing(Fact::Text(text));
    let mut shown = shown.into_iter().flatten();
    match shown.find(|shown| is_signed(subject, shown, copied.signed)) {
        Some(signed) => outcome.about(Fact::Text(signed)),
        None => outcome,
    }
}

/// Compares a text that is shown with the signed hash.
pub(super) fn copy<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    copied: &'static Copied,
    place: MemberPlace,
    claim: Claim<'d, Value<'d>>,
) -> Outcome<'d> {
    let (at, text) = match claim.of_text() {
        Claim::Absent => return Outcome::skipped(None, Reason::Missing),
        Claim::Malformed { found, defect } => {
            return Outcome::failed(found.map(Fact::Value), None, Reason::Malformed(defect));
        }
        Claim::Given { at, value } => (at, value),
    };
    let outcome = match compare_hash(subject, text, copied.signed) {
        Outcome::Failed { .. } if copied.form == CopyForm::Excerpt && !is_whole(text) => {
            excerpt(subject, text)
        }
        Outcome::Failed {
            claimed, computed, ..
        } => {
            let fits = |other: &MemberPlace| {
                let text = subject.string(*other).given();
                *other != place && text.is_some_and(|text| is_signed(subject, text, copied.signed))
            };
            let other = copied.places.into_iter().find(fits);
            let reason = other.map_or(Reason::Differs, |other| {
                Reason::OtherCopyFits(other.pointer)
            });
            let outcome = Outcome::failed(claimed, computed, reason).showing(Fact::Text(text));
            match other.and_then(|other| subject.string(other).given()) {
                Some(other) => outcome.about(Fact::Text(other)),
                None => outcome,
            }
        }
        outcome => outcome,
    };
    if let (Outcome::Passed { .. }, CopyForm::Text) = (&outcome, copied.form) {
        findings.marks.set(at, Class::HashBound);
    }
    outcome
}

/// Compares an excerpt with the given abstract, if this has the signed hash.
fn excerpt<'d>(subject: &Subject<'d>, excerpt: &str) -> Outcome<'d> {
    let given = subject.verifier.given_abstract.as_deref();
    match given.filter(|given| is_signed(subject, given, ABSTRACT.signed)) {
        None => Outcome::skipped(None, Reason::OnlyExcerpt),
        Some(given) if text_hash::begins_with(given, excerpt) => Outcome::Passed {
            value: Fact::Text("is the beginning of the abstract that you gave"),
        },
        Some(_) => Outcome::failed(None, None, Reason::NotTheBeginning),
    }
}

fn is_signed(subject: &Subject<'_>, text: &str, signed: MemberPlace) -> bool {
    matches!(compare_hash(subject, text, signed), Outcome::Passed { .. })
}

/// Compares the hash of a text with the signed hash.
pub(super) fn compare_hash<'d>(
    subject: &Subject<'d>,
    text: &str,
    signed: MemberPlace,
) -> Outcome<'d> {
    let computed = Fact::TextHash(TextHash::of(text));
    match signed_hash(subject, signed) {
        Err(reason) => Outcome::skipped(None, reason),
        Ok(claimed) if claimed.as_str().is_some_and(|text| computed.is(text)) => {
            Outcome::Passed { value: computed }
        }
        Ok(claimed) => Outcome::failed(Some(Fact::Value(claimed)), Some(computed), Reason::Differs),
    }
}

/// Returns the signed hash at a place in a record, also of a document that holds the
/// canonical record at another place.
fn signed_hash<'d>(subject: &Subject<'d>, signed: MemberPlace) -> Result<Value<'d>, Reason> {
    if subject.places.canonical_record == Some(CANONICAL_RECORD) {
        return subject.canonical_at(signed);
    }
    let member = signed.pointer.strip_prefix(CANONICAL_RECORD);
    let member = member.unwrap_or(signed.pointer);
    subject
        .canonical_member(member)
        .ok_or(Reason::NothingToRequire)
}
