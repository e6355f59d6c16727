//! Which records a run has seen: some twice, or other than those on a list.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow, ensure};
use pith_verify::json::quote::quote;
use pith_verify::report::Report;
use pith_verify::report::escape::Visible;
use pith_verify::verify::kinds::KINDS;
use pith_verify::{Identity, PithNumber};
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::corpus::file as input;
use crate::values;

/// A list is at most this long: some ten million ids.
const MAX_LIST: u64 = 1 << 28;
/// Places and ids that are kept of each kind; more are counted.
const MAX_KEPT: usize = 1_000;
/// How many of those are named in a message.
const MAX_NAMED: usize = 10;

/// The ids of a list, one per line: its text and 24 bytes for each id.
#[derive(Debug)]
pub struct Roster {
    text: String,
    lines: Vec<Range<u32>>,
    /// The hash of each id and the place of its line, sorted.
    index: Vec<(u64, u32)>,
    hasher: RandomState,
}

impl Roster {
    /// Reads a list; blank lines are no part of it.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = input::read_other(path, MAX_LIST, "a list of ids")?;
        let mut list = Self {
            text: String::from_utf8(bytes).map_err(|_| anyhow!("not UTF-8"))?,
            lines: Vec::new(),
            index: Vec::new(),
            hasher: RandomState::new(),
        };
        let mut start = 0;
        for line in list.text.split_inclusive('\n') {
            let before = line.len() - line.trim_start().len();
            let end = before + line.trim().len();
            if before < end {
                let line = u32::try_from(start + before)?..u32::try_from(start + end)?;
                list.lines.push(line);
            }
            start += line.len();
        }
        ensure!(!list.lines.is_empty(), "no id in it");
        list.index = list.hashes().collect::<Result<_>>()?;
        list.index.sort_unstable();
        list.check_each_is_there_once()?;
        Ok(list)
    }

    /// The hash of each id, with the place of its line.
    fn hashes(&self) -> impl Iterator<Item = Result<(u64, u32)>> {
        (0..self.lines.len() as u32).map(|place| {
            let identity = self.identity(place)?;
            Ok((self.hasher.hash_one(identity), place))
        })
    }

    fn check_each_is_there_once(&self) -> Result<()> {
        let same_hash = self.index.chunk_by(|one, other| one.0 == other.0);
        for (_, place) in same_hash.filter(|same| same.len() > 1).flatten() {
            let first = self.find(&self.identity(*place)?);
            ensure!(first == Some(*place), "{} is there twice", self.id(*place));
        }
        Ok(())
    }

    fn identity(&self, place: u32) -> Result<Identity> {
        let id = self.id(place);
        values::identity(id).map_err(|error| anyhow!("{error}: {}", quote(id)))
    }

    fn id(&self, place: u32) -> &str {
        let range = self.lines.get(place as usize).cloned().unwrap_or_default();
        let text = self.text.get(range.start as usize..range.end as usize);
        text.unwrap_or_default()
    }

    fn find(&self, identity: &Identity) -> Option<u32> {
        let hash = self.hasher.hash_one(identity);
        let start = self.index.partition_point(|(other, _)| *other < hash);
        let same = self.index.get(start..)?.iter();
        let mut same = same.take_while(|(other, _)| *other == hash);
        let is = |place: u32| Identity::parse(self.id(place)).as_ref() == Some(identity);
        same.find(|(_, place)| is(*place)).map(|(_, place)| *place)
    }
}

/// What a report says about which record it is on.
#[derive(Debug)]
pub struct Sighting {
    /// Of kind and source with its version, and of the digest.
    hashes: Option<([u8; 16], [u8; 8])>,
    /// The lines of the list that it is on; `None` if it does not count there.
    lines: Option<Vec<u32>>,
    kind: usize,
    place: Place,
}

/// A document, and the record that it is on.
#[derive(Clone, Debug)]
struct Place {
    path: Arc<str>,
    line: Option<u64>,
    number: Option<PithNumber>,
    /// As far as it is quoted, where there is no number.
    arxiv_id: Option<Box<str>>,
}

impl fmt::Display for Place {
    /// As `records.ndjson:17 (pith:2021:4K6G…)`; hostile text.
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

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Visible(&self.to_string()))
    }
}

impl Sighting {
    /// `None` if nothing was derived that a record is known by.
    pub fn of(report: &Report<'_>, list: Option<&Roster>) -> Option<Self> {
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
        // A document of another kind about a paper on the list is neither its record nor extra.
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
            place: Place {
                path: source.map(|source| source.path.clone()).unwrap_or_default(),
                line: source.and_then(|source| source.line),
                number: names.pith_number,
                arxiv_id: id.map(|id| quote(id).into()),
            },
        })
    }
}

/// The first bytes of a hash.
fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    let start = hash.first_chunk();
    start.copied().unwrap_or([0; N])
}

/// All records so far; some 32 bytes each, and 4 for each line of a list.
#[derive(Debug, Default, Serialize)]
pub struct Census {
    #[serde(skip)]
    seen: HashMap<[u8; 16], [u8; 8]>,
    /// Documents on a record that was there before.
    repeated: Kept<Place>,
    /// Documents on another record of the same source and version.
    conflicting: Kept<Place>,
    #[serde(skip)]
    lines: Vec<[u8; KINDS.len()]>,
    /// Documents about papers that are not on the list.
    #[serde(skip)]
    extra: Kept<Place>,
}

/// The first of something, and how many there are.
#[derive(Clone, Debug, Serialize)]
struct Kept<T> {
    count: u64,
    first: Vec<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            count: 0,
            first: Vec::new(),
        }
    }
}

impl<T> Kept<T> {
    fn add(&mut self, one: T) {
        self.count += 1;
        if self.first.len() < MAX_KEPT {
            self.first.push(one);
        }
    }
}

impl<T> FromIterator<T> for Kept<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut kept = Self::default();
        all.into_iter().for_each(|one| kept.add(one));
        kept
    }
}

/// How what was seen differs from a list.
#[derive(Debug, Serialize)]
pub struct Comparison {
    missing: Kept<String>,
    repeated: Kept<String>,
    extra: Kept<Place>,
}

impl Census {
    pub fn add(&mut self, sighting: Sighting) {
        if let Some((key, digest)) = sighting.hashes {
            match self.seen.insert(key, digest) {
                None => {}
                Some(before) if before == digest => self.repeated.add(sighting.place.clone()),
                Some(_) => self.conflicting.add(sighting.place.clone()),
            }
        }
        match sighting.lines.as_deref() {
            None => {}
            Some([]) => self.extra.add(sighting.place),
            Some(lines) => {
                for line in lines {
                    let line = *line as usize;
                    if self.lines.len() <= line {
                        self.lines.resize(line + 1, [0; KINDS.len()]);
                    }
                    let counts = self.lines.get_mut(line);
                    if let Some(count) = counts.and_then(|counts| counts.get_mut(sighting.kind)) {
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
    }

    pub fn compare(&self, list: &Roster) -> Comparison {
        let most = |line: &u32| {
            let counts = self.lines.get(*line as usize);
            counts
                .and_then(|counts| counts.iter().max().copied())
                .unwrap_or_default()
        };
        let lines = || 0..list.lines.len() as u32;
        let ids = |is: fn(u8) -> bool| {
            let lines = lines().filter(|line| is(most(line)));
            lines.map(|line| list.id(line).to_owned()).collect()
        };
        Comparison {
            missing: ids(|count| count == 0),
            repeated: ids(|count| count > 1),
            extra: self.extra.clone(),
        }
    }

    /// How many documents are on a record that was there before, or on another version of it.
    pub fn twice(&self) -> u64 {
        self.repeated.count + self.conflicting.count
    }

    /// Why the run cannot succeed if no record may be there twice.
    pub fn duplicates(&self) -> impl Iterator<Item = String> {
        let repeated = named("on a record that was there before", &self.repeated);
        let other = "on another record of a version of a paper that was there before";
        let conflicting = named(other, &self.conflicting);
        repeated.into_iter().chain(conflicting)
    }

    /// A line for each of the first records that were there twice.
    pub fn each_duplicate(&self) -> impl Iterator<Item = String> {
        let repeated = self
            .repeated
            .first
            .iter()
            .map(|place| (place, "repeats a record"));
        let conflicting = self.conflicting.first.iter();
        let conflicting = conflicting.map(|place| {
            (
                place,
                "is on another record of a version of a paper that was there before",
            )
        });
        let all = repeated.chain(conflicting);
        all.map(|(place, what)| format!("{what}: {}", place))
    }
}

impl Comparison {
    /// Why the run cannot succeed.
    pub fn unmet(&self) -> impl Iterator<Item = String> {
        let reasons = [
            named("missing of those on the list", &self.missing),
            named("there more than once of those on the list", &self.repeated),
            named("not on the list", &self.extra),
        ];
        reasons.into_iter().flatten()
    }
}

fn named(what: &str, kept: &Kept<impl ToString>) -> Option<String> {
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
