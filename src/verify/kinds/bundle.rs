//! Bundles: a record with the event that created it, and later events that nobody can verify
//! (protocol §8.2).

use super::{CANONICAL_RECORD_IS_SIGNED, Kind};
use crate::record::copies as copied;
use crate::report::{DocumentKind, Group};
use crate::verify::checks::{
    Row, Run, aliases, created, id, identifiers, kind, look_alikes, optional, receipt, required,
};
use crate::verify::places::{
    ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, OF_BUNDLE, Places, RECEIPT_NAMES, SOURCE_NAMES,
};

pub(super) const BUNDLE: Kind = Kind {
    facts: DocumentKind {
        name: "bundle",
        title: "a bundle",
        is_record: true,
        required: &[
            id::CANONICAL_HASH,
            id::RECORD_CREATED,
            id::RECEIPT_TERMS,
            id::RECEIPT_HASH,
            id::RECEIPT_KEY,
            id::RECEIPT_SIGNATURE,
            id::PITH_NUMBER,
            id::KIND,
        ],
        signature: id::RECEIPT_SIGNATURE,
        signed: CANONICAL_RECORD_IS_SIGNED,
        limits: "",
        unsigned: "every event but the first, when it was signed",
    },
    mark: ("/bundle_type", "pith_open_graph_bundle"),
    versions: &[("/bundle_version", "1.0")],
    places: Places {
        canonical_record: Some("/canonical_record"),
        second_copy: Some(created::COPY),
        title: None,
        aliases: "/source_aliases",
        receipt: Some(&OF_BUNDLE),
        names: NAMES,
    },
    checks: CHECKS,
};

/// Every check, in the order of reports.
#[rustfmt::skip]
const CHECKS: &[Row] = {
    use Group::{Copies, Events, Identifiers, Receipt, SignedCore};
    use Run::{Call, Copy, Each};
    &[
        required(id::CANONICAL_HASH, SignedCore, Call(receipt::canonical_hash), "the recomputed digest is the stated one"),
        required(id::RECORD_CREATED, SignedCore, Call(created::record_created), "the first event, and no other, created it"),
        required(id::RECEIPT_TERMS, Receipt, Run::Receipt(receipt::terms), "kind, algorithm, message and status are known"),
        required(id::RECEIPT_HASH, Receipt, Run::Receipt(receipt::hash), "the receipt is about the recomputed digest"),
        required(id::RECEIPT_KEY, Receipt, Run::Receipt(receipt::key), "key id and fingerprint of a trusted key"),
        required(id::RECEIPT_SIGNATURE, Receipt, Run::Receipt(receipt::signature), "that key signed the recomputed digest"),
        required(id::PITH_NUMBER, Identifiers, Call(identifiers::pith_number), "derived from digest and signed date"),
        optional(id::SHORT_PITH_NUMBER, Identifiers, Call(identifiers::short_pith_number), "derived from the digest"),
        optional(id::ALIAS, Identifiers, Each(aliases::each), "derived from digest or signed source"),
        optional(id::ALIASES, Identifiers, Call(aliases::set), "a set that the registry issues"),
        optional(copied::SOURCE.id, Copies, Copy(&copied::SOURCE), "repeats the signed source"),
        optional(id::LOOK_ALIKE_NAMES, Copies, Call(look_alikes::names), "no name that could be taken for another"),
        required(id::KIND, Copies, Call(kind::only_one), "no member marks a document of another kind"),
        optional(id::EVENT_SIGNATURES, Events, Call(created::event_signatures), "of each event, its own"),
    ]
};

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
