//! The list of `--expect-list`: the ids of all records that must be found.

use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::path::Path;

use anyhow::{Result, anyhow, ensure};
use pith_verify::Identity;
use pith_verify::json::shorten::shorten;

use crate::corpus::file as input;
use crate::option_values;

/// The most bytes of a list: enough for ten million ids.
const MAX_LIST: u64 = 1 << 28;

/// The ids of a list, one per line. It takes the memory of the text and 24 bytes for each id.
#[derive(Debug)]
pub struct ExpectedList {
    text: String,
    lines: Vec<Range<u32>>,
    /// The hash of each id and the place of its line, sorted.
    index: Vec<(u64, u32)>,
    hasher: RandomState,
}

impl ExpectedList {
    /// Reads a list, and skips blank lines.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = input::read_other(path, MAX_LIST, "a list of ids")?;
        let mut list = Self {
            text: String::from_utf8(bytes).map_err(|_| anyhow!("this is not a text in UTF-8"))?,
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
        ensure!(
            !list.lines.is_empty(),
            "the list is empty; write one id per line"
        );
        list.index = list.hashes().collect::<Result<_>>()?;
        list.index.sort_unstable();
        list.check_each_is_there_once()?;
        Ok(list)
    }

    /// The hash of each id, with the place of its line.
    fn hashes(&self) -> impl Iterator<Item = Result<(u64, u32)>> {
        (0..self.len()).map(|place| {
            let identity = self.identity(place)?;
            Ok((self.hasher.hash_one(identity), place))
        })
    }

    fn check_each_is_there_once(&self) -> Result<()> {
        let same_hash = self.index.chunk_by(|one, other| one.0 == other.0);
        for (_, place) in same_hash.filter(|same| same.len() > 1).flatten() {
            let first = self.find(&self.identity(*place)?);
            ensure!(
                first == Some(*place),
                "{} is listed twice; remove one of the two",
                self.id(*place)
            );
        }
        Ok(())
    }

    fn identity(&self, place: u32) -> Result<Identity> {
        let id = self.id(place);
        option_values::identity(id).map_err(|error| anyhow!("{}: {error}", shorten(id)))
    }

    /// Returns how many ids there are.
    pub fn len(&self) -> u32 {
        self.lines.len() as u32
    }

    /// Returns the id in a line; lines that are not blank count from 0.
    pub fn id(&self, place: u32) -> &str {
        let range = self.lines.get(place as usize).cloned().unwrap_or_default();
        let text = self.text.get(range.start as usize..range.end as usize);
        text.unwrap_or_default()
    }

    /// Finds the line of an id, counted in the same way.
    pub fn find(&self, identity: &Identity) -> Option<u32> {
        let hash = self.hasher.hash_one(identity);
        let start = self.index.partition_point(|(other, _)| *other < hash);
        let same = self.index.get(start..)?.iter();
        let mut same = same.take_while(|(other, _)| *other == hash);
        let is = |place: u32| Identity::parse(self.id(place)).as_ref() == Some(identity);
        same.find(|(_, place)| is(*place)).map(|(_, place)| *place)
    }
}
