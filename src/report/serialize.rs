//! A report as JSON: always the same members. There is no other way to it.
//!
//! No string in it has a hostile character, not even escaped: whatever unescapes it may write
//! to a terminal.
//!
//! It is written directly: a general serialiser looks at every byte of names, digests and
//! identifiers for something to escape, and that takes as long as half of the checks.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use serde::ser::{Error as _, Serialize, SerializeStruct as _, Serializer};
use serde_json::value::RawValue;

use super::coverage::{Class, Coverage};
use super::escape::{Visible, write_json as write_text};
use super::{Fact, Finding, KeyName, Origin, Outcome, Place, REPORT_VERSION, Report, Source, TOOL};
use crate::json::error::DocumentError;

impl Report<'_> {
    /// Appends the report as one JSON object, without a line feed.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let omitted = self.coverage.omitted();
        let mut object = Object::open(out);
        write_display(object.member("report_version"), REPORT_VERSION);
        write_plain(object.member("tool"), TOOL);
        write_option(object.member("source"), self.source(), write_source);
        let kind = self.kind.map(|kind| kind.name);
        write_option(object.member("document"), kind, write_plain);
        write_plain(object.member("verdict"), self.verdict().as_str());
        let number = self.pith_number;
        write_option(object.member("pith_number"), number, write_quoted);
        let digest = self.digest;
        write_option(object.member("canonical_sha256"), digest, write_quoted);
        write_option(object.member("key"), self.key(), write_key);
        write_list(object.member("checks"), &self.findings, write_finding);
        write_counts(object.member("coverage"), &self.coverage);
        let leaves = omitted.map(|_| &self.coverage);
        write_option(object.member("leaves"), leaves, write_leaves);
        write_option(object.member("leaves_omitted"), omitted, write_display);
        write_serialized(object.member("diagnosis"), &self.diagnosis.changes);
        write_option(object.member("error"), self.error(), write_serialized);
        object.close();
    }
}

fn write_source(out: &mut Vec<u8>, source: &Source) {
    let mut object = Object::open(out);
    write_text(&source.path, object.member("path"));
    if let Some(line) = source.line {
        write_display(object.member("line"), line);
    }
    if let Some(offset) = source.offset {
        write_display(object.member("offset"), offset);
    }
    object.close();
}

fn write_key(out: &mut Vec<u8>, key: &KeyName<'_>) {
    let mut object = Object::open(out);
    write_text(&key.key_id, object.member("key_id"));
    write_plain(object.member("fingerprint"), &key.fingerprint);
    object.close();
}

fn write_finding(out: &mut Vec<u8>, finding: &Finding<'_>) {
    let outcome = finding.outcome();
    let mut object = Object::open(out);
    match finding.entry {
        None => write_plain(object.member("id"), finding.check().id),
        Some(_) => write_text(&finding.id().to_string(), object.member("id")),
    }
    write_plain(object.member("status"), outcome.as_str());
    match &finding.place {
        Place::At(Cow::Owned(pointer)) => write_text(pointer, object.member("pointer")),
        // Only the checks' own text, never the document's.
        Place::At(Cow::Borrowed(pointer)) => write_plain(object.member("pointer"), pointer),
        Place::Element(array, index, member) => {
            let pointer = format_args!("{array}/{index}/{member}");
            write_quoted(object.member("pointer"), pointer);
        }
    }
    let claimed = write_option(object.member("claimed"), outcome.claimed(), write_fact);
    let computed = object.member("computed");
    match outcome {
        // Both are the same value.
        Outcome::Passed { .. } => computed.extend_from_within(claimed),
        _ => drop(write_option(computed, outcome.computed(), write_fact)),
    }
    let why = outcome.why().map(ToString::to_string);
    write_option(object.member("reason"), why, |out, why| {
        write_text(&why, out);
    });
    object.close();
}

fn write_fact(out: &mut Vec<u8>, fact: &Fact<'_>) {
    if fact.is_derived() {
        write_quoted(out, fact);
    } else {
        write_text(&fact.text(), out);
    }
}

fn write_counts(out: &mut Vec<u8>, coverage: &Coverage) {
    let mut object = Object::open(out);
    for class in Class::ALL {
        write_display(object.member(class.as_str()), coverage.count(class));
    }
    object.close();
}

fn write_leaves(out: &mut Vec<u8>, coverage: &Coverage) {
    let mut object = Object::open(out);
    for class in Class::ALL {
        let leaves = coverage.leaves(class).unwrap_or_default();
        write_list(object.member(class.as_str()), leaves, |out, leaf| {
            write_text(leaf, out);
        });
    }
    object.close();
}

/// An object of which some members are written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    is_empty: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        let is_empty = true;
        Self { out, is_empty }
    }

    /// Writes a name, which needs no escaping; its value comes next.
    fn member(&mut self, name: &'static str) -> &mut Vec<u8> {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        write_plain(self.out, name);
        self.out.push(b':');
        self.out
    }

    fn close(self) {
        self.out.push(b'}');
    }
}

/// Writes `null` or the value, and returns where that is.
fn write_option<T>(
    out: &mut Vec<u8>,
    value: Option<T>,
    write: impl FnOnce(&mut Vec<u8>, T),
) -> Range<usize> {
    let start = out.len();
    match value {
        Some(value) => write(out, value),
        None => out.extend(b"null"),
    }
    start..out.len()
}

fn write_list<T>(out: &mut Vec<u8>, values: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(out, value);
    }
    out.push(b']');
}

/// Writes a string that has nothing to escape.
fn write_plain(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    out.extend(text.as_bytes());
    out.push(b'"');
}

/// Writes what displays without anything to escape as a string.
fn write_quoted(out: &mut Vec<u8>, value: impl Display) {
    out.push(b'"');
    write_display(out, value);
    out.push(b'"');
}

fn write_display(out: &mut Vec<u8>, value: impl Display) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{value}");
}

/// Writes what few reports have.
#[expect(clippy::expect_used, reason = "written to memory, from canonical form")]
fn write_serialized(out: &mut Vec<u8>, value: impl Serialize) {
    serde_json::to_writer(out, &value).expect("serialisable");
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(serializer, |out| self.write_json(out))
    }
}

impl Serialize for Finding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(serializer, |out| write_finding(out, self))
    }
}

/// Serialises what is written as JSON text, which only JSON can hold.
fn serialize<S: Serializer>(
    serializer: S,
    write: impl FnOnce(&mut Vec<u8>),
) -> Result<S::Ok, S::Error> {
    let mut json = Vec::new();
    write(&mut json);
    let json = String::from_utf8(json).map_err(S::Error::custom)?;
    let json = RawValue::from_string(json).map_err(S::Error::custom)?;
    json.serialize(serializer)
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
