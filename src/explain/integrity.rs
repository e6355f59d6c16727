//! Explains the events of an integrity document, and the findings that repeat them.

use super::context::Context;
use super::copies::{KIND, NAMES};
use super::receipt::{STRICTLY, public_key, shown, signature};
use super::shell::{Shell, jq_path, python_path, survives_jq};
use super::step::{Item, Step};
use crate::report::{Group, Place};
use crate::verify::checks::{events, given_record, integrity, kind, look_alikes};
use crate::verify::events::{EVENTS, Event, FINDING_NAMES, FINDINGS};

/// The Python code that prints the SHA-256 of the escaped form of `v`.
const PYTHON: &str = "import hashlib; print(hashlib.sha256(json.dumps(v,sort_keys=True,\
    separators=(\",\",\":\")).encode()).hexdigest())";

/// The rule about a finding, in words.
const REPEATS: &str = "repeats nine members of the payload of a signed event, and has no others";

/// Returns the shell lines that repeat a check of an event.
type Repeat = fn(&Context<'_, '_>, &Event<'_>, &Item<'_>) -> Option<Shell>;

/// The checks of each event: the id, the rule in words, and what repeats the check.
#[rustfmt::skip]
const OF_EVENTS: &[(&str, &str, Repeat)] = &[
    (events::PAYLOAD.id(), "SHA-256 of the payload in canonical form, with all characters outside ASCII escaped", payload),
    (events::TERMS.id(), "the type that event and payload state; no other type is known", terms),
    (events::KEY.id(), "the key that the event names must be a trusted one", key),
    (events::SIGNATURE.id(), STRICTLY, event_signature),
    (events::EVIDENCE.id(), "the same hash of {\"d\": detector, \"e\": evidence}, as the payload states it", evidence),
    (events::SUBJECT.id(), "the arXiv id in the payload is that of the document", paper),
    (events::LISTED.id(), "its finding is listed below", |_, _, _| None),
];

pub(super) fn events<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "The registry publishes each finding as an event. Its key signs the 32 bytes of the \
        payload's digest and nothing else: not the id or the date of the event, and not \
        which events exist. The payload has its own canonical form, in which all characters \
        outside ASCII are escaped; `pith canon --ascii` writes it, and so does Python.";
    let events = context.subject.events();
    let items = context.item(
        events::ALL.id(),
        "no two events share an id or a payload",
        None,
    );
    let mut items: Vec<_> = items.into_iter().collect();
    items.extend(events.key().map(public_key));
    for (id, rule, repeat) in OF_EVENTS {
        let each = context.items(|finding| finding.check.id == *id);
        items.extend(each.map(|item| Item {
            rule: (*rule).to_owned(),
            shell: event(context, &item).and_then(|event| repeat(context, event, &item)),
            ..item
        }));
    }
    Step::new(summary, items)
}

/// Returns the event that an item is about.
fn event<'c, 'd>(context: &Context<'c, 'd>, item: &Item<'_>) -> Option<&'c Event<'d>> {
    let Place::Element(_, position, _) = item.finding?.place else {
        return None;
    };
    context.subject.events().list.get(position)
}

/// Returns the JSON Pointer to a part of an event.
fn at(event: &Event<'_>, part: &str) -> String {
    format!("{EVENTS}/{}{part}", event.position)
}

fn payload(context: &Context<'_, '_>, event: &Event<'_>, _: &Item<'_>) -> Option<Shell> {
    let program = format!("v=d{}; {PYTHON}", python_path(&at(event, "/payload")));
    Some(Shell::new(
        context.python(&program),
        event.digest?.to_string(),
    ))
}

fn terms(context: &Context<'_, '_>, event: &Event<'_>, _: &Item<'_>) -> Option<Shell> {
    both(
        context,
        &at(event, "/event_type"),
        &at(event, "/payload/event_type"),
    )
}

/// Returns the shell line that shows two strings.
fn both(context: &Context<'_, '_>, one: &str, other: &str) -> Option<Shell> {
    let program = format!("{}, {}", jq_path(one), jq_path(other));
    let prints = format!("{}\n{}", context.string(one)?, context.string(other)?);
    Some(context.jq("jq -r", &program, prints))
}

fn key(context: &Context<'_, '_>, event: &Event<'_>, _: &Item<'_>) -> Option<Shell> {
    shown(&at(event, "/signing_key_id"), context)
}

fn event_signature(context: &Context<'_, '_>, event: &Event<'_>, item: &Item<'_>) -> Option<Shell> {
    signature(
        context,
        &at(event, "/signature_b64"),
        event.digest.zip(event.key),
        item,
    )
}

fn evidence(context: &Context<'_, '_>, event: &Event<'_>, item: &Item<'_>) -> Option<Shell> {
    let computed = item.finding?.outcome().computed()?.to_string();
    let payload = python_path(&at(event, "/payload"));
    let program =
        format!("p=d{payload}; v={{\"d\":p[\"detector\"],\"e\":p[\"evidence\"]}}; {PYTHON}");
    Some(Shell::new(context.python(&program), computed))
}

fn paper(context: &Context<'_, '_>, event: &Event<'_>, _: &Item<'_>) -> Option<Shell> {
    both(context, "/arxiv_id", &at(event, "/payload/arxiv_id"))
}

pub(super) fn findings<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "Readers see these findings, not the payloads. A finding can be relied on like a \
        signed one if it repeats what the payload of a signed event states, and nothing \
        more; the counts follow from the findings. A document that leaves out the finding of \
        a signed event does not pass: the registry may have withdrawn that finding, or \
        someone removed it.";
    let of_findings = context.items(|finding| finding.check.group == Group::Findings);
    let mut items: Vec<_> = of_findings
        .map(|item| Item {
            rule: match item.finding {
                Some(found) if found.check.id == integrity::FINDING.id() => REPEATS,
                _ => "follows from the findings",
            }
            .into(),
            shell: finding(context, &item),
            ..item
        })
        .collect();
    let rules = [
        (
            "arxiv-id",
            "/pith_number holds the arXiv id, as /arxiv_id does",
        ),
        (
            given_record::SAME_RECORD.id(),
            "the arXiv id is that of the signed record that you gave",
        ),
        (
            "endpoint",
            "the path at which the registry serves the document, with its arXiv id",
        ),
        (look_alikes::LOOK_ALIKE_NAMES.id(), NAMES),
        (kind::KIND.id(), KIND),
    ];
    items.extend(
        rules
            .iter()
            .filter_map(|(id, rule)| context.item(id, *rule, None)),
    );
    Step::new(summary, items)
}

/// Returns the shell line that compares a finding with its event.
fn finding(context: &Context<'_, '_>, item: &Item<'_>) -> Option<Shell> {
    let position = item.finding?.entry.as_deref()?.parse().ok()?;
    let event = context.subject.events().stating(position)?;
    let pointer = format!("{FINDINGS}/{position}");
    let shown = context.subject.root.at(&pointer)?;
    if !item.passed() || !survives_jq(shown) || !survives_jq(event.payload.given()?) {
        return None;
    }
    let payload = jq_path(&at(event, "/payload"));
    let members = FINDING_NAMES.join(", ");
    let program = format!("{} == ({payload} | {{{members}}})", jq_path(&pointer));
    Some(context.jq("jq", &program, "true"))
}
