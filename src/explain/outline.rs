//! Shows the document itself, line by line: every value with its class and everything wrong
//! with it.

use std::collections::BTreeMap;

use crate::json::document::{Kind, Value};
use crate::json::pointer::Step;
use crate::json::shorten::{Shortened, shorten};
use crate::report::coverage::{Class, LeafClasses};
use crate::report::{Excerpt, Report};
use crate::verify::Reading;

/// The largest number of lines in an outline; further values are counted. The real record takes
/// 230.
const MAX_LINES: usize = 3_000;
/// The largest number of children of one array or object that have their own lines.
///
/// The limit keeps a long list from using up the lines for everything after it.
const MAX_CHILDREN: usize = 300;
/// The largest number of bytes in all names and values together.
const MAX_TEXT: usize = 1 << 19;
/// The largest number of bytes in a value that is shown in full; abstracts have 600 characters.
const MAX_VALUE: usize = 1_200;
/// The largest number of failures and alterations that are noted in the outline.
const MAX_NOTES: usize = 200;
/// The longest JSON Pointer that is compared with the notes; reports have no longer ones.
const MAX_POINTER: usize = 1_000;

/// A document, line by line.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Outline {
    /// The lines, in document order.
    pub lines: Vec<Line>,
}

/// A line of an outline.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Line {
    /// The number of arrays and objects that contain it.
    pub depth: usize,
    /// The name of the member, shortened if it is long. It is hostile text.
    pub name: Option<String>,
    /// What the line shows.
    pub content: Content,
    /// What is wrong with the value.
    pub notes: Vec<Note>,
}

/// What a line shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// A value and its class.
    Value(Class, Excerpt),
    /// The opening bracket of an array or object.
    Open(&'static str),
    /// The closing bracket of an array or object.
    Close(&'static str),
    /// A member that is missing, although the report mentions it.
    Missing,
    /// The numbers of values without their own lines, by class.
    More([u64; Class::ALL.len()]),
}

/// Something that is wrong with the value in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The finding with this index in the report failed.
    Failed(usize),
    /// The change with this index in the diagnosis concerns the value.
    Altered(usize),
}

impl Outline {
    /// Returns the outline of a document, with everything that the report says is wrong.
    pub(super) fn of(
        reading: &Reading<'_>,
        marks: Option<&LeafClasses>,
        report: &Report<'_>,
    ) -> Self {
        let Ok(document) = reading else {
            return Self::default();
        };
        // Every leaf without a class is unsigned.
        let none = LeafClasses::uncounted();
        let mut drawing = Drawing {
            marks: marks.unwrap_or(&none),
            notes: notes(report),
            pointer: Shortened::up_to(MAX_POINTER),
            room: MAX_TEXT,
            lines: Vec::new(),
        };
        drawing.draw(document.root(), 0, None);
        Self {
            lines: drawing.lines,
        }
    }
}

/// Returns everything that is wrong, by JSON Pointer.
fn notes(report: &Report<'_>) -> BTreeMap<String, Vec<Note>> {
    let mut notes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let changes = report.diagnosis.changes.iter().enumerate();
    let altered = changes.map(|(place, change)| (change.pointer.clone(), Note::Altered(place)));
    let findings = report.findings.iter().enumerate();
    let failed = findings.filter(|(_, finding)| finding.failed());
    let failed =
        failed.map(|(place, finding)| (finding.pointer().into_owned(), Note::Failed(place)));
    for (pointer, note) in altered.chain(failed).take(MAX_NOTES) {
        // A finding that is about no place of the document has no pointer.
        if !pointer.is_empty() {
            notes.entry(pointer).or_default().push(note);
        }
    }
    notes
}

/// The state of drawing an outline.
struct Drawing<'m> {
    marks: &'m LeafClasses,
    /// The notes whose places have not been reached yet.
    notes: BTreeMap<String, Vec<Note>>,
    pointer: Shortened,
    /// The number of bytes of text that may still be shown.
    room: usize,
    lines: Vec<Line>,
}

impl Drawing<'_> {
    fn is_full(&self) -> bool {
        self.lines.len() >= MAX_LINES || self.room == 0
    }

    fn line(&mut self, depth: usize, name: Option<String>, content: Content, notes: Vec<Note>) {
        let value = match &content {
            Content::Value(_, value) => value.canonical().as_str().len(),
            _ => 0,
        };
        let taken = value + name.as_ref().map_or(0, String::len);
        self.room = self.room.saturating_sub(taken);
        self.lines.push(Line {
            depth,
            name,
            content,
            notes,
        });
    }

    fn draw(&mut self, value: Value<'_>, depth: usize, name: Option<String>) {
        let notes = self.notes_here();
        if value.is_leaf() {
            let class = self.marks.class(value);
            let excerpt = Excerpt::up_to(value, MAX_VALUE.min(self.room));
            return self.line(depth, name, Content::Value(class, excerpt), notes);
        }
        let is_object = value.kind() == Kind::Object;
        let [open, close] = if is_object { ["{", "}"] } else { ["[", "]"] };
        self.line(depth, name, Content::Open(open), notes);
        let mut left_out = None;
        for (position, (step, child)) in value.steps().enumerate() {
            if position >= MAX_CHILDREN || self.is_full() {
                self.count(child, left_out.get_or_insert_default());
                continue;
            }
            let name = match step {
                Step::Name(name) => Some(shorten(name).into_owned()),
                Step::Index(_) => None,
            };
            let mark = self.pointer.enter(step);
            self.draw(child, depth + 1, name);
            self.pointer.leave(mark);
        }
        match left_out {
            Some(classes) => self.line(depth + 1, None, Content::More(classes), Vec::new()),
            None if is_object => self.missing(depth + 1),
            None => {}
        }
        self.line(depth, None, Content::Close(close), Vec::new());
    }

    fn notes_here(&mut self) -> Vec<Note> {
        let place = self.pointer.kept();
        if self.notes.is_empty() || place.len() >= MAX_POINTER {
            return Vec::new();
        }
        self.notes.remove(place).unwrap_or_default()
    }

    /// Draws the members of the object at the pointer that have notes and are missing.
    fn missing(&mut self, depth: usize) {
        let object = self.pointer.kept();
        if object.len() >= MAX_POINTER {
            return;
        }
        let inside = |pointer: &str| {
            let name = pointer.strip_prefix(object)?.strip_prefix('/')?;
            (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
        };
        let mut found: Vec<_> = self
            .notes
            .keys()
            .filter_map(|pointer| Some((inside(pointer)?, pointer.clone())))
            .collect();
        found.sort_unstable();
        for (name, pointer) in found {
            let notes = self.notes.remove(&pointer).unwrap_or_default();
            self.line(
                depth,
                Some(shorten(&name).into_owned()),
                Content::Missing,
                notes,
            );
        }
    }

    fn count(&self, value: Value<'_>, classes: &mut [u64; Class::ALL.len()]) {
        for leaf in value.leaves() {
            if let Some(count) = classes.get_mut(self.marks.class(leaf) as usize) {
                *count += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verifier;
    use crate::explain::{Explanation, RepeatedOptions};
    use crate::json::document::Document;
    use crate::report::Source;

    fn outline(json: &str) -> Outline {
        let verifier = Verifier::default();
        let reading = Document::read(json.as_bytes());
        let invocation = RepeatedOptions::default().invocation("x");
        Explanation::of(&verifier, Source::file("x"), &reading, invocation).outline()
    }

    fn leaves(outline: &Outline) -> u64 {
        let lines = outline.lines.iter();
        lines
            .map(|line| match &line.content {
                Content::Value(..) => 1,
                Content::More(classes) => classes.iter().sum(),
                _ => 0,
            })
            .sum()
    }

    #[test]
    fn shows_or_counts_every_value() {
        let many = format!("[{}0]", "0,".repeat(9_999));
        let deep = format!("{{\"a\":[{}],\"b\":{many}}}", vec![&*many; 40].join(","));
        for (json, values) in [("0", 1), ("[]", 1), (&*many, 10_000), (&*deep, 410_000)] {
            let outline = outline(json);
            assert_eq!(leaves(&outline), values);
            assert!(outline.lines.len() < MAX_LINES + 2 * 100);
        }
    }

    #[test]
    fn limits_the_text_of_an_outline() {
        let long = format!(
            "[{}0]",
            format!("\"{}\",", "x".repeat(MAX_VALUE - 2)).repeat(2_000)
        );
        let nested = format!("[{0},{0},{0}]", long);
        let outline = outline(&nested);
        assert_eq!(leaves(&outline), 6_003);
        let lines = outline.lines.iter();
        let text = lines.map(|line| match &line.content {
            Content::Value(_, value) => value.canonical().as_str().len(),
            _ => 0,
        });
        assert!(text.sum::<usize>() <= MAX_TEXT + MAX_VALUE);
    }

    #[test]
    fn notes_members_that_are_wrong_and_members_that_are_missing() {
        let real = include_str!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
        let altered = real.replacen("\"pith_number\"", "\"another\"", 1).replacen(
            "Flat Global",
            "Sharp Global",
            1,
        );
        let outline = outline(&altered);
        let noted = outline.lines.iter().filter(|line| !line.notes.is_empty());
        let noted: Vec<_> = noted
            .map(|line| (line.depth, line.name.as_deref(), line.content_is_missing()))
            .collect();
        assert!(noted.contains(&(1, Some("pith_number"), true)), "{noted:?}");
        assert!(noted.contains(&(2, Some("title"), false)), "{noted:?}");
    }

    impl Line {
        fn content_is_missing(&self) -> bool {
            matches!(self.content, Content::Missing)
        }
    }
}
