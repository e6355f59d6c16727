//! That a document says of one kind only that it is of that kind.

use super::{Findings, Subject};
use crate::report::{Fact, Outcome, Reason};
use crate::verify::kinds::Kind;

/// Fails if there is a member by which documents of another kind are recognized: a program that
/// looks for that member first would read a document that was never verified.
pub(in crate::verify) fn only_one<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Some((kind, mark, stated)) = Kind::recognized(subject.root) else {
        return findings.fail("", Reason::Missing);
    };
    match kind.other_mark(subject.root) {
        None => findings.pass(mark, Fact::Value(stated)),
        Some((other, found, title)) => {
            let reason = Reason::TwoKinds {
                other: title,
                verified: kind.facts.title,
            };
            findings.push(
                other,
                Outcome::failed(Some(Fact::Value(found)), None, reason),
            );
        }
    }
}
