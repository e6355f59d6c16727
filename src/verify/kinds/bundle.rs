//! Describes bundles: a record with the event that created it, and later events, which cannot
//! be verified (docs/format.md, section 11).

use super::kind::{Kind, count_required, required};
use super::recognition;
use crate::report::DocumentKind;
use crate::verify::checks::rule::Rule;
use crate::verify::checks::{
    aliases, copies, created, identifiers, kind, look_alikes, receipt, texts,
};
use crate::verify::places::{
    ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, OF_BUNDLE, Places, RECEIPT_NAMES, SOURCE_NAMES,
};

pub(super) const BUNDLE: Kind = Kind {
    facts: DocumentKind {
        name: "bundle",
        title: recognition::BUNDLE.title,
        is_record: true,
        required: &required::<{ count_required(RULES) }>(RULES),
        signature: receipt::SIGNATURE.id(),
        signed: "",
        limits: "",
        unsigned: "every event after the first, dates of signing",
    },
    versions: &[("/bundle_version", "1.0")],
    places: Places {
        mark: &recognition::BUNDLE,
        canonical_record: Some("/canonical_record"),
        second_copy: Some(created::COPY),
        title: None,
        aliases: "/source_aliases",
        receipt: Some(&OF_BUNDLE),
        names: NAMES,
    },
    rules: RULES,
};

/// Every rule for bundles, in the order of reports.
const RULES: &[&Rule] = &[
    &receipt::CANONICAL_HASH,
    &created::RECORD_CREATED,
    &receipt::TERMS,
    &receipt::HASH,
    &receipt::KEY,
    &receipt::SIGNATURE,
    &identifiers::PITH_NUMBER,
    &identifiers::SHORT_PITH_NUMBER,
    &aliases::ALIAS,
    &aliases::ALIASES,
    &copies::SOURCE,
    &texts::GIVEN_TITLE,
    &texts::GIVEN_ABSTRACT,
    &look_alikes::LOOK_ALIKE_NAMES,
    &kind::KIND,
    &created::EVENT_SIGNATURES,
];

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["bundle_type", "bundle_version", "canonical_record", "canonical_sha256", "events",
        "pith_number", "short_pith_number", "source", "source_aliases"]),
    ("/canonical_record", CANONICAL_NAMES),
    ("/canonical_record/metadata", METADATA_NAMES),
    ("/canonical_record/source", SOURCE_NAMES),
    ("/source", SOURCE_NAMES),
    ("/source_aliases/*", ALIAS_NAMES),
    ("/events/*", &["event_type", "payload", "subject_pith_number", "target"]),
    ("/events/0/payload", &["canonical_record", "canonical_sha256", "receipt"]),
    ("/events/0/payload/receipt", RECEIPT_NAMES),
];
