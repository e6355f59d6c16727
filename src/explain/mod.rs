//! How a verdict follows from the bytes of a document, step by step.
//!
//! An [`Explanation`] tells for one document what [`Report`] says in short: every check of
//! the report stands in exactly one step, each step with its rule, its values and a shell
//! line that repeats it with standard tools.

pub mod comparison;
mod copies;
mod digest;
mod identifiers;
pub(crate) mod map;
mod receipt;
mod shell;
mod snapshots;
mod story;
mod texts;
mod walk;

#[cfg(test)]
mod hostile_shapes;

use crate::json::document::Document;
use crate::json::quote::Quoted;
use crate::record::members::Record;
use crate::report::{Finding, Report, Source};
use crate::verify::Verifier;

use map::MOST_REGIONS;
pub use map::Region;
pub use shell::{Invocation, Shell};
use story::Story;

/// Version of the members of an explanation in JSON: some may be added, none renamed or
/// removed.
pub const EXPLANATION_VERSION: u32 = 1;

/// One document, explained.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// What verification found.
    pub report: Report,
    /// From the bytes to the last check; none if the document is not a record.
    pub steps: Vec<Step>,
    /// Who vouches for which part of the document, all of it.
    pub map: Vec<Region>,
    /// The line that lists the leaves that nobody vouches for.
    pub map_shell: Option<Shell>,
    /// The name under which shell lines expect the document, if it has none that can be
    /// pasted.
    pub renamed: Option<&'static str>,
}

/// One step of the derivation. Texts may come from the document: renderers escape them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The name in JSON.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What happens here and why, in sentences.
    pub says: String,
    /// Lines to be shown as they are.
    pub figure: Vec<String>,
    /// What is derived or compared.
    pub items: Vec<Item>,
}

/// Something that is derived, compared or both.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Item {
    /// What it is called: the id of the check, if it is one.
    pub label: String,
    /// How it is made.
    pub rule: String,
    /// The values, computed here.
    pub values: Vec<String>,
    /// What the check found, if it is one.
    pub finding: Option<Finding>,
    /// How to repeat it.
    pub shell: Option<Shell>,
}

/// One row of the table of steps.
struct Row {
    id: &'static str,
    title: &'static str,
    tell: fn(&Story<'_, '_>) -> Told,
}

/// What a step tells.
#[derive(Default)]
struct Told {
    says: String,
    figure: Vec<String>,
    items: Vec<Item>,
}

const fn row(id: &'static str, title: &'static str, tell: fn(&Story<'_, '_>) -> Told) -> Row {
    Row { id, title, tell }
}

/// Every step, in the order in which it follows from those before.
#[rustfmt::skip]
const STEPS: &[Row] = &[
    row("canonical-form", "The canonical form of what is signed", digest::canonical_form),
    row("digest", "The digest", digest::digest),
    row("identifiers", "The Pith Number", identifiers::numbers),
    row("aliases", "Aliases", identifiers::aliases),
    row("receipt", "The receipt: whose signature, over what", receipt::receipt),
    row("copies", "What repeats signed values", copies::copies),
    row("texts", "Title and abstract", texts::texts),
    row("snapshots", "Snapshots and links, which nobody signed", snapshots::snapshots),
];

impl Explanation {
    /// Verifies a document and explains the report.
    #[must_use]
    pub fn of(verifier: &Verifier, source: Source, bytes: &[u8], invocation: &Invocation) -> Self {
        let document = match Document::read(bytes) {
            Ok(document) => document,
            Err(error) => return Self::of_report(verifier.reject(source, error)),
        };
        let record = match Record::read(document.root()) {
            Ok(record) => record,
            Err(error) => return Self::of_report(verifier.reject_record(source, &document, error)),
        };
        let (report, mut marks) = verifier.examine(source, &document, record.clone());
        marks.settle(&document);
        let story = Story::new(verifier, &report, record, invocation);
        let steps = STEPS.iter().map(|row| {
            let Told {
                says,
                figure,
                items,
            } = (row.tell)(&story);
            Step {
                id: row.id,
                title: row.title,
                says,
                figure,
                items,
            }
        });
        Self {
            steps: steps.collect(),
            map: map::of(
                document.root(),
                &mut Quoted::default(),
                &marks,
                MOST_REGIONS,
            ),
            map_shell: Some(map::shell(&document, &marks, &report.coverage, invocation)),
            renamed: invocation.renamed(),
            report,
        }
    }

    /// The explanation of a document that could not be read as a record: that is all there
    /// is to say.
    #[must_use]
    pub fn of_report(report: Report) -> Self {
        Self {
            report,
            steps: Vec::new(),
            map: Vec::new(),
            map_shell: None,
            renamed: None,
        }
    }
}
