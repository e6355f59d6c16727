//! Compares a document with what the caller expects.

use super::findings::Findings;
use super::rule::Rule;
use crate::json::document::Value;
use crate::record::identity::{Identity, Names};
use crate::report::{Check, Fact, Group, Outcome, Place, Reason};
use crate::verify::expectations::{Requirement, SignedValue, is_date};
use crate::verify::subject::Subject;

/// The rules for what the caller requests, which follow those of the kind in every report.
pub(crate) const ON_REQUEST: &[&Rule] = &[&IDENTITY, &FILE_NAME, &REQUIREMENT];

/// The rule `expected`.
const IDENTITY: Rule = Rule::new("expected", Group::Expectations, identity)
    .passes("this is a document that you asked for")
    .fails("this is not the document that you asked for")
    .compares(["asked for", "found"])
    .required()
    .listed_if(|verifier| !verifier.expectations.identities.is_empty());

/// Requires one of the given identities.
fn identity<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let expected = &subject.verifier.expectations.identities;
    let names = subject.names();
    let met = expected.iter().any(|identity| identity.is_of(&names));
    let expected: Vec<_> = expected.iter().map(Identity::to_string).collect();
    findings.push("", compare(subject, expected.join(" or "), met));
}

/// The rule `expected-name`.
const FILE_NAME: Rule = Rule::new("expected-name", Group::Expectations, file_name)
    .passes("the file name fits the document")
    .fails("this is not the document that its file name says")
    .compares(["file name", "found"])
    .required()
    .listed_if(|verifier| verifier.expectations.file_name);

/// Requires the identity that the file name states.
fn file_name<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let name = subject.file_name.as_deref().unwrap_or_default();
    let outcome = match Identity::of_file_name(name) {
        None => Outcome::failed(Some(Fact::Derived(name.to_owned())), None, Reason::NotAName),
        Some(identity) => {
            let met = identity.is_of(&subject.names());
            compare(subject, identity.to_string(), met)
        }
    };
    findings.push("", outcome);
}

/// Compares the names of a document with the expected ones.
///
/// Only a record or a bundle can meet the expectation. Otherwise, the server of the documents
/// could replace the expected record by another document about the same paper.
fn compare<'d>(subject: &Subject<'d>, expected: String, met: bool) -> Outcome<'d> {
    let names = subject.names();
    let found = Fact::Derived(names.to_string());
    if met && subject.kind.is_record {
        return Outcome::Passed { value: found };
    }
    let title = subject.kind.title;
    let (found, reason) = if met {
        (Some(Fact::Text(title)), Reason::OtherKind(title))
    } else {
        let none = names == Names::default();
        ((!none).then_some(found), Reason::NotExpected)
    };
    Outcome::failed(Some(Fact::Derived(expected)), found, reason)
}

/// The rule `require:<name>`.
const REQUIREMENT: Rule = Rule::new("require:<name>", Group::Expectations, requirements)
    .passes("the signed value is the required one")
    .fails("the signed value is not the one that you require")
    .compares(["required", Check::SIGNED])
    .required()
    .listed_if(|verifier| !verifier.expectations.requirements.is_empty());

/// Checks each required value.
fn requirements<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    for requirement in &subject.verifier.expectations.requirements {
        let (place, outcome) = require(subject, requirement);
        findings.push_entry(
            Some(requirement.rule.name.into()),
            Place::At(place.into()),
            outcome,
        );
    }
}

fn require<'d>(subject: &Subject<'d>, requirement: &'d Requirement) -> (String, Outcome<'d>) {
    let wanted = requirement.value.as_str();
    let canonical = subject.places.canonical_record.unwrap_or_default();
    let (place, found, met) = match requirement.rule.signed {
        SignedValue::KeyId => {
            let signer = subject.signer();
            let met = signer.as_ref().is_some_and(|key| key.key_id == wanted);
            let id = signer.map(|key| Fact::Derived(key.key_id.into_owned()));
            (String::new(), id, met)
        }
        SignedValue::Is(part) => {
            let value = signed(subject, part);
            let met = value.is_some_and(|value| value == wanted);
            (format!("{canonical}{part}"), value.map(Fact::Text), met)
        }
        SignedValue::After(part) => {
            let date = signed(subject, part);
            // Dates of the same form are ordered like their texts.
            let met = date.is_some_and(|date| is_date(date) && date > wanted);
            (format!("{canonical}{part}"), date.map(Fact::Text), met)
        }
    };
    let outcome = match (found, met) {
        (Some(value), true) => Outcome::Passed { value },
        (None, _) => Outcome::failed(Some(Fact::Text(wanted)), None, Reason::NothingToRequire),
        (found, false) => {
            Outcome::failed(Some(Fact::Text(wanted)), found, Reason::RequirementNotMet)
        }
    };
    (place, outcome)
}

fn signed<'d>(subject: &Subject<'d>, part: &str) -> Option<&'d str> {
    subject.canonical_member(part).and_then(Value::as_str)
}
