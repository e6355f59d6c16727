//! Finds other places that hold the values of a canonical record (docs/format.md, sections 6, 8
//! and 9).

use super::candidate::{Candidate, MAX_SEARCHED};
use super::forms::strings;
use super::pieces::Pieces;
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Kind, Value};
use crate::record::alias::DOI_PREFIX;
use crate::record::copies::{COPIED, Copied, CopyForm, SOURCE};
use crate::record::identifier::PithNumber;
use crate::record::text_hash::TextHash;
use crate::report::{CANONICAL_RECORD, Origin};
use crate::verify::checks::findings::MAX_ENTRIES;
use crate::verify::checks::texts::is_whole;
use crate::verify::subject::Subject;
use crate::verify::verifier::Verifier;

/// Reads a value for a member from another place. The second argument is the member's present
/// value.
type Read = fn(Value<'_>, Option<Value<'_>>) -> Option<CanonicalBytes>;

/// A way to find a value other than its copies.
enum Lookup {
    /// A member of the alias of this kind.
    Alias(&'static str, &'static str, Read),
    /// The value at a JSON Pointer.
    At(&'static str, Read),
    /// A given text, whose hash is the value.
    Given(Origin, fn(&Verifier) -> Option<&String>),
}

/// Other places than the copies, by the member's JSON Pointer from the canonical record.
#[rustfmt::skip]
const OTHERS: &[(&str, Lookup)] = &[
    ("/source/id", Lookup::Alias("arxiv", "alias_value", verbatim)),
    ("/source/id", Lookup::Alias("arxiv_version", "alias_value", id_of_version)),
    ("/source/id", Lookup::Alias("doi", "alias_value", id_of_doi)),
    ("/source/kind", Lookup::Alias("arxiv", "alias_kind", verbatim)),
    ("/source/version", Lookup::Alias("arxiv_version", "alias_value", version)),
    ("/metadata/submitted_at", Lookup::At("/pith_number", with_year_of)),
    ("/metadata/title_canon_sha256", Lookup::Given(Origin::GivenTitle, |verifier| verifier.given_title.as_ref())),
    ("/metadata/abstract_canon_sha256", Lookup::Given(Origin::GivenAbstract, |verifier| verifier.given_abstract.as_ref())),
];

/// Returns every value that is found for a member; those of one member are adjacent.
pub(super) fn values(subject: &Subject<'_>, pieces: &Pieces) -> Vec<Candidate> {
    let mut found = Vec::new();
    for copied in COPIED {
        let read: Read = match copied.form {
            CopyForm::Object => whole_object_if_missing,
            CopyForm::String => verbatim,
            CopyForm::AnyOrder => sorted,
            CopyForm::Text => hash,
            CopyForm::Excerpt => hash_if_whole,
        };
        of_member((subject, pieces), copied, "", read, &mut found);
        if copied.id == SOURCE.id {
            for part in ["/id", "/kind", "/version"] {
                of_member((subject, pieces), copied, part, verbatim, &mut found);
            }
        }
    }
    found
}

/// Adds the values of a member of the canonical record, or of a part of it.
fn of_member(
    (subject, pieces): (&Subject<'_>, &Pieces),
    copied: &Copied,
    part: &str,
    read: Read,
    found: &mut Vec<Candidate>,
) {
    let pointer = copied.signed.pointer;
    let signed = pointer.strip_prefix(CANONICAL_RECORD).unwrap_or(pointer);
    let member = format!("{signed}{part}");
    let root = subject.root;
    let now = subject
        .canonical
        .given()
        .and_then(|signed| signed.value.at(&member));
    let mut add = |origin: Origin, value: Option<CanonicalBytes>| {
        let candidate = |value| pieces.candidate(&member, Some(value), origin);
        found.extend(value.and_then(candidate));
    };
    let read_at = |copy: Option<Value<'_>>, read: Read| {
        read(
            copy.filter(|copy| canonical::fits(*copy, MAX_SEARCHED))?,
            now,
        )
    };
    for copy in copied.places {
        let place = format!("{}{part}", copy.pointer);
        let value = read_at(root.at(&place), read);
        add(Origin::At(place.into()), value);
    }
    for (_, place) in OTHERS.iter().filter(|(other, _)| *other == member) {
        match place {
            Lookup::At(pointer, read) => {
                let value = read_at(root.at(pointer), *read);
                add(Origin::At((*pointer).into()), value);
            }
            Lookup::Given(origin, text) => {
                let value = text(subject.verifier).map(|text| hash_of(text));
                add(origin.clone(), value);
            }
            Lookup::Alias(kind, part, read) => {
                for (position, entry) in aliases(subject, kind) {
                    let place = format!("{}/{position}/{part}", subject.places.aliases);
                    add(Origin::At(place.into()), read_at(entry.member(part), *read));
                }
            }
        }
    }
}

fn aliases<'d>(subject: &Subject<'d>, kind: &str) -> impl Iterator<Item = (usize, Value<'d>)> {
    let aliases = subject.at(subject.places.aliases).given();
    aliases
        .into_iter()
        .flat_map(Value::children)
        // A record that passes cannot have more aliases.
        .take(MAX_ENTRIES)
        .enumerate()
        .filter(move |(_, entry)| entry.member("alias_kind").and_then(Value::as_str) == Some(kind))
}

fn verbatim(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    Some(CanonicalBytes::of(copy))
}

/// Returns the whole object, if the parts cannot be restored one by one.
fn whole_object_if_missing(copy: Value<'_>, now: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let broken = now.is_none_or(|now| now.kind() != Kind::Object);
    (broken && copy.kind() == Kind::Object).then(|| CanonicalBytes::of(copy))
}

fn id_of_version(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let (id, _) = copy.as_str()?.rsplit_once('v')?;
    Some(CanonicalBytes::of_string(id))
}

fn version(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let (_, version) = copy.as_str()?.rsplit_once('v')?;
    CanonicalBytes::read(version)
}

fn id_of_doi(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let id = copy.as_str()?.strip_prefix(DOI_PREFIX)?;
    Some(CanonicalBytes::of_string(id))
}

/// Returns the present date with the year of the stated Pith Number, which is the signed year.
fn with_year_of(number: Value<'_>, now: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let number = PithNumber::parse(number.as_str()?)?;
    let rest = now?.as_str()?.get(4..)?;
    let date = format!("{:04}{rest}", number.year());
    Some(CanonicalBytes::of_string(&date))
}

fn sorted(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let mut sorted = strings(copy)?;
    sorted.sort_unstable();
    Some(CanonicalBytes::of_strings(&sorted))
}

fn hash(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    copy.as_str().map(hash_of)
}

fn hash_if_whole(excerpt: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    excerpt.as_str().filter(|text| is_whole(text)).map(hash_of)
}

fn hash_of(text: &str) -> CanonicalBytes {
    CanonicalBytes::of_string(&TextHash::of(text).to_string())
}
