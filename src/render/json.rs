//! JSON: one object per document and line, always with the same members.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Style, one_line};
use crate::json::error::DocumentError;
use crate::report::coverage::{Class, Coverage};
use crate::report::{Finding, KeyName, REPORT_VERSION, Report, Source};
use crate::verify::diagnose::Change;

pub(super) const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

pub(super) fn write(report: &Report, _style: Style, out: &mut dyn Write) -> io::Result<()> {
    one_line::write(&Object(report), out)
}

/// A part of a report, for serialisation.
pub(super) struct Object<'r, T: ?Sized>(pub(super) &'r T);

impl Serialize for Object<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let findings: Vec<_> = report.findings.iter().map(Object).collect();
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("report_version", &REPORT_VERSION)?;
        object.serialize_entry("tool", TOOL)?;
        object.serialize_entry("source", &Object(&report.source))?;
        object.serialize_entry("verdict", report.verdict().as_str())?;
        object.serialize_entry(
            "pith_number",
            &report.pith_number.as_ref().map(ToString::to_string),
        )?;
        object.serialize_entry(
            "canonical_sha256",
            &report.digest.map(|digest| digest.to_string()),
        )?;
        object.serialize_entry("key", &report.key.as_ref().map(Object))?;
        object.serialize_entry("checks", &findings)?;
        object.serialize_entry("coverage", &Object(&report.coverage))?;
        object.serialize_entry("leaves", &Leaves::of(&report.coverage))?;
        object.serialize_entry("leaves_omitted", &report.coverage.omitted())?;
        let changes: Vec<_> = report.diagnosis.changes.iter().map(Object).collect();
        object.serialize_entry("diagnosis", &changes)?;
        object.serialize_entry("error", &report.error.as_ref().map(Object))?;
        object.end()
    }
}

impl Serialize for Object<'_, Source> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("path", &self.0.path)?;
        if let Some(line) = self.0.line {
            object.serialize_entry("line", &line)?;
        }
        if let Some(offset) = self.0.offset {
            object.serialize_entry("offset", &offset)?;
        }
        object.end()
    }
}

impl Serialize for Object<'_, KeyName> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("key_id", &self.0.key_id)?;
        object.serialize_entry("fingerprint", &self.0.fingerprint)?;
        object.end()
    }
}

impl Serialize for Object<'_, Finding> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Finding {
            id,
            pointer,
            outcome,
            ..
        } = self.0;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", id)?;
        object.serialize_entry("status", outcome.as_str())?;
        object.serialize_entry("pointer", pointer)?;
        object.serialize_entry("claimed", &outcome.claimed())?;
        object.serialize_entry("computed", &outcome.computed())?;
        object.serialize_entry("reason", &outcome.reason())?;
        object.end()
    }
}

impl Serialize for Object<'_, Change> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("pointer", &self.0.pointer)?;
        object.serialize_entry("found", &self.0.found)?;
        object.serialize_entry("restored", &self.0.restored)?;
        object.serialize_entry("from", &self.0.from)?;
        object.end()
    }
}

impl Serialize for Object<'_, Coverage> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Class::ALL.map(|class| (class.as_str(), self.0.count(class))))
    }
}

struct Leaves<'r>(&'r Coverage);

impl<'r> Leaves<'r> {
    /// Nothing unless they were asked for.
    fn of(coverage: &'r Coverage) -> Option<Self> {
        coverage.leaves(Class::Signed).map(|_| Self(coverage))
    }
}

impl Serialize for Leaves<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Class::ALL.map(|class| (class.as_str(), self.0.leaves(class))))
    }
}

impl Serialize for Object<'_, DocumentError> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("code", self.0.code.as_str())?;
        object.serialize_entry("message", &self.0.message)?;
        object.serialize_entry("offset", &self.0.offset)?;
        object.end()
    }
}
