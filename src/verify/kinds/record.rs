//! Pith Number records (protocol §1).

use super::{CANONICAL_RECORD_IS_SIGNED, Kind};
use crate::report::{DocumentKind, Group};
use crate::verify::checks::{
    Row, Run, aliases, id, identifiers, kind, links, look_alikes, optional, receipt, required,
    snapshots,
};
use crate::verify::places::{
    ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, OF_RECORD, Places, RECEIPT_NAMES, SOURCE_NAMES,
};

/// A Pith Number record.
pub const RECORD: Kind = Kind {
    facts: DocumentKind {
        name: "record",
        title: "a record",
        is_record: true,
        required: &[
            id::CANONICAL_HASH,
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
        unsigned: "the authors, the abstract that is shown, when it was signed",
    },
    mark: ("/record_type", "pith_number_record"),
    versions: &[("/schema_version", "1.0")],
    places: Places {
        canonical_record: Some("/canonical_record"),
        second_copy: None,
        title: Some(crate::record::copies::TITLE.places[0]),
        aliases: "/aliases",
        receipt: Some(&OF_RECORD),
        names: NAMES,
    },
    checks: CHECKS,
};

/// Every check, in the order of reports.
#[rustfmt::skip]
const CHECKS: &[Row] = {
    use Group::{Copies, Identifiers, Receipt, SignedCore, Snapshots};
    use Run::{Call, Copy, Each, Given, Second, Section};
    use crate::record::copies as copied;
    const HASHED: &str = "has the signed hash, but for case and spacing";
    const EMPTY: &str = "empty, and agrees with its own hash";
    &[
        required(id::CANONICAL_HASH, SignedCore, Call(receipt::canonical_hash), "the recomputed digest is the stated one"),
        required(id::RECEIPT_TERMS, Receipt, Run::Receipt(receipt::terms), "kind, algorithm, message and status are known"),
        required(id::RECEIPT_HASH, Receipt, Run::Receipt(receipt::hash), "the receipt is about the recomputed digest"),
        required(id::RECEIPT_KEY, Receipt, Run::Receipt(receipt::key), "key id and fingerprint of a trusted key"),
        required(id::RECEIPT_SIGNATURE, Receipt, Run::Receipt(receipt::signature), "that key signed the recomputed digest"),
        required(id::PITH_NUMBER, Identifiers, Call(identifiers::pith_number), "derived from digest and signed date"),
        optional(id::SHORT_PITH_NUMBER, Identifiers, Call(identifiers::short_pith_number), "derived from the digest"),
        optional(id::ALIAS, Identifiers, Each(aliases::each), "derived from digest or signed source"),
        optional(id::ALIASES, Identifiers, Call(aliases::set), "a set that the registry issues"),
        optional(copied::SOURCE.id, Copies, Copy(&copied::SOURCE), "repeats the signed source"),
        optional(copied::LICENSE.id, Copies, Copy(&copied::LICENSE), "repeats the signed licence"),
        optional(copied::PRIMARY_CAT.id, Copies, Copy(&copied::PRIMARY_CAT), "repeats the signed category"),
        optional(copied::SUBMITTED_AT.id, Copies, Copy(&copied::SUBMITTED_AT), "repeats the signed date"),
        optional(copied::CROSS_CATS.id, Copies, Copy(&copied::CROSS_CATS), "repeat the signed categories, in any order"),
        optional(copied::TITLE.id, Copies, Copy(&copied::TITLE), HASHED),
        optional(copied::ABSTRACT.id, Copies, Copy(&copied::ABSTRACT), HASHED),
        optional(id::GIVEN_TITLE, Copies, Given(|verifier| verifier.given_title.as_ref(), &copied::TITLE), HASHED),
        optional(id::GIVEN_ABSTRACT, Copies, Given(|verifier| verifier.given_abstract.as_ref(), &copied::ABSTRACT), HASHED),
        optional(id::GRAPH_PAPER, Copies, Second("/graph_snapshot/paper", "/paper"), "repeats /paper"),
        optional(id::GRAPH_SOURCE, Copies, Second("/graph_snapshot/source", "/source"), "repeats /source"),
        optional(id::LOOK_ALIKE_NAMES, Copies, Call(look_alikes::names), "no name that could be taken for another"),
        required(id::KIND, Copies, Call(kind::only_one), "no member marks a document of another kind"),
        optional(id::INTEGRITY, Snapshots, Section(&snapshots::INTEGRITY), "agrees with its own hash"),
        optional("snapshot:claims", Snapshots, Section(&snapshots::CLAIMS), EMPTY),
        optional("snapshot:references", Snapshots, Section(&snapshots::REFERENCES), EMPTY),
        optional("snapshot:formal_canon", Snapshots, Section(&snapshots::FORMAL_CANON), EMPTY),
        optional("snapshot:author_claims", Snapshots, Section(&snapshots::AUTHOR_CLAIMS), EMPTY),
        optional(id::SECTION, Snapshots, Each(snapshots::others), "agrees with its own hash"),
        optional(id::LINKS, Snapshots, Call(links::links), "every link is about this record"),
    ]
};

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
