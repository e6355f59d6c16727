//! Each alias, and whether the set of them is one that the registry issues.

use super::{DIFFERS, Findings, MAX_ENTRIES, Subject, failed, show, skipped};
use crate::json::document::{Kind, Value};
use crate::json::quote::quote;
use crate::record::alias::{ALIAS_KINDS, AliasKind, Issue};
use crate::record::members::Claim;
use crate::report::Outcome;
use crate::report::coverage::Class;

const ALIASES: &str = "/aliases";
const NO_SOURCE: &str =
    "/canonical_record/source is missing, or not of the form {id, kind, version}";

/// Entries with a kind, each with its place in the array.
fn entries<'d>(subject: &Subject<'_, 'd>) -> impl Iterator<Item = (usize, &'d str, Value<'d>)> {
    let array = Claim::at(subject.record.root, ALIASES)
        .of_kind(Kind::Array)
        .given();
    let entries = array.into_iter().flat_map(Value::children).enumerate();
    entries.filter_map(|(position, entry)| {
        Some((position, entry.member("alias_kind")?.as_str()?, entry))
    })
}

pub(super) fn each(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    for (position, name, entry) in entries(subject).take(MAX_ENTRIES) {
        let id = Some(format!("alias:{}", quote(name)));
        let (part, outcome) = one(subject, findings, name, entry);
        findings.push(id, format!("{ALIASES}/{position}/{part}"), outcome);
    }
}

fn one(
    subject: &Subject<'_, '_>,
    findings: &mut Findings<'_>,
    name: &str,
    entry: Value<'_>,
) -> (&'static str, Outcome) {
    let value = entry.member("alias_value");
    let claimed = value.map(show);
    let Some(kind) = AliasKind::named(name) else {
        return (
            "alias_kind",
            skipped(claimed, "not derivable: no rule is known for this kind"),
        );
    };
    let Some(identifier) = &subject.record.identifier else {
        return (
            "alias_value",
            skipped(claimed, "not derivable: /canonical_record has no digest"),
        );
    };
    let Some(computed) = kind.derive(subject.record.source, identifier) else {
        let reason = match subject.record.source {
            Some(source) => format!(
                "not derivable: no rule is known for a source of kind {}",
                quote(source.kind)
            ),
            None => format!("not derivable: {NO_SOURCE}"),
        };
        return ("alias_kind", skipped(claimed, reason));
    };
    let outcome = match value {
        None => failed(None, Some(quote(&computed)), "missing"),
        Some(value) if value.as_str() == Some(&computed) => {
            let marked = entry.member("alias_kind").into_iter().chain([value]);
            marked.for_each(|leaf| findings.marks.set(leaf, Class::Checked));
            Outcome::Passed {
                value: quote(&computed),
            }
        }
        Some(_) => failed(claimed, Some(quote(&computed)), DIFFERS),
    };
    ("alias_value", outcome)
}

/// A kind that nobody knows is no reason to fail, but it must not be able to stand in
/// for one that was there before: it is let pass only beside every known kind.
pub(super) fn set(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let array = match Claim::at(subject.record.root, ALIASES).of_kind(Kind::Array) {
        Claim::Absent => return findings.absent(ALIASES),
        Claim::Malformed { found, reason } => {
            return findings.push(None, ALIASES, failed(found.map(show), None, reason));
        }
        Claim::Given { value, .. } if value.is_leaf() => {
            return findings.skip(ALIASES, "no aliases");
        }
        Claim::Given { value, .. } => value,
    };
    let count = array.children().count();
    if count > MAX_ENTRIES {
        // Those that are not listed were not compared either.
        let reason = format!("{count} entries; a record may have {MAX_ENTRIES} at the most");
        return findings.fail(ALIASES, reason);
    }
    let Some(source) = subject.record.source else {
        return findings.skip(ALIASES, NO_SOURCE);
    };
    let names: Vec<&str> = entries(subject).map(|(_, name, _)| name).collect();
    if names.len() < count {
        return findings.fail(ALIASES, "an entry has no alias_kind");
    }
    match defect(source, &names) {
        Some(reason) => {
            let outcome = failed(Some(quote(&names.join(", "))), None, reason);
            findings.push(None, ALIASES, outcome);
        }
        None if names.iter().any(|name| !is_known(source, name)) => {
            findings.skip(
                ALIASES,
                "beside every known kind there are others that no rule is known for",
            );
        }
        None => findings.pass(ALIASES, quote(&names.join(", "))),
    }
}

fn is_known(source: crate::record::alias::Source<'_>, name: &str) -> bool {
    AliasKind::named(name).is_some_and(|kind| kind.is_derivable(Some(source)))
}

/// Why the registry would not issue such a set.
fn defect(source: crate::record::alias::Source<'_>, names: &[&str]) -> Option<String> {
    let count = |kind: &AliasKind| names.iter().filter(|name| **name == kind.name).count();
    let kinds = || {
        ALIAS_KINDS
            .iter()
            .filter(|kind| kind.is_derivable(Some(source)))
    };
    if let Some(kind) = kinds().find(|kind| count(kind) > 1) {
        return Some(format!("{} is there more than once", kind.name));
    }
    let unknown = names.iter().any(|name| !is_known(source, name));
    let any = kinds().any(|kind| kind.issue == Issue::AllOrNone && count(kind) > 0);
    let missing = kinds().find(|kind| {
        let due = kind.issue == Issue::Always || any || unknown;
        due && count(kind) == 0
    })?;
    Some(format!("{} is missing", missing.name))
}
