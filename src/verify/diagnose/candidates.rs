//! The changes that a search tries, likelier ones first.

use super::draft::Draft;
use super::origins::{self, Found};
use super::{LONGEST, forms};
use crate::json::canonical::CanonicalBytes;
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

/// One change of the canonical record.
#[derive(Debug)]
pub(super) struct Candidate {
    /// JSON Pointer from the canonical record.
    pub(super) pointer: String,
    /// What to put there; `None` to remove what is there.
    pub(super) value: Option<Draft>,
    /// Where that value comes from.
    pub(super) origin: Origin,
}

impl Candidate {
    /// Whether one of the two undoes the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let within = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        within(&self.pointer, &other.pointer) || within(&other.pointer, &self.pointer)
    }
}

/// The changes to try for one record.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Values that stand elsewhere, and members that do not belong there.
    likely: Vec<Candidate>,
    /// Other forms of what stands there.
    forms: Vec<Candidate>,
}

impl Candidates {
    pub(super) fn of(subject: &Subject<'_>, record: Value<'_>, draft: &Draft) -> Self {
        let mut candidates = Self::default();
        for found in origins::values(subject, LONGEST) {
            let Found {
                member,
                value,
                origin,
            } = found;
            add(&mut candidates.likely, draft, &member, origin, &value);
        }
        let unknown: Vec<_> = unknown(record).take(MAX_UNKNOWN_MEMBERS).collect();
        candidates
            .likely
            .extend(unknown.iter().map(|(place, _)| Candidate {
                pointer: place.clone(),
                value: None,
                origin: Origin::Removed,
            }));
        for member in MEMBERS {
            match record.at(member) {
                Some(value) => {
                    for form in forms::of(value) {
                        add(&mut candidates.forms, draft, member, Origin::Tried, &form);
                    }
                }
                // It may stand there under another name.
                None => {
                    for (place, value) in &unknown {
                        let origin = Origin::At(format!("{CANONICAL_RECORD}{place}").into());
                        let value = CanonicalBytes::of(*value);
                        add(&mut candidates.likely, draft, member, origin, &value);
                    }
                }
            }
        }
        candidates
    }

    /// Those whose values are not made up here.
    pub(super) fn likely(&self) -> Vec<&Candidate> {
        self.likely.iter().collect()
    }

    /// All of them, likelier ones first.
    pub(super) fn all(&self) -> Vec<&Candidate> {
        self.likely.iter().chain(&self.forms).collect()
    }

    /// Everything at once that stands elsewhere, once for each copy that members have, and
    /// without what does not belong there.
    pub(super) fn sweeps(&self) -> Vec<Vec<&Candidate>> {
        let nth = |nth: usize| {
            let mut sweep: Vec<&Candidate> = Vec::new();
            for candidate in &self.likely {
                if sweep.iter().any(|chosen| chosen.overlaps(candidate)) {
                    continue;
                }
                let same = self.likely.iter();
                let same = same.filter(|other| other.pointer == candidate.pointer);
                sweep.push(same.take(nth + 1).last().unwrap_or(candidate));
            }
            sweep
        };
        (0..MAX_COPIES).map(nth).collect()
    }
}

/// Adds a change unless it changes nothing, or is there already with another origin.
fn add(
    list: &mut Vec<Candidate>,
    draft: &Draft,
    member: &str,
    origin: Origin,
    value: &CanonicalBytes,
) {
    let value = Draft::read(value);
    let known = list
        .iter()
        .any(|known| known.pointer == member && known.value.as_ref() == Some(&value));
    if !known && draft.at(member) != Some(&value) && draft.has_room(member) {
        list.push(Candidate {
            pointer: member.to_owned(),
            value: Some(value),
            origin,
        });
    }
}

/// The members that do not belong there, each with its JSON Pointer.
fn unknown(record: Value<'_>) -> impl Iterator<Item = (String, Value<'_>)> {
    OBJECTS.iter().flat_map(move |object| {
        let around = record
            .at(object)
            .filter(|value| value.kind() == Kind::Object);
        around
            .into_iter()
            .flat_map(Value::children)
            .filter_map(|member| {
                let mut place = (*object).to_owned();
                Step::Name(member.name()).push(&mut place);
                let known = MEMBERS.contains(&place.as_str()) || OBJECTS.contains(&place.as_str());
                (!known).then_some((place, member))
            })
    })
}
