//! A comparison as text: both verdicts, the differences that matter, and the rest.

use std::io::{self, Write};

use super::super::Style;
use super::super::page::{BOLD, OPEN, PLAIN, Page};
use super::super::text::{document_error, headline};
use crate::comparison::{Comparison, Difference, Relation};
use crate::report::{Report, Verdict};

/// Writes a comparison as text, in the width of the style.
///
/// # Errors
///
/// Those of `out`.
pub fn write(comparison: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    for (number, report) in comparison.reports.iter().enumerate() {
        page.put(BOLD, &format!("{}  ", number + 1));
        headline(report, &mut page);
        if let Some(error) = &report.error {
            document_error(error, &mut page);
        }
    }
    if comparison.relation.is_some() {
        let differences = || comparison.differences.iter();
        let matter: Vec<_> = differences().filter(|found| found.matters()).collect();
        let rest: Vec<_> = differences().filter(|found| !found.matters()).collect();
        list("Differences in what is vouched for", &matter, &mut page);
        list("Differences in what nobody vouches for", &rest, &mut page);
    }
    page.line();
    page.paragraph(0, 0, &conclusion(comparison));
    out.write_all(page.text.as_bytes())
}

fn list(title: &str, differences: &[&Difference], page: &mut Page) {
    page.line();
    page.put(BOLD, title);
    page.put(PLAIN, &format!(": {}", differences.len()));
    page.line();
    for difference in differences {
        page.line();
        page.indent(2);
        page.put(PLAIN, &difference.pointer);
        page.line();
        if difference.reordered {
            page.indent(4);
            page.paragraph(4, 4, "the same elements in another order");
            continue;
        }
        for (number, value) in difference.values.iter().enumerate() {
            let value = value.as_ref().map(ToString::to_string);
            let class = difference.classes.get(number).copied().flatten();
            page.indent(4);
            page.put(BOLD, &(number + 1).to_string());
            let class = class.map_or("", |class| class.as_str());
            page.put(OPEN, &format!("  {class:<10}  "));
            page.block(19, value.as_deref().unwrap_or("nothing"));
        }
    }
}

/// What follows for whoever has to choose.
fn conclusion(comparison: &Comparison) -> String {
    let [one, other] = &comparison.reports;
    let Some(relation) = comparison.relation else {
        return unrelated(one, other);
    };
    let unvouched = "what nobody vouches for proves nothing about either";
    match (one.verdict(), other.verdict(), relation) {
        (Verdict::Pass, Verdict::Pass, Relation::SameDigest) => format!(
            "Both are sound copies of one signed record. Where they differ, neither is better \
             founded than the other: {unvouched}."
        ),
        (Verdict::Pass, Verdict::Pass, _) => {
            "Both are signed, and they are two records: what was signed differs, as it does from \
             one version of a paper to the next. Neither is a damaged copy of the other."
                .into()
        }
        (Verdict::Pass, _, _) => only(1, 2, unvouched),
        (_, Verdict::Pass, _) => only(2, 1, unvouched),
        _ => "Neither copy passes, so neither can be used to mend the other; `pith verify` tells \
              what is wrong with each."
            .into(),
    }
}

fn only(sound: usize, broken: usize, unvouched: &str) -> String {
    format!(
        "Copy {sound} passes, copy {broken} does not. Where they differ in what is vouched for, \
         copy {sound} has what was signed; {unvouched}."
    )
}

fn unrelated(one: &Report, other: &Report) -> String {
    if one.error.is_some() || other.error.is_some() {
        return "There is nothing to compare: not both are records.".into();
    }
    "These are not two copies of one record: they state different Pith Numbers, and their \
     sources differ."
        .into()
}
