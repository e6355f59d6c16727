//! Where the values of a canonical record stand a second time (protocol §§3, 5, 6).

use super::forms::strings;
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::record::identifier::PithNumber;
use crate::record::text_hash::TextHash;
use crate::verify::Verifier;
use crate::verify::checks::{MAX_ENTRIES, Subject, is_whole};

/// What a copy says, read as the member of the canonical record that it is a copy of;
/// the second value is what that member says now.
type Read = fn(Value<'_>, Option<Value<'_>>) -> Option<CanonicalBytes>;

/// A place that repeats a member of the canonical record.
pub(super) struct Origin {
    /// JSON Pointer to the member, from the canonical record.
    pub(super) member: &'static str,
    place: Place,
}

enum Place {
    At(&'static str, Read),
    /// A member of the alias of this kind.
    Alias(&'static str, &'static str, Read),
    /// A text whose hash is the member, from this option.
    Given(&'static str, fn(&Verifier) -> Option<&String>),
}

const fn at(member: &'static str, pointer: &'static str, read: Read) -> Origin {
    let place = Place::At(pointer, read);
    Origin { member, place }
}

const fn alias(member: &'static str, kind: &'static str, read: Read) -> Origin {
    let place = Place::Alias(kind, "alias_value", read);
    Origin { member, place }
}

const fn given(
    member: &'static str,
    option: &'static str,
    text: fn(&Verifier) -> Option<&String>,
) -> Origin {
    let place = Place::Given(option, text);
    Origin { member, place }
}

const TITLE_HASH: &str = "/metadata/title_canon_sha256";
const ABSTRACT_HASH: &str = "/metadata/abstract_canon_sha256";
const CROSS_CATS: &str = "/metadata/cross_cats_sorted";
const SUBMITTED_AT: &str = "/metadata/submitted_at";

/// Every one, those of one member together.
#[rustfmt::skip]
pub(super) const ORIGINS: &[Origin] = &[
    at("/source", "/source", instead_of_no_object),
    at("/source", "/graph_snapshot/source", instead_of_no_object),
    at("/source/id", "/source/id", verbatim),
    at("/source/id", "/graph_snapshot/source/id", verbatim),
    alias("/source/id", "arxiv", verbatim),
    alias("/source/id", "arxiv_version", id_of_version),
    alias("/source/id", "doi", id_of_doi),
    at("/source/kind", "/source/kind", verbatim),
    at("/source/kind", "/graph_snapshot/source/kind", verbatim),
    Origin { member: "/source/kind", place: Place::Alias("arxiv", "alias_kind", verbatim) },
    at("/source/version", "/source/version", verbatim),
    at("/source/version", "/graph_snapshot/source/version", verbatim),
    alias("/source/version", "arxiv_version", version),
    at("/metadata/license", "/paper/license", verbatim),
    at("/metadata/license", "/graph_snapshot/paper/license", verbatim),
    at("/metadata/primary_cat", "/paper/primary_cat", verbatim),
    at("/metadata/primary_cat", "/graph_snapshot/paper/primary_cat", verbatim),
    at(SUBMITTED_AT, "/paper/submitted_at", verbatim),
    at(SUBMITTED_AT, "/graph_snapshot/paper/submitted_at", verbatim),
    at(SUBMITTED_AT, "/pith_number", with_year_of),
    at(CROSS_CATS, "/paper/cross_cats", sorted),
    at(CROSS_CATS, "/graph_snapshot/paper/cross_cats", sorted),
    at(TITLE_HASH, "/paper/title", hash),
    at(TITLE_HASH, "/graph_snapshot/paper/title", hash),
    given(TITLE_HASH, "--title", |verifier| verifier.given_title.as_ref()),
    at(ABSTRACT_HASH, "/paper/abstract_excerpt", hash_of_whole),
    at(ABSTRACT_HASH, "/graph_snapshot/paper/abstract_excerpt", hash_of_whole),
    given(ABSTRACT_HASH, "--abstract", |verifier| verifier.given_abstract.as_ref()),
];

impl Origin {
    /// The value of the member as it stands at the copy, and where that is: a JSON Pointer
    /// or an option. A document may have an alias more than once.
    pub(super) fn values(
        &self,
        subject: &Subject<'_, '_>,
        longest: usize,
    ) -> Vec<(String, CanonicalBytes)> {
        let root = subject.record.root;
        let now = subject.record.signed(self.member);
        match self.place {
            Place::At(pointer, read) => value(root.at(pointer), now, read, longest)
                .map(|value| (pointer.to_owned(), value))
                .into_iter()
                .collect(),
            Place::Given(option, text) => text(subject.verifier)
                .map(|text| (option.to_owned(), hash_of(text)))
                .into_iter()
                .collect(),
            Place::Alias(kind, part, read) => aliases(root, kind)
                .filter_map(|(position, entry)| {
                    let value = value(entry.member(part), now, read, longest)?;
                    let mut from = String::from("/aliases");
                    Step::Index(position).push(&mut from);
                    Step::Name(part).push(&mut from);
                    Some((from, value))
                })
                .collect(),
        }
    }
}

fn value(
    copy: Option<Value<'_>>,
    now: Option<Value<'_>>,
    read: Read,
    longest: usize,
) -> Option<CanonicalBytes> {
    read(copy.filter(|copy| canonical::fits(*copy, longest))?, now)
}

fn aliases<'d>(root: Value<'d>, kind: &str) -> impl Iterator<Item = (usize, Value<'d>)> {
    let entries = root.member("aliases").into_iter().flat_map(Value::children);
    // As many as there can be in a record that passes.
    let entries = entries.take(MAX_ENTRIES).enumerate();
    entries.filter(move |(_, entry)| {
        let name = entry.member("alias_kind").and_then(Value::as_str);
        name == Some(kind)
    })
}

fn verbatim(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    Some(CanonicalBytes::of(copy))
}

/// The whole, where the parts cannot be put right one by one.
fn instead_of_no_object(copy: Value<'_>, now: Option<Value<'_>>) -> Option<CanonicalBytes> {
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
    let id = copy
        .as_str()?
        .strip_prefix(crate::record::alias::DOI_PREFIX)?;
    Some(CanonicalBytes::of_string(id))
}

/// The date with the year of the stated Pith Number, which is that of the signed date.
fn with_year_of(number: Value<'_>, now: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let number = PithNumber::parse(number.as_str()?)?;
    let rest = now?.as_str()?.get(4..)?;
    Some(CanonicalBytes::of_string(&format!(
        "{:04}{rest}",
        number.year()
    )))
}

fn sorted(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    let mut sorted = strings(copy)?;
    sorted.sort_unstable();
    Some(CanonicalBytes::of_strings(&sorted))
}

fn hash(copy: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    copy.as_str().map(hash_of)
}

fn hash_of_whole(excerpt: Value<'_>, _: Option<Value<'_>>) -> Option<CanonicalBytes> {
    excerpt.as_str().filter(|text| is_whole(text)).map(hash_of)
}

fn hash_of(text: &str) -> CanonicalBytes {
    CanonicalBytes::of_string(&TextHash::of(text).to_string())
}
