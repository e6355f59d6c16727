//! Title and abstract, bound to the record by the hashes inside it (protocol §5).

use super::{DIFFERS, Findings, Missing, Subject, failed, show};
use crate::coverage::Class;
use crate::record::Claim;
use crate::report::Outcome;
use crate::text::TextHash;

const TITLE_HASH: &str = "/metadata/title_canon_sha256";
const TITLE_COPY: &str = "/graph_snapshot/paper/title";
const ABSTRACT_HASH: &str = "/metadata/abstract_canon_sha256";

/// Characters of an abstract that the registry shows.
const EXCERPT_LENGTH: usize = 600;

/// Whether an excerpt is the whole abstract; one that is not shorter may be only a part.
pub(crate) fn is_whole(excerpt: &str) -> bool {
    excerpt.chars().nth(EXCERPT_LENGTH - 1).is_none()
}

pub(super) fn title(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/paper/title";
    match subject.string(pointer) {
        Claim::Absent => findings.absent(pointer),
        Claim::Malformed { found, reason } => {
            findings.push(None, pointer, failed(found.map(show), None, reason));
        }
        Claim::Given { at, value } => {
            let mut outcome = hold(subject, value, TITLE_HASH);
            match &mut outcome {
                Outcome::Passed { .. } => findings.marks.set(at, Class::HashBound),
                Outcome::Failed { reason, .. } if copy_fits(subject) => {
                    *reason = format!("not the text that was hashed; {TITLE_COPY} is").into();
                }
                _ => {}
            }
            findings.push(None, pointer, outcome);
        }
    }
}

/// Whether the second copy of the title has the hash in the canonical record.
fn copy_fits(subject: &Subject<'_, '_>) -> bool {
    let copy = subject.string(TITLE_COPY).given();
    copy.is_some_and(|copy| {
        let outcome = hold(subject, copy, TITLE_HASH);
        matches!(outcome, Outcome::Passed { .. })
    })
}

pub(super) fn abstract_excerpt(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let pointer = "/paper/abstract_excerpt";
    match subject.string(pointer) {
        Claim::Absent => findings.absent(pointer),
        Claim::Malformed { found, reason } => {
            findings.push(None, pointer, failed(found.map(show), None, reason));
        }
        Claim::Given { value, .. } => {
            let outcome = hold(subject, value, ABSTRACT_HASH);
            if is_whole(value) || matches!(outcome, Outcome::Passed { .. }) {
                findings.push(None, pointer, outcome);
            } else {
                findings.skip(pointer, "only an excerpt; give the whole with --abstract");
            }
        }
    }
}

pub(super) fn given_title(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(text) = &subject.verifier.given_title {
        findings.push(None, "", hold(subject, text, TITLE_HASH));
    }
}

pub(super) fn given_abstract(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(text) = &subject.verifier.given_abstract {
        findings.push(None, "", hold(subject, text, ABSTRACT_HASH));
    }
}

/// Holds a text against the signed hash of its canonical form.
fn hold(subject: &Subject<'_, '_>, text: &str, signed: &'static str) -> Outcome {
    let computed = TextHash::of(text).to_string();
    match subject.signed(signed) {
        Err(Missing(reason)) => super::skipped(None, reason),
        Ok(claimed) if claimed.as_str() == Some(&computed) => Outcome::Passed { value: computed },
        Ok(claimed) => failed(Some(show(claimed)), Some(computed), DIFFERS),
    }
}
