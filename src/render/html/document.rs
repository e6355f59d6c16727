//! The document itself, every value marked by who vouches for it, and the legend.

use askama::Template;

use super::trouble::{self, Trouble};
use crate::explain::Outline;
use crate::explain::outline::{Content, Line, Note};
use crate::render::narration::classes;
use crate::render::words;
use crate::report::Report;
use crate::report::coverage::{Class, Coverage};

/// What is deeper is not indented further.
const MAX_INDENT: usize = 10;
/// What is told at one place; the rest is told above.
const MAX_NOTES: usize = 4;

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct Document {
    level: u8,
    /// What it is called.
    title: String,
    /// Whether it is folded away at first.
    folded: bool,
    introduction: String,
    legend: Vec<Entry>,
    rows: Vec<Row>,
    shell: Vec<String>,
}

/// A class in the legend.
struct Entry {
    class: Class,
    count: u64,
    /// Its part of the bar, in thousandths: where it starts and how wide it is.
    start: u64,
    width: u64,
}

struct Row {
    indent: usize,
    name: Option<String>,
    class: Option<Class>,
    text: String,
    css: &'static str,
    /// Whether a comma follows the value.
    comma: bool,
    notes: Vec<Trouble>,
}

impl Document {
    /// `None` if there is nothing to show.
    pub(super) fn of(report: &Report<'_>, outline: &Outline, level: u8) -> Option<Self> {
        (!outline.lines.is_empty()).then(|| Self {
            level,
            title: format!("The {} itself", words::noun(report)),
            folded: false,
            introduction: classes::introduction(report),
            legend: legend(&report.coverage),
            rows: rows(report, outline),
            shell: Vec::new(),
        })
    }

    pub(super) fn folded(self) -> Self {
        Self {
            folded: true,
            ..self
        }
    }

    pub(super) fn called(self, title: String) -> Self {
        Self { title, ..self }
    }

    /// With the command that lists the unsigned values.
    pub(super) fn with_shell(self, shell: Vec<String>) -> Self {
        Self { shell, ..self }
    }
}

fn legend(coverage: &Coverage) -> Vec<Entry> {
    let total = coverage.total().max(1);
    let mut before = 0;
    let share = |count: u64| count.saturating_mul(1_000) / total;
    let entries = Class::ALL.map(|class| {
        let count = coverage.count(class);
        let start = share(before);
        before += count;
        Entry {
            class,
            count,
            start,
            width: share(before) - start,
        }
    });
    entries.into()
}

fn rows(report: &Report<'_>, outline: &Outline) -> Vec<Row> {
    let after = outline.lines.iter().skip(1).map(Some).chain([None]);
    let lines = outline.lines.iter().zip(after);
    lines
        .map(|(line, after)| Row {
            comma: has_comma(line, after),
            ..row(report, line)
        })
        .collect()
}

/// Whether another value follows in the same array or object.
fn has_comma(line: &Line, after: Option<&Line>) -> bool {
    let ends = matches!(line.content, Content::Value(..) | Content::Close(_));
    let goes_on = |after: &Line| {
        after.depth == line.depth && matches!(after.content, Content::Value(..) | Content::Open(_))
    };
    ends && after.is_some_and(goes_on)
}

fn row(report: &Report<'_>, line: &Line) -> Row {
    let (class, text, css) = match &line.content {
        Content::Value(class, value) => (Some(*class), value.to_string(), "value"),
        Content::Open(bracket) | Content::Close(bracket) => (None, (*bracket).into(), "bracket"),
        Content::Missing => (None, "missing".into(), "missing"),
        Content::More(classes) => (None, more(classes), "more"),
    };
    let notes = line.notes.iter().take(MAX_NOTES);
    let notes = notes.filter_map(|note| match note {
        Note::Altered(place) => {
            let change = report.diagnosis.changes.get(*place)?;
            Some(trouble::altered(report, change))
        }
        Note::Failed(place) => {
            let finding = report.findings.get(*place)?;
            let told = trouble::is_altered(report, &finding.pointer());
            (!told).then(|| trouble::failed(report, finding))
        }
    });
    Row {
        indent: line.depth.min(MAX_INDENT),
        name: line.name.clone(),
        class,
        text,
        css,
        comma: false,
        notes: notes.collect(),
    }
}

/// How many values have no line of their own, by mark.
fn more(classes: &[u64; Class::ALL.len()]) -> String {
    let counted = Class::ALL.into_iter().zip(classes);
    let counted = counted.filter(|(_, count)| **count > 0);
    let counted = counted.map(|(class, count)| format!("{} {count}", class.as_str()));
    let total: u64 = classes.iter().sum();
    let counted = counted.collect::<Vec<_>>().join(", ");
    format!("… and {total} more values, not listed ({counted})")
}
