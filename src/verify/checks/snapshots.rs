//! The hashes inside `/graph_snapshot`: consistent with themselves, signed by nobody
//! (protocol §7).

use std::sync::LazyLock;

use super::{DIFFERS, Findings, Listed, MAX_ENTRIES, Subject, failed, hex_at, show, skipped};
use crate::json::canonical::{CanonicalBytes, Digest};
use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::quote::quote;
use crate::record::members::Claim;
use crate::report::Outcome;
use crate::verify::checks::{CHECKS, Check};

const ID_PREFIX: &str = "snapshot:";
const SNAPSHOT_HASH: &str = "/snapshot_sha256";

pub(super) fn integrity(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    const HASH: &str = "/graph_snapshot/integrity/snapshot_sha256";
    section(subject, findings, HASH, |section| {
        let part = |name| section.member(name).ok_or(format!("{name} is missing"));
        let (detectors, found) = (part("detectors_run")?, part("findings")?);
        let payload = [("detectors", detectors), ("findings", found)];
        Ok(Digest::of_wrapped("payload", &payload).to_string())
    });
}

pub(super) fn claims(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    const HASH: &str = "/graph_snapshot/claims/snapshot_sha256";
    section(subject, findings, HASH, |section| empty(section, "count"));
}

pub(super) fn references(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    const HASH: &str = "/graph_snapshot/references/snapshot_sha256";
    section(subject, findings, HASH, |section| empty(section, "count"));
}

pub(super) fn formal_canon(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    const HASH: &str = "/graph_snapshot/formal_canon/snapshot_sha256";
    section(subject, findings, HASH, |section| {
        empty(section, "evidence_count")
    });
}

pub(super) fn author_claims(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    const HASH: &str = "/graph_snapshot/author_claims/snapshot_sha256";
    section(subject, findings, HASH, |section| empty(section, "count"));
}

/// Sections that carry a hash of which nothing is known.
pub(super) fn others(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let Some(graph) = subject.record.root.member("graph_snapshot") else {
        return;
    };
    let unknown = |section: &Value<'_>| {
        let listed = |check: &Check| matches!(check.listed, Listed::Always);
        let known = CHECKS.iter().filter(|check| listed(check));
        let mut known = known.filter_map(|check| check.id.strip_prefix(ID_PREFIX));
        section.at(SNAPSHOT_HASH).is_some() && !known.any(|name| name == section.name())
    };
    let mut sections = graph.children().filter(unknown);
    for section in sections.by_ref().take(MAX_ENTRIES) {
        let id = format!("{ID_PREFIX}{}", quote(section.name()));
        let mut place = String::from("/graph_snapshot");
        Step::Name(&quote(section.name())).push(&mut place);
        let claimed = section.at(SNAPSHOT_HASH).map(show);
        let reason = "not known how the hash of this section is made";
        let outcome = skipped(claimed, reason);
        findings.push(Some(id), format!("{place}{SNAPSHOT_HASH}"), outcome);
    }
    match sections.count() {
        0 => {}
        more => findings.skip(
            "/graph_snapshot",
            format!("{more} more sections, not listed"),
        ),
    }
}

/// The hash of a section that holds nothing; what a fuller one hashes is not known.
fn empty(section: Value<'_>, count: &str) -> Result<String, String> {
    /// The same for every such section of every record.
    static OF_NOTHING: LazyLock<String> = LazyLock::new(|| {
        let payload = CanonicalBytes::of_strings(&[]);
        Digest::of(&CanonicalBytes::of_object(&[("payload", &payload)])).to_string()
    });
    let zero = section
        .member(count)
        .is_some_and(|count| count.text() == "0" && count.kind() == Kind::Integer);
    let mut lists = ["items", "sample"]
        .into_iter()
        .filter_map(|name| section.member(name));
    if zero && lists.all(Value::is_leaf) {
        Ok(OF_NOTHING.clone())
    } else {
        Err("not empty: not known how the hash of a filled section is made".into())
    }
}

/// Compares the hash at a pointer with that of the section around it.
fn section(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    hash: &'static str,
    compute: fn(Value<'_>) -> Result<String, String>,
) {
    let pointer = hash.rsplit_once('/').map_or("", |(section, _)| section);
    let section = match Claim::at(subject.record.root, pointer).of_kind(Kind::Object) {
        Claim::Absent => return findings.absent(pointer),
        Claim::Malformed { found, reason } => {
            return findings.push(None, pointer, failed(found.map(show), None, reason));
        }
        Claim::Given { value, .. } => value,
    };
    let outcome = match (hex_at(section, SNAPSHOT_HASH), compute(section)) {
        (Claim::Absent, _) => skipped(None, "missing"),
        (Claim::Malformed { found, reason }, _) => failed(found.map(show), None, reason),
        (Claim::Given { value, .. }, Err(reason)) => skipped(Some(value.into()), reason),
        (Claim::Given { value, .. }, Ok(computed)) if value == computed => {
            Outcome::Passed { value: computed }
        }
        (Claim::Given { value, .. }, Ok(computed)) => {
            failed(Some(value.into()), Some(computed), DIFFERS)
        }
    };
    findings.push(None, hash, outcome);
}
