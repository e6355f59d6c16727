//! Documents without a receipt of the record, against signed records that were given.

use super::{Findings, Subject};
use crate::report::coverage::Class;
use crate::report::{Fact, Outcome, Reason};
use crate::verify::SignedRecord;

/// The canonical record of a state must be that of a given record: then the signature of that
/// one covers it.
pub(in crate::verify) fn same_record<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
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

/// The paper of an integrity document must be that of a given record. If no given record is about
/// a paper on arXiv, the comparison that was asked for cannot be made.
pub(in crate::verify) fn same_paper<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/arxiv_id";
    let given = subject.verifier.given_records.iter();
    let mut ids = given.filter_map(SignedRecord::arxiv_id);
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
