//! `--failed-to`: writes the documents that did not pass, byte for byte.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use pith_verify::report::Source;

/// Characters of a place that the name of a file repeats.
const MAX_NAME: usize = 100;

/// A document that did not pass.
#[derive(Debug)]
pub enum FailedDocument {
    /// One that can be a line of NDJSON.
    Line(Vec<u8>),
    /// Any other.
    File(Source, Vec<u8>),
    /// One that could not be read.
    Unread,
}

impl FailedDocument {
    pub fn new(source: Option<&Source>, bytes: Option<&[u8]>) -> Self {
        let Some(bytes) = bytes else {
            return Self::Unread;
        };
        let blank = bytes.iter().all(|byte| b" \t\r".contains(byte));
        if !blank && !bytes.contains(&b'\n') && std::str::from_utf8(bytes).is_ok() {
            return Self::Line(bytes.to_vec());
        }
        let source = source.cloned().unwrap_or_else(|| Source::file("-"));
        Self::File(source, bytes.to_vec())
    }
}

/// The output of `--failed-to`: a file of lines, and a folder for what is no line.
pub struct FailedDocuments {
    path: PathBuf,
    lines: BufWriter<File>,
    folder: PathBuf,
    files: u64,
    unread: u64,
}

impl FailedDocuments {
    /// Makes the file; neither it nor the folder may be there already.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = folder(path);
        ensure!(!folder.exists(), "{} is there already", folder.display());
        let file = File::options().write(true).create_new(true).open(path)?;
        Ok(Self {
            path: path.to_owned(),
            lines: BufWriter::new(file),
            folder,
            files: 0,
            unread: 0,
        })
    }

    /// Removes the file, to which nothing was written.
    pub fn discard(self) {
        let Self { path, lines, .. } = self;
        drop(lines);
        // What remains is an empty file, which the error to report does not depend on.
        let _ = fs::remove_file(path);
    }

    pub fn keep(&mut self, document: &FailedDocument) -> Result<()> {
        match document {
            FailedDocument::Line(line) => self
                .lines
                .write_all(line)
                .and_then(|()| self.lines.write_all(b"\n"))
                .with_context(|| self.path.display().to_string()),
            FailedDocument::File(source, bytes) => {
                self.files += 1;
                let path = self.folder.join(name(self.files, source));
                self.write(&path, bytes)
                    .with_context(|| path.display().to_string())
            }
            FailedDocument::Unread => {
                self.unread += 1;
                Ok(())
            }
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.files == 1 {
            fs::create_dir(&self.folder)?;
        }
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(bytes)
    }

    /// A message on documents that could not be read and so not be written.
    pub fn unread(&self) -> Option<String> {
        let unread = self.unread;
        let path = self.path.display();
        (unread > 0).then(|| format!("{path}: {unread} not written there, for want of bytes"))
    }

    /// Writes what is still in memory.
    pub fn finish(&mut self) -> Result<()> {
        self.lines
            .flush()
            .with_context(|| self.path.display().to_string())
    }
}

/// The folder for documents that are no line.
pub fn folder(path: &Path) -> PathBuf {
    let mut folder = path.as_os_str().to_owned();
    folder.push(".d");
    folder.into()
}

/// A name for a file: its number, so that no two are the same, and the end of its place.
fn name(number: u64, source: &Source) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || ".-_".contains(char);
    let place: Vec<_> = source.path.chars().collect();
    let start = place.len().saturating_sub(MAX_NAME);
    let place = place.get(start..).unwrap_or_default().iter();
    let place: String = place
        .map(|char| if plain(*char) { *char } else { '_' })
        .collect();
    match source.line {
        Some(line) => format!("{number:06}-{place}-{line}"),
        None => format!("{number:06}-{place}"),
    }
}
