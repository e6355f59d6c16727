//! Keeps track of the records that a run has seen, to find duplicates and differences from a list.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::PithNumber;
use crate::json::shorten::shorten;
use crate::record::identity::Names;
use crate::render::plural;
use crate::report::Report;
use crate::report::escape::Visible;
use crate::verify::kinds::KINDS;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::expected_list::ExpectedList;

/// The most documents and ids that are kept of each sort. Others are only counted.
const MAX_KEPT: usize = 1_000;
/// The most of these that a message names.
const MAX_NAMED: usize = 10;
/// The text that a message adds about the second of two records of one version of a paper.
const OTHER_RECORD: &str = " with another record of the same version of the paper";

/// The record that one document contains or is about.
#[derive(Debug)]
pub struct SeenRecord {
    /// The start of a hash of the kind and the paper with its version, and the start of the digest.
    ///
    /// If the paper or its version is not known, the digest is hashed instead.
    hashes: Option<([u8; 16], [u8; 8])>,
    /// The lines of the list that name the record.
    ///
    /// `None` means that there is no list, or that the document does not count for it.
    lines: Option<Vec<u32>>,
    kind: usize,
    occurrence: Occurrence,
}

/// A document, and the record that it is about.
#[derive(Clone, Debug)]
struct Occurrence {
    path: Arc<str>,
    line: Option<u64>,
    number: Option<PithNumber>,
    /// The shortened arXiv id of the paper, if there is no Pith Number.
    arxiv_id: Option<Box<str>>,
}

impl fmt::Display for Occurrence {
    /// Writes a text such as `records.ndjson:17 (pith:2021:4K6G…)`, which is hostile.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        match (&self.number, &self.arxiv_id) {
            (Some(number), _) => write!(f, " ({number})"),
            (None, Some(id)) => write!(f, " ({id})"),
            (None, None) => Ok(()),
        }
    }
}

impl Serialize for Occurrence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Visible(&self.to_string()))
    }
}

impl SeenRecord {
    /// Returns the record of a report, or `None` if neither its digest nor its arXiv id is known.
    pub fn of(report: &Report<'_>, list: Option<&ExpectedList>) -> Option<Self> {
        let kind = report.kind()?;
        let names = report.names();
        let hashes = report.digest().map(|digest| {
            let mut key = Sha256::new();
            key.update(kind.name);
            match (&names.arxiv_id, &names.version) {
                (Some(id), Some(version)) => key.update([id, "\0v", version].concat()),
                _ => key.update(digest.as_bytes()),
            }
            let key: [u8; 32] = key.finalize().into();
            (first(&key), first(digest.as_bytes()))
        });
        let lines = list.map(|list| -> Vec<u32> {
            let lines = names.identities().filter_map(|name| list.find(&name));
            lines.collect()
        });
        // A document that is not a record does not count if its paper is on the list, neither as
        // the expected record nor as an extra one.
        let lines = lines.filter(|lines| kind.is_record || lines.is_empty());
        if hashes.is_none() && names.arxiv_id.is_none() {
            return None;
        }
        let source = report.source();
        let id = names.arxiv_id.as_deref();
        let id = id.filter(|_| names.pith_number.is_none());
        Some(Self {
            hashes,
            lines,
            kind: KINDS
                .iter()
                .position(|known| known.facts.name == kind.name)?,
            occurrence: Occurrence {
                path: source.map(|source| source.path.clone()).unwrap_or_default(),
                line: source.and_then(|source| source.line),
                number: names.pith_number,
                arxiv_id: id.map(|id| shorten(id).into()),
            },
        })
    }
}

/// Returns the first bytes of a hash.
fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    let start = hash.first_chunk();
    start.copied().unwrap_or([0; N])
}

/// Returns the lines of a list that name a document that did not pass.
///
/// The names are those that were derived and the Pith Number that the document states.
pub fn lines_of_failed(report: &Report<'_>, list: &ExpectedList) -> Vec<u32> {
    let stated = Names {
        pith_number: report.claimed_number().and_then(PithNumber::parse),
        ..Names::default()
    };
    let names = report.names().identities().chain(stated.identities());
    names.filter_map(|name| list.find(&name)).collect()
}

/// All records that the run has seen so far.
///
/// They take about 32 bytes each, and a few bytes for each line of a list.
#[derive(Debug, Default, Serialize)]
pub struct SeenRecords {
    #[serde(skip)]
    seen: HashMap<[u8; 16], [u8; 8]>,
    /// The documents about a record that an earlier document of the same kind is about, too.
    repeated: Examples<Occurrence>,
    /// The documents about the same version of a paper as an earlier document, with another record.
    conflicting: Examples<Occurrence>,
    /// The number of documents of each kind that passed, for each line of the list.
    #[serde(skip)]
    lines: Vec<[u8; KINDS.len()]>,
    /// Whether a document that did not pass is named by a line of the list, for each line.
    #[serde(skip)]
    not_passed: Vec<bool>,
    /// The documents about papers that are not on the list.
    #[serde(skip)]
    extra: Examples<Occurrence>,
}

/// The first of many values, and how many there are.
#[derive(Clone, Debug, Serialize)]
struct Examples<T> {
    count: u64,
    first: Vec<T>,
}

impl<T> Default for Examples<T> {
    fn default() -> Self {
        Self {
            count: 0,
            first: Vec::new(),
        }
    }
}

impl<T> Examples<T> {
    fn add(&mut self, one: T) {
        self.count += 1;
        if self.first.len() < MAX_KEPT {
            self.first.push(one);
        }
    }
}

impl<T> FromIterator<T> for Examples<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut kept = Self::default();
        all.into_iter().for_each(|one| kept.add(one));
        kept
    }
}

/// The differences between the records that were seen and a list.
#[derive(Debug, Serialize)]
pub struct ListComparison {
    /// The ids on the list without a document that passed.
    missing: Examples<String>,
    /// The missing ids with a document that did not pass.
    not_passed: Examples<String>,
    /// The missing ids without any document.
    #[serde(skip)]
    absent: Examples<String>,
    repeated: Examples<String>,
    extra: Examples<Occurrence>,
}

impl SeenRecords {
    pub fn add(&mut self, record: SeenRecord) {
        if let Some((key, digest)) = record.hashes {
            match self.seen.insert(key, digest) {
                None => {}
                Some(before) if before == digest => self.repeated.add(record.occurrence.clone()),
                Some(_) => self.conflicting.add(record.occurrence.clone()),
            }
        }
        match record.lines.as_deref() {
            None => {}
            Some([]) => self.extra.add(record.occurrence),
            Some(lines) => {
                for line in lines {
                    let line = *line as usize;
                    if self.lines.len() <= line {
                        self.lines.resize(line + 1, [0; KINDS.len()]);
                    }
                    let counts = self.lines.get_mut(line);
                    if let Some(count) = counts.and_then(|counts| counts.get_mut(record.kind)) {
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
    }

    /// Adds the lines of the list that name a document that did not pass.
    pub fn add_not_passed(&mut self, lines: Vec<u32>) {
        for line in lines {
            let line = line as usize;
            if self.not_passed.len() <= line {
                self.not_passed.resize(line + 1, false);
            }
            if let Some(not_passed) = self.not_passed.get_mut(line) {
                *not_passed = true;
            }
        }
    }

    /// Returns how the records that were seen differ from a list.
    pub fn compare(&self, list: &ExpectedList) -> ListComparison {
        let most = |line: &u32| {
            let counts = self.lines.get(*line as usize);
            counts
                .and_then(|counts| counts.iter().max().copied())
                .unwrap_or_default()
        };
        let not_passed = |line: &u32| self.not_passed.get(*line as usize) == Some(&true);
        let ids = |is: &dyn Fn(&u32) -> bool| {
            let lines = list.places().filter(is);
            lines.map(|line| list.id(line).to_owned()).collect()
        };
        let is_missing = |line: &u32| most(line) == 0;
        ListComparison {
            missing: ids(&is_missing),
            not_passed: ids(&|line| is_missing(line) && not_passed(line)),
            absent: ids(&|line| is_missing(line) && !not_passed(line)),
            repeated: ids(&|line| most(line) > 1),
            extra: self.extra.clone(),
        }
    }

    /// Returns how many documents are about the same record or version of a paper as an earlier
    /// one.
    pub fn duplicates(&self) -> u64 {
        self.repeated.count + self.conflicting.count
    }

    /// Returns why the run cannot succeed if duplicates are an error.
    pub fn unwanted(&self) -> impl Iterator<Item = String> {
        let kinds = [(&self.repeated, ""), (&self.conflicting, OTHER_RECORD)];
        kinds.into_iter().filter_map(|(duplicates, which)| {
            let noun = plural(duplicates.count, "duplicate", "duplicates");
            let duplicates = named(&format!("{noun}{which}"), duplicates)?;
            Some(format!("--no-duplicates: {duplicates}"))
        })
    }

    /// Returns a line for each of the first duplicates.
    pub fn each_duplicate(&self) -> impl Iterator<Item = String> {
        let repeated = self.repeated.first.iter().map(|place| (place, ""));
        let conflicting = self.conflicting.first.iter();
        let conflicting = conflicting.map(|place| (place, OTHER_RECORD));
        let all = repeated.chain(conflicting);
        all.map(|(place, which)| format!("duplicate{which}: {place}"))
    }
}

impl ListComparison {
    /// Returns why the run cannot succeed, with a message for each sort of difference.
    pub fn unmet(&self) -> impl Iterator<Item = String> {
        let reasons = [
            named("did not pass", &self.not_passed),
            named("missing", &self.absent),
            named("found more than once", &self.repeated),
            named("not on the list", &self.extra),
        ];
        let reasons = reasons.into_iter().flatten();
        reasons.map(|reason| format!("--expect-list: {reason}"))
    }
}

/// Returns a message that counts values and names the first ones, unless there are none.
fn named(what: &str, kept: &Examples<impl ToString>) -> Option<String> {
    if kept.count == 0 {
        return None;
    }
    let names = kept.first.iter().take(MAX_NAMED);
    let names: Vec<_> = names.map(ToString::to_string).collect();
    let more = kept.count - names.len() as u64;
    let more = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    Some(format!("{} {what}: {}{more}", kept.count, names.join(", ")))
}
