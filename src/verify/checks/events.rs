//! Checks the signed events of an integrity document. Every check here is required.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::rule::{RECOMPUTED, Rule};
use crate::json::canonical::Charset;
use crate::json::digest::Digest;
use crate::json::document::Kind;
use crate::record::claim::Claim;
use crate::report::coverage::Class;
use crate::report::{Check, Fact, Group, Outcome, Place, Reason};
use crate::verify::events::{EVENT_TYPE, EVENTS, Event, MAX_EVENTS};
use crate::verify::subject::Subject;

/// The rule `events`.
pub(crate) const ALL: Rule = Rule::new("events", Group::Events, events)
    .passes("no two events share an id or a payload")
    .fails("two events share an id or a payload")
    .required();

/// Checks that there are events, and that no two have the same id or payload.
///
/// Otherwise one signed event could count as two.
fn events<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let claim = subject.at(EVENTS).of_kind(Kind::Array);
    let events = subject.events();
    if events.list.is_empty() && !matches!(claim, Claim::Malformed { .. }) {
        return findings.skip(EVENTS, Reason::NoEvents);
    }
    if findings
        .require(EVENTS, claim, Reason::Missing, None)
        .is_none()
    {
        return;
    }
    if events.count > MAX_EVENTS {
        let (count, max) = (events.count, MAX_EVENTS);
        return findings.skip(EVENTS, Reason::TooManyEvents { count, max });
    }
    let (mut names, mut digests) = (BTreeSet::new(), BTreeSet::new());
    let defect = events.list.iter().find_map(|event| {
        let digest = event.digest.as_ref().map(Digest::as_bytes);
        let reason = if event.name.starts_with('#') {
            Reason::EventWithoutId
        } else if !names.insert(&event.name) {
            Reason::RepeatedEventId
        } else if digest.is_some_and(|digest| !digests.insert(digest)) {
            Reason::RepeatedPayload
        } else {
            return None;
        };
        Some((event, reason))
    });
    match defect {
        None => findings.pass(EVENTS, Fact::Events(events.count as u64)),
        Some((event, reason)) => {
            let outcome = Outcome::failed(Some(Fact::Event(event.name.clone())), None, reason);
            findings.push(format!("{EVENTS}/{}", event.position), outcome);
        }
    }
}

/// Checks a member of every event.
fn each<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
    member: &'static str,
    check: impl Fn(&Event<'d>, &mut Findings<'_, 'd>) -> Outcome<'d>,
) {
    for event in &subject.events().list {
        let outcome = check(event, findings);
        let place = Place::Element(EVENTS, event.position, member);
        findings.push_entry(Some(event.name.clone()), place, outcome);
    }
}

/// The rule `event-payload:<event>`.
pub(crate) const PAYLOAD: Rule = Rule::new("event-payload:<event>", Group::Events, payload)
    .passes("the recomputed digest matches the stated one")
    .fails("the payload of an event does not match its stated digest")
    .compares(RECOMPUTED)
    .required()
    .per_entry();

fn payload<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    each(subject, findings, "payload_sha256", |event, findings| {
        let stated = Claim::string_at(event.at, "/payload_sha256").of_hex::<32>();
        let computed = event.digest.map(Fact::Digest);
        let computed = computed.ok_or(Reason::SectionLacks("payload"));
        findings.compare_text(stated, computed, Class::Checked)
    });
}

/// The rule `event-terms:<event>`.
pub(crate) const TERMS: Rule = Rule::new("event-terms:<event>", Group::Events, terms)
    .passes("the type of the event is known")
    .fails("an event and its payload state different types")
    .compares([Check::IN_FILE, Check::SIGNED])
    .required()
    .per_entry();

fn terms<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    each(subject, findings, "event_type", |event, findings| {
        let known = Fact::Text(EVENT_TYPE);
        let claim = Claim::string_at(event.at, "/event_type");
        let (at, stated) = match findings.available(claim, Reason::Missing, Some(known.clone())) {
            Ok(found) => found,
            Err(outcome) => return *outcome,
        };
        if stated != EVENT_TYPE {
            let claimed = Some(Fact::Text(stated));
            return Outcome::skipped(claimed, Reason::UnknownTerm(EVENT_TYPE));
        }
        if !event.has_known_terms() {
            let signed = Claim::string_at(event.at, "/payload/event_type").given();
            return Outcome::failed(Some(known), signed.map(Fact::Text), Reason::Differs);
        }
        findings.marks.set(at, Class::Checked);
        Outcome::Passed { value: known }
    });
}

/// The rule `event-key:<event>`.
pub(crate) const KEY: Rule = Rule::new("event-key:<event>", Group::Events, key)
    .passes("names a trusted key")
    .fails("an event does not name the key that signed it")
    .required()
    .per_entry();

fn key<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    each(subject, findings, "signing_key_id", |event, findings| {
        let claim = Claim::string_at(event.at, "/signing_key_id");
        match findings.available(claim, Reason::Missing, None) {
            Err(outcome) => *outcome,
            Ok((_, id)) if event.key.is_none() => {
                Outcome::skipped(Some(Fact::Text(id)), Reason::UntrustedKey)
            }
            Ok((at, id)) => {
                findings.marks.set(at, Class::Checked);
                Outcome::Passed {
                    value: Fact::Text(id),
                }
            }
        }
    });
}

/// The rule `event-signature:<event>`.
pub(crate) const SIGNATURE: Rule = Rule::new("event-signature:<event>", Group::Events, signature)
    .passes("that key signed the recomputed digest")
    .fails("the signature is not over the payload of this event")
    .required()
    .per_entry();

fn signature<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    each(subject, findings, "signature_b64", |event, findings| {
        let (at, (text, _)) = match findings.available(event.signature, Reason::Missing, None) {
            Ok(found) => found,
            Err(outcome) => return *outcome,
        };
        let claimed = Some(Fact::Text(text));
        let Claim::Given { at: payload, .. } = event.payload else {
            return Outcome::failed(claimed, None, Reason::NothingSigned);
        };
        if !event.has_known_terms() {
            return Outcome::skipped(claimed, Reason::TermsUnknown);
        }
        if event.key.is_none() {
            return Outcome::skipped(claimed, Reason::NoTrustedKey);
        }
        if !event.verified {
            return Outcome::failed(claimed, None, Reason::BadSignature);
        }
        findings.marks.set(payload, Class::Signed);
        findings.marks.set(at, Class::Checked);
        Outcome::Passed {
            value: Fact::Text(text),
        }
    });
}

/// The rule `event-evidence:<event>`.
pub(crate) const EVIDENCE: Rule = Rule::new("event-evidence:<event>", Group::Events, evidence)
    .passes("the evidence matches the hash in the payload")
    .fails("the evidence of an event does not match its stated hash")
    .compares(RECOMPUTED)
    .required()
    .per_entry();

fn evidence<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    each(
        subject,
        findings,
        "payload/evidence_hash",
        |event, findings| {
            let stated = Claim::string_at(event.at, "/payload/evidence_hash").of_hex::<32>();
            let member = |name| {
                let payload = event.payload.given();
                payload
                    .and_then(|payload| payload.member(name))
                    .ok_or(Reason::SectionLacks(name))
            };
            let computed = member("detector").and_then(|detector| {
                let members = [("d", detector), ("e", member("evidence")?)];
                Ok(Fact::Digest(Digest::of_object(Charset::Ascii, &members)))
            });
            findings.compare_text(stated, computed, Class::Signed)
        },
    );
}

/// The rule `event-subject:<event>`.
pub(crate) const SUBJECT: Rule = Rule::new("event-subject:<event>", Group::Events, paper)
    .passes("is about the paper of this document")
    .fails("an event is about another paper")
    .compares([Check::SIGNED, "document"])
    .required()
    .per_entry();

/// Compares the paper of each event with that of the document.
///
/// An event about another paper must never vouch for a finding of this document.
fn paper<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let about = subject.string("/arxiv_id");
    each(subject, findings, "payload/arxiv_id", |event, findings| {
        let signed = Claim::string_at(event.at, "/payload/arxiv_id");
        let here = about
            .given()
            .map(Fact::Text)
            .ok_or(Reason::SectionLacks("/arxiv_id"));
        let outcome = findings.compare_text(signed, here, Class::Signed);
        if let (Outcome::Passed { .. }, Claim::Given { at, .. }) = (&outcome, about) {
            findings.marks.set(at, Class::Mirrored);
        }
        outcome
    });
}

/// The rule `event-listed:<event>`.
pub(crate) const LISTED: Rule = Rule::new("event-listed:<event>", Group::Events, listed)
    .passes("its finding is listed")
    .fails("the finding of an event is not listed")
    .required()
    .per_entry();

/// Checks that the finding that each event states is listed.
///
/// A document that leaves out a signed finding shows less than was signed. Only the registry
/// knows whether it has withdrawn the finding.
fn listed<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let events = subject.events();
    let left_out = events.left_out();
    each(subject, findings, "payload", |event, _| {
        match event.finding {
            Some(_) => Outcome::Passed {
                value: Fact::Event(event.name.clone()),
            },
            None if events.vouches(event) => Outcome::skipped(None, Reason::LeavesOut(left_out)),
            None => Outcome::skipped(None, Reason::NotListed),
        }
    });
}
