//! Writes the documents that did not pass to `--failed-to`, byte for byte.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use pith_verify::render::plural;
use pith_verify::report::Source;

use crate::writable;

/// The most characters of a path that the name of a file repeats.
const MAX_NAME: usize = 100;

/// A document that did not pass.
#[derive(Debug)]
pub enum FailedDocument {
    /// One that can be a line of NDJSON, byte for byte.
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

const OPTION: &str = "--failed-to";

/// The output of `--failed-to`: a file of lines, and a folder for documents that are not one line
/// each.
pub struct FailedDocuments {
    path: PathBuf,
    lines: BufWriter<File>,
    /// Whether the file is new, so that it can be removed.
    is_new: bool,
    folder: PathBuf,
    files: u64,
    unread: u64,
}

impl FailedDocuments {
    /// Creates the file. With `force`, it and the folder may exist already; then they keep their
    /// content until [`overwrite`](Self::overwrite).
    pub fn open(path: &Path, force: bool) -> Result<Self> {
        let folder = folder(path);
        let existing = [path, &folder].into_iter().find(|path| path.exists());
        if let Some(existing) = existing.filter(|_| !force) {
            bail!(exists(existing));
        }
        ensure!(
            !folder.exists() || folder.is_dir(),
            "{OPTION}: {} is not a directory; give another name",
            folder.display()
        );
        let is_new = !path.exists();
        let mut options = File::options();
        options.write(true).create(true).create_new(!force);
        let file = options.open(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => anyhow!(exists(path)),
            _ => writable::error_of(OPTION, path, &error),
        })?;
        Ok(Self {
            path: path.to_owned(),
            lines: BufWriter::new(file),
            is_new,
            folder,
            files: 0,
            unread: 0,
        })
    }

    /// Tells whether a path is that of the folder, or of a file in it.
    pub fn keeps(&self, path: &Path) -> bool {
        let folder = self.folder.canonicalize();
        let path = path.canonicalize();
        folder.is_ok_and(|folder| path.is_ok_and(|path| path.starts_with(folder)))
    }

    /// Removes what an earlier run wrote to the file and the folder.
    pub fn overwrite(&self) -> Result<()> {
        let file = self.lines.get_ref();
        if file.metadata()?.is_file() {
            file.set_len(0)?;
        }
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        for entry in entries {
            let entry = entry?;
            if is_own_name(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes the file if it is new. Nothing was written to it.
    pub fn discard(self) {
        let Self { path, lines, .. } = self;
        drop(lines);
        if self.is_new {
            // If this fails, an empty file remains; the error that ends the run is still reported.
            let _ = fs::remove_file(path);
        }
    }

    pub fn keep(&mut self, document: &FailedDocument) -> Result<()> {
        match document {
            FailedDocument::Line(line) => self
                .lines
                .write_all(line)
                .and_then(|()| self.lines.write_all(b"\n"))
                .with_context(|| not_written(&self.path)),
            FailedDocument::File(source, bytes) => {
                self.files += 1;
                let path = self.folder.join(name(self.files, source));
                self.write(&path, bytes).with_context(|| not_written(&path))
            }
            FailedDocument::Unread => {
                self.unread += 1;
                Ok(())
            }
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.files == 1 {
            fs::create_dir_all(&self.folder)?;
        }
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(bytes)
    }

    /// Returns a message about documents that could not be read, and so could not be written.
    pub fn unread(&self) -> Option<String> {
        let unread = self.unread;
        let path = self.path.display();
        (unread > 0).then(|| {
            let documents = plural(unread, "document", "documents");
            format!("{OPTION} {path}: left out {unread} {documents} that could not be read")
        })
    }

    /// Writes what is still in memory.
    pub fn finish(&mut self) -> Result<()> {
        self.lines.flush().with_context(|| not_written(&self.path))
    }
}

fn not_written(path: &Path) -> String {
    format!("{OPTION}: cannot write {}", path.display())
}

fn exists(path: &Path) -> String {
    format!(
        "{OPTION}: {} exists already; give the name of a new file, or overwrite it with --force",
        path.display()
    )
}

/// Returns the folder for documents that are not one line each.
pub fn folder(path: &Path) -> PathBuf {
    let mut folder = path.as_os_str().to_owned();
    folder.push(".d");
    folder.into()
}

/// Tells whether a name is one that [`name`] gives.
fn is_own_name(name: &str) -> bool {
    let number = name.split_once('-').map(|(number, _)| number);
    let is_number = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    number.is_some_and(|number| number.len() >= 6 && is_number(number))
}

/// Returns a name for a file: its number, so that no two are the same, and the end of its path.
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
