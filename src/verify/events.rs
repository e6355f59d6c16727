//! Reads the events of an integrity document (docs/format.md, section 10).
//!
//! This module finds out once which events are signed, and which finding each of them states.
//! The checks report the result.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::verifier::Verifier;
use crate::json::canonical::Charset;
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};
use crate::record::claim::{Claim, Defect};
use crate::record::encoding;
use crate::report::{FindingStatus, IntegrityFindings, Severities};
use crate::trust::keyring::TrustedKey;
use crate::trust::signature;

/// The only known type of events.
pub(crate) const EVENT_TYPE: &str = "pith.integrity.v1";
pub(crate) const EVENTS: &str = "/events";
pub(crate) const FINDINGS: &str = "/integrity/findings";

/// The members that a finding repeats from the payload of its event.
pub(crate) const FINDING_NAMES: &[&str] = &[
    "audited_at",
    "detected_arxiv_id",
    "detected_doi",
    "detector",
    "finding_type",
    "note",
    "ref_index",
    "severity",
    "verdict_class",
];

/// The largest number of events that are verified, and of findings that are compared with them.
///
/// Real documents have a few. The limit keeps the report on a hostile document from growing to
/// many times the size of the document.
pub(crate) const MAX_EVENTS: usize = 1_000;

/// One event.
#[derive(Debug)]
pub(crate) struct Event<'d> {
    /// The index in `/events`.
    pub(crate) position: usize,
    pub(crate) at: Value<'d>,
    /// The event id or, if that is not an integer, the index after a `#`.
    pub(crate) name: Cow<'d, str>,
    pub(crate) payload: Claim<'d, Value<'d>>,
    /// The digest of the payload, in the escaped form.
    pub(crate) digest: Option<Digest>,
    /// The trusted key that the event names.
    pub(crate) key: Option<&'d TrustedKey>,
    /// The signature, as text and as bytes.
    pub(crate) signature: Claim<'d, (&'d str, [u8; 64])>,
    /// Whether that key signed that digest, and the event is of the known type.
    pub(crate) verified: bool,
    /// The index in `/integrity/findings` of the finding that the event states.
    pub(crate) finding: Option<usize>,
}

/// The events of a document.
#[derive(Debug)]
pub(crate) struct Events<'d> {
    /// The arXiv id of the paper that the document is about.
    paper: Option<&'d str>,
    /// The first [`MAX_EVENTS`] events.
    pub(crate) list: Vec<Event<'d>>,
    /// The number of all events.
    pub(crate) count: usize,
    /// The first [`MAX_EVENTS`] findings, each with the index in `list` of the event that
    /// states it.
    pub(crate) findings: Vec<(Value<'d>, Option<usize>)>,
}

impl<'d> Event<'d> {
    fn of(verifier: &'d Verifier, position: usize, at: Value<'d>) -> Self {
        let id = at.member("event_id");
        let id = id.filter(|id| id.kind() == Kind::Integer);
        let payload = Claim::child(at, "payload").of_kind(Kind::Object);
        let digest = payload
            .given()
            .map(|payload| Digest::of_value_in(Charset::Ascii, payload));
        let key = Claim::string_at(at, "/signing_key_id").given();
        let signature = Claim::string_at(at, "/signature_b64").refine(|text| {
            let bytes = encoding::from_base64(text).map_err(Defect::Encoding)?;
            Ok((text, bytes))
        });
        let mut event = Self {
            position,
            at,
            name: match id.map(Value::text) {
                None => format!("#{position}").into(),
                // `-0` is the only integer that has a second spelling.
                Some("-0") => "0".into(),
                Some(id) => id.into(),
            },
            payload,
            digest,
            key: key.and_then(|id| verifier.keys.find(id, "")),
            signature,
            verified: false,
            finding: None,
        };
        event.verified = event.verify().unwrap_or_default();
        event
    }

    /// Returns whether the event and its payload are of the known type.
    pub(crate) fn has_known_terms(&self) -> bool {
        let types = ["/event_type", "/payload/event_type"];
        let mut types = types
            .map(|place| Claim::string_at(self.at, place).given())
            .into_iter();
        types.all(|found| found == Some(EVENT_TYPE))
    }

    fn verify(&self) -> Option<bool> {
        let (_, signature) = self.signature.given()?;
        let (key, digest) = (self.key?.key(), self.digest?);
        Some(self.has_known_terms() && signature::verifies(key, &digest, &signature))
    }
}

impl<'d> Events<'d> {
    pub(crate) fn of(verifier: &'d Verifier, root: Value<'d>) -> Self {
        let list = elements(root, EVENTS).take(MAX_EVENTS).enumerate();
        let findings = elements(root, FINDINGS).take(MAX_EVENTS);
        let mut events = Self {
            paper: Claim::string_at(root, "/arxiv_id").given(),
            list: list
                .map(|(position, at)| Event::of(verifier, position, at))
                .collect(),
            count: elements(root, EVENTS).count(),
            findings: findings.map(|finding| (finding, None)).collect(),
        };
        events.find_findings();
        events
    }

    /// Matches each finding with an event that states it; no event matches two findings.
    fn find_findings(&mut self) {
        let mut stating: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
        // The lists are filled from the end, so that `pop` takes the first event first.
        for (place, event) in self.list.iter().enumerate().rev() {
            if let Some(stated) = event.payload.given().and_then(repeated) {
                stating.entry(*stated.as_bytes()).or_default().push(place);
            }
        }
        for (position, (finding, event)) in self.findings.iter_mut().enumerate() {
            *event = repeated(*finding).and_then(|shown| stating.get_mut(shown.as_bytes())?.pop());
            if let Some(event) = event.and_then(|place| self.list.get_mut(place)) {
                event.finding = Some(position);
            }
        }
    }

    /// Returns the event that states a finding.
    pub(crate) fn stating(&self, finding: usize) -> Option<&Event<'d>> {
        let (_, place) = self.findings.get(finding)?;
        self.list.get((*place)?)
    }

    /// Returns the event from which an unmatched finding was probably made.
    ///
    /// It is the unmatched event with as many unmatched events before it as there are unmatched
    /// findings before the finding.
    pub(crate) fn counterpart(&self, finding: usize) -> Option<&Event<'d>> {
        let before = self.findings.get(..finding)?.iter();
        let before = before.filter(|(_, event)| event.is_none()).count();
        self.list
            .iter()
            .filter(|event| event.finding.is_none())
            .nth(before)
    }

    /// Returns whether every event is signed and listed, and an event states every finding.
    pub(crate) fn agree(&self) -> bool {
        let listed = |event: &Event<'_>| event.verified && event.finding.is_some();
        self.count == self.findings.len() && self.list.iter().all(listed)
    }

    /// Returns whether an event is signed, and about the paper of the document.
    pub(crate) fn vouches(&self, event: &Event<'d>) -> bool {
        let paper = Claim::string_at(event.at, "/payload/arxiv_id").given();
        event.verified && paper.is_some() && paper == self.paper
    }

    /// Returns the number of findings that signed events state and that are not listed, by
    /// severity.
    pub(crate) fn left_out(&self) -> Severities {
        let mut counts = Severities::default();
        self.unlisted().for_each(|payload| counts.count(payload));
        counts
    }

    /// Returns the payloads of the signed events whose findings are not listed.
    fn unlisted(&self) -> impl Iterator<Item = Value<'d>> {
        let events = self.list.iter();
        let unlisted = events.filter(|event| event.finding.is_none() && self.vouches(event));
        unlisted.filter_map(|event| event.payload.given())
    }

    /// Returns what the document says about the paper: the findings that it lists, and those
    /// that it leaves out.
    pub(crate) fn said(&self, root: Value<'d>) -> IntegrityFindings<'d> {
        let listed = elements(root, FINDINGS).enumerate();
        let listed = listed.map(|(position, finding)| {
            let event = self.stating(position);
            if event.is_some_and(|event| self.vouches(event))
                && unstated_members(finding).next().is_none()
            {
                (finding, FindingStatus::Signed)
            } else {
                (finding, FindingStatus::NotSigned)
            }
        });
        let left_out = self
            .unlisted()
            .map(|payload| (payload, FindingStatus::LeftOut));
        IntegrityFindings::of(listed.chain(left_out))
    }

    /// Returns the trusted key, if every event names the same one.
    pub(crate) fn key(&self) -> Option<&'d TrustedKey> {
        let mut keys = self.list.iter().map(|event| event.key);
        let first = keys.next()??;
        keys.all(|key| key == Some(first)).then_some(first)
    }
}

/// Returns the elements of an array of the document.
fn elements<'d>(root: Value<'d>, place: &'static str) -> impl Iterator<Item = Value<'d>> {
    let array = Claim::at(root, place).of_kind(Kind::Array).given();
    array.into_iter().flat_map(Value::children)
}

/// Returns the members of a finding that no event states.
pub(crate) fn unstated_members<'d>(finding: Value<'d>) -> impl Iterator<Item = Value<'d>> {
    let members = finding.children();
    members.filter(|member| !FINDING_NAMES.contains(&member.name()))
}

/// Returns the digest of the members that a finding repeats; `None` if one is missing.
fn repeated(object: Value<'_>) -> Option<Digest> {
    let members = FINDING_NAMES
        .iter()
        .map(|name| Some((*name, object.member(name)?)));
    let members = members.collect::<Option<Vec<_>>>()?;
    Some(Digest::of_object(Charset::Utf8, &members))
}
