//! Describes Pith Number records (docs/format.md, section 1).

use super::kind::{Kind, count_required, required};
use super::recognition;
use crate::report::DocumentKind;
use crate::verify::checks::rule::Rule;
use crate::verify::checks::{
    aliases, copies, identifiers, kind, links, look_alikes, receipt, snapshots, texts,
};
use crate::verify::places::{
    ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, OF_RECORD, Places, RECEIPT_NAMES, SOURCE_NAMES,
};

/// The kind of Pith Number records.
pub const RECORD: Kind = Kind {
    facts: DocumentKind {
        name: "record",
        title: recognition::RECORD.title,
        is_record: true,
        required: &required::<{ count_required(RULES) }>(RULES),
        signature: receipt::SIGNATURE.id(),
        signed: "",
        limits: "",
        unsigned: "authors, abstract excerpt, claims, citations, dates of signing",
    },
    versions: &[("/schema_version", "1.0")],
    places: Places {
        mark: &recognition::RECORD,
        canonical_record: Some("/canonical_record"),
        second_copy: None,
        title: Some(crate::record::copies::TITLE.places[0].pointer),
        aliases: "/aliases",
        receipt: Some(&OF_RECORD),
        names: NAMES,
    },
    rules: RULES,
};

/// Every rule for records, in the order of reports.
const RULES: &[&Rule] = &[
    &receipt::CANONICAL_HASH,
    &receipt::TERMS,
    &receipt::HASH,
    &receipt::KEY,
    &receipt::SIGNATURE,
    &identifiers::PITH_NUMBER,
    &identifiers::SHORT_PITH_NUMBER,
    &aliases::ALIAS,
    &aliases::ALIASES,
    &copies::SOURCE,
    &copies::LICENSE,
    &copies::PRIMARY_CAT,
    &copies::SUBMITTED_AT,
    &copies::CROSS_CATS,
    &copies::TITLE,
    &copies::ABSTRACT,
    &texts::GIVEN_TITLE,
    &texts::GIVEN_ABSTRACT,
    &copies::GRAPH_PAPER,
    &copies::GRAPH_SOURCE,
    &look_alikes::LOOK_ALIKE_NAMES,
    &kind::KIND,
    &snapshots::INTEGRITY,
    &snapshots::CLAIMS,
    &snapshots::REFERENCES,
    &snapshots::FORMAL_CANON,
    &snapshots::AUTHOR_CLAIMS,
    &snapshots::SECTION,
    &links::LINKS,
];

const PAPER: &[&str] = &[
    "abstract_excerpt",
    "cross_cats",
    "license",
    "primary_cat",
    "submitted_at",
    "title",
];
const SECTION: &[&str] = &["count", "items", "sample", "snapshot_sha256"];

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["agent_actions", "aliases", "canonical_record", "canonical_sha256", "graph_snapshot",
        "links", "paper", "pith_number", "receipt", "record_type", "schema_version",
        "short_pith_number", "source"]),
    ("/canonical_record", CANONICAL_NAMES),
    ("/canonical_record/metadata", METADATA_NAMES),
    ("/canonical_record/source", SOURCE_NAMES),
    ("/receipt", RECEIPT_NAMES),
    ("/source", SOURCE_NAMES),
    ("/aliases/*", ALIAS_NAMES),
    ("/paper", PAPER),
    ("/graph_snapshot", &["author_claims", "claims", "formal_canon", "integrity", "paper",
        "references", "source"]),
    ("/graph_snapshot/source", SOURCE_NAMES),
    ("/graph_snapshot/paper", PAPER),
    ("/graph_snapshot/integrity", &["detectors_run", "findings", "snapshot_sha256"]),
    ("/graph_snapshot/claims", SECTION),
    ("/graph_snapshot/references", SECTION),
    ("/graph_snapshot/formal_canon", &["evidence_count", "items", "sample", "snapshot_sha256"]),
    ("/graph_snapshot/author_claims", SECTION),
];
