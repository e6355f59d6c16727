//! The ids of checks.

/// `CANONICAL_HASH`.
pub const CANONICAL_HASH: &str = super::receipt::CANONICAL_HASH.check.id;
/// `RECEIPT_TERMS`.
pub const RECEIPT_TERMS: &str = super::receipt::TERMS.check.id;
/// `RECEIPT_HASH`.
pub const RECEIPT_HASH: &str = super::receipt::HASH.check.id;
/// `RECEIPT_KEY`.
pub const RECEIPT_KEY: &str = super::receipt::KEY.check.id;
/// `RECEIPT_SIGNATURE`.
pub const RECEIPT_SIGNATURE: &str = super::receipt::SIGNATURE.check.id;
/// `PITH_NUMBER`.
pub const PITH_NUMBER: &str = super::identifiers::PITH_NUMBER.check.id;
/// `SHORT_PITH_NUMBER`.
pub const SHORT_PITH_NUMBER: &str = super::identifiers::SHORT_PITH_NUMBER.check.id;
/// `ALIAS`.
pub const ALIAS: &str = super::aliases::ALIAS.check.id;
/// `ALIASES`.
pub const ALIASES: &str = super::aliases::ALIASES.check.id;
/// `GIVEN_TITLE`.
pub const GIVEN_TITLE: &str = super::texts::GIVEN_TITLE.check.id;
/// `GIVEN_ABSTRACT`.
pub const GIVEN_ABSTRACT: &str = super::texts::GIVEN_ABSTRACT.check.id;
/// `GRAPH_PAPER`.
pub const GRAPH_PAPER: &str = super::copies::GRAPH_PAPER.check.id;
/// `GRAPH_SOURCE`.
pub const GRAPH_SOURCE: &str = super::copies::GRAPH_SOURCE.check.id;
/// `LOOK_ALIKE_NAMES`.
pub const LOOK_ALIKE_NAMES: &str = super::look_alikes::LOOK_ALIKE_NAMES.check.id;
/// `KIND`.
pub const KIND: &str = super::kind::KIND.check.id;
/// `SECTION`.
pub const SECTION: &str = super::snapshots::SECTION.check.id;
/// `LINKS`.
pub const LINKS: &str = super::links::LINKS.check.id;
/// `RECORD_CREATED`.
pub const RECORD_CREATED: &str = super::created::RECORD_CREATED.check.id;
/// `EVENT_SIGNATURES`.
pub const EVENT_SIGNATURES: &str = super::created::EVENT_SIGNATURES.check.id;
/// `EVENTS`.
pub const EVENTS: &str = super::events::ALL.check.id;
/// `EVENT_PAYLOAD`.
pub const EVENT_PAYLOAD: &str = super::events::PAYLOAD.check.id;
/// `EVENT_TERMS`.
pub const EVENT_TERMS: &str = super::events::TERMS.check.id;
/// `EVENT_KEY`.
pub const EVENT_KEY: &str = super::events::KEY.check.id;
/// `EVENT_SIGNATURE`.
pub const EVENT_SIGNATURE: &str = super::events::SIGNATURE.check.id;
/// `EVENT_EVIDENCE`.
pub const EVENT_EVIDENCE: &str = super::events::EVIDENCE.check.id;
/// `EVENT_SUBJECT`.
pub const EVENT_SUBJECT: &str = super::events::SUBJECT.check.id;
/// `EVENT_LISTED`.
pub const EVENT_LISTED: &str = super::events::LISTED.check.id;
/// `FINDING`.
pub const FINDING: &str = super::integrity::FINDING.check.id;
/// `GIVEN_RECORD`.
pub const GIVEN_RECORD: &str = super::given::SAME_RECORD.check.id;
/// `INTEGRITY`.
pub const INTEGRITY: &str = super::snapshots::INTEGRITY.check.id;
