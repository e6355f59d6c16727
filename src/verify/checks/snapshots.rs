//! The hashes inside `/graph_snapshot`: consistent with themselves, signed by nobody
//! (protocol §7).

use std::sync::LazyLock;

use super::{CHECKS, Findings, MAX_ENTRIES, Run, Subject};
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
    /// JSON Pointer to its hash.
    hash: &'static str,
    content: Content,
}

/// What the hash of a section is over.
enum Content {
    /// The detectors that were run, and their findings.
    Integrity,
    /// Nothing, as this member must say; what a filled section's hash is over is not known.
    Nothing(&'static str),
}

const fn nothing(hash: &'static str, count: &'static str) -> Section {
    let content = Content::Nothing(count);
    Section { hash, content }
}

pub(super) const INTEGRITY: Section = Section {
    hash: "/graph_snapshot/integrity/snapshot_sha256",
    content: Content::Integrity,
};
pub(super) const CLAIMS: Section = nothing("/graph_snapshot/claims/snapshot_sha256", "count");
pub(super) const REFERENCES: Section =
    nothing("/graph_snapshot/references/snapshot_sha256", "count");
pub(super) const FORMAL_CANON: Section = nothing(
    "/graph_snapshot/formal_canon/snapshot_sha256",
    "evidence_count",
);
pub(super) const AUTHOR_CLAIMS: Section =
    nothing("/graph_snapshot/author_claims/snapshot_sha256", "count");

impl Section {
    /// JSON Pointer to the section.
    fn place(&self) -> &'static str {
        self.hash
            .rsplit_once('/')
            .map_or("", |(section, _)| section)
    }
}

/// Compares the hash of a section with what it is over.
pub(super) fn section<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    known: &'static Section,
) {
    let place = known.place();
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
    findings.push(known.hash, outcome);
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
    let known = CHECKS.iter().filter_map(|row| match row.run {
        Run::Section(section) => section.place().rsplit('/').next(),
        _ => None,
    });
    let unknown = |section: &Value<'d>| {
        section.member(HASH).is_some() && !known.clone().any(|name| name == section.name())
    };
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
