//! Checks the Pith Number and the short Pith Number.

use super::findings::Findings;
use super::rule::{DERIVED, Rule};
use crate::record::claim::Defect;
use crate::record::identifier::PithNumber;
use crate::record::member_place::MemberPlace;
use crate::report::{Fact, Group, Reason};
use crate::verify::subject::Subject;

/// The rule `pith-number`.
pub(crate) const PITH_NUMBER: Rule = Rule::new("pith-number", Group::Identifiers, pith_number)
    .passes("follows from the digest and the signed date")
    .fails("the Pith Number does not belong to this record")
    .compares(DERIVED)
    .required();

fn pith_number<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: MemberPlace = MemberPlace::new("/pith_number");
    let claim = subject.string(PLACE).refine(|text| {
        let number = PithNumber::parse(text);
        number.map(|_| text).ok_or(Defect::NotAPithNumber)
    });
    let signed = subject.canonical_record();
    let computed = signed.and_then(|signed| signed.pith_number.ok_or(Reason::NoYear));
    findings.check(PLACE.pointer, claim, computed.map(Fact::PithNumber));
}

/// The rule `short-pith-number`.
pub(crate) const SHORT_PITH_NUMBER: Rule =
    Rule::new("short-pith-number", Group::Identifiers, short_pith_number)
        .passes("follows from the digest")
        .fails("the short Pith Number does not belong to this record")
        .compares(DERIVED);

fn short_pith_number<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: MemberPlace = MemberPlace::new("/short_pith_number");
    let computed = subject
        .canonical_record()
        .map(|signed| signed.identifier.short());
    findings.check(
        PLACE.pointer,
        subject.string(PLACE),
        computed.map(Fact::Short),
    );
}
