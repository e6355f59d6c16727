//! The kinds of document: one row of [`KINDS`] each.
//!
//! A row says how such a document is read, which of its members are signed or fixed, which
//! checks apply and which of them it must pass.

use super::checks::{CHECKS, Row, id};
use crate::json::document::Value;
use crate::json::error::DocumentError;
use crate::record::{FIXED_MEMBERS, Record};
use crate::report::DocumentKind;

/// A kind of document.
pub(crate) struct Kind {
    /// What its verdict follows from.
    pub(crate) facts: DocumentKind,
    /// Reads a document of this kind, and its signed part.
    read: for<'d> fn(Value<'d>) -> Result<Record<'d>, DocumentError>,
    /// JSON Pointers to members whose only valid value was checked in reading.
    pub(crate) fixed: &'static [&'static str],
    /// What is checked, in the order of reports.
    pub(crate) checks: &'static [Row],
}

/// Every kind; a document is of the first kind that it can be read as.
const KINDS: &[&Kind] = &[&RECORD];

/// A Pith Number record.
pub(crate) const RECORD: Kind = Kind {
    facts: DocumentKind {
        required: &[
            id::CANONICAL_HASH,
            id::RECEIPT_TERMS,
            id::RECEIPT_HASH,
            id::RECEIPT_KEY,
            id::RECEIPT_SIGNATURE,
            id::PITH_NUMBER,
        ],
        signature: id::RECEIPT_SIGNATURE,
    },
    read: |root| Record::read(root),
    fixed: FIXED_MEMBERS,
    checks: CHECKS,
};

impl Kind {
    /// Reads a document; if it is of no kind, the error says why it is not of the first.
    pub(crate) fn read(root: Value<'_>) -> Result<(&'static Self, Record<'_>), DocumentError> {
        let read = |kind: &'static Self| Ok((kind, (kind.read)(root)?));
        let mut others = KINDS.iter().skip(1);
        read(&RECORD).or_else(|error| others.find_map(|kind| read(kind).ok()).ok_or(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requires_what_the_table_of_checks_calls_required() {
        for kind in KINDS {
            let required = kind.checks.iter().filter(|row| row.check.required);
            let required: Vec<_> = required.map(|row| row.check.id).collect();
            assert_eq!(kind.facts.required, required);
            assert!(required.contains(&kind.facts.signature));
        }
    }
}
