//! Compares the findings and counts of an integrity document with its signed events.

use super::findings::Findings;
use super::rule::{DERIVED, Rule, SHOWN};
use crate::json::difference::is_same;
use crate::json::document::{Kind, Value};
use crate::record::claim::Claim;
use crate::record::finding_counts::FindingCounts;
use crate::report::coverage::Class;
use crate::report::{Check, Fact, Group, Outcome, Place, Reason};
use crate::verify::events::{Event, FINDING_NAMES, FINDINGS, MAX_EVENTS, unstated_members};
use crate::verify::subject::Subject;

/// A finding that differs from an event in this many members or more is not an altered copy of
/// it.
const MAX_DIFFERENT: usize = 5;

/// The rule `finding:<place>`.
pub(crate) const FINDING: Rule = Rule::new("finding:<place>", Group::Findings, each_finding)
    .passes("repeats only what a signed event states")
    .fails("no signed event states a finding in this form")
    .compares(SHOWN)
    .required()
    .per_entry();

/// Compares each finding with the event that states it.
fn each_finding<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let claim = subject.at(FINDINGS).of_kind(Kind::Array);
    if let Claim::Malformed { .. } = claim {
        findings.require(FINDINGS, claim, Reason::Missing, None);
        return;
    }
    let events = subject.events();
    for (position, (finding, _)) in events.findings.iter().enumerate() {
        let (member, outcome) = match events.stating(position) {
            Some(event) if event.verified && unstated_members(*finding).next().is_some() => {
                ("", with_more(*finding))
            }
            Some(event) if event.verified => {
                for value in FINDING_NAMES.iter().filter_map(|name| finding.member(name)) {
                    findings.marks.set(value, Class::Mirrored);
                }
                let value = Fact::Event(event.name.clone());
                ("", Outcome::Passed { value })
            }
            Some(event) => {
                let outcome = Outcome::skipped(None, Reason::EventNotVerified);
                ("", outcome.about(Fact::Event(event.name.clone())))
            }
            None => altered(*finding, events.counterpart(position)),
        };
        let slash = if member.is_empty() { "" } else { "/" };
        let place = format!("{FINDINGS}/{position}{slash}{member}");
        findings.push_entry(
            Some(position.to_string().into()),
            Place::At(place.into()),
            outcome,
        );
    }
    let count = claim.given().map_or(0, |array| array.children().count());
    if count > MAX_EVENTS {
        let max = MAX_EVENTS;
        findings.fail(FINDINGS, Reason::TooManyFindings { count, max });
    }
}

/// Returns the outcome for a finding that has members which its event does not state.
fn with_more<'d>(finding: Value<'d>) -> Outcome<'d> {
    let outcome = Outcome::skipped(
        None,
        Reason::UnsignedMembers(unstated_members(finding).count()),
    );
    match unstated_members(finding).next() {
        Some(first) => outcome.about(Fact::Text(first.name())),
        None => outcome,
    }
}

/// Returns the outcome for a finding that no event states.
///
/// If it differs from the given event in a few members, the outcome names the first of them.
fn altered<'d>(finding: Value<'d>, event: Option<&Event<'d>>) -> (&'static str, Outcome<'d>) {
    let payload = event.and_then(|event| event.payload.given());
    let pairs = FINDING_NAMES.iter().map(|name| {
        let both = [
            finding.member(name),
            payload.and_then(|payload| payload.member(name)),
        ];
        (*name, both)
    });
    let differs = |(_, both): &(&str, [Option<Value<'_>>; 2])| match both {
        [Some(one), Some(other)] => !is_same(*one, *other),
        _ => true,
    };
    let different: Vec<_> = pairs.filter(differs).collect();
    match (&*different, event) {
        ([(name, [shown, signed]), ..], Some(event)) if different.len() < MAX_DIFFERENT => {
            let outcome = Outcome::failed(
                shown.map(Fact::Value),
                signed.map(Fact::Value),
                Reason::EventStatesOtherwise,
            );
            (name, outcome.about(Fact::Event(event.name.clone())))
        }
        _ => {
            let outcome = Outcome::failed(Some(Fact::Value(finding)), None, Reason::NoEventStates);
            ("", outcome)
        }
    }
}

/// Returns the class of the counts.
///
/// No signature covers which events the document holds. The counts are checked if they follow
/// from the events that are here.
fn recounted(subject: &Subject<'_>) -> Class {
    if subject.events().agree() {
        Class::Checked
    } else {
        Class::Unsigned
    }
}

/// The rule `summary`.
pub(crate) const SUMMARY: Rule = Rule::new("summary", Group::Findings, summary)
    .passes("counting the findings gives the stated numbers")
    .fails("counting the findings gives other numbers")
    .compares([Check::IN_FILE, "counted"]);

/// Compares the summary with the findings, counted by severity and by detector.
fn summary<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/integrity/summary";
    let claim = subject.at(PLACE).of_kind(Kind::Object);
    let stated = claim.given();
    let computed = count(subject);
    let same = |_: &_, computed: &Fact<'_>| match (stated, computed) {
        (Some(stated), Fact::FindingCounts(counts)) => counts.are_stated_by(stated),
        _ => false,
    };
    let claim = claim.refine(|value| Ok(Fact::Value(value)));
    let outcome = findings.compare(claim, computed, same, recounted(subject));
    findings.push(PLACE, outcome);
}

fn count<'d>(subject: &Subject<'d>) -> Result<Fact<'d>, Reason> {
    let shown = subject.at(FINDINGS).of_kind(Kind::Array).given();
    let shown = shown.ok_or(Reason::SectionLacks("findings"))?;
    let counts = FindingCounts::of(shown).ok_or(Reason::NotCounted)?;
    Ok(Fact::FindingCounts(counts))
}

/// The rule `clean`.
pub(crate) const CLEAN: Rule = Rule::new("clean", Group::Findings, clean)
    .passes("it says correctly whether there are findings")
    .fails("it says wrongly whether there are findings")
    .compares([Check::IN_FILE, "counted"]);

/// Compares `clean` with whether there are no findings.
fn clean<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/integrity/clean";
    let claim = subject.at(PLACE);
    let stated = claim.given().map(Value::kind);
    let shown = subject.at(FINDINGS).of_kind(Kind::Array).given();
    let shown = shown.ok_or(Reason::SectionLacks("findings"));
    let computed = shown.map(|findings| {
        let kind = if findings.is_leaf() {
            Kind::True
        } else {
            Kind::False
        };
        (
            kind,
            Fact::Text(if findings.is_leaf() { "true" } else { "false" }),
        )
    });
    let kind = computed.as_ref().ok().map(|(kind, _)| *kind);
    let claim = claim.refine(|value| Ok(Fact::Value(value)));
    let computed = computed.map(|(_, fact)| fact);
    let outcome = findings.compare(claim, computed, |_, _| stated == kind, recounted(subject));
    findings.push(PLACE, outcome);
}

/// Returns the class of values that follow from the arXiv id, which the events sign.
fn following_from_id(subject: &Subject<'_>, findings: &Findings<'_, '_>, class: Class) -> Class {
    match subject.at("/arxiv_id").given() {
        Some(id) if findings.marks.class(id) == Class::Mirrored => class,
        _ => Class::Unsigned,
    }
}

/// The rule `arxiv-id`.
pub(crate) const ARXIV_ID: Rule = Rule::new("arxiv-id", Group::Copies, arxiv_id)
    .passes("repeats the arXiv id of the events")
    .fails("two members state different arXiv ids")
    .compares([Check::IN_FILE, "/arxiv_id"]);

/// Compares `/pith_number`, which holds the arXiv id despite its name, with `/arxiv_id`.
fn arxiv_id<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/pith_number";
    let id = subject.string("/arxiv_id").given();
    let id = id.map(Fact::Text).ok_or(Reason::SectionLacks("/arxiv_id"));
    let class = following_from_id(subject, findings, Class::Mirrored);
    let outcome = findings.compare_text(subject.string(PLACE), id, class);
    findings.push(PLACE, outcome);
}

/// The rule `endpoint`.
pub(crate) const ENDPOINT: Rule = Rule::new("endpoint", Group::Copies, endpoint)
    .passes("follows from the arXiv id")
    .fails("the path does not belong to this document")
    .compares(DERIVED);

/// Compares the endpoint with the path under which the registry serves the document.
fn endpoint<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/integrity/endpoint";
    let computed = match subject.string("/arxiv_id").given() {
        None => Err(Reason::SectionLacks("/arxiv_id")),
        // The form of the endpoint is known for new arXiv ids only.
        Some(id) if id.contains('/') => Err(Reason::UnknownEndpoint),
        Some(id) => Ok(Fact::Derived(format!("/pith/{id}/integrity.json"))),
    };
    let class = following_from_id(subject, findings, Class::Checked);
    let outcome = findings.compare_text(subject.string(PLACE), computed, class);
    findings.push(PLACE, outcome);
}
