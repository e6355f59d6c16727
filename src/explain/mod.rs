//! How a verdict follows from the bytes of a document, step by step; and how two copies differ.
//!
//! An [`Explanation`] expands the [`Report`] on one document: every check of the report is
//! in exactly one step, with its rule, its values and a shell line that repeats it with
//! standard tools.

pub mod compare;
mod context;
mod copies;
mod creation;
mod digest;
mod identifiers;
mod integrity;
pub(crate) mod map;
pub mod outline;
mod receipt;
mod shell;
mod snapshots;
mod step;
mod texts;
mod walk;

#[cfg(test)]
mod hostile_shapes;

use serde::Serialize;

use crate::json::quote::Quoted;
use crate::report::{Report, Source};
use crate::verify::{Examined, Reading, Verifier};
use context::Context;
use map::MAX_REGIONS;
pub use map::Region;
pub use outline::Outline;
pub use shell::{Invocation, Shell};
pub use step::{Item, Step};

/// One document, explained.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Explanation<'d> {
    /// What verification found.
    pub report: Report<'d>,
    /// The name under which shell lines expect the document, if its own cannot be pasted.
    pub renamed: Option<&'static str>,
    /// From the bytes to the last check; empty if the document is not a record.
    pub steps: Vec<Step<'d>>,
    /// Who vouches for which part of the document, all of it.
    pub map: Vec<Region>,
    /// The line that lists the leaves that nobody vouches for.
    pub map_shell: Option<Shell>,
    /// The document, line by line; empty if it could not be read as JSON.
    #[serde(skip)]
    pub outline: Outline,
}

/// Builds a step.
type Build = for<'d> fn(&Context<'_, 'd>) -> Step<'d>;

const R: &str = "record";
const B: &str = "bundle";
const S: &str = "state";
const I: &str = "integrity";

/// Every step, with id, title and the kinds of document that it is for, in the order in which
/// it follows from those before.
#[rustfmt::skip]
const STEPS: &[(&str, &str, &[&str], Build)] = &[
    ("canonical-form", "The canonical form of what is signed", &[R, B, S], digest::canonical_form),
    ("digest", "The digest", &[R, B, S], digest::digest),
    ("creation", "The event that created the record", &[B], creation::creation),
    ("identifiers", "The Pith Number", &[R, B, S], identifiers::numbers),
    ("aliases", "Aliases", &[R, B, S], identifiers::aliases),
    ("receipt", "The receipt: whose signature, over what", &[R, B], receipt::receipt),
    ("events", "Events, each with its own signature", &[I], integrity::events),
    ("findings", "The findings, as they are listed", &[I], integrity::findings),
    ("copies", "What repeats signed values", &[R, B, S], copies::copies),
    ("texts", "Title and abstract", &[R], texts::texts),
    ("snapshots", "Snapshots and links, which nobody signed", &[R, I], snapshots::snapshots),
];

impl<'d> Explanation<'d> {
    /// Verifies a document and explains the report.
    #[must_use]
    pub fn of(
        verifier: &'d Verifier,
        source: Source,
        reading: &'d Reading<'d>,
        invocation: &Invocation,
    ) -> Self {
        let examined = verifier.examine(source, reading);
        let outline = Outline::of(reading, &examined);
        let Examined { report, checked } = examined;
        let Some((subject, mut marks)) = checked else {
            return Self {
                report,
                outline,
                steps: Vec::new(),
                map: Vec::new(),
                map_shell: None,
                renamed: None,
            };
        };
        let (root, document) = (subject.root, subject.root.document());
        marks.find_common(document);
        let context = Context {
            report: &report,
            subject: &subject,
            record: subject.canonical.given(),
            invocation,
        };
        let kind = report.kind.map_or("", |kind| kind.name);
        let steps = STEPS
            .iter()
            .filter(|(_, _, kinds, _)| kinds.contains(&kind));
        let steps = steps.map(|(id, title, _, build)| Step {
            id,
            title,
            ..build(&context)
        });
        Self {
            steps: steps.collect(),
            map: map::of(root, &mut Quoted::default(), &marks, MAX_REGIONS),
            map_shell: Some(map::shell(document, &marks, &report.coverage, invocation)),
            outline,
            renamed: invocation.renamed(),
            report,
        }
    }
}
