//! Checks each alias, and whether the registry issues such a set of aliases.

use super::findings::{Findings, MAX_ENTRIES};
use super::rule::{DERIVED, Rule};
use crate::json::document::{Kind, Value};
use crate::record::alias::{ALIAS_KINDS, AliasKind, Issue, SignedSource};
use crate::report::coverage::Class;
use crate::report::{Fact, Group, Outcome, Place, Reason};
use crate::verify::subject::Subject;

const KIND: &str = "alias_kind";
const VALUE: &str = "alias_value";

/// Returns the entries of the array that have a kind, each with its index.
fn entries<'d>(array: Value<'d>) -> impl Iterator<Item = (usize, &'d str, Value<'d>)> {
    let entries = array.children().enumerate();
    entries.filter_map(|(position, entry)| Some((position, entry.member(KIND)?.as_str()?, entry)))
}

/// The rule `alias:<kind>`.
pub(crate) const ALIAS: Rule = Rule::new("alias:<kind>", Group::Identifiers, each)
    .passes("follows from the digest or the signed source")
    .fails("an alias does not belong to this record")
    .compares(DERIVED)
    .per_entry();

fn each<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let place = subject.places.aliases;
    let Some(array) = subject.at(place).of_kind(Kind::Array).given() else {
        return;
    };
    for (position, name, entry) in entries(array).take(MAX_ENTRIES) {
        let (part, outcome) = one(subject, findings, name, entry);
        findings.push_entry(
            Some(name.into()),
            Place::Element(place, position, part),
            outcome,
        );
    }
}

fn one<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    name: &str,
    entry: Value<'d>,
) -> (&'static str, Outcome<'d>) {
    let value = entry.member(VALUE);
    let claimed = value.map(Fact::Value);
    let Some(kind) = AliasKind::named(name) else {
        return (KIND, Outcome::skipped(claimed, Reason::UnknownAliasKind));
    };
    let Ok(signed) = subject.canonical_record() else {
        return (VALUE, Outcome::skipped(claimed, Reason::NoIdentifier));
    };
    let Some(alias) = kind.derive(signed.source, signed.identifier) else {
        let outcome = match signed.source {
            Some(source) => {
                Outcome::skipped(claimed, Reason::UnknownSourceKind).about(Fact::Text(source.kind))
            }
            None => Outcome::skipped(claimed, Reason::NotDerivable),
        };
        return (KIND, outcome);
    };
    let computed = Fact::Alias(alias);
    let text = value.and_then(Value::as_str);
    let outcome = match (value, text) {
        (None, _) => Outcome::failed(None, Some(computed), Reason::Missing),
        (Some(value), Some(text)) if computed.is(text) => {
            for leaf in entry.member(KIND).into_iter().chain([value]) {
                findings.marks.set(leaf, Class::Checked);
            }
            let value = Fact::Text(text);
            Outcome::Passed { value }
        }
        (Some(_), _) => Outcome::failed(claimed, Some(computed), Reason::Differs),
    };
    (VALUE, outcome)
}

/// The rule `aliases`.
pub(crate) const ALIASES: Rule = Rule::new("aliases", Group::Identifiers, set)
    .passes("the registry issues this set of aliases")
    .fails("the registry does not issue this set of aliases");

/// Checks the set of aliases.
///
/// An unknown kind is not a failure, but it must not replace a known one. So it is accepted
/// only together with every known kind.
fn set<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let place = subject.places.aliases;
    let claim = subject.at(place).of_kind(Kind::Array);
    let Some((array, _)) = findings.require(place, claim, Reason::Missing, None) else {
        return;
    };
    if array.is_leaf() {
        return findings.skip(place, Reason::NoAliases);
    }
    let (count, max) = (array.children().count(), MAX_ENTRIES);
    if count > max {
        // The entries beyond the limit were not compared by the rule `alias:<kind>` either.
        return findings.fail(place, Reason::TooManyAliases { count, max });
    }
    let Some(source) = subject
        .canonical_record()
        .ok()
        .and_then(|signed| signed.source)
    else {
        return findings.skip(place, Reason::NoSource);
    };
    let names: Vec<&str> = entries(array).map(|(_, name, _)| name).collect();
    if names.len() < count {
        return findings.fail(place, Reason::AliasWithoutKind);
    }
    let kinds = Fact::AliasKinds(array);
    match defect(source, &names) {
        Some(reason) => findings.push(place, Outcome::failed(Some(kinds), None, reason)),
        None if names.iter().any(|name| !is_known(source, name)) => {
            findings.skip(place, Reason::OtherAliases);
        }
        None => findings.pass(place, kinds),
    }
}

fn is_known(source: SignedSource<'_>, name: &str) -> bool {
    AliasKind::named(name).is_some_and(|kind| kind.is_derivable(Some(source)))
}

/// Returns the reason why the registry would not issue such a set, if there is one.
fn defect(source: SignedSource<'_>, names: &[&str]) -> Option<Reason> {
    let count = |kind: &AliasKind| names.iter().filter(|name| **name == kind.name).count();
    let derivable = |kind: &&AliasKind| kind.is_derivable(Some(source));
    let kinds = || ALIAS_KINDS.iter().filter(derivable);
    if let Some(kind) = kinds().find(|kind| count(kind) > 1) {
        return Some(Reason::RepeatedAlias(kind.name));
    }
    let others = names.iter().any(|name| !is_known(source, name));
    let short = kinds().any(|kind| kind.issue == Issue::AllOrNone && count(kind) > 0);
    let needed = |kind: &AliasKind| match kind.issue {
        Issue::Always => true,
        Issue::Sometimes => others,
        Issue::AllOrNone => others || short,
    };
    kinds()
        .find(|kind| needed(kind) && count(kind) == 0)
        .map(|kind| Reason::MissingAlias(kind.name))
}
