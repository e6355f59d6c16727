//! Writes a report as JSON, always with the same members.
//!
//! No string in the JSON has a hostile character, not even as a JSON escape, because programs
//! that unescape the string may write it to a terminal. The JSON is written directly: a general
//! serializer searches every byte of names, digests and identifiers for something to escape,
//! which takes half as long as all checks together. Constants that follow one another are
//! written as one piece, with the quotes of the strings around them.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::ser::{Error as _, Serialize, SerializeStruct as _, Serializer};
use serde_json::value::RawValue;

use super::coverage::{Class, Coverage};
use super::escape::{Visible, try_write_json, write_json as write_text, write_json_inside};
use super::json::{
    NULL, joined, write_bool, write_list, write_number, write_option, write_pith_number,
    write_plain, write_serialized,
};
use super::{
    Fact, Finding, FindingStatus, IntegrityFinding, KeyName, Origin, Outcome, Place,
    REPORT_VERSION, Report, Source, TOOL,
};
use crate::json::error::DocumentError;
use crate::json::shorten::MAX_QUOTED;

impl Report<'_> {
    /// Appends the report as one JSON object, without a line feed.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let (coverage, omitted) = (&self.coverage, self.coverage.omitted());
        out.extend(br#"{"report_version":"#);
        write_number(out, REPORT_VERSION.into());
        out.extend(br#","tool":"#);
        write_plain(out, TOOL);
        out.extend(br#","source":"#);
        write_option(out, self.source(), write_source);
        out.extend(br#","document":"#);
        write_option(out, self.kind, |out, kind| write_plain(out, kind.name));
        out.extend(br#","verdict":"#);
        write_plain(out, self.verdict().as_str());
        out.extend(br#","pith_number":"#);
        write_option(out, self.pith_number(), write_pith_number);
        out.extend(br#","claimed_pith_number":"#);
        write_option(out, self.claimed_number(), |out, number| {
            write_text(number, out)
        });
        out.extend(br#","canonical_sha256":"#);
        write_option(out, self.digest, |out, digest| {
            write_plain(out, digest.hex())
        });
        out.extend(br#","key":"#);
        write_option(out, self.key(), write_key);
        out.extend(br#","checks":"#);
        write_list(out, &self.findings, write_finding);
        out.extend(br#","coverage":"#);
        write_classes(out, |out, class| write_number(out, coverage.count(class)));
        out.extend(br#","leaves":"#);
        write_option(out, omitted, |out, _| write_leaves(out, coverage));
        out.extend(br#","leaves_omitted":"#);
        write_option(out, omitted, write_number);
        out.extend(br#","diagnosis":"#);
        write_serialized(out, &self.diagnosis.changes);
        out.extend(br#","integrity_findings":"#);
        write_option(out, self.integrity(), |out, findings| {
            write_list(out, &findings.shown, write_integrity_finding);
        });
        out.extend(br#","integrity_findings_total":"#);
        write_option(out, self.integrity(), |out, findings| {
            write_number(out, findings.counts.total());
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
        write_number(out, line);
    }
    if let Some(offset) = source.offset {
        out.extend(br#","offset":"#);
        write_number(out, offset);
    }
    out.push(b'}');
}

fn write_key(out: &mut Vec<u8>, key: &KeyName<'_>) {
    out.extend(br#"{"key_id":"#);
    write_text(&key.key_id, out);
    out.extend(br#","fingerprint":"#);
    write_plain(out, &*key.fingerprint);
    out.extend(br#","built_in":"#);
    write_bool(out, key.built_in);
    out.push(b'}');
}

/// What is written between the values of a finding.
const STATUS: &str = r#"","status":""#;
const POINTER: &str = r#"","pointer":""#;
const REASON: &str = r#","reason":"#;
const END: &str = "}";

/// The same for a finding that passed, with its status, and with no reason.
const PASSED: &[u8] = joined!(STATUS, Outcome::PASSED, POINTER);
const NO_REASON: &[u8] = joined!(REASON, NULL, END);

fn write_finding(out: &mut Vec<u8>, finding: &Finding<'_>) {
    let outcome = finding.outcome();
    let (id, entry) = finding.id_parts();
    out.extend(br#"{"id":""#);
    out.extend(id.as_bytes());
    if let Some(entry) = entry {
        write_json_inside(&entry, out);
    }
    if finding.passed() {
        out.extend(PASSED);
    } else {
        out.extend(STATUS.as_bytes());
        out.extend(outcome.as_str().as_bytes());
        out.extend(POINTER.as_bytes());
    }
    match &finding.place {
        Place::At(Cow::Owned(pointer)) => {
            // So it does not begin a line with a command.
            debug_assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer}");
            write_json_inside(pointer, out);
        }
        // These texts are constants of the check, and never from the document.
        Place::At(Cow::Borrowed(pointer)) => out.extend(pointer.as_bytes()),
        Place::Element(array, index, member) => {
            out.extend(array.as_bytes());
            out.push(b'/');
            write_number(out, *index as u64);
            out.push(b'/');
            out.extend(member.as_bytes());
        }
    }
    out.extend(br#"","claimed":"#);
    let start = out.len();
    write_option(out, outcome.claimed(), write_fact);
    let claimed = start..out.len();
    out.extend(br#","computed":"#);
    match outcome {
        // Both values are the same.
        Outcome::Passed { .. } => out.extend_from_within(claimed),
        _ => write_option(out, outcome.computed(), write_fact),
    }
    let Some(why) = outcome.why() else {
        return out.extend(NO_REASON);
    };
    out.extend(REASON.as_bytes());
    if !try_write_json(out, |out| write!(out, "{why}")) {
        write_text(&why.to_string(), out);
    }
    out.extend(END.as_bytes());
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
    write_bool(out, finding.status != FindingStatus::NotSigned);
    out.extend(br#","listed":"#);
    write_bool(out, finding.status != FindingStatus::LeftOut);
    out.push(b'}');
}

fn write_fact(out: &mut Vec<u8>, fact: &Fact<'_>) {
    match fact {
        Fact::Digest(digest) => write_plain(out, digest.hex()),
        Fact::TextHash(hash) => write_plain(out, hash.hex()),
        Fact::Text(text) if text.len() <= MAX_QUOTED => write_text(text, out),
        _ if try_write_json(out, |out| fact.write(out)) => {}
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
