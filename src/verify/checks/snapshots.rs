//! The hashes inside `/graph_snapshot`: consistent with themselves, signed by nobody
//! (protocol §7).

use std::sync::LazyLock;

use super::{Findings, MAX_ENTRIES, Subject};
use crate::json::canonical::{CanonicalBytes, Digest, Form, all_text};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::quote::Quoted;
use crate::record::claim::{Claim, Defect};
use crate::record::encoding;
use crate::report::{Fact, Outcome, Place, Reason};

const GRAPH: &str = "/graph_snapshot";
const HASH: &str = "snapshot_sha256";

/// A section that is known.
pub(super) struct Section {
    /// JSON Pointers to it and to its hash.
    places: [&'static str; 2],
    content: Content,
}

/// What the hash of a section is over.
enum Content {
    /// The detectors that were run, and their findings.
    Integrity,
    /// Nothing, as this member must say; what a filled section's hash is over is not known.
    Nothing(&'static str),
}

macro_rules! section {
    ($name:literal, $content:expr) => {
        Section {
            places: [
                concat!("/graph_snapshot/", $name),
                concat!("/graph_snapshot/", $name, "/snapshot_sha256"),
            ],
            content: $content,
        }
    };
}

pub(super) const INTEGRITY: Section = section!("integrity", Content::Integrity);
pub(super) const CLAIMS: Section = section!("claims", Content::Nothing("count"));
pub(super) const REFERENCES: Section = section!("references", Content::Nothing("count"));
pub(super) const FORMAL_CANON: Section =
    section!("formal_canon", Content::Nothing("evidence_count"));
pub(super) const AUTHOR_CLAIMS: Section = section!("author_claims", Content::Nothing("count"));

/// Every section that is known.
const KNOWN: &[&Section] = &[
    &INTEGRITY,
    &CLAIMS,
    &REFERENCES,
    &FORMAL_CANON,
    &AUTHOR_CLAIMS,
];

/// Compares the hash of a section with what it is over.
pub(super) fn section<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    known: &'static Section,
) {
    let [place, hash_place] = known.places;
    let section = match subject.at(place).of_kind(Kind::Object) {
        Claim::Absent => return findings.skip(place, Reason::Missing),
        Claim::Malformed { found, defect } => {
            let found = found.map(Fact::Value);
            let outcome = Outcome::failed(found, None, Reason::Malformed(defect));
            return findings.push(place, outcome);
        }
        Claim::Given { value, .. } => value,
    };
    let hash = Claim::string_at(section, "/snapshot_sha256").refine(|text| {
        let bytes = encoding::from_hex::<32>(text);
        bytes.map(|_| text).map_err(Defect::Encoding)
    });
    let outcome = match hash {
        Claim::Absent => Outcome::skipped(None, Reason::Missing),
        Claim::Malformed { found, defect } => {
            Outcome::failed(found.map(Fact::Value), None, Reason::Malformed(defect))
        }
        Claim::Given { value, .. } => match known.content {
            Content::Integrity => integrity(section, value),
            Content::Nothing(count) => empty(section, count, value),
        },
    };
    findings.push(hash_place, outcome);
}

fn integrity<'d>(section: Value<'d>, stated: &'d str) -> Outcome<'d> {
    let claimed = Fact::Text(stated);
    let mut members = [("detectors", "detectors_run"), ("findings", "findings")].into_iter();
    let read = members.try_fold(Vec::new(), |mut read, (name, member)| {
        let value = section.member(member).ok_or(Reason::SectionLacks(member))?;
        read.push((name, value));
        Ok(read)
    });
    let members = match read {
        Ok(members) => members,
        Err(reason) => return Outcome::skipped(Some(claimed), reason),
    };
    let in_form = |form| Fact::Digest(Digest::of_wrapped(form, "payload", &members));
    let computed = in_form(Form::Utf8);
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
    let escaped = in_form(Form::Ascii);
    if escaped.is(stated) {
        return Outcome::Passed { value: escaped };
    }
    Outcome::skipped(Some(claimed), Reason::UnknownForm)
}

/// The hash of a section that holds nothing.
fn empty<'d>(section: Value<'d>, count: &str, stated: &'d str) -> Outcome<'d> {
    /// The same for every such section of every record.
    static OF_NOTHING: LazyLock<Digest> = LazyLock::new(|| {
        let payload = CanonicalBytes::of_strings(&[]);
        Digest::of(&CanonicalBytes::of_object(&[("payload", &payload)]))
    });
    let zero = section.member(count);
    let zero = zero.is_some_and(|count| count.text() == "0" && count.kind() == Kind::Integer);
    let mut lists = ["items", "sample"]
        .into_iter()
        .filter_map(|name| section.member(name));
    let (claimed, computed) = (Fact::Text(stated), Fact::Digest(*OF_NOTHING));
    if !zero || !lists.all(Value::is_leaf) {
        Outcome::skipped(Some(claimed), Reason::FilledSection)
    } else if computed.is(stated) {
        Outcome::Passed { value: computed }
    } else {
        Outcome::failed(Some(claimed), Some(computed), Reason::Differs)
    }
}

/// Sections that carry a hash of which nothing is known.
pub(super) fn others<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
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
        let mut name = Quoted::default();
        name.add(section.name());
        Step::Name(&name.to_string()).push(&mut place);
        Step::Name(HASH).push(&mut place);
        let claimed = section.member(HASH).map(Fact::Value);
        let outcome = Outcome::skipped(claimed, Reason::UnknownSection);
        findings.push_entry(Some(section.name()), Place::At(place.into()), outcome);
    }
    match sections.count() {
        0 => {}
        more => findings.skip(GRAPH, Reason::MoreSections(more)),
    }
}
