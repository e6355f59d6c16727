//! A report as JSON: always the same members. There is no other way to it.
//!
//! No string in it holds a hostile character, not even escaped: a reader that unescapes it may
//! well be a terminal.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::coverage::{Class, Coverage};
use super::escape::{Shown, Visible};
use super::{Change, Fact, Finding, KeyName, Place, REPORT_VERSION, Report, Source, TOOL};
use crate::json::error::DocumentError;
use crate::json::quote::MAX_QUOTED;

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Content<'r, 'd> {
            report_version: u32,
            tool: &'static str,
            source: Option<&'r Source>,
            verdict: &'static str,
            pith_number: Option<String>,
            canonical_sha256: Option<String>,
            key: Option<&'r KeyName<'d>>,
            checks: &'r [Finding<'d>],
            coverage: Counts<'r>,
            leaves: Option<Leaves<'r>>,
            leaves_omitted: Option<u64>,
            diagnosis: &'r [Change],
            error: Option<&'r DocumentError>,
        }
        let coverage = self.coverage();
        let content = Content {
            report_version: REPORT_VERSION,
            tool: TOOL,
            source: self.source(),
            verdict: self.verdict().as_str(),
            pith_number: self.pith_number().map(|number| number.to_string()),
            canonical_sha256: self.digest().map(|digest| digest.to_string()),
            key: self.key(),
            checks: self.findings(),
            coverage: Counts(coverage),
            leaves: coverage.omitted().map(|_| Leaves(coverage)),
            leaves_omitted: coverage.omitted(),
            diagnosis: &self.diagnosis().changes,
            error: self.error(),
        };
        content.serialize(serializer)
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
        let leaves = |class| self.0.leaves(class).unwrap_or_default().iter();
        serializer.collect_map(Class::ALL.map(|class| {
            let shown: Vec<_> = leaves(class).map(|leaf| Shown(leaf)).collect();
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
            Some(_) => object.serialize_field("id", &Shown(&self.id().to_string()))?,
        }
        object.serialize_field("status", outcome.as_str())?;
        match &self.place {
            // Those are of our own making.
            Place::At(Cow::Borrowed(pointer)) => object.serialize_field("pointer", pointer)?,
            _ => object.serialize_field("pointer", &Shown(&self.pointer()))?,
        }
        object.serialize_field("claimed", &outcome.claimed())?;
        object.serialize_field("computed", &outcome.computed())?;
        let why = outcome.why().map(ToString::to_string);
        object.serialize_field("reason", &why.as_deref().map(Shown))?;
        object.end()
    }
}

impl Serialize for Fact<'_> {
    /// As much of it as is quoted.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) if text.len() <= MAX_QUOTED => Shown(text).serialize(serializer),
            Self::Value(value) if value.as_str().is_some_and(|text| text.len() <= MAX_QUOTED) => {
                Shown(value.text()).serialize(serializer)
            }
            // These are of our own making.
            Self::Digest(digest) => serializer.collect_str(digest),
            Self::TextHash(hash) => serializer.collect_str(hash),
            Self::PithNumber(number) => serializer.collect_str(number),
            Self::Short(number) => serializer.collect_str(number),
            _ => Shown(&self.quoted().to_string()).serialize(serializer),
        }
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Change", 4)?;
        object.serialize_field("pointer", &Shown(&self.pointer))?;
        object.serialize_field("found", &self.found)?;
        object.serialize_field("restored", &self.restored)?;
        object.serialize_field("from", &self.origin.as_str().map(Shown))?;
        object.end()
    }
}

impl Serialize for DocumentError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("DocumentError", 3)?;
        object.serialize_field("code", self.code.as_str())?;
        object.serialize_field("message", &Visible(&self.message).to_string())?;
        object.serialize_field("offset", &self.offset)?;
        object.end()
    }
}
