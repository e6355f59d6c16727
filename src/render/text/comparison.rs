//! A comparison as text: both verdicts, the differences that matter, and the rest.

use std::io::{self, Write};

use super::headline::{failed, headline};
use super::page::{BAD, BOLD, OPEN, PLAIN, Page};
use crate::explain::compare::{Comparison, Difference, Relation};
use crate::render::style::Style;
use crate::report::coverage::Class;
use crate::report::{Report, Verdict};

/// Writes a comparison as text, in the width of the style.
///
/// # Errors
///
/// Those of `out`.
pub fn write(comparison: &Comparison<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    for (number, report) in comparison.reports.iter().enumerate() {
        page.put(BOLD, &format!("{}  ", number + 1));
        headline(report, &mut page);
        let failed = failed(report);
        if !failed.is_empty() {
            page.paragraph(3, &format!("failed: {failed}"));
        }
    }
    if comparison.relation.is_some() {
        let differences = comparison.differences.iter();
        let (matter, rest): (Vec<_>, Vec<_>) = differences.partition(|found| found.matters());
        list("Differences that matter", &matter, &mut page);
        list("Differences that no signature can settle", &rest, &mut page);
        if comparison.more > 0 {
            page.line();
            page.paragraph(0, &format!("And {} more, not listed.", comparison.more));
        }
    }
    page.line();
    page.paragraph(0, &conclusion(comparison));
    out.write_all(page.text.as_bytes())
}

fn list(title: &str, differences: &[&Difference], page: &mut Page) {
    page.line();
    page.put(BOLD, title);
    page.row(0, PLAIN, &format!(": {}", differences.len()));
    for difference in differences {
        page.line();
        page.indent(2);
        page.put(PLAIN, &difference.pointer);
        if !difference.failed.is_empty() {
            page.put(BAD, &format!("  fails {}", difference.failed.join(", ")));
        }
        page.line();
        if difference.reordered {
            page.paragraph(4, "the same elements in another order");
            continue;
        }
        let copies = difference.classes.iter().zip(&difference.values);
        for (number, (class, value)) in copies.enumerate() {
            let value = value.as_ref().map(ToString::to_string);
            page.indent(4);
            page.put(BOLD, &(number + 1).to_string());
            let class = class.map_or("", Class::as_str);
            page.put(OPEN, &format!("  {class:<10}  "));
            page.block(19, value.as_deref().unwrap_or("nothing"));
        }
    }
}

/// What follows for a reader who has to choose.
fn conclusion(comparison: &Comparison<'_>) -> String {
    let [one, other] = &comparison.reports;
    let Some(relation) = comparison.relation else {
        return unrelated(one, other);
    };
    if comparison.differences.is_empty() {
        return "The two say the same. If their bytes differ, it is in layout only: white space, the order \
                of members, how a text or a number is spelled.".into();
    }
    let same = relation == Relation::SameDigest;
    match (one.signature_verified(), other.signature_verified()) {
        (true, true) if relation == Relation::SamePaper => {
            "Both are about the same paper, and every event in them is signed. An event that only \
             one of them has was published after the other was served, or has been left out of it: \
             nobody signed how many there are."
                .into()
        }
        (true, true) if !same => {
            "Both are signed, and they are two records: what was signed differs, \
             as it does from one version of a paper to the next. Neither is a damaged copy of the \
             other."
                .into()
        }
        (true, true) => same_record(comparison),
        (true, false) => only(comparison, 1, 2),
        (false, true) => only(comparison, 2, 1),
        (false, false) => "No trusted key was found to have signed either copy as it stands, so \
             neither can be used to mend the other; `pith verify` tells what is wrong with each."
            .into(),
    }
}

/// What to say of two copies of one signed record.
fn same_record(comparison: &Comparison<'_>) -> String {
    let sound = comparison
        .reports
        .each_ref()
        .map(|report| report.verdict() == Verdict::Pass);
    let matters = comparison.differences.iter().any(Difference::matters);
    let verdicts = match sound {
        [true, true] if matters => {
            "and pass, though not both repeat all of it: see the differences that matter"
        }
        [true, true] => "and pass",
        [true, false] => "but what stands beside it does not agree with it in copy 2",
        [false, true] => "but what stands beside it does not agree with it in copy 1",
        [false, false] => "but what stands beside it does not agree with it in either",
    };
    format!(
        "Both carry the same signed record, {verdicts}. Where they differ in what nobody vouches \
         for, neither is better founded than the other."
    )
}

fn only(comparison: &Comparison<'_>, sound: usize, broken: usize) -> String {
    let record = match comparison.relation {
        Some(Relation::SameDigest) => "the same record without a signature that verifies",
        Some(Relation::SamePaper) => "events that no trusted key was found to have signed",
        _ => "another record, which no trusted key was found to have signed",
    };
    format!(
        "Copy {sound} has what was signed. Copy {broken} has {record}. What nobody vouches for \
         proves nothing about either."
    )
}

fn unrelated(one: &Report<'_>, other: &Report<'_>) -> String {
    match (&one.error, &other.error) {
        (None, None) if one.kind.map(|kind| kind.name) != other.kind.map(|kind| kind.name) => {
            "Nothing was compared: these are documents of two kinds.".into()
        }
        (None, None) => "Nothing shows that these are copies of one record: neither digest, Pith \
             Number nor source is the same in both."
            .into(),
        (Some(_), None) => "Nothing was compared: copy 1 could not be read as a record.".into(),
        (None, Some(_)) => "Nothing was compared: copy 2 could not be read as a record.".into(),
        (Some(_), Some(_)) => "Nothing was compared: neither could be read as a record.".into(),
    }
}
