//! Describes integrity documents: the findings of the registry's detectors about one paper.
//!
//! A signed event states each finding (docs/format.md, section 10).

use super::kind::{Kind, count_required, required};
use super::recognition;
use crate::report::DocumentKind;
use crate::verify::checks::rule::Rule;
use crate::verify::checks::{events, given_record, integrity, kind, look_alikes, snapshots, texts};
use crate::verify::events::FINDING_NAMES;
use crate::verify::places::Places;

pub(super) const INTEGRITY: Kind = Kind {
    facts: DocumentKind {
        name: "integrity",
        title: recognition::INTEGRITY.title,
        is_record: false,
        required: &required::<{ count_required(RULES) }>(RULES),
        signature: events::SIGNATURE.id(),
        signed: "that the registry published the events and findings in this document",
        limits: "PASS means that the registry published these findings about the paper, not that \
                 the paper has no problems. It does not mean that the findings are right, that \
                 they still apply, or that there are no others.",
        unsigned: "ids and dates of the events, list of detectors",
    },
    versions: &[(
        "/schema",
        "https://pith.science/schemas/pith-integrity/v1.json",
    )],
    places: Places {
        mark: &recognition::INTEGRITY,
        canonical_record: None,
        second_copy: None,
        title: None,
        aliases: "/aliases",
        receipt: None,
        names: NAMES,
    },
    rules: RULES,
};

/// Every rule for integrity documents, in the order of reports.
const RULES: &[&Rule] = &[
    &events::ALL,
    &events::PAYLOAD,
    &events::TERMS,
    &events::KEY,
    &events::SIGNATURE,
    &events::EVIDENCE,
    &events::SUBJECT,
    &events::LISTED,
    &integrity::FINDING,
    &integrity::SUMMARY,
    &integrity::CLEAN,
    &integrity::ARXIV_ID,
    &given_record::SAME_PAPER,
    &integrity::ENDPOINT,
    &texts::GIVEN_TITLE,
    &texts::GIVEN_ABSTRACT,
    &look_alikes::LOOK_ALIKE_NAMES,
    &kind::KIND,
    &snapshots::WHOLE_INTEGRITY,
];

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["arxiv_id", "events", "integrity", "pith_number", "schema"]),
    ("/integrity", &["available", "clean", "detectors_run", "endpoint", "findings",
        "snapshot_sha256", "summary"]),
    ("/integrity/findings/*", FINDING_NAMES),
    ("/events/*", &["created_at", "event_id", "event_type", "payload", "payload_sha256",
        "signature_b64", "signing_key_id"]),
];
