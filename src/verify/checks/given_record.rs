//! Compares documents that have no receipt with signed records that the caller gives.

use super::findings::Findings;
use super::rule::{Labels, Rule};
use crate::report::coverage::Class;
use crate::report::{Fact, Group, Outcome, Reason};
use crate::verify::subject::Subject;
use crate::verify::verifier::VerifiedRecord;

const ID: &str = "given-record";
const FAILURE: &str = "this document is not about the record that you gave";
const LABELS: Labels = ["not this", "but this"];

/// The rule `given-record` for states.
pub(crate) const SAME_RECORD: Rule = Rule::new(ID, Group::SignedCore, same_record)
    .passes("it holds the signed record that you gave")
    .fails(FAILURE)
    .compares(LABELS)
    .required();

/// Requires the canonical record of a state to be that of a given record, whose signature then
/// covers it.
fn same_record<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let place = subject.places.canonical_record.unwrap_or_default();
    let digest = match subject.digest() {
        Ok(digest) => digest,
        Err(reason) => return findings.fail(place, reason),
    };
    let mut given = subject.verifier.given_records.iter();
    let computed = Fact::Digest(digest);
    match subject.given_record() {
        Some(_) => findings.pass(place, computed),
        None => match given.next() {
            None => findings.skip(place, Reason::NoGivenRecord),
            Some(other) => {
                let claimed = Some(Fact::Digest(other.digest));
                let outcome = Outcome::failed(claimed, Some(computed), Reason::OtherGivenRecord);
                findings.push(place, outcome);
            }
        },
    }
}

/// The rule `given-record` for integrity documents.
pub(crate) const SAME_PAPER: Rule = Rule::new(ID, Group::Copies, same_paper)
    .passes("it is about the paper of the record that you gave")
    .fails(FAILURE)
    .compares(LABELS)
    .required()
    .listed_if(|verifier| !verifier.given_records.is_empty());

/// Requires the paper of an integrity document to be that of a given record.
///
/// If no given record is about a paper on arXiv, the comparison is skipped.
fn same_paper<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/arxiv_id";
    let given = subject.verifier.given_records.iter();
    let mut ids = given.filter_map(VerifiedRecord::arxiv_id);
    let stated = subject.string(PLACE).given();
    let found = ids.clone().find(|id| Some(*id) == stated);
    let Some(id) = found.or_else(|| ids.next()) else {
        return findings.skip(PLACE, Reason::NoGivenPaper);
    };
    let computed = Ok(Fact::Text(id));
    let mut outcome = findings.compare_text(subject.string(PLACE), computed, Class::Mirrored);
    if let Outcome::Failed { why, .. } = &mut outcome
        && why.reason == Reason::Differs
    {
        why.reason = Reason::OtherGivenPaper;
    }
    findings.push(PLACE, outcome);
}
