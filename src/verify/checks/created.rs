//! Checks the event that created the record of a bundle, and lists all other events.

use super::findings::Findings;
use super::rule::Rule;
use crate::json::difference::first_difference;
use crate::json::document::{Kind, Value};
use crate::json::shorten::Shortened;
use crate::report::coverage::Class;
use crate::report::{Fact, Group, Outcome, Reason};
use crate::verify::events::EVENTS;
use crate::verify::subject::Subject;

const EVENT_TYPE: &str = "record_created";
/// The second copy of the canonical record, in the payload of the event.
pub(in crate::verify) const COPY: &str = "/events/0/payload/canonical_record";

/// The rule `record-created`.
pub(crate) const RECORD_CREATED: Rule =
    Rule::new("record-created", Group::SignedCore, record_created)
        .passes("only the first event created the record")
        .fails("the event that created the record disagrees with the bundle")
        .compares(["in the event", "in the bundle"])
        .required();

/// Compares the event with the bundle. The event has no other information about the record.
fn record_created<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let claim = subject.at(EVENTS).of_kind(Kind::Array);
    let Some((events, _)) = findings.require(EVENTS, claim, Reason::Missing, None) else {
        return;
    };
    let type_of = |event: Value<'d>| event.member("event_type").and_then(Value::as_str);
    let creating = |event: &Value<'d>| type_of(*event) == Some(EVENT_TYPE);
    if let Some(second) = events.children().skip(1).find(creating) {
        let place = second.pointer().to_string();
        let outcome = Outcome::failed(None, None, Reason::SecondCreation);
        return findings.push(place, outcome);
    }
    let signed = subject.canonical_record();
    let number = signed
        .clone()
        .and_then(|signed| signed.pith_number.ok_or(Reason::NoYear));
    let texts = [
        ("/events/0/event_type", Ok(Fact::Text(EVENT_TYPE))),
        ("/events/0/target", Ok(Fact::Text("record"))),
        (
            "/events/0/subject_pith_number",
            number.map(Fact::PithNumber),
        ),
        (
            "/events/0/payload/canonical_sha256",
            subject.digest().map(Fact::Digest),
        ),
    ];
    for (place, computed) in texts {
        let outcome = findings.compare_text(subject.string(place), computed, Class::Checked);
        if !matches!(outcome, Outcome::Passed { .. }) {
            return findings.push(place, outcome);
        }
    }
    let Some((copy, _)) = findings.require(COPY, subject.at(COPY), Reason::Missing, None) else {
        return;
    };
    let Ok(signed) = signed else { return };
    let mut below = Shortened::default();
    if let Some([here, there]) = first_difference(copy, signed.value, &mut below) {
        let [here, there] = [here, there].map(|value| value.map(Fact::Value));
        let outcome = Outcome::failed(here, there, Reason::Differs);
        return findings.push(format!("{COPY}{below}"), outcome);
    }
    findings.marks.set(copy, Class::Mirrored);
    findings.pass(EVENTS, Fact::Text(EVENT_TYPE));
}

/// The rule `event-signatures`.
pub(crate) const EVENT_SIGNATURES: Rule =
    Rule::new("event-signatures", Group::Events, event_signatures)
        .passes("every event has a valid signature")
        .fails("the later events cannot be verified");

/// Reports the events as skipped: how their ids and signatures are made is not published.
fn event_signatures<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let events = subject.at(EVENTS).of_kind(Kind::Array).given();
    let count = events.map(|events| Fact::Events(events.children().count() as u64));
    findings.push(EVENTS, Outcome::skipped(count, Reason::UnknownEventProof));
}
