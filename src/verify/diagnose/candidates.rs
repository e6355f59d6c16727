//! Lists the changes that a search tries, the more likely ones first.

use super::candidate::{Candidate, MAX_SEARCHED};
use super::pieces::Pieces;
use super::shapes::{MEMBERS, OBJECTS, is_genuine};
use super::{forms, origins};
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::report::{CANONICAL_RECORD, Origin};
use crate::verify::subject::Subject;

/// The largest number of unknown members that are tried.
const MAX_UNKNOWN_MEMBERS: usize = 20;
/// The largest number of copies of a member that are tried in sweeps.
const MAX_COPIES: usize = 3;

/// The changes to try for one record.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Values that are found elsewhere in the document, and unknown members.
    pub(super) likely: Vec<Candidate>,
    /// Other forms of the present values.
    pub(super) forms: Vec<Candidate>,
    /// Forms that no genuine record has. They are tried alone, and not together with others.
    pub(super) strange_forms: Vec<Candidate>,
}

impl Candidates {
    pub(super) fn of(subject: &Subject<'_>, record: Value<'_>, pieces: &Pieces) -> Self {
        let mut candidates = Self::default();
        for found in origins::values(subject, pieces) {
            add(&mut candidates.likely, found);
        }
        for found in second_copy(subject, pieces) {
            add(&mut candidates.likely, found);
        }
        let unknown: Vec<_> = unknown(record).take(MAX_UNKNOWN_MEMBERS).collect();
        for (place, _) in &unknown {
            let removed = pieces.candidate(place, None, Origin::Removed);
            candidates.likely.extend(removed);
        }
        for member in MEMBERS {
            if let Some(value) = record.at(member) {
                for form in forms::of(value) {
                    let forms = if is_genuine(member, &form) {
                        &mut candidates.forms
                    } else {
                        &mut candidates.strange_forms
                    };
                    forms.extend(pieces.candidate(member, Some(form), Origin::Tried));
                }
                continue;
            }
            // The member may have been renamed.
            for (place, value) in &unknown {
                let origin = Origin::At(format!("{CANONICAL_RECORD}{place}").into());
                let value = Some(CanonicalBytes::of(*value));
                if let Some(renamed) = pieces.candidate(member, value, origin) {
                    add(&mut candidates.likely, renamed);
                }
            }
        }
        candidates
    }

    /// Returns every change, to be tried alone.
    pub(super) fn singles(&self) -> impl Iterator<Item = &Candidate> {
        let forms = self.forms.iter().chain(&self.strange_forms);
        self.likely.iter().chain(forms)
    }

    /// Returns all likely changes at once, with the first copy of each member, with the second,
    /// and so on.
    pub(super) fn sweeps(&self) -> Vec<Vec<&Candidate>> {
        let nth = |nth: usize| {
            let mut sweep: Vec<&Candidate> = Vec::new();
            for candidate in &self.likely {
                if sweep.iter().any(|chosen| chosen.overlaps(candidate)) {
                    continue;
                }
                let same_place = |other: &&Candidate| other.piece == candidate.piece;
                let copies = self.likely.iter().filter(same_place);
                sweep.push(copies.take(nth + 1).last().unwrap_or(candidate));
            }
            sweep
        };
        (0..MAX_COPIES).map(nth).collect()
    }
}

/// Returns the values in the second copy of the canonical record.
fn second_copy(subject: &Subject<'_>, pieces: &Pieces) -> impl Iterator<Item = Candidate> {
    let place = subject.places.second_copy.unwrap_or_default();
    let copy = subject.places.second_copy;
    let copy = copy.and_then(|place| subject.at(place).given());
    MEMBERS.iter().filter_map(move |member| {
        let value = copy?.at(member);
        let value = value.filter(|value| canonical::fits(*value, MAX_SEARCHED))?;
        let origin = Origin::At(format!("{place}{member}").into());
        pieces.candidate(member, Some(CanonicalBytes::of(value)), origin)
    })
}

/// Adds a change, unless the same value is already listed for the same place.
fn add(list: &mut Vec<Candidate>, new: Candidate) {
    let known = list
        .iter()
        .any(|known| known.piece == new.piece && known.value == new.value);
    if !known {
        list.push(new);
    }
}

/// Returns the unknown members, each with its JSON Pointer.
fn unknown(record: Value<'_>) -> impl Iterator<Item = (String, Value<'_>)> {
    let objects = OBJECTS
        .iter()
        .filter_map(move |place| Some((*place, record.at(place)?)))
        .filter(|(_, object)| object.kind() == Kind::Object);
    let members = objects.flat_map(|(object, value)| {
        value.children().map(move |member| {
            let mut place = object.to_owned();
            Step::Name(member.name()).push(&mut place);
            (place, member)
        })
    });
    members.filter(|(place, _)| !MEMBERS.iter().chain(OBJECTS).any(|known| known == place))
}
