//! The hashes inside `/graph_snapshot` and `/integrity`: consistent with themselves, signed by nobody
//! (protocol §7).

use std::sync::LazyLock;

use super::{Findings, MAX_ENTRIES, Subject};
use crate::json::canonical::{CanonicalBytes, Charset, Digest, all_text};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::quote::quote;
use crate::record::claim::Claim;
use crate::report::{Fact, Outcome, Place, Reason};

const GRAPH: &str = "/graph_snapshot";
const HASH: &str = "snapshot_sha256";

/// A section that is known.
#[derive(Debug)]
pub(in crate::verify) struct Section {
    /// JSON Pointers to it and to its hash.
    places: [&'static str; 2],
    content: Content,
}

/// What the hash of a section is over.
#[derive(Debug)]
enum Content {
    /// The detectors that were run, and their findings.
    Integrity,
    /// An empty section, as this member must say; how a filled one is hashed is not known.
    Empty(&'static str),
}

macro_rules! section {
    ($place:literal, $content:expr) => {
        Section {
            places: [$place, concat!($place, "/snapshot_sha256")],
            content: $content,
        }
    };
}

pub(in crate::verify) const INTEGRITY: Section =
    section!("/graph_snapshot/integrity", Content::Integrity);
/// That of an integrity document.
pub(in crate::verify) const WHOLE_INTEGRITY: Section = section!("/integrity", Content::Integrity);
pub(in crate::verify) const CLAIMS: Section =
    section!("/graph_snapshot/claims", Content::Empty("count"));
pub(in crate::verify) const REFERENCES: Section =
    section!("/graph_snapshot/references", Content::Empty("count"));
pub(in crate::verify) const FORMAL_CANON: Section = section!(
    "/graph_snapshot/formal_canon",
    Content::Empty("evidence_count")
);
pub(in crate::verify) const AUTHOR_CLAIMS: Section =
    section!("/graph_snapshot/author_claims", Content::Empty("count"));

/// Every section that is known.
const KNOWN: &[&Section] = &[
    &INTEGRITY,
    &CLAIMS,
    &REFERENCES,
    &FORMAL_CANON,
    &AUTHOR_CLAIMS,
];

/// Compares the hash of a section with what it is over.
pub(in crate::verify) fn section<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    known: &'static Section,
) {
    let [place, hash_place] = known.places;
    let claim = subject.at(place).of_kind(Kind::Object);
    let Some((section, _)) = findings.require(place, claim, Reason::Missing, None) else {
        return;
    };
    let claim = Claim::string_at(section, "/snapshot_sha256").of_hex::<32>();
    let Some((_, stated)) = findings.require(hash_place, claim, Reason::Missing, None) else {
        return;
    };
    let outcome = match known.content {
        Content::Integrity => integrity(section, stated),
        Content::Empty(count) => empty(section, count, stated),
    };
    findings.push(hash_place, outcome);
}

fn integrity<'d>(section: Value<'d>, stated: &'d str) -> Outcome<'d> {
    let claimed = Fact::Text(stated);
    let member = |name| section.member(name).ok_or(Reason::SectionLacks(name));
    let members = match (member("detectors_run"), member("findings")) {
        (Ok(detectors), Ok(findings)) => [("detectors", detectors), ("findings", findings)],
        (Err(reason), _) | (_, Err(reason)) => return Outcome::skipped(Some(claimed), reason),
    };
    let digest = |charset| Fact::Digest(Digest::of_wrapped(charset, "payload", &members));
    let computed = digest(Charset::Utf8);
    if computed.is(stated) {
        return Outcome::Passed { value: computed };
    }
    if members
        .iter()
        .all(|(_, value)| all_text(*value, str::is_ascii))
    {
        return Outcome::failed(Some(claimed), Some(computed), Reason::Differs);
    }
    // Which form is used beyond ASCII is not published; either proves the same.
    let escaped = digest(Charset::Ascii);
    if escaped.is(stated) {
        return Outcome::Passed { value: escaped };
    }
    Outcome::skipped(Some(claimed), Reason::UnknownForm)
}

/// The hash of an empty section.
fn empty<'d>(section: Value<'d>, count: &str, stated: &'d str) -> Outcome<'d> {
    /// The same for every such section of every record.
    static DIGEST: LazyLock<Digest> = LazyLock::new(|| {
        let payload = CanonicalBytes::of_strings(&[]);
        Digest::of(&CanonicalBytes::of_object(&[("payload", &payload)]))
    });
    let zero = section
        .member(count)
        .is_some_and(|count| count.text() == "0" && count.kind() == Kind::Integer);
    let mut lists = ["items", "sample"]
        .into_iter()
        .filter_map(|name| section.member(name));
    let (claimed, computed) = (Fact::Text(stated), Fact::Digest(*DIGEST));
    if !zero || !lists.all(Value::is_leaf) {
        Outcome::skipped(Some(claimed), Reason::FilledSection)
    } else if computed.is(stated) {
        Outcome::Passed { value: computed }
    } else {
        Outcome::failed(Some(claimed), Some(computed), Reason::Differs)
    }
}

/// Unknown sections with a hash.
pub(in crate::verify) fn others<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(graph) = subject.at(GRAPH).given() else {
        return;
    };
    let is_known = |name: &str| {
        let mut known = KNOWN.iter().map(|section| section.places);
        known.any(|[place, _]| place.get(GRAPH.len() + 1..) == Some(name))
    };
    let unknown = |section: &Value<'d>| !is_known(section.name()) && section.member(HASH).is_some();
    let mut sections = graph.children().filter(unknown);
    for section in sections.by_ref().take(MAX_ENTRIES) {
        let mut place = String::from(GRAPH);
        Step::Name(&quote(section.name())).push(&mut place);
        Step::Name(HASH).push(&mut place);
        let claimed = section.member(HASH).map(Fact::Value);
        let outcome = Outcome::skipped(claimed, Reason::UnknownSection);
        findings.push_entry(
            Some(section.name().into()),
            Place::At(place.into()),
            outcome,
        );
    }
    let more = sections.count();
    if more > 0 {
        findings.skip(GRAPH, Reason::MoreSections(more));
    }
}
