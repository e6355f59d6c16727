//! Writes output files completely or not at all.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail, ensure};
use pith_verify::corpus::file::is_stdin;
use pith_verify::corpus::file_names::{TEMPORARY, directory};
use pith_verify::run::pool::lock;
use tempfile::TempPath;

use crate::interrupt;
use crate::output::{self, Destination};

/// Standard output, or a file that gets its name only when it is complete.
pub struct Output {
    name: String,
    writer: BufWriter<Destination>,
    /// The temporary file, and the path that it gets when it is complete.
    rename: Option<(TempPath, PathBuf)>,
}

/// The temporary files to remove if the run ends early, each with the name of its output.
static UNFINISHED: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

impl Output {
    pub fn stdout() -> Result<Self> {
        let name = "standard output".to_owned();
        Ok(Self {
            writer: output::stdout().with_context(|| cannot_write(&name))?,
            name,
            rename: None,
        })
    }

    /// Opens the file of an option or, without a path or for `-`, standard output.
    pub fn open(option: &str, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| !is_stdin(path)) else {
            return Self::stdout();
        };
        let name = format!("{} ({option})", path.display());
        let (file, rename) = create(path).with_context(|| cannot_write(&name))?;
        if let Some((temporary, _)) = &rename {
            lock(&UNFINISHED).push((temporary.to_path_buf(), name.clone()));
        }
        Ok(Self {
            name,
            writer: BufWriter::with_capacity(1 << 16, file.into()),
            rename,
        })
    }

    /// Opens the output of a command that only has to remove its unfinished file when a signal ends
    /// it.
    pub fn only(path: Option<&Path>) -> Result<Self> {
        if path.is_some_and(|path| !is_stdin(path)) {
            interrupt::conclude_on_signals(|reason| {
                output::eprint_line(&format!("pith: {reason}"));
                discard_unfinished();
            })?;
        }
        Self::open(OPTION, path)
    }

    pub fn is_terminal(&self) -> bool {
        self.writer.get_ref().file.is_terminal()
    }

    /// Returns the error that this output could not be written, so that it is not reported again.
    pub fn failed(&self, error: io::Error) -> anyhow::Error {
        lock(&UNFINISHED).retain(|(_, name)| *name != self.name);
        anyhow::Error::new(error).context(cannot_write(&self.name))
    }

    /// Writes everything that a command prints, and completes the output.
    pub fn write_all_of(
        mut self,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let written = content(&mut self);
        written.map_err(|error| self.failed(error))?;
        self.finish()
    }

    /// Writes what is still in memory, and gives a file its name once it is on the disk.
    pub fn finish(mut self) -> Result<()> {
        let finished = self.complete();
        finished.map_err(|error| self.failed(error))
    }

    fn complete(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        let Some((temporary, path)) = self.rename.take() else {
            return Ok(());
        };
        self.writer.get_ref().file.sync_all()?;
        temporary.persist(path).map_err(|error| error.error)?;
        lock(&UNFINISHED).retain(|(_, name)| *name != self.name);
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The option that replaces standard output.
pub const OPTION: &str = "-o";

/// Removes the temporary files of unfinished outputs, and reports each output as not written.
pub fn discard_unfinished() -> Vec<String> {
    let files = std::mem::take(&mut *lock(&UNFINISHED));
    let reasons = files.into_iter().map(|(temporary, name)| {
        // The temporary file may be gone already. The output file itself was not replaced.
        let _ = std::fs::remove_file(temporary);
        format!("{name}: not written, because the run ended early")
    });
    let reasons: Vec<_> = reasons.collect();
    for reason in &reasons {
        output::eprint_line(&format!("pith: {reason}"));
    }
    reasons
}

fn cannot_write(name: &str) -> String {
    format!("cannot write to {name}")
}

/// Creates a temporary file in the directory of a path.
///
/// If the path leads to something that is not a file, such as a pipe or a device, that is opened
/// instead and written directly.
fn create(path: &Path) -> Result<(File, Option<(TempPath, PathBuf)>)> {
    let existing = path.metadata();
    let is_special = match &existing {
        Ok(found) if found.is_dir() => bail!("this is a directory"),
        Ok(found) => !found.is_file(),
        // Windows has no metadata of a device such as NUL.
        Err(error) => cfg!(windows) && error.kind() != io::ErrorKind::NotFound,
    };
    if is_special {
        return Ok((File::options().write(true).open(path)?, None));
    }
    // The target of a link is replaced, and the link stays.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let directory = directory(&path);
    ensure!(
        directory.is_dir(),
        "there is no directory {}",
        directory.display()
    );
    let [start, end] = TEMPORARY;
    let mut builder = tempfile::Builder::new();
    builder.prefix(start).suffix(end);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(directory)?;
    if let Ok(existing) = existing {
        file.as_file().set_permissions(existing.permissions())?;
    }
    let (file, temporary) = file.into_parts();
    Ok((file, Some((temporary, path))))
}
