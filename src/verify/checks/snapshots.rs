//! Checks the hashes inside `/graph_snapshot` and `/integrity` (docs/format.md, section 9).
//!
//! They are not signed. They show only that a section agrees with itself.

use std::sync::LazyLock;

use super::findings::{Findings, MAX_ENTRIES};
use super::rule::{RECOMPUTED, Rule};
use crate::json::canonical::{CanonicalBytes, Charset, all_text};
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::shorten::shorten;
use crate::record::claim::Claim;
use crate::record::member_place::MemberPlace;
use crate::report::{Fact, Group, Outcome, Place, Reason};
use crate::verify::subject::Subject;

const GRAPH: &str = "/graph_snapshot";
const HASH: &str = "snapshot_sha256";

/// The known sections of `/graph_snapshot`.
const KNOWN: &[&str] = &[
    "integrity",
    "claims",
    "references",
    "formal_canon",
    "author_claims",
];

/// What the hash of a section covers.
#[derive(Clone, Copy, Debug)]
enum HashedContent {
    /// The detectors that were run, and their findings.
    Integrity,
    /// An empty array, if the section is empty as this member states. How the hash of another
    /// section is made is not published.
    Empty(&'static str),
}

impl HashedContent {
    /// Returns what a pass means.
    const fn meaning(self) -> &'static str {
        match self {
            Self::Integrity => "matches its own hash",
            Self::Empty(_) => "is empty and matches its own hash",
        }
    }
}

/// Defines the rule about the hash of one section.
macro_rules! section {
    ($rule:ident, $id:literal, $place:literal, $content:expr, $failure:literal) => {
        #[doc = concat!("The rule `", $id, "`, on `", $place, "`.")]
        pub(crate) const $rule: Rule = Rule::new($id, Group::Snapshots, |subject, findings| {
            const PLACE: MemberPlace = MemberPlace::new($place);
            section(
                subject,
                findings,
                PLACE,
                concat!($place, "/snapshot_sha256"),
                $content,
            );
        })
        .passes($content.meaning())
        .fails($failure)
        .compares(RECOMPUTED);
    };
}

#[rustfmt::skip]
mod rules {
    use super::{HashedContent::{Empty, Integrity}, Group, MemberPlace, RECOMPUTED, Rule, section};

    section!(INTEGRITY, "snapshot:integrity", "/graph_snapshot/integrity", Integrity,
        "the integrity section does not match its stated hash");
    section!(WHOLE_INTEGRITY, "snapshot:integrity", "/integrity", Integrity,
        "the integrity section does not match its stated hash");
    section!(CLAIMS, "snapshot:claims", "/graph_snapshot/claims", Empty("count"),
        "the claims section does not match its stated hash");
    section!(REFERENCES, "snapshot:references", "/graph_snapshot/references", Empty("count"),
        "the references section does not match its stated hash");
    section!(FORMAL_CANON, "snapshot:formal_canon", "/graph_snapshot/formal_canon",
        Empty("evidence_count"), "the formal canon section does not match its stated hash");
    section!(AUTHOR_CLAIMS, "snapshot:author_claims", "/graph_snapshot/author_claims",
        Empty("count"), "the author claims section does not match its stated hash");
}
pub(crate) use rules::*;

/// Compares the hash that a section states with that of its content.
fn section<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    place: MemberPlace,
    hash_place: &'static str,
    content: HashedContent,
) {
    let claim = subject.at(place).of_kind(Kind::Object);
    let Some((section, _)) = findings.require(place.pointer, claim, Reason::Missing, None) else {
        return;
    };
    let claim = Claim::child(section, HASH).of_text().of_hex::<32>();
    let Some((_, stated)) = findings.require(hash_place, claim, Reason::Missing, None) else {
        return;
    };
    let outcome = match content {
        HashedContent::Integrity => integrity(section, stated),
        HashedContent::Empty(count) => empty(section, count, stated),
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
    // Which form is used beyond ASCII is not published; a match with either proves the same.
    let escaped = digest(Charset::Ascii);
    if escaped.is(stated) {
        return Outcome::Passed { value: escaped };
    }
    Outcome::skipped(Some(claimed), Reason::UnknownForm)
}

/// Compares the hash that an empty section states.
fn empty<'d>(section: Value<'d>, count: &str, stated: &'d str) -> Outcome<'d> {
    /// The hash, which is the same for every empty section of every record.
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

/// The rule `snapshot:<section>`.
pub(crate) const SECTION: Rule = Rule::new("snapshot:<section>", Group::Snapshots, others)
    .passes("matches its own hash")
    .fails("a section does not match its stated hash")
    .compares(RECOMPUTED)
    .per_entry();

/// Lists unknown sections that have a hash, as skipped.
fn others<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some(graph) = subject.at(GRAPH).given() else {
        return;
    };
    let unknown =
        |section: &Value<'d>| !KNOWN.contains(&section.name()) && section.member(HASH).is_some();
    let mut sections = graph.children().filter(unknown);
    for section in sections.by_ref().take(MAX_ENTRIES) {
        let mut place = String::from(GRAPH);
        Step::Name(&shorten(section.name())).push(&mut place);
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
