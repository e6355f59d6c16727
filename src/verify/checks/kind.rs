//! Checks that a document has the identifying member of one kind only.

use super::findings::Findings;
use super::rule::Rule;
use crate::report::{Fact, Group, Outcome, Reason};
use crate::verify::subject::Subject;

/// The rule `kind`.
pub(crate) const KIND: Rule = Rule::new("kind", Group::Copies, only_one)
    .passes("no member marks a document of another kind")
    .fails("the document also says that it is of another kind")
    .required();

/// Fails if the document has a member by which documents of another kind are recognized.
///
/// A program that looks for that member first would read a document that was never verified.
fn only_one<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let verified = subject.places.mark;
    let Some(stated) = verified.find(subject.root) else {
        return findings.fail("", Reason::Missing);
    };
    match verified.other(subject.root) {
        None => findings.pass(verified.place, Fact::Value(stated)),
        Some((other, found)) => {
            let reason = Reason::TwoKinds {
                other: other.title,
                verified: verified.title,
            };
            let outcome = Outcome::failed(Some(Fact::Value(found)), None, reason);
            findings.push(other.place, outcome);
        }
    }
}
