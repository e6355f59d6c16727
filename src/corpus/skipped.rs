//! Counts the files of searched directories that were not read, by their kind.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use crate::render::plural;
use crate::report::escape::Visible;
use serde::{Serialize, Serializer};

/// The most kinds that are counted separately: the names of files must not fill the memory.
const MAX_KINDS: usize = 100;
/// The most characters of an extension that is named.
const MAX_EXTENSION: usize = 12;
/// The kind of a link that is not followed.
const LINK: &str = "link";
/// The kind of the files that macOS adds on other file systems: `._record.json` holds no record.
const APPLE_DOUBLE: &str = "._*";
const OTHER: &str = "other";
const OWN_OUTPUT: &str = "output of this run";
/// The most files of this run's output that are named.
const MAX_OWN: usize = 10;

/// How many files of each kind were not read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    count: u64,
    kinds: BTreeMap<String, u64>,
    /// Those of them that this run writes.
    #[serde(serialize_with = "visible")]
    own_output: Vec<String>,
}

impl Skipped {
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn add_apple_double(&mut self) {
        self.add_kind(APPLE_DOUBLE.to_owned(), 1);
    }

    pub fn add(&mut self, name: &Path, is_link: bool) {
        let extension = name.extension().map(OsStr::to_string_lossy);
        let kind = match extension {
            _ if is_link => LINK.to_owned(),
            None => "without extension".to_owned(),
            Some(text) if is_usual(&text) => format!(".{}", text.to_ascii_lowercase()),
            Some(_) => OTHER.to_owned(),
        };
        self.add_kind(kind, 1);
    }

    /// Adds a file that this run writes.
    pub fn add_own(&mut self, path: &Path) {
        self.add_kind(OWN_OUTPUT.to_owned(), 1);
        self.name_own([path.display().to_string()]);
    }

    fn name_own(&mut self, paths: impl IntoIterator<Item = String>) {
        let room = MAX_OWN - self.own_output.len();
        self.own_output.extend(paths.into_iter().take(room));
    }

    /// Returns a message about each file that this run writes.
    pub fn own_output(&self) -> impl Iterator<Item = String> {
        let paths = self.own_output.iter();
        paths.map(|path| format!("{path}: not read, because this run writes to it"))
    }

    /// Adds those that were found later.
    pub fn append(&mut self, later: Self) {
        self.name_own(later.own_output);
        for (kind, count) in later.kinds {
            self.add_kind(kind, count);
        }
    }

    fn add_kind(&mut self, kind: String, count: u64) {
        self.count += count;
        let is_full = self.kinds.len() >= MAX_KINDS && !self.kinds.contains_key(&kind);
        let kind = if is_full { OTHER.to_owned() } else { kind };
        *self.kinds.entry(kind).or_default() += count;
    }

    /// Returns a line such as `3 other files not looked at: 2 .txt, 1 link`, the most frequent kind
    /// first.
    pub fn line(&self) -> String {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let kinds: Vec<_> = kinds
            .into_iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        let files = plural(self.count, "file", "files");
        format!(
            "{} other {files} not looked at: {}",
            self.count,
            kinds.join(", ")
        )
    }
}

fn visible<S: Serializer>(paths: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| Visible(path)))
}

/// Tells whether an extension can be shown unescaped.
fn is_usual(extension: &str) -> bool {
    (1..=MAX_EXTENSION).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_only_so_many_kinds_separately() {
        let mut skipped = Skipped::default();
        for number in 0..300 {
            skipped.add(Path::new(&format!("x.e{number}")), false);
        }
        assert_eq!(skipped.count, 300);
        assert_eq!(skipped.kinds.len(), MAX_KINDS + 1);
        assert_eq!(skipped.kinds[OTHER], 200);
    }

    #[test]
    fn shows_no_hostile_extension() {
        let mut skipped = Skipped::default();
        for name in ["a.\u{1b}[2J", "b.", "c", "d.TXT", "e.txt"] {
            skipped.add(Path::new(name), false);
        }
        skipped.add(Path::new("current.txt"), true);
        let line = "6 other files not looked at: 2 .txt, 2 other, 1 link, 1 without extension";
        assert_eq!(skipped.line(), line);
    }
}
