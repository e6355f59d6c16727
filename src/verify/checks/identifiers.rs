//! The Pith Number and its short form.

use super::{Findings, Subject};
use crate::record::claim::Defect;
use crate::record::identifier::PithNumber;
use crate::report::{Fact, Reason};

pub(in crate::verify) fn pith_number<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    const PLACE: &str = "/pith_number";
    let claim = subject.string(PLACE).refine(|text| {
        let number = PithNumber::parse(text);
        number.map(|_| text).ok_or(Defect::NotAPithNumber)
    });
    let signed = subject.signed();
    let computed = signed.and_then(|signed| signed.pith_number.ok_or(Reason::NoYear));
    findings.check(PLACE, claim, computed.map(Fact::PithNumber));
}

pub(in crate::verify) fn short_pith_number<'d>(
    subject: &Subject<'d>,
    findings: &mut Findings<'_, 'd>,
) {
    const PLACE: &str = "/short_pith_number";
    let computed = subject.signed().map(|signed| signed.identifier.short());
    findings.check(PLACE, subject.string(PLACE), computed.map(Fact::Short));
}
