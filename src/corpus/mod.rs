//! Finds documents in files, directories and lines of NDJSON, and hands them out in batches.

mod batch;
mod compressed;
mod directory;
pub mod file;
pub mod file_names;
mod path_list;
mod pipe;
pub mod reading;
pub mod similar;
mod skipped;
mod zstd;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::json::error::DocumentError;
use crate::json::lines::Lines;
use crate::report::Source;
use crate::report::file_names::hold_lines;
use crate::report::hints::MAX_SIZE_HINT;

use batch::DocumentBytes;
pub use batch::{Batch, Notes};
use directory::DirectorySearch;
pub use path_list::PathList;
pub use skipped::Skipped;

/// All documents of the given paths, in order.
pub struct Corpus {
    paths: std::vec::IntoIter<PathBuf>,
    /// More paths, after those.
    list: Option<PathList>,
    format: InputFormat,
    max_size: u64,
    directory: Option<NamedDirectory>,
    lines: Option<FileOfLines>,
    /// Tells whether the run itself writes to a path. Such a file is not read, because each report
    /// on its content would add one more document to report on.
    pub is_own_output: Box<dyn Fn(&Path) -> bool + Send>,
}

/// How files hold documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// As the name of a file says: one document, or one per line.
    ByName,
    /// Any number in every file, each followed by this byte.
    EndedBy(u8),
}

/// A directory that is being searched.
struct NamedDirectory {
    path: PathBuf,
    search: DirectorySearch,
    /// Whether there was anything to report on.
    found: bool,
}

/// A file, or standard input, of one document per line.
struct FileOfLines {
    path: Arc<str>,
    lines: Lines<file::Input>,
    /// Bytes that were read since the last line, before they were decompressed.
    read: Arc<AtomicU64>,
    is_file: bool,
    /// Whether there was a document in it, or a reason why none could be read.
    found: bool,
}

/// A path that was found, or a path that could not be searched and why.
type Found = Result<PathBuf, (PathBuf, io::Error)>;

/// Tells whether a path leads to any number of documents.
pub fn holds_many(path: &Path) -> bool {
    hold_lines(path) || is_directory(path)
}

impl Corpus {
    pub fn new(
        paths: Vec<PathBuf>,
        list: Option<PathList>,
        format: InputFormat,
        max_size: u64,
    ) -> Self {
        Self {
            paths: paths.into_iter(),
            list,
            format,
            max_size,
            directory: None,
            lines: None,
            is_own_output: Box::new(|_| false),
        }
    }

    /// Returns the given paths that are still to be read.
    pub fn paths(&self) -> &[PathBuf] {
        self.paths.as_slice()
    }

    /// Tells whether there is at most one document.
    pub fn is_single(&self) -> bool {
        match (self.paths.as_slice(), &self.list) {
            ([path], None) => self.end_of_documents(path).is_none() && !is_directory(path),
            _ => false,
        }
    }

    /// Returns the bytes of all files, if that is known in advance.
    pub fn total_bytes(&self) -> Option<u64> {
        let paths = self.paths.as_slice().iter();
        let lengths = paths.map(|path| {
            let length = file::length(path.metadata());
            length.filter(|_| !file::is_stdin(path))
        });
        lengths.sum::<Option<_>>().filter(|_| self.list.is_none())
    }

    /// Returns the byte that ends each document of a file; `None` if it holds only one.
    fn end_of_documents(&self, path: &Path) -> Option<u8> {
        match self.format {
            InputFormat::EndedBy(end) => Some(end),
            InputFormat::ByName => hold_lines(path).then_some(b'\n'),
        }
    }

    /// Returns the next path: first those that were given, then those in the list.
    fn next_path(&mut self, notes: &mut Notes) -> Option<Found> {
        if let Some(path) = self.paths.next() {
            return Some(Ok(path));
        }
        let list = self.list.as_mut()?;
        let next = list.next_path().map_err(|error| (list.name.clone(), error));
        if let Ok(Some(path)) = next {
            return Some(Ok(path));
        }
        if next.is_ok() && !list.found() {
            let name = list.name.display();
            notes
                .without_documents
                .push(format!("{name}: no paths in this list; write one per line"));
        }
        self.list = None;
        next.transpose()
    }

    /// Puts the next file into a batch, opens it if it holds lines, or searches one step further.
    /// `None` at the end.
    fn next_into(&mut self, batch: &mut Batch) -> Option<()> {
        let Some(directory) = &mut self.directory else {
            match self.next_path(&mut batch.notes)? {
                Ok(path) if is_directory(&path) => {
                    self.directory = Some(NamedDirectory::new(path));
                }
                Ok(path) if (self.is_own_output)(&path) => {
                    batch.notes.skipped.add_own(&path);
                    batch.notes.add_empty(&path.display().to_string(), "");
                }
                found => self.put_into(batch, found),
            }
            return Some(());
        };
        let next = directory.search.next();
        let skipped = std::mem::take(&mut directory.search.skipped);
        batch.notes.skipped.append(skipped);
        match next {
            Some(Ok(path)) if (self.is_own_output)(&path) => batch.notes.skipped.add_own(&path),
            Some(found) => {
                directory.found = true;
                self.put_into(batch, found);
            }
            None => {
                if !directory.found {
                    let looked_for = format!("; looked for {}", file_names::LOOKED_FOR);
                    let path = directory.path.display().to_string();
                    batch.notes.add_empty(&path, &looked_for);
                }
                self.directory = None;
            }
        }
        Some(())
    }

    fn put_into(&mut self, batch: &mut Batch, found: Found) {
        let (path, error) = match found {
            Ok(path) => match self.end_of_documents(&path) {
                Some(end) => match FileOfLines::open(&path, end) {
                    Ok(lines) => {
                        self.lines = Some(lines);
                        return;
                    }
                    Err(error) => (path, error),
                },
                None => return batch.push_file(path, self.max_size),
            },
            Err((path, error)) => (path, error),
        };
        let source = Source::file(path.display().to_string());
        batch.push(
            source,
            DocumentBytes::Unavailable(DocumentError::unreadable(&error)),
        );
    }
}

impl Iterator for Corpus {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        while !batch.is_full() {
            match &mut self.lines {
                // Lines that were read already are verified before a slow writer sends more.
                Some(file) if !batch.is_empty() && !file.lines.is_ready() => break,
                Some(file) => {
                    if !file.next_into(&mut batch, self.max_size) {
                        self.lines = None;
                    }
                }
                None => {
                    if self.next_into(&mut batch).is_none() {
                        break;
                    }
                }
            }
        }
        (!batch.is_empty()).then_some(batch)
    }
}

impl FileOfLines {
    fn open(path: &Path, end: u8) -> io::Result<Self> {
        let read = Arc::default();
        let (input, is_file) = file::stream(path, Arc::clone(&read))?;
        Ok(Self {
            path: path.display().to_string().into(),
            lines: Lines::ending_with(end, input),
            read,
            is_file,
            found: false,
        })
    }

    /// Puts the next line into a batch. False if nothing more can be read.
    fn next_into(&mut self, batch: &mut Batch, max_size: u64) -> bool {
        let start = batch.text.len();
        let line = self.lines.next_into(&mut batch.text, max_size);
        batch.read += self.read.swap(0, Ordering::Relaxed);
        let is_last = line.is_err();
        let (place, input) = match line {
            Ok(None) => {
                if !self.found {
                    self.report_empty(batch);
                }
                return false;
            }
            Ok(Some(line)) if line.too_long => {
                let error = DocumentError::too_large("a line of ", max_size, MAX_SIZE_HINT);
                (line.place, DocumentBytes::Unavailable(error))
            }
            Ok(Some(line)) => (line.place, DocumentBytes::Text(start..batch.text.len())),
            Err(error) => {
                let error = DocumentError::unreadable(&error);
                (self.lines.place(), DocumentBytes::Unavailable(error))
            }
        };
        self.found = true;
        let source = Source::line(self.path.clone(), place.line, place.offset);
        batch.push(source, input);
        !is_last
    }

    /// Reports on an input without documents: a file gets a report, a stream gets a message.
    fn report_empty(&self, batch: &mut Batch) {
        if self.is_file {
            let input = DocumentBytes::Unavailable(DocumentError::no_document());
            batch.push(Source::file(self.path.clone()), input);
        } else {
            batch.notes.add_empty(&self.path, "");
        }
    }
}

impl NamedDirectory {
    fn new(path: PathBuf) -> Self {
        Self {
            search: DirectorySearch::new(path.clone()),
            path,
            found: false,
        }
    }
}

fn is_directory(path: &Path) -> bool {
    !file::is_stdin(path) && path.is_dir()
}
