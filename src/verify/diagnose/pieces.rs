//! Divides a canonical record into pieces, so that a try hashes only what follows the first
//! change.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::shapes::{MEMBERS, OBJECTS};
use crate::json::canonical::CanonicalBytes;
use crate::json::digest::Digest;
use crate::json::digest::PartialDigest;
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::report::Origin;

/// A piece of the canonical form. Its `head` is the comma, the name and the colon of a member.
#[derive(Debug)]
enum Piece {
    /// A member whose value is replaced as a whole; `None` if the member is missing.
    Member(String, Option<CanonicalBytes>),
    /// The beginning of an object whose members are pieces of their own.
    Open {
        head: String,
        exists: bool,
        close: usize,
    },
    /// The end of such an object.
    Close,
}

/// The state of hashing before a piece.
#[derive(Clone, Debug)]
struct Resume {
    hashed: PartialDigest,
    /// The piece at which hashing continues: the beginning of its object, if the object does
    /// not exist.
    piece: usize,
    /// Whether the next member is the first of its object, and so has no comma before it.
    first: bool,
}

/// A canonical record in pieces: the members that it has, and every known member that it lacks.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    /// The index of the piece at each JSON Pointer.
    places: BTreeMap<String, usize>,
    /// The state before each piece.
    resumes: Vec<Resume>,
}

impl Pieces {
    pub(super) fn of(record: Value<'_>) -> Self {
        let mut pieces = Self {
            pieces: Vec::new(),
            places: BTreeMap::new(),
            resumes: Vec::new(),
        };
        if record.kind() == Kind::Object {
            pieces.add_members("", Some(record));
        }
        pieces.hash_all();
        pieces
    }

    /// Adds the members of an object, including known ones that it lacks.
    fn add_members(&mut self, object: &str, value: Option<Value<'_>>) {
        let known = MEMBERS.iter().chain(OBJECTS);
        let known = known.filter_map(|place| place.rsplit_once('/'));
        let known = known.filter(|(parent, _)| *parent == object);
        let mut members: BTreeMap<_, _> = known.map(|(_, name)| (name, None)).collect();
        let given = value.into_iter().flat_map(Value::children);
        members.extend(given.map(|member| (member.name(), Some(member))));
        for (name, member) in members {
            let mut place = object.to_owned();
            Step::Name(name).push(&mut place);
            self.add_member(place, format!(",{}", head_of(name)), member);
        }
    }

    fn add_member(&mut self, place: String, head: String, member: Option<Value<'_>>) {
        let open = self.pieces.len();
        let is_object = member.is_none_or(|member| member.kind() == Kind::Object);
        if !is_object || !OBJECTS.contains(&place.as_str()) {
            let value = member.map(CanonicalBytes::of);
            self.pieces.push(Piece::Member(head, value));
            self.places.insert(place, open);
            return;
        }
        self.pieces.push(Piece::Close);
        self.add_members(&place, member);
        self.places.insert(place, open);
        let close = self.pieces.len();
        self.pieces.push(Piece::Close);
        if let Some(piece) = self.pieces.get_mut(open) {
            *piece = Piece::Open {
                head,
                exists: member.is_some(),
                close,
            };
        }
    }

    /// Hashes the record, and stores the state before each piece.
    fn hash_all(&mut self) {
        let mut hashed = PartialDigest::new();
        hashed.add("{");
        let mut first = true;
        let mut missing_until = 0;
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Some(last) = self.resumes.last()
                && index <= missing_until
            {
                self.resumes.push(last.clone());
                continue;
            }
            self.resumes.push(Resume {
                hashed: hashed.clone(),
                piece: index,
                first,
            });
            match piece {
                Piece::Open {
                    exists: false,
                    close,
                    ..
                } => missing_until = *close,
                piece => {
                    let mut text = String::new();
                    piece.write(&mut first, &mut text);
                    hashed.add(&text);
                }
            }
        }
    }

    /// Returns the change of the value at a JSON Pointer.
    ///
    /// Returns `None` if it would change nothing, or if there is no such piece.
    pub(super) fn candidate(
        &self,
        pointer: &str,
        value: Option<CanonicalBytes>,
        origin: Origin,
    ) -> Option<Candidate> {
        let piece = *self.places.get(pointer)?;
        let now = match self.pieces.get(piece)? {
            Piece::Member(_, now) => now.as_ref(),
            _ => None,
        };
        (now != value.as_ref()).then(|| Candidate {
            pointer: pointer.to_owned(),
            piece,
            value,
            origin,
        })
    }

    /// Returns the digest of the record with these changes, and how many bytes were hashed for
    /// it.
    ///
    /// The changes must not overlap.
    pub(super) fn digest(
        &self,
        changes: &[&Candidate],
        text: &mut String,
    ) -> Option<(Digest, usize)> {
        let first_changed = changes.iter().map(|change| change.piece).min()?;
        let Resume {
            mut hashed,
            piece: mut index,
            mut first,
        } = self.resumes.get(first_changed)?.clone();
        text.clear();
        while let Some(piece) = self.pieces.get(index) {
            let changed = changes.iter().find(|change| change.piece == index);
            let end = piece.end(index);
            index += 1;
            match (piece, changed) {
                (Piece::Member(head, _) | Piece::Open { head, .. }, Some(change)) => {
                    write_member(head, change.value.as_ref(), &mut first, text);
                    index = end;
                }
                (Piece::Open { exists: false, .. }, None)
                    if !changes
                        .iter()
                        .any(|change| (index..end).contains(&change.piece)) =>
                {
                    index = end;
                }
                (piece, _) => piece.write(&mut first, text),
            }
        }
        text.push('}');
        hashed.add(text);
        Some((hashed.finish(), text.len()))
    }
}

impl Piece {
    /// Returns the index of the next piece that is not a part of this one.
    fn end(&self, index: usize) -> usize {
        match self {
            Self::Open { close, .. } => close + 1,
            _ => index + 1,
        }
    }

    fn write(&self, first: &mut bool, text: &mut String) {
        match self {
            Self::Member(head, value) => write_member(head, value.as_ref(), first, text),
            Self::Open { head, .. } => {
                write_head(head, *first, text);
                text.push('{');
                *first = true;
            }
            Self::Close => {
                text.push('}');
                *first = false;
            }
        }
    }
}

fn write_member(head: &str, value: Option<&CanonicalBytes>, first: &mut bool, text: &mut String) {
    if let Some(value) = value {
        write_head(head, *first, text);
        text.push_str(value.as_str());
        *first = false;
    }
}

fn write_head(head: &str, first: bool, text: &mut String) {
    let without_comma = head.strip_prefix(',').filter(|_| first);
    text.push_str(without_comma.unwrap_or(head));
}

/// Returns the name of a member and the colon after it, in canonical form.
fn head_of(name: &str) -> String {
    let mut head = CanonicalBytes::of_string(name).as_str().to_owned();
    head.push(':');
    head
}

#[cfg(test)]
mod tests {
    use super::super::draft::Draft;
    use super::*;
    use crate::json::document::Document;

    const RECORDS: &[&str] = &[
        r"{}",
        r#"{"source":{},"metadata":{}}"#,
        r#"{"source":null,"metadata":[]}"#,
        r#"{"source":{"id":"1","\n":2},"a":3}"#,
        r#"{"schema_version":"1.0","metadata":{"license":"é","m":{"x":[1]}},"source":{"version":2}}"#,
        r#"{"zz":0,"metadata":{"title_canon_sha256":""}}"#,
    ];

    /// Returns every change of a record to one of a few values.
    fn candidates(record: Value<'_>, pieces: &Pieces) -> Vec<Candidate> {
        let value = |json| CanonicalBytes::read(json).unwrap();
        let places = ["/a", "/zz", "/source/\n", "/metadata/m", "/source"];
        let places: Vec<_> = places.iter().chain(MEMBERS).collect();
        let mut candidates = Vec::new();
        for place in places {
            let there = record.at(place).is_some();
            let removed = there.then_some(None);
            for value in [Some(Some(value(r#"{"k":"é"}"#))), removed]
                .into_iter()
                .flatten()
            {
                candidates.extend(pieces.candidate(place, value, Origin::Tried));
            }
        }
        candidates
    }

    #[test]
    fn hashes_the_canonical_form_of_the_changed_record() {
        let mut tries = 0;
        for json in RECORDS {
            let document = Document::read(json.as_bytes()).unwrap();
            let pieces = Pieces::of(document.root());
            let candidates = candidates(document.root(), &pieces);
            let pairs = candidates.iter().flat_map(|one| {
                let others = candidates.iter().filter(|other| !one.overlaps(other));
                others.map(move |other| vec![one, other])
            });
            let singles = candidates.iter().map(|one| vec![one]);
            for changes in singles.chain(pairs) {
                let mut draft = Draft::of(document.root());
                for change in &changes {
                    assert!(draft.set(&change.pointer, change.value.clone()));
                }
                let expected = draft.canonical();
                let (digest, _) = pieces.digest(&changes, &mut String::new()).unwrap();
                assert_eq!(digest, Digest::of(&expected), "{}", expected.as_str());
                tries += 1;
            }
        }
        assert!(tries > 500, "{tries}");
    }

    #[test]
    fn offers_no_change_without_effect_or_that_cannot_be_made() {
        let json = br#"{"source":{"id":"1"},"metadata":"x"}"#;
        let document = Document::read(json).unwrap();
        let pieces = Pieces::of(document.root());
        let fits = |place, json| {
            let value = CanonicalBytes::read(json);
            pieces.candidate(place, value, Origin::Tried).is_some()
        };
        assert!(fits("/source/id", "2") && fits("/source/kind", "2") && fits("/metadata", "2"));
        for (place, json) in [
            ("/source/id", "\"1\""),
            ("/metadata/license", "2"),
            ("/source/other", "2"),
            ("", "2"),
        ] {
            assert!(!fits(place, json), "{place}");
        }
        assert!(
            pieces
                .candidate("/source/kind", None, Origin::Tried)
                .is_none()
        );
    }
}
