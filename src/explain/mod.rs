//! Explains step by step how the verdict follows from a document, and how two copies differ.
//!
//! An [`Explanation`] expands the [`Report`] on one document. Every check of the report is in
//! exactly one step, with its rule, its values and a shell line that repeats it with standard
//! tools.

pub mod compare;
mod context;
mod copies;
mod creation;
mod digest;
mod identifiers;
mod integrity;
mod invocation;
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

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::json::shorten::Shortened;
use crate::report::coverage::LeafClasses;
use crate::report::{Report, Source};
use crate::verify::subject::Subject;
use crate::verify::{Examined, Reading, Verifier};
use context::Context;
pub use invocation::{Invocation, RepeatedOptions};
use map::MAX_REGIONS;
pub use map::Region;
pub use outline::Outline;
pub use shell::Shell;
pub use step::{Item, Step};

/// The explanation of one document. Its parts are computed on request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explanation<'d> {
    /// What verification found.
    pub report: Report<'d>,
    checked: Option<(Subject<'d>, LeafClasses)>,
    reading: &'d Reading<'d>,
    invocation: Invocation,
}

/// A function that builds a step.
type Build = for<'c> fn(&Context<'c, '_>) -> Step<'c>;

const R: &str = "record";
const B: &str = "bundle";
const S: &str = "state";
const I: &str = "integrity";

/// Every step, with its id, its title, and the kinds of documents that it is for.
///
/// Each step follows from those before it.
#[rustfmt::skip]
const STEPS: &[(&str, &str, &[&str], Build)] = &[
    ("canonical-form", "The canonical form of the signed part", &[R, B, S], digest::canonical_form),
    ("digest", "The digest", &[R, B, S], digest::digest),
    ("creation", "The event that created the record", &[B], creation::creation),
    ("identifiers", "The Pith Number", &[R, B, S], identifiers::numbers),
    ("aliases", "Aliases", &[R, B, S], identifiers::aliases),
    ("receipt", "The receipt: who signed it", &[R, B], receipt::receipt),
    ("events", "Events, each with its own signature", &[I], integrity::events),
    ("findings", "The listed findings", &[I], integrity::findings),
    ("copies", "Copies of signed values", &[R, B, S], copies::copies),
    ("texts", "Title and abstract", &[R], texts::texts),
    ("snapshots", "Snapshots and links (not signed)", &[R, I], snapshots::snapshots),
];

impl<'d> Explanation<'d> {
    /// Verifies a document and explains the report.
    #[must_use]
    pub fn of(
        verifier: &'d Verifier,
        source: impl Into<Option<Source>>,
        reading: &'d Reading<'d>,
        invocation: Invocation,
    ) -> Self {
        let Examined {
            report,
            mut checked,
        } = verifier.examine(source, reading);
        if let Some((subject, marks)) = &mut checked {
            marks.find_common(subject.root.document());
        }
        Self {
            report,
            checked,
            reading,
            invocation,
        }
    }

    /// Returns the file name that shell lines use, if the document's own name cannot be pasted.
    #[must_use]
    pub fn renamed(&self) -> Option<&'static str> {
        self.checked.as_ref().and(self.invocation.renamed())
    }

    /// Returns the steps in order; there are none if the document is of no known kind.
    #[must_use]
    pub fn steps(&self) -> Vec<Step<'_>> {
        let Some((subject, _)) = &self.checked else {
            return Vec::new();
        };
        let context = Context {
            report: &self.report,
            subject,
            record: subject.canonical.given(),
            invocation: &self.invocation,
        };
        let kind = self.report.kind.map_or("", |kind| kind.name);
        let steps = STEPS
            .iter()
            .filter(|(_, _, kinds, _)| kinds.contains(&kind));
        let steps = steps.map(|(id, title, _, build)| Step {
            id,
            title,
            ..build(&context)
        });
        steps.collect()
    }

    /// Returns the class of every part of the document; empty if the document is of no known
    /// kind.
    #[must_use]
    pub fn map(&self) -> Vec<Region> {
        let map = |(subject, marks): &(Subject<'_>, _)| {
            map::of(subject.root, &mut Shortened::default(), marks, MAX_REGIONS)
        };
        self.checked.as_ref().map(map).unwrap_or_default()
    }

    /// Returns the shell line that lists the leaves that are not vouched for.
    #[must_use]
    pub fn map_shell(&self) -> Option<Shell> {
        let (subject, marks) = self.checked.as_ref()?;
        let (document, coverage) = (subject.root.document(), &self.report.coverage);
        Some(map::shell(document, marks, coverage, &self.invocation))
    }

    /// Returns the document, line by line; empty if it could not be read as JSON.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let marks = self.checked.as_ref().map(|(_, marks)| marks);
        Outline::of(self.reading, marks, &self.report)
    }
}

impl Serialize for Explanation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("Explanation", 5)?;
        members.serialize_field("report", &self.report)?;
        members.serialize_field("renamed", &self.renamed())?;
        members.serialize_field("steps", &self.steps())?;
        members.serialize_field("map", &self.map())?;
        members.serialize_field("map_shell", &self.map_shell())?;
        members.end()
    }
}
