//! Shows every value of the document with its class, and how many values are in each class.

use askama::Template;

use super::trouble::{self, Trouble};
use super::words;
use crate::explain::Outline;
use crate::explain::outline::{Content, Line, Note};
use crate::render::failures;
use crate::render::narration::classes;
use crate::render::words::noun;
use crate::report::Report;
use crate::report::coverage::{Class, Coverage};

/// The depth up to which lines are indented. Deeper lines are not indented further.
const MAX_INDENT: usize = 10;
/// The most notes at one line of the document. The list of what is wrong, above, has more.
const MAX_NOTES: usize = 4;

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct Document {
    level: u8,
    title: String,
    introduction: String,
    legend: Vec<Entry>,
    total: u64,
    groups: Vec<Group>,
    shell: Vec<String>,
}

/// A class in the legend.
struct Entry {
    class: Class,
    count: u64,
    /// Where its part of the bar starts and how wide that is, in thousandths of the bar.
    start: u64,
    width: u64,
}

/// The lines of the document that are shown together.
struct Group {
    /// The name of the member and how many values it has, if its lines are folded because nothing
    /// in it is signed.
    folded: Option<(String, usize)>,
    rows: Vec<Row>,
}

/// A line of the document as the page shows it.
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
    /// Returns the section about the document, or `None` if there is nothing to show.
    pub(super) fn of(report: &Report<'_>, outline: &Outline, level: u8) -> Option<Self> {
        (!outline.lines.is_empty()).then(|| Self {
            level,
            title: format!("What is signed in this {}", noun(report)),
            introduction: classes::introduction(report),
            legend: legend(&report.coverage),
            total: report.coverage.total(),
            groups: groups(report, outline),
            shell: Vec::new(),
        })
    }

    /// Returns the section with another title.
    pub(super) fn called(self, title: String) -> Self {
        Self { title, ..self }
    }

    /// Returns the classes that have values, in two halves: confirmed and not signed.
    ///
    /// Each half has its heading and the number of its values.
    fn halves(&self) -> [(&'static str, u64, Vec<&Entry>); 2] {
        let half = |heading, is_signed| {
            let found = self.legend.iter().filter(|entry| entry.count > 0);
            let found = found.filter(|entry| (entry.class != Class::Unsigned) == is_signed);
            let entries: Vec<_> = found.collect();
            let count = entries.iter().map(|entry| entry.count).sum();
            (heading, count, entries)
        };
        [half("Confirmed", true), half("Not signed", false)]
    }

    /// Returns the section with the command that lists the unsigned values.
    pub(super) fn with_shell(self, shell: Vec<String>) -> Self {
        Self { shell, ..self }
    }
}

/// Returns every class with its number of values and its part of the bar.
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

/// Returns the lines of the document in groups, one for each member.
fn groups(report: &Report<'_>, outline: &Outline) -> Vec<Group> {
    let after = outline.lines.iter().skip(1).map(Some).chain([None]);
    let lines: Vec<_> = outline.lines.iter().zip(after).collect();
    // A line of depth 1 with a name starts a group. A line without a name, such as a bracket,
    // belongs to the group before it.
    let members = lines.chunk_by(|_, (next, _)| next.depth > 1 || next.name.is_none());
    let groups = members.map(|lines| {
        let rows = lines.iter().map(|(line, after)| Row {
            comma: has_comma(line, *after),
            ..row(report, line)
        });
        let rows: Vec<_> = rows.collect();
        Group {
            folded: folded(report, &rows),
            rows,
        }
    });
    groups.collect()
}

/// Returns the name and the number of values of a member that is folded.
///
/// A member is folded if it has several values, all of them are listed, none is signed and none has
/// a note. Nothing is folded if no signature is verified, because then nothing in the document is
/// signed.
fn folded(report: &Report<'_>, rows: &[Row]) -> Option<(String, usize)> {
    let name = rows.first()?.name.clone()?;
    let is_open =
        |row: &Row| row.notes.is_empty() && row.class.is_none_or(|class| class == Class::Unsigned);
    let is_complete = rows
        .iter()
        .all(|row| row.css != "more" && row.css != "missing");
    let values = rows.iter().filter(|row| row.class.is_some()).count();
    let is_folded = values > 1 && is_complete && rows.iter().all(is_open);
    (is_folded && report.signature_verified()).then_some((name, values))
}

/// Returns whether a comma follows a line, because another value follows in the same array or
/// object.
fn has_comma(line: &Line, after: Option<&Line>) -> bool {
    let ends = matches!(line.content, Content::Value(..) | Content::Close(_));
    let goes_on = |after: &Line| {
        after.depth == line.depth && matches!(after.content, Content::Value(..) | Content::Open(_))
    };
    ends && after.is_some_and(goes_on)
}

/// Returns a line of the document as the page shows it, without a comma.
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
            // A failure that follows from an alteration would draw attention to an intact value.
            let follows = failures::is_shown_already(report, finding);
            (!told && !follows).then(|| trouble::failed(report, finding))
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

/// Returns how many values have no line of their own, in total and by class.
fn more(classes: &[u64; Class::ALL.len()]) -> String {
    let counted = Class::ALL.into_iter().zip(classes);
    let counted = counted.filter(|(_, count)| **count > 0);
    let counted = counted.map(|(class, count)| format!("{} {count}", class.as_str()));
    let total: u64 = classes.iter().sum();
    let counted = counted.collect::<Vec<_>>().join(", ");
    format!("… and {total} more values, not listed ({counted})")
}
