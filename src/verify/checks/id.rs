//! The ids of checks.

/// `CANONICAL_HASH`.
pub const CANONICAL_HASH: &str = super::receipt::CANONICAL_HASH.id();
/// `RECEIPT_TERMS`.
pub const RECEIPT_TERMS: &str = super::receipt::TERMS.id();
/// `RECEIPT_HASH`.
pub const RECEIPT_HASH: &str = super::receipt::HASH.id();
/// `RECEIPT_KEY`.
pub const RECEIPT_KEY: &str = super::receipt::KEY.id();
/// `RECEIPT_SIGNATURE`.
pub const RECEIPT_SIGNATURE: &str = super::receipt::SIGNATURE.id();
/// `PITH_NUMBER`.
pub const PITH_NUMBER: &str = super::identifiers::PITH_NUMBER.id();
/// `SHORT_PITH_NUMBER`.
pub const SHORT_PITH_NUMBER: &str = super::identifiers::SHORT_PITH_NUMBER.id();
/// `ALIAS`.
pub const ALIAS: &str = super::aliases::ALIAS.id();
/// `ALIASES`.
pub const ALIASES: &str = super::aliases::ALIASES.id();
/// `GIVEN_TITLE`.
pub const GIVEN_TITLE: &str = super::texts::GIVEN_TITLE.id();
/// `GIVEN_ABSTRACT`.
pub const GIVEN_ABSTRACT: &str = super::texts::GIVEN_ABSTRACT.id();
/// `GRAPH_PAPER`.
pub const GRAPH_PAPER: &str = super::copies::GRAPH_PAPER.id();
/// `GRAPH_SOURCE`.
pub const GRAPH_SOURCE: &str = super::copies::GRAPH_SOURCE.id();
/// `LOOK_ALIKE_NAMES`.
pub const LOOK_ALIKE_NAMES: &str = super::look_alikes::LOOK_ALIKE_NAMES.id();
/// `KIND`.
pub const KIND: &str = super::kind::KIND.id();
/// `SECTION`.
pub const SECTION: &str = super::snapshots::SECTION.id();
/// `LINKS`.
pub const LINKS: &str = super::links::LINKS.id();
/// `RECORD_CREATED`.
pub const RECORD_CREATED: &str = super::created::RECORD_CREATED.id();
/// `EVENT_SIGNATURES`.
pub const EVENT_SIGNATURES: &str = super::created::EVENT_SIGNATURES.id();
/// `EVENTS`.
pub const EVENTS: &str = super::events::ALL.id();
/// `EVENT_PAYLOAD`.
pub const EVENT_PAYLOAD: &str = super::events::PAYLOAD.id();
/// `EVENT_TERMS`.
pub const EVENT_TERMS: &str = super::events::TERMS.id();
/// `EVENT_KEY`.
pub const EVENT_KEY: &str = super::events::KEY.id();
/// `EVENT_SIGNATURE`.
pub const EVENT_SIGNATURE: &str = super::events::SIGNATURE.id();
/// `EVENT_EVIDENCE`.
pub const EVENT_EVIDENCE: &str = super::events::EVIDENCE.id();
/// `EVENT_SUBJECT`.
pub const EVENT_SUBJECT: &str = super::events::SUBJECT.id();
/// `EVENT_LISTED`.
pub const EVENT_LISTED: &str = super::events::LISTED.id();
/// `FINDING`.
pub const FINDING: &str = super::integrity::FINDING.id();
/// `GIVEN_RECORD`.
pub const GIVEN_RECORD: &str = super::given::SAME_RECORD.id();
/// `INTEGRITY`.
pub const INTEGRITY: &str = super::snapshots::INTEGRITY.id();
