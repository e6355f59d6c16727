//! Describes states: what the registry has merged from a record's events, without a receipt
//! (docs/format.md, section 12).

use super::kind::{Kind, count_required, required};
use super::recognition;
use crate::report::DocumentKind;
use crate::verify::checks::rule::Rule;
use crate::verify::checks::{aliases, given_record, identifiers, kind, look_alikes, texts};
use crate::verify::places::{ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, Places, SOURCE_NAMES};

pub(super) const STATE: Kind = Kind {
    facts: DocumentKind {
        name: "state",
        title: recognition::STATE.title,
        is_record: false,
        required: &required::<{ count_required(RULES) }>(RULES),
        signature: given_record::SAME_RECORD.id(),
        signed: "",
        limits: "The signature is in the record that you gave, not in this state.",
        unsigned: "counts of events, graph snapshots",
    },
    versions: &[("/state_version", "1.0")],
    places: Places {
        mark: &recognition::STATE,
        canonical_record: Some("/current/canonical_record"),
        second_copy: None,
        title: None,
        aliases: "/current/source_aliases",
        receipt: None,
        names: NAMES,
    },
    rules: RULES,
};

/// Every rule for states, in the order of reports.
const RULES: &[&Rule] = &[
    &given_record::SAME_RECORD,
    &identifiers::PITH_NUMBER,
    &aliases::ALIAS,
    &aliases::ALIASES,
    &texts::GIVEN_TITLE,
    &texts::GIVEN_ABSTRACT,
    &look_alikes::LOOK_ALIKE_NAMES,
    &kind::KIND,
];

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["current", "pith_number", "state_type", "state_version"]),
    ("/current", &["canonical_record", "source_aliases"]),
    ("/current/canonical_record", CANONICAL_NAMES),
    ("/current/canonical_record/metadata", METADATA_NAMES),
    ("/current/canonical_record/source", SOURCE_NAMES),
    ("/current/source_aliases/*", ALIAS_NAMES),
];
