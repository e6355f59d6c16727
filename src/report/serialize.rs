//! A report as JSON: always the same members. There is no other way to it.
//!
//! No string in it has a hostile character, not even escaped: whatever unescapes it may write
//! to a terminal.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::coverage::{Class, Coverage};
use super::escape::{Visible, visible};
use super::{Finding, Origin, Outcome, Place, REPORT_VERSION, Report, TOOL};
use crate::json::error::DocumentError;

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pith_number = self.pith_number.map(|number| number.to_string());
        let digest = self.digest.map(|digest| digest.to_string());
        let omitted = self.coverage.omitted();
        let leaves = omitted.map(|_| Leaves(&self.coverage));
        let mut object = serializer.serialize_struct("Report", 14)?;
        object.serialize_field("report_version", &REPORT_VERSION)?;
        object.serialize_field("tool", TOOL)?;
        object.serialize_field("source", &self.source)?;
        object.serialize_field("document", &self.kind.map(|kind| kind.name))?;
        object.serialize_field("verdict", self.verdict().as_str())?;
        object.serialize_field("pith_number", &pith_number)?;
        object.serialize_field("canonical_sha256", &digest)?;
        object.serialize_field("key", &self.key)?;
        object.serialize_field("checks", &self.findings)?;
        object.serialize_field("coverage", &Counts(&self.coverage))?;
        object.serialize_field("leaves", &leaves)?;
        object.serialize_field("leaves_omitted", &omitted)?;
        object.serialize_field("diagnosis", &self.diagnosis.changes)?;
        object.serialize_field("error", &self.error)?;
        object.end()
    }
}

struct Counts<'r>(&'r Coverage);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Class::ALL.map(|class| (class.as_str(), self.0.count(class))))
    }
}

struct Leaves<'r>(&'r Coverage);

impl Serialize for Leaves<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Class::ALL.map(|class| {
            let leaves = self.0.leaves(class).unwrap_or_default();
            let shown: Vec<_> = leaves.iter().map(|leaf| Visible(leaf)).collect();
            (class.as_str(), shown)
        }))
    }
}

impl Serialize for Finding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let outcome = self.outcome();
        let mut object = serializer.serialize_struct("Finding", 6)?;
        match self.entry {
            None => object.serialize_field("id", self.check().id)?,
            Some(_) => object.serialize_field("id", &Visible(&self.id().to_string()))?,
        }
        object.serialize_field("status", outcome.as_str())?;
        match &self.place {
            Place::At(Cow::Owned(pointer)) => {
                object.serialize_field("pointer", &Visible(pointer))?;
            }
            // Only the checks' own text, never the document's.
            Place::At(Cow::Borrowed(pointer)) => object.serialize_field("pointer", pointer)?,
            Place::Element(array, index, member) => {
                let pointer = format_args!("{array}/{index}/{member}");
                object.serialize_field("pointer", &pointer)?;
            }
        }
        let claimed = outcome.claimed().map(|fact| visible(fact.text()));
        // Both are the same value then, and it need not be written out twice.
        let computed = match outcome {
            Outcome::Passed { .. } => claimed.as_deref().map(Cow::Borrowed),
            _ => outcome.computed().map(|fact| visible(fact.text())),
        };
        object.serialize_field("claimed", &claimed)?;
        object.serialize_field("computed", &computed)?;
        let why = outcome.why().map(ToString::to_string);
        object.serialize_field("reason", &why.as_deref().map(Visible))?;
        object.end()
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().map(Visible).serialize(serializer)
    }
}

impl Serialize for DocumentError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("DocumentError", 3)?;
        object.serialize_field("code", self.code.as_str())?;
        object.serialize_field("message", &Visible(&self.message))?;
        object.serialize_field("offset", &self.offset)?;
        object.end()
    }
}
