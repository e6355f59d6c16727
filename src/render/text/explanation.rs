//! Renders an explanation as text, in the order in which it is read.

use std::io::{self, Write};

use super::answer::{Extent, answer};
use super::listing::compared;
use super::page::{BAD, BOLD, COMMAND, DIM, GOOD, OPEN, PLAIN, Page};
use crate::explain::{Explanation, Item, Region, Shell, Step};
use crate::render::narration::{classes, introduction};
use crate::render::style::Style;
use crate::report::coverage::Class;
use crate::report::{Finding, Outcome, Report};

/// The column at which the text of an item starts.
const TEXT: usize = 8;
/// The column at which its commands start.
const SHELL: usize = 10;

/// Writes an explanation as text, in the width of the style.
///
/// # Errors
///
/// Returns an error if writing to `out` fails.
pub fn write(explanation: &Explanation<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    let extent = Extent {
        all_changes: true,
        where_listed: Some("the last list below"),
    };
    answer(&explanation.report, extent, &mut page);
    if explanation.report.error.is_none() {
        write_introduction(explanation, &mut page);
        for (position, step) in explanation.steps().iter().enumerate() {
            write_step(explanation, position + 1, step, &mut page);
        }
        map(explanation, &mut page);
    }
    out.write_all(page.text.as_bytes())
}

fn write_introduction(explanation: &Explanation<'_>, page: &mut Page) {
    page.line();
    let text = format!("{}. {}", introduction::TITLE, introduction::TEXT);
    page.paragraph(0, &text);
    if let Some(renamed) = introduction::renamed(explanation) {
        page.line();
        page.paragraph(0, &renamed);
    }
}

fn heading(title: &str, page: &mut Page) {
    page.line();
    page.row(0, BOLD, title);
    page.line();
}

fn write_step(explanation: &Explanation<'_>, number: usize, step: &Step<'_>, page: &mut Page) {
    heading(&format!("{number}. {}", step.title), page);
    page.paragraph(0, &step.summary);
    if !step.figure.is_empty() {
        page.line();
    }
    for line in &step.figure {
        page.row(SHELL, PLAIN, line);
    }
    for item in &step.items {
        page.line();
        write_item(explanation, item, page);
    }
}

fn write_item(explanation: &Explanation<'_>, item: &Item<'_>, page: &mut Page) {
    let outcome = item.finding.map(Finding::outcome);
    let (ansi, mark) = match outcome {
        None => (PLAIN, "    "),
        Some(Outcome::Passed { .. }) => (GOOD, "ok  "),
        Some(Outcome::Failed { .. }) => (BAD.bold(), "FAIL"),
        Some(Outcome::Skipped { .. }) => (OPEN, "skip"),
    };
    page.indent(2);
    page.put(ansi, mark);
    page.row(2, BOLD, &item.label);
    if !item.rule.is_empty() {
        page.paragraph(TEXT, &item.rule);
    }
    for value in &item.values {
        write_value(value, page);
    }
    if let Some(finding) = item.finding {
        write_finding(&explanation.report, finding, item.values.is_empty(), page);
    }
    if let Some(shell) = &item.shell {
        write_shell(shell, item, page);
    }
}

/// Writes a value, over several lines if it is wider than the page.
fn write_value(value: &str, page: &mut Page) {
    page.indent(TEXT);
    page.put(PLAIN, "= ");
    page.block(SHELL, value);
}

fn write_finding(report: &Report<'_>, finding: &Finding<'_>, with_value: bool, page: &mut Page) {
    match &finding.outcome {
        Outcome::Passed { value } if with_value => {
            write_value(&value.shortened().to_string(), page)
        }
        Outcome::Passed { .. } => {}
        Outcome::Skipped { why, .. } => {
            page.paragraph(TEXT, &format!("not checked: {why}"));
        }
        Outcome::Failed { why, .. } => {
            page.paragraph(TEXT, &why.to_string());
            compared(TEXT, report, finding, page);
        }
    }
}

/// Writes the lines of a command so that they can be pasted.
fn write_lines(shell: &Shell, page: &mut Page) {
    for line in &shell.lines {
        page.row(SHELL, COMMAND, line);
    }
}

/// Writes a command, and what it prints if that is one line that is not shown right above it.
fn write_shell(shell: &Shell, item: &Item<'_>, page: &mut Page) {
    write_lines(shell, page);
    let found = match item.finding.map(Finding::outcome) {
        Some(Outcome::Passed { value }) => Some(value.shortened().to_string()),
        _ => None,
    };
    let above = |line: &String| item.values.iter().chain(&found).any(|value| value == line);
    if let [line] = shell.prints.as_slice()
        && !above(line)
    {
        page.row(SHELL, DIM, &format!("# prints: {line}"));
    }
}

/// Writes which values are in which class.
fn map(explanation: &Explanation<'_>, page: &mut Page) {
    heading("Which values are signed", page);
    let report = &explanation.report;
    page.paragraph(0, &classes::introduction(report));
    let map = explanation.map();
    for class in Class::ALL {
        let regions = map.iter();
        let regions: Vec<_> = regions.filter(|region| region.class == class).collect();
        if regions.is_empty() {
            continue;
        }
        page.line();
        page.indent(2);
        let title = format!("{}, {}", class.as_str(), report.coverage.count(class));
        let unsigned = class == Class::Unsigned;
        page.put(if unsigned { OPEN.bold() } else { BOLD }, &title);
        page.put(PLAIN, ": ");
        page.flow(title.chars().count() + 4, 2, classes::meaning(class));
        for group in regions.chunk_by(|one, other| group(one) == group(other)) {
            write_group(group, page);
        }
    }
    if let Some(shell) = explanation.map_shell() {
        page.line();
        page.paragraph(0, classes::LIST_UNSIGNED);
        page.line();
        write_lines(&shell, page);
    }
}

/// Returns the JSON Pointer to the outermost member that contains a region.
///
/// It is empty if the region is such a member itself.
fn group(region: &Region) -> &str {
    let pointer = region.pointer.as_deref().unwrap_or_default();
    let name = pointer.get(1..).and_then(|rest| rest.find('/'));
    let end = name.map_or(0, |name| name + 1);
    pointer.get(..end).unwrap_or_default()
}

/// Writes the regions of one outermost member, with their values.
fn write_group(regions: &[&Region], page: &mut Page) {
    let group = regions.first().map_or("", |region| group(region));
    let mut indent = 4;
    if !group.is_empty() {
        page.row(indent, PLAIN, group);
        indent += 2;
    }
    let names = regions.iter().map(|region| match &region.pointer {
        Some(pointer) => pointer.get(group.len()..).unwrap_or_default().to_owned(),
        None => format!("and {} more", region.leaves),
    });
    let names: Vec<_> = names.collect();
    let column = names.iter().map(|name| name.chars().count()).max();
    let column = column.unwrap_or_default().min(page.width / 2);
    for (name, region) in names.iter().zip(regions) {
        page.indent(indent);
        page.put(PLAIN, &format!("{name:<column$}  "));
        let start = indent + name.chars().count().max(column) + 2;
        let room = page.width.saturating_sub(start).max(20);
        let value = region.value.as_ref().map(ToString::to_string);
        page.row(0, DIM, &cut(&value.unwrap_or_default(), room));
    }
}

/// Returns as much of a text as fits in `room` columns.
fn cut(text: &str, room: usize) -> String {
    let visible = crate::report::escape::Visible(text).to_string();
    if visible.chars().count() <= room {
        return visible;
    }
    let head: String = visible.chars().take(room - 1).collect();
    format!("{head}…")
}
