//! Writes a report as JSON, always with the same members.
//!
//! No string in the JSON has a hostile character, not even as a JSON escape, because programs
//! that unescape the string may write it to a terminal. The JSON is written directly: a general
//! serializer searches every byte of names, digests and identifiers for something to escape,
//! which takes half as long as all checks together.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use serde::ser::{Error as _, Serialize, SerializeStruct as _, Serializer};
use serde_json::value::RawValue;

use super::coverage::{Class, Coverage};
use super::escape::{Visible, write_json as write_text};
use super::{
    Fact, Finding, FindingStatus, IntegrityFinding, KeyName, Origin, Outcome, Place,
    REPORT_VERSION, Report, Source, TOOL,
};
use crate::json::error::DocumentError;

impl Report<'_> {
    /// Appends the report as one JSON object, without a line feed.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let (coverage, omitted) = (&self.coverage, self.coverage.omitted());
        out.extend(br#"{"report_version":"#);
        write_display(out, REPORT_VERSION);
        out.extend(br#","tool":"#);
        write_plain(out, TOOL);
        out.extend(br#","source":"#);
        write_option(out, self.source(), write_source);
        out.extend(br#","document":"#);
        write_option(out, self.kind, |out, kind| write_plain(out, kind.name));
        out.extend(br#","verdict":"#);
        write_plain(out, self.verdict().as_str());
        out.extend(br#","pith_number":"#);
        write_option(out, self.pith_number(), write_derived);
        out.extend(br#","claimed_pith_number":"#);
        write_option(out, self.claimed_number(), |out, number| {
            write_text(number, out)
        });
        out.extend(br#","canonical_sha256":"#);
        write_option(out, self.digest, write_derived);
        out.extend(br#","key":"#);
        write_option(out, self.key(), write_key);
        out.extend(br#","checks":"#);
        write_list(out, &self.findings, write_finding);
        out.extend(br#","coverage":"#);
        write_classes(out, |out, class| write_display(out, coverage.count(class)));
        out.extend(br#","leaves":"#);
        write_option(out, omitted, |out, _| write_leaves(out, coverage));
        out.extend(br#","leaves_omitted":"#);
        write_option(out, omitted, write_display);
        out.extend(br#","diagnosis":"#);
        write_serialized(out, &self.diagnosis.changes);
        out.extend(br#","integrity_findings":"#);
        write_option(out, self.integrity(), |out, findings| {
            write_list(out, &findings.shown, write_integrity_finding);
        });
        out.extend(br#","integrity_findings_total":"#);
        write_option(out, self.integrity(), |out, findings| {
            write_display(out, findings.counts.total());
        });
        out.extend(br#","error":"#);
        write_option(out, self.error(), write_serialized);
        out.push(b'}');
    }
}

fn write_source(out: &mut Vec<u8>, source: &Source) {
    out.extend(br#"{"path":"#);
    write_text(&source.path, out);
    if let Some(line) = source.line {
        out.extend(br#","line":"#);
        write_display(out, line);
    }
    if let Some(offset) = source.offset {
        out.extend(br#","offset":"#);
        write_display(out, offset);
    }
    out.push(b'}');
}

fn write_key(out: &mut Vec<u8>, key: &KeyName<'_>) {
    out.extend(br#"{"key_id":"#);
    write_text(&key.key_id, out);
    out.extend(br#","fingerprint":"#);
    write_plain(out, &key.fingerprint);
    out.extend(br#","built_in":"#);
    write_display(out, key.built_in);
    out.push(b'}');
}

fn write_finding(out: &mut Vec<u8>, finding: &Finding<'_>) {
    let outcome = finding.outcome();
    out.extend(br#"{"id":"#);
    match finding.entry {
        None => write_plain(out, finding.check().id),
        Some(_) => write_text(&finding.id(), out),
    }
    out.extend(br#","status":"#);
    write_plain(out, outcome.as_str());
    out.extend(br#","pointer":"#);
    match &finding.place {
        Place::At(Cow::Owned(pointer)) => write_text(pointer, out),
        // This text is a constant of the check, and never from the document.
        Place::At(Cow::Borrowed(pointer)) => write_plain(out, pointer),
        Place::Element(array, index, member) => {
            out.push(b'"');
            out.extend(array.as_bytes());
            out.push(b'/');
            write_display(out, index);
            out.push(b'/');
            out.extend(member.as_bytes());
            out.push(b'"');
        }
    }
    out.extend(br#","claimed":"#);
    let claimed = write_option(out, outcome.claimed(), write_fact);
    out.extend(br#","computed":"#);
    match outcome {
        // Both values are the same.
        Outcome::Passed { .. } => out.extend_from_within(claimed),
        _ => drop(write_option(out, outcome.computed(), write_fact)),
    }
    out.extend(br#","reason":"#);
    write_option(out, outcome.why(), |out, why| {
        write_text(&why.to_string(), out);
    });
    out.push(b'}');
}

fn write_integrity_finding(out: &mut Vec<u8>, finding: &IntegrityFinding<'_>) {
    let texts = [
        (r#"{"severity":"#, &finding.severity),
        (r#","finding_type":"#, &finding.finding_type),
        (r#","detector":"#, &finding.detector),
        (r#","verdict_class":"#, &finding.verdict_class),
        (r#","note":"#, &finding.note),
    ];
    for (name, text) in texts {
        out.extend(name.as_bytes());
        write_option(out, text.as_deref(), |out, text| write_text(text, out));
    }
    out.extend(br#","ref_index":"#);
    write_option(out, finding.ref_index.as_ref(), write_serialized);
    out.extend(br#","signed":"#);
    write_display(out, finding.status != FindingStatus::NotSigned);
    out.extend(br#","listed":"#);
    write_display(out, finding.status != FindingStatus::LeftOut);
    out.push(b'}');
}

fn write_fact(out: &mut Vec<u8>, fact: &Fact<'_>) {
    match fact {
        Fact::Digest(digest) => write_bytes(out, &digest.hex()),
        Fact::TextHash(hash) => write_bytes(out, &hash.hex()),
        _ => write_text(&fact.text(), out),
    }
}

fn write_leaves(out: &mut Vec<u8>, coverage: &Coverage) {
    write_classes(out, |out, class| {
        let leaves = coverage.leaves(class).unwrap_or_default();
        write_list(out, leaves, |out, leaf| write_text(leaf, out));
    });
}

/// Writes an object with a member for each class.
fn write_classes(out: &mut Vec<u8>, write: impl Fn(&mut Vec<u8>, Class)) {
    let mut separator = b'{';
    for class in Class::ALL {
        out.push(separator);
        write_plain(out, class.as_str());
        out.push(b':');
        write(out, class);
        separator = b',';
    }
    out.push(b'}');
}

/// Writes the value, or `null` if there is none, and returns the range of its bytes.
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

/// Writes a string without anything to escape.
fn write_plain(out: &mut Vec<u8>, text: &str) {
    write_bytes(out, text.as_bytes());
}

fn write_bytes(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    out.extend(text);
    out.push(b'"');
}

/// Writes a derived value as a string. It displays without anything to escape.
fn write_derived(out: &mut Vec<u8>, value: impl Display) {
    out.push(b'"');
    write_display(out, value);
    out.push(b'"');
}

fn write_display(out: &mut Vec<u8>, value: impl Display) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{value}");
}

/// Writes a value with `serde_json`; few reports have such values.
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

/// Serializes JSON text that was written already. Only JSON serializers support this.
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
