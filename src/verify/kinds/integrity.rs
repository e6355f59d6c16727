//! Integrity documents: the findings of the registry's detectors about one paper, each stated
//! by a signed event (protocol §8.1).

use super::Kind;
use crate::report::{DocumentKind, Group};
use crate::verify::checks::{
    Row, Run, events, given, id, integrity, kind, look_alikes, optional, required, snapshots,
};
use crate::verify::events::FINDING_NAMES;
use crate::verify::places::Places;

pub(super) const INTEGRITY: Kind = Kind {
    facts: DocumentKind {
        name: "integrity",
        title: "an integrity document",
        is_record: false,
        required: &[
            id::EVENTS,
            id::EVENT_PAYLOAD,
            id::EVENT_TERMS,
            id::EVENT_KEY,
            id::EVENT_SIGNATURE,
            id::EVENT_EVIDENCE,
            id::EVENT_SUBJECT,
            id::EVENT_LISTED,
            id::FINDING,
            id::KIND,
        ],
        signature: id::EVENT_SIGNATURE,
        signed: "every event here, and with it the finding that it states",
        limits: "PASS means that the registry published these findings about the paper, not that \
                 the paper has no problems. It does not mean that the findings are right, that \
                 they still apply, or that there are no others.",
        unsigned: "the ids and dates of the events, the detectors that were run",
    },
    mark: ("/schema", "https://pith.science/schemas/pith-integrity/"),
    versions: &[(
        "/schema",
        "https://pith.science/schemas/pith-integrity/v1.json",
    )],
    places: Places {
        canonical_record: None,
        second_copy: None,
        title: None,
        aliases: "/aliases",
        receipt: None,
        names: NAMES,
    },
    checks: CHECKS,
};

/// Every check, in the order of reports.
#[rustfmt::skip]
const CHECKS: &[Row] = {
    use Group::{Copies, Events, Findings, Snapshots};
    use Run::{Call, Each, Section};
    &[
        required(id::EVENTS, Events, Call(events::events), "each has an id and a payload of its own"),
        required(id::EVENT_PAYLOAD, Events, Each(events::payload), "the recomputed digest is the stated one"),
        required(id::EVENT_TERMS, Events, Each(events::terms), "the type of the event is known"),
        required(id::EVENT_KEY, Events, Each(events::key), "names a trusted key"),
        required(id::EVENT_SIGNATURE, Events, Each(events::signature), "that key signed the recomputed digest"),
        required(id::EVENT_EVIDENCE, Events, Each(events::evidence), "the evidence has the hash in the payload"),
        required(id::EVENT_SUBJECT, Events, Each(events::paper), "is about the paper of this document"),
        required(id::EVENT_LISTED, Events, Each(events::listed), "its finding is listed"),
        required(id::FINDING, Findings, Each(integrity::each_finding), "repeats what a signed event states, and no more"),
        optional("summary", Findings, Call(integrity::summary), "the findings, recounted"),
        optional("clean", Findings, Call(integrity::clean), "whether there are no findings"),
        optional("arxiv-id", Copies, Call(integrity::arxiv_id), "repeats the arXiv id of the events"),
        required(id::GIVEN_RECORD, Copies, Run::If(|verifier| !verifier.given_records.is_empty(), given::same_paper), "the paper of a signed record that was given"),
        optional("endpoint", Copies, Call(integrity::endpoint), "derived from the arXiv id"),
        optional(id::LOOK_ALIKE_NAMES, Copies, Call(look_alikes::names), "no name that could be taken for another"),
        required(id::KIND, Copies, Call(kind::only_one), "no member marks a document of another kind"),
        optional(id::INTEGRITY, Snapshots, Section(&snapshots::WHOLE_INTEGRITY), "agrees with its own hash"),
    ]
};

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["arxiv_id", "events", "integrity", "pith_number", "schema"]),
    ("/integrity", &["available", "clean", "detectors_run", "endpoint", "findings",
        "snapshot_sha256", "summary"]),
    ("/integrity/findings/*", FINDING_NAMES),
    ("/events/*", &["created_at", "event_id", "event_type", "payload", "payload_sha256",
        "signature_b64", "signing_key_id"]),
];
