//! Title and abstract, bound to the record by the hashes inside it (protocol §5).

use super::{DIFFERS, Findings, Missing, Subject, copies, failed, passed, show, skipped};
use crate::record::copies::{ABSTRACT, Copied, Form, TITLE};
use crate::record::members::Claim;
use crate::record::text_hash::{self, TextHash};
use crate::report::Outcome;
use crate::report::coverage::Class;

/// Characters of an abstract that the registry shows.
const EXCERPT_LENGTH: usize = 600;

/// Whether an excerpt is the whole abstract; one that is not shorter may be only a part.
pub(crate) fn is_whole(excerpt: &str) -> bool {
    excerpt.chars().nth(EXCERPT_LENGTH - 1).is_none()
}

pub(super) fn title(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    copies::first(subject, findings, &TITLE);
}

pub(super) fn abstract_excerpt(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    copies::first(subject, findings, &ABSTRACT);
}

/// Holds a shown text against the signed hash.
pub(super) fn hold_copy(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    copied: &Copied,
    place: &'static str,
) -> Outcome {
    let (at, text) = match subject.string(place) {
        Claim::Absent => return skipped(None, "missing"),
        Claim::Malformed { found, reason } => return failed(found.map(show), None, reason),
        Claim::Given { at, value } => (at, value),
    };
    let mut outcome = hold(subject, text, copied.signed);
    match (&mut outcome, copied.form) {
        (Outcome::Passed { .. }, Form::Text) => findings.marks.set(at, Class::HashBound),
        (Outcome::Failed { .. }, Form::Excerpt) if !is_whole(text) => {
            return excerpt(subject, text);
        }
        (Outcome::Failed { reason, .. }, _) => {
            if let Some(copy) = fitting_copy(subject, copied, place) {
                *reason = format!("not the text that was hashed; {copy} is").into();
            }
        }
        _ => {}
    }
    outcome
}

/// The other copy of a text, if that one has the signed hash.
fn fitting_copy(subject: &Subject<'_, '_>, copied: &Copied, place: &str) -> Option<&'static str> {
    let mut others = copied.places.into_iter().filter(|other| *other != place);
    others.find(|other| {
        let text = subject.string(other).given();
        text.is_some_and(|text| is_signed(subject, text, copied.signed))
    })
}

/// The beginning of an abstract: of the one that was given, if that has the signed hash.
fn excerpt(subject: &Subject<'_, '_>, excerpt: &str) -> Outcome {
    let given = subject.verifier.given_abstract.as_deref();
    match given.filter(|given| is_signed(subject, given, ABSTRACT.signed)) {
        None => skipped(None, "only an excerpt; give the whole with --abstract"),
        Some(given) if text_hash::begins_with(given, excerpt) => {
            passed("begins the given abstract")
        }
        Some(_) => failed(
            None,
            None,
            "not the beginning of the given abstract, which was signed",
        ),
    }
}

pub(super) fn given_title(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(text) = &subject.verifier.given_title {
        findings.push(None, "", hold(subject, text, TITLE.signed));
    }
}

pub(super) fn given_abstract(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(text) = &subject.verifier.given_abstract {
        findings.push(None, "", hold(subject, text, ABSTRACT.signed));
    }
}

fn is_signed(subject: &Subject<'_, '_>, text: &str, signed: &str) -> bool {
    matches!(hold(subject, text, signed), Outcome::Passed { .. })
}

/// Holds a text against the signed hash of its canonical form.
fn hold(subject: &Subject<'_, '_>, text: &str, signed: &str) -> Outcome {
    let computed = TextHash::of(text).to_string();
    match subject.signed(signed) {
        Err(Missing(reason)) => skipped(None, reason),
        Ok(claimed) if claimed.as_str() == Some(&computed) => passed(computed),
        Ok(claimed) => failed(Some(show(claimed)), Some(computed), DIFFERS),
    }
}
