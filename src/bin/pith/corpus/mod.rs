//! Where documents come from: files, directories, and the lines of NDJSON, in batches.

mod batch;
mod directory;
pub mod file;

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use pith_verify::json::error::DocumentError;
use pith_verify::json::lines::Lines;
use pith_verify::report::Source;

use crate::hints::MAX_SIZE;
pub use batch::Batch;
use batch::Input;
use directory::Search;

/// All documents of the paths that were given, in order.
pub struct Corpus {
    paths: std::vec::IntoIter<PathBuf>,
    /// Every file holds one document per line, whatever its name.
    ndjson: bool,
    max_size: u64,
    directory: Option<Search>,
    lines: Option<FileOfLines>,
}

/// A file, or standard input, of one document per line.
struct FileOfLines {
    path: String,
    lines: Lines<Box<dyn io::Read + Send>>,
}

/// Whether the name of a file means one document per line.
pub fn holds_lines(path: &Path) -> bool {
    has_extension(path, &["ndjson", "jsonl"])
}

impl Corpus {
    pub fn new(paths: Vec<PathBuf>, ndjson: bool, max_size: u64) -> Self {
        Self {
            paths: paths.into_iter(),
            ndjson,
            max_size,
            directory: None,
            lines: None,
        }
    }

    /// Whether there can be no more than one document.
    pub fn is_single(&self) -> bool {
        match self.paths.as_slice() {
            [path] => !self.is_ndjson(path) && !is_directory(path),
            _ => false,
        }
    }

    /// The bytes of all files, if known in advance.
    pub fn total_bytes(&self) -> Option<u64> {
        let paths = self.paths.as_slice().iter();
        let lengths = paths.map(|path| {
            let metadata = path.metadata().ok()?;
            (metadata.is_file() && !file::is_stdin(path)).then_some(metadata.len())
        });
        lengths.sum()
    }

    fn is_ndjson(&self, path: &Path) -> bool {
        self.ndjson || holds_lines(path)
    }

    /// The next file, out of a directory if one is being searched.
    fn next_file(&mut self) -> Option<Result<PathBuf, (PathBuf, io::Error)>> {
        loop {
            if let Some(directory) = &mut self.directory {
                let found = directory.next();
                if found.is_some() {
                    return found;
                }
                self.directory = None;
            }
            let path = self.paths.next()?;
            if !is_directory(&path) {
                return Some(Ok(path));
            }
            self.directory = Some(Search::new(path));
        }
    }

    /// Puts the next file into a batch, or opens it if it holds lines. `None` at the end.
    fn next_into(&mut self, batch: &mut Batch) -> Option<()> {
        let (path, input) = match self.next_file()? {
            Ok(path) if self.is_ndjson(&path) => match FileOfLines::open(&path) {
                Ok(lines) => {
                    self.lines = Some(lines);
                    return Some(());
                }
                Err(error) => (path, Input::Unavailable(DocumentError::unreadable(&error))),
            },
            Ok(path) => (path.clone(), Input::File(path)),
            Err((path, error)) => (path, Input::Unavailable(DocumentError::unreadable(&error))),
        };
        batch.push(Source::file(path.display().to_string()), input);
        Some(())
    }
}

impl Iterator for Corpus {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        while !batch.is_full() {
            match &mut self.lines {
                // Lines already read must not wait for a slow writer.
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
    fn open(path: &Path) -> io::Result<Self> {
        let input: Box<dyn io::Read + Send> = if file::is_stdin(path) {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path)?)
        };
        Ok(Self {
            path: path.display().to_string(),
            lines: Lines::new(input),
        })
    }

    /// Puts the next line into a batch. False if nothing more can be read.
    fn next_into(&mut self, batch: &mut Batch, max_size: u64) -> bool {
        let start = batch.text.len();
        let line = self.lines.next_into(&mut batch.text, max_size);
        let is_last = line.is_err();
        let (place, input) = match line {
            Ok(None) => return false,
            Ok(Some(line)) if line.too_long => {
                let error = DocumentError::too_large("a line of ", max_size, MAX_SIZE);
                (line.place, Input::Unavailable(error))
            }
            Ok(Some(line)) => (line.place, Input::Line(start..batch.text.len())),
            Err(error) => {
                let error = DocumentError::unreadable(&error);
                (self.lines.place(), Input::Unavailable(error))
            }
        };
        let source = Source::line(self.path.clone(), place.line, place.offset);
        batch.push(source, input);
        !is_last
    }
}

fn is_directory(path: &Path) -> bool {
    !file::is_stdin(path) && path.is_dir()
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| extensions.contains(&extension))
}
