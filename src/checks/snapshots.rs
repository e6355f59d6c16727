//! The hashes inside `/graph_snapshot`: consistent with themselves, signed by nobody
//! (protocol §7).

use super::{DIFFERS, Findings, Subject, failed, show, skipped};
use crate::canonical::{CanonicalBytes, Digest};
use crate::checks::CHECKS;
use crate::document::{Kind, Value};
use crate::pointer;
use crate::quote;
use crate::record::Claim;
use crate::report::Outcome;

const SNAPSHOT_HASH: &str = "snapshot_sha256";

pub(super) fn integrity(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    section(subject, findings, "/graph_snapshot/integrity", |section| {
        let part = |name| {
            let value = section.member(name).ok_or(format!("{name} is missing"))?;
            Ok::<_, String>(CanonicalBytes::of(value))
        };
        let (detectors, found) = (part("detectors_run")?, part("findings")?);
        Ok(CanonicalBytes::of_object(&[
            ("detectors", &detectors),
            ("findings", &found),
        ]))
    });
}

pub(super) fn claims(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    section(subject, findings, "/graph_snapshot/claims", |section| {
        empty(section, "count")
    });
}

pub(super) fn references(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    section(subject, findings, "/graph_snapshot/references", |section| {
        empty(section, "count")
    });
}

pub(super) fn formal_canon(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let payload = |section: Value<'_>| empty(section, "evidence_count");
    section(subject, findings, "/graph_snapshot/formal_canon", payload);
}

pub(super) fn author_claims(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    section(
        subject,
        findings,
        "/graph_snapshot/author_claims",
        |section| empty(section, "count"),
    );
}

/// Sections that carry a hash of which nothing is known.
pub(super) fn others(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let Some(graph) = subject.record.root.member("graph_snapshot") else {
        return;
    };
    for section in graph.children() {
        let id = format!("snapshot:{}", quote(section.name()));
        let known = CHECKS.iter().any(|check| check.id == id);
        if let (false, Some(hash)) = (known, section.member(SNAPSHOT_HASH)) {
            let mut place = String::from("/graph_snapshot");
            pointer::push_name(&mut place, &quote(section.name()));
            let reason = "not known how the hash of this section is made";
            findings.push(
                Some(id),
                format!("{place}/{SNAPSHOT_HASH}"),
                skipped(Some(show(hash)), reason),
            );
        }
    }
}

/// The payload of a section that holds nothing; what a fuller one hashes is not known.
fn empty(section: Value<'_>, count: &str) -> Result<CanonicalBytes, String> {
    let zero = section
        .member(count)
        .is_some_and(|count| count.text() == "0" && count.kind() == Kind::Integer);
    let lists = ["items", "sample"]
        .into_iter()
        .filter_map(|name| section.member(name));
    if zero && lists.into_iter().all(Value::is_leaf) {
        Ok(CanonicalBytes::of_strings(&[]))
    } else {
        Err("not empty: not known how the hash of a filled section is made".into())
    }
}

fn section(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    pointer: &'static str,
    payload: fn(Value<'_>) -> Result<CanonicalBytes, String>,
) {
    let section = match Claim::at(subject.record.root, pointer).of_kind(Kind::Object) {
        Claim::Absent => return findings.absent(pointer),
        Claim::Malformed { found, reason } => {
            return findings.push(None, pointer, failed(found.map(show), None, reason));
        }
        Claim::Given { value, .. } => value,
    };
    let place = format!("{pointer}/{SNAPSHOT_HASH}");
    let outcome = match (subject.hash(&place), payload(section)) {
        (Claim::Absent, _) => skipped(None, "missing"),
        (Claim::Malformed { found, reason }, _) => failed(found.map(show), None, reason),
        (Claim::Given { value, .. }, Err(reason)) => skipped(Some(value.into()), reason),
        (Claim::Given { value, .. }, Ok(payload)) => {
            let computed =
                Digest::of(&CanonicalBytes::of_object(&[("payload", &payload)])).to_string();
            if value == computed {
                Outcome::Passed { value: computed }
            } else {
                failed(Some(value.into()), Some(computed), DIFFERS)
            }
        }
    };
    findings.push(None, place, outcome);
}
