//! States: what the registry has merged of a record's events, without a receipt
//! (protocol §8.3).

use super::{CANONICAL_RECORD_IS_SIGNED, Kind};
use crate::report::{DocumentKind, Group};
use crate::verify::checks::{
    Row, Run, aliases, given, id, identifiers, kind, look_alikes, optional, required,
};
use crate::verify::places::{ALIAS_NAMES, CANONICAL_NAMES, METADATA_NAMES, Places, SOURCE_NAMES};

pub(super) const STATE: Kind = Kind {
    facts: DocumentKind {
        name: "state",
        title: "a state",
        is_record: false,
        required: &[id::GIVEN_RECORD, id::PITH_NUMBER, id::KIND],
        signature: id::GIVEN_RECORD,
        signed: CANONICAL_RECORD_IS_SIGNED,
        limits: "The signature is in the record that was given, not in this state.",
        unsigned: "the counts of events, the graph snapshots",
    },
    mark: ("/state_type", "pith_open_graph_state"),
    versions: &[("/state_version", "1.0")],
    places: Places {
        canonical_record: Some("/current/canonical_record"),
        second_copy: None,
        title: None,
        aliases: "/current/source_aliases",
        receipt: None,
        names: NAMES,
    },
    checks: CHECKS,
};

/// Every check, in the order of reports.
#[rustfmt::skip]
const CHECKS: &[Row] = {
    use Group::{Copies, Identifiers, SignedCore};
    use Run::{Call, Each};
    &[
        required(id::GIVEN_RECORD, SignedCore, Call(given::same_record), "a signed record that was given is the same"),
        required(id::PITH_NUMBER, Identifiers, Call(identifiers::pith_number), "derived from digest and signed date"),
        optional(id::ALIAS, Identifiers, Each(aliases::each), "derived from digest or signed source"),
        optional(id::ALIASES, Identifiers, Call(aliases::set), "a set that the registry issues"),
        optional(id::LOOK_ALIKE_NAMES, Copies, Call(look_alikes::names), "no name that could be taken for another"),
        required(id::KIND, Copies, Call(kind::only_one), "no member marks a document of another kind"),
    ]
};

#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("", &["current", "pith_number", "state_type", "state_version"]),
    ("/current", &["canonical_record", "source_aliases"]),
    ("/current/canonical_record", CANONICAL_NAMES),
    ("/current/canonical_record/metadata", METADATA_NAMES),
    ("/current/canonical_record/source", SOURCE_NAMES),
    ("/current/source_aliases/*", ALIAS_NAMES),
];
