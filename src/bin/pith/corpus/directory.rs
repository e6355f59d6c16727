//! The documents below a directory, in byte order of their paths, in bounded memory.
//!
//! Order needs sorting, and a directory may hold millions of names. So only the smallest
//! are kept, and once they are done the directory is read again for those after them.

use std::collections::BinaryHeap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{cmp, fs, io, vec};

use super::has_extension;

/// Names of one directory that are kept at a time.
const NAMES: usize = 1 << 16;

/// A search that is under way. Links to directories are not followed, so that it never
/// goes round in circles.
pub struct Search {
    /// The directories that are open, each in the one before.
    open: Vec<Directory>,
    most_names: usize,
}

struct Directory {
    path: PathBuf,
    /// The entries that come next.
    entries: vec::IntoIter<Entry>,
    rest: Rest,
}

/// What is still to be read of a directory, after the entries that are here.
enum Rest {
    All,
    After(Entry),
    Nothing,
}

/// A directory, or something that is called as documents are.
#[derive(Clone, PartialEq, Eq)]
struct Entry {
    name: OsString,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Directory,
    File,
    /// A FIFO, a socket, a device, or a link to one: reading it might take for ever, and
    /// nobody named it.
    Other,
}

impl Search {
    pub fn new(path: PathBuf) -> Self {
        Self {
            open: vec![Directory::new(path)],
            most_names: NAMES,
        }
    }
}

impl Iterator for Search {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let directory = self.open.last_mut()?;
            if let Some(entry) = directory.entries.next() {
                let path = directory.path.join(entry.name);
                match entry.kind {
                    Kind::Directory => self.open.push(Directory::new(path)),
                    Kind::File => return Some(Ok(path)),
                    Kind::Other => {
                        let error = io::Error::other("neither a file nor a link to one");
                        return Some(Err((path, error)));
                    }
                }
            } else if matches!(directory.rest, Rest::Nothing) {
                self.open.pop();
            } else if let Err(error) = directory.read(self.most_names) {
                return Some(Err((directory.path.clone(), error)));
            }
        }
    }
}

impl Directory {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            entries: Vec::new().into_iter(),
            rest: Rest::All,
        }
    }

    /// Reads the next entries. On an error those that could be read are there all the same.
    fn read(&mut self, most_names: usize) -> io::Result<()> {
        let mut smallest = BinaryHeap::new();
        let mut result = Ok(());
        match fs::read_dir(&self.path) {
            Err(error) => result = Err(error),
            Ok(entries) => {
                for entry in entries {
                    match entry.and_then(|entry| Entry::read(&entry)) {
                        Ok(Some(entry)) if self.rest.has(&entry) => smallest.push(entry),
                        Ok(_) => {}
                        Err(error) => result = Err(error),
                    }
                    if smallest.len() > most_names {
                        smallest.pop();
                    }
                }
            }
        }
        self.rest = match smallest.peek() {
            Some(last) if smallest.len() == most_names => Rest::After(last.clone()),
            _ => Rest::Nothing,
        };
        self.entries = smallest.into_sorted_vec().into_iter();
        result
    }
}

impl Kind {
    /// What a link leads to; nothing, if that is a directory.
    fn behind(link: &Path) -> Option<Self> {
        match link.metadata() {
            Ok(target) if target.is_dir() => None,
            Ok(target) if !target.is_file() => Some(Self::Other),
            // One that leads nowhere cannot be read, and that will be said.
            _ => Some(Self::File),
        }
    }
}

impl Rest {
    fn has(&self, entry: &Entry) -> bool {
        match self {
            Self::All => true,
            Self::After(last) => entry > last,
            Self::Nothing => false,
        }
    }
}

impl Entry {
    /// An entry, unless it is nothing to verify.
    fn read(entry: &fs::DirEntry) -> io::Result<Option<Self>> {
        let name = entry.file_name();
        let file_type = entry.file_type()?;
        let is_document = has_extension(Path::new(&name), &["json", "ndjson", "jsonl"]);
        let kind = if file_type.is_dir() {
            Some(Kind::Directory)
        } else if !is_document {
            None
        } else if file_type.is_symlink() {
            Kind::behind(&entry.path())
        } else if file_type.is_file() {
            Some(Kind::File)
        } else {
            Some(Kind::Other)
        };
        Ok(kind.map(|kind| Self { name, kind }))
    }

    /// What lies in a directory comes after its name and a slash.
    fn key(&self) -> impl Iterator<Item = &u8> {
        let slash = (self.kind == Kind::Directory).then_some(&b'/');
        self.name.as_encoded_bytes().iter().chain(slash)
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.key().cmp(other.key())
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_same_however_few_names_are_kept() {
        let found = |most_names| {
            let mut search = Search::new("fixtures".into());
            search.most_names = most_names;
            search.map(Result::unwrap).collect::<Vec<_>>()
        };
        let all = found(NAMES);
        assert!(all.len() > 200);
        assert!(all.is_sorted_by(|one, other| one.as_os_str() < other.as_os_str()));
        for most_names in [1, 2, 7] {
            assert!(found(most_names) == all, "{most_names} names");
        }
    }

    #[test]
    fn says_what_cannot_be_read() {
        let mut search = Search::new("no-such-directory".into());
        assert!(matches!(search.next(), Some(Err(_))));
        assert!(search.next().is_none());
    }
}
