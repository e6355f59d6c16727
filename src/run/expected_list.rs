//! The list of `--expect-list`: the ids of all records that must be found.

use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::path::Path;

use anyhow::{Result, anyhow, ensure};

use crate::Identity;
use crate::corpus::file as input;
use crate::json::shorten::shorten;

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
    /// Reads a list from a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or if its content is not a list.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(input::read_other(path, MAX_LIST, "a list of ids")?)
    }

    /// Reads a list from the content of a file, and skips blank lines.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no id, if a line is not an id, or if an id is listed twice.
    pub fn parse(bytes: Vec<u8>) -> Result<Self> {
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
        self.places().map(|place| {
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
        Identity::parse(id).ok_or_else(|| anyhow!("{}: {}", shorten(id), Identity::NOT_UNDERSTOOD))
    }

    /// Returns the places of all ids; lines that are not blank count from 0.
    pub fn places(&self) -> Range<u32> {
        0..self.lines.len() as u32
    }

    /// Returns the id in a line, counted in the same way.
    pub fn id(&self, place: u32) -> &str {
        let range = self.lines.get(place as usize).cloned().unwrap_or_default();
        let text = self.text.get(range.start as usize..range.end as usize);
        text.unwrap_or_default()
    }

    /// Finds the line of an id.
    pub fn find(&self, identity: &Identity) -> Option<u32> {
        let hash = self.hasher.hash_one(identity);
        let start = self.index.partition_point(|(other, _)| *other < hash);
        let same = self.index.get(start..)?.iter();
        let mut same = same.take_while(|(other, _)| *other == hash);
        let is = |place: u32| Identity::parse(self.id(place)).as_ref() == Some(identity);
        same.find(|(_, place)| is(*place)).map(|(_, place)| *place)
    }
}
