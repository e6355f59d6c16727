//! The changes that a search tries, likelier ones first.

use super::candidate::Candidate;
use super::draft::Draft;
use super::{LONGEST, forms, origins};
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::report::{CANONICAL_RECORD, Origin};
use crate::verify::subject::Subject;

/// Every member of a canonical record (protocol §1); others do not belong there.
const MEMBERS: &[&str] = &[
    "/schema_version",
    "/source/id",
    "/source/kind",
    "/source/version",
    "/metadata/license",
    "/metadata/primary_cat",
    "/metadata/submitted_at",
    "/metadata/cross_cats_sorted",
    "/metadata/title_canon_sha256",
    "/metadata/abstract_canon_sha256",
];
const OBJECTS: &[&str] = &["", "/source", "/metadata"];

/// At most this many members that do not belong there are tried.
const MAX_UNKNOWN_MEMBERS: usize = 20;
/// At most this many copies of a member are tried in sweeps.
const MAX_COPIES: usize = 3;

/// The changes to try for one record.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Values found elsewhere, and members that do not belong there.
    pub(super) likely: Vec<Candidate>,
    /// Other forms of what is there.
    pub(super) forms: Vec<Candidate>,
}

impl Candidates {
    pub(super) fn of(subject: &Subject<'_>, record: Value<'_>, draft: &Draft) -> Self {
        let mut candidates = Self::default();
        for found in origins::values(subject) {
            add(&mut candidates.likely, draft, found);
        }
        for found in second_copy(subject) {
            add(&mut candidates.likely, draft, found);
        }
        let unknown: Vec<_> = unknown(record).take(MAX_UNKNOWN_MEMBERS).collect();
        for (place, _) in &unknown {
            candidates.likely.push(Candidate {
                pointer: place.clone(),
                value: None,
                origin: Origin::Removed,
            });
        }
        for member in MEMBERS {
            let candidate = |value: CanonicalBytes, origin: Origin| Candidate {
                pointer: (*member).to_owned(),
                value: Some(value),
                origin,
            };
            if let Some(value) = record.at(member) {
                for form in forms::of(value) {
                    add(&mut candidates.forms, draft, candidate(form, Origin::Tried));
                }
                continue;
            }
            // It may be there under another name.
            for (place, value) in &unknown {
                let origin = Origin::At(format!("{CANONICAL_RECORD}{place}").into());
                let renamed = candidate(CanonicalBytes::of(*value), origin);
                add(&mut candidates.likely, draft, renamed);
            }
        }
        candidates
    }

    /// All the likely changes at once: with the first copy of each member, with the second,
    /// and so on.
    pub(super) fn sweeps(&self) -> Vec<Vec<&Candidate>> {
        let nth = |nth: usize| {
            let mut sweep: Vec<&Candidate> = Vec::new();
            for candidate in &self.likely {
                if sweep.iter().any(|chosen| chosen.overlaps(candidate)) {
                    continue;
                }
                let same_place = |other: &&Candidate| other.pointer == candidate.pointer;
                let copies = self.likely.iter().filter(same_place);
                sweep.push(copies.take(nth + 1).last().unwrap_or(candidate));
            }
            sweep
        };
        (0..MAX_COPIES).map(nth).collect()
    }
}

/// The values in another whole copy of the canonical record.
fn second_copy(subject: &Subject<'_>) -> impl Iterator<Item = Candidate> {
    let place = subject.places.second_copy.unwrap_or_default();
    let copy = subject.places.second_copy;
    let copy = copy.and_then(|place| subject.at(place).given());
    MEMBERS.iter().filter_map(move |member| {
        let value = copy?.at(member);
        let value = value.filter(|value| canonical::fits(*value, LONGEST))?;
        Some(Candidate {
            pointer: (*member).to_owned(),
            value: Some(CanonicalBytes::of(value)),
            origin: Origin::At(format!("{place}{member}").into()),
        })
    })
}

/// Adds a change unless it changes nothing, cannot be made, or is there already with another
/// origin.
fn add(list: &mut Vec<Candidate>, draft: &Draft, new: Candidate) {
    let known = list
        .iter()
        .any(|known| known.pointer == new.pointer && known.value == new.value);
    let now = draft.at(&new.pointer).map(Draft::canonical);
    let fits = || draft.clone().set(&new.pointer, new.value.clone());
    if !known && now != new.value && fits() {
        list.push(new);
    }
}

/// The members that do not belong there, each with its JSON Pointer.
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
