//! Finds the documents below a directory, in byte order of their paths, in bounded memory.
//!
//! Sorting needs memory, and a directory may hold millions of names. So only the smallest
//! are kept, and when they are used up the directory is read again for those after them.

use std::collections::BinaryHeap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{cmp, fs, io, vec};

use crate::report::file_names::is_document;

use super::file_names;
use super::skipped::Skipped;

/// The most names of one directory that are kept at a time.
const MAX_NAMES: usize = 1 << 16;

/// A search in progress. It does not follow links to directories, so it cannot loop.
pub struct DirectorySearch {
    /// The open directories, each inside the one before.
    open: Vec<Directory>,
    max_names: usize,
    /// Files found so far that are not named as documents are.
    pub skipped: Skipped,
}

struct Directory {
    path: PathBuf,
    /// The entries that come next.
    entries: vec::IntoIter<DirectoryEntry>,
    /// The last of them.
    last: Option<DirectoryEntry>,
    /// Whether there may be entries after the last.
    has_more: bool,
}

/// A directory, or an entry that is named as documents are.
#[derive(Clone, PartialEq, Eq)]
struct DirectoryEntry {
    name: OsString,
    kind: DirectoryEntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DirectoryEntryKind {
    Directory,
    File,
    /// A FIFO, a socket, a device, or a link to one: reading it might block for ever, and
    /// the user did not name it.
    Other,
}

impl DirectorySearch {
    pub fn new(path: PathBuf) -> Self {
        Self {
            open: vec![Directory::new(path)],
            max_names: MAX_NAMES,
            skipped: Skipped::default(),
        }
    }
}

impl Iterator for DirectorySearch {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let directory = self.open.last_mut()?;
            if let Some(entry) = directory.entries.next() {
                let path = directory.path.join(entry.name);
                match entry.kind {
                    DirectoryEntryKind::Directory => self.open.push(Directory::new(path)),
                    DirectoryEntryKind::File => return Some(Ok(path)),
                    DirectoryEntryKind::Other => {
                        let error = io::Error::other("neither a file nor a link to one");
                        return Some(Err((path, error)));
                    }
                }
            } else if !directory.has_more {
                self.open.pop();
            } else if let Err(error) = directory.read(self.max_names, &mut self.skipped) {
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
            last: None,
            has_more: true,
        }
    }

    /// Reads the next entries. After an error, `entries` holds those that could be read.
    fn read(&mut self, max_names: usize, skipped: &mut Skipped) -> io::Result<()> {
        self.has_more = false;
        let mut other = Skipped::default();
        let mut smallest = BinaryHeap::new();
        let mut result = Ok(());
        for entry in fs::read_dir(&self.path)? {
            match entry.and_then(|entry| DirectoryEntry::read(&entry, &mut other)) {
                Ok(Some(entry)) if self.last.as_ref().is_none_or(|last| entry > *last) => {
                    smallest.push(entry);
                }
                Ok(_) => {}
                Err(error) => result = Err(error),
            }
            if smallest.len() > max_names {
                smallest.pop();
            }
        }
        if self.last.is_none() {
            skipped.append(other);
        }
        self.has_more = smallest.len() == max_names;
        self.last = smallest.peek().cloned();
        self.entries = smallest.into_sorted_vec().into_iter();
        result
    }
}

impl DirectoryEntry {
    /// Reads an entry; `None` if it is not one to verify. Then it is counted, unless `pith` itself
    /// is writing it.
    fn read(entry: &fs::DirEntry, other: &mut Skipped) -> io::Result<Option<Self>> {
        let name = entry.file_name();
        let file_type = entry.file_type()?;
        let kind = if file_type.is_dir() {
            DirectoryEntryKind::Directory
        } else if name.as_encoded_bytes().starts_with(b"._") {
            other.add_apple_double();
            return Ok(None);
        } else if file_names::is_temporary(&name) {
            return Ok(None);
        } else if !is_document(Path::new(&name)) {
            other.add(Path::new(&name), file_type.is_symlink());
            return Ok(None);
        } else if file_type.is_symlink() {
            match entry.path().metadata() {
                Ok(target) if target.is_dir() => {
                    other.add(Path::new(&name), true);
                    return Ok(None);
                }
                Ok(target) if !target.is_file() => DirectoryEntryKind::Other,
                // A dangling link is reported when it cannot be read.
                _ => DirectoryEntryKind::File,
            }
        } else if file_type.is_file() {
            DirectoryEntryKind::File
        } else {
            DirectoryEntryKind::Other
        };
        Ok(Some(Self { name, kind }))
    }

    /// Returns what the entry sorts by: paths in a directory sort by its name and a slash.
    fn key(&self) -> impl Iterator<Item = &u8> {
        let slash = (self.kind == DirectoryEntryKind::Directory).then_some(&b'/');
        self.name.as_encoded_bytes().iter().chain(slash)
    }
}

impl Ord for DirectoryEntry {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.key().cmp(other.key())
    }
}

impl PartialOrd for DirectoryEntry {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_same_however_few_names_are_kept() {
        let found = |max_names| {
            let mut search = DirectorySearch::new("fixtures".into());
            search.max_names = max_names;
            search.map(Result::unwrap).collect::<Vec<_>>()
        };
        let all = found(MAX_NAMES);
        assert!(all.len() > 200);
        assert!(all.is_sorted_by(|one, other| one.as_os_str() < other.as_os_str()));
        for max_names in [1, 2, 7] {
            assert!(found(max_names) == all, "{max_names} names");
        }
    }

    #[test]
    fn says_what_cannot_be_read() {
        let mut search = DirectorySearch::new("no-such-directory".into());
        assert!(matches!(search.next(), Some(Err(_))));
        assert!(search.next().is_none());
    }
}
