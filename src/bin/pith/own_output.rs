//! Knows the files that a run writes, so that the run does not read them.
//!
//! Each report on the content of such a file would add one more document to report on.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use pith_verify::corpus::file::is_stdin;

use crate::cli::VerifyArgs;
use crate::failed_documents;
use crate::output_file::OPTION;

/// The files that a run writes. They are recognized under any name and through links.
#[derive(Clone, Debug, Default)]
pub struct OwnOutput {
    files: Vec<FileId>,
    /// The folder of `--failed-to`, which is created when a file is first written to it.
    folder: Option<PathBuf>,
}

/// The identity of a file: its device or volume, and its number there.
type FileId = (u64, u64);

impl OwnOutput {
    /// Returns standard output and standard error, if they are files.
    pub fn streams() -> Self {
        let streams = [of_stream(io::stdout()), of_stream(io::stderr())];
        Self {
            files: streams.into_iter().flatten().collect(),
            folder: None,
        }
    }

    /// Returns everything that `pith verify` writes.
    ///
    /// The file of `--failed-to` must exist by now, because a file that does not exist cannot be
    /// recognized.
    ///
    /// # Errors
    ///
    /// Returns an error if one of these files has two uses.
    pub fn of(args: &VerifyArgs, inputs: &[PathBuf]) -> Result<Self> {
        let mut own = Self::streams();
        let output = &args.output;
        let reports = output.output.as_deref().filter(|path| !is_stdin(path));
        let named = [
            (OPTION, reports),
            ("--junit", output.junit.as_deref()),
            ("--html", output.html.as_deref()),
            (
                "--summary",
                args.summary.as_deref().filter(|path| !is_stdin(path)),
            ),
        ];
        let named = named
            .into_iter()
            .filter_map(|(option, path)| Some((option, path?)));
        let named: Vec<_> = named.collect();
        let others = [&args.keys.files, &args.with.records];
        let lists = args.expected.expect_list.iter();
        let inputs: Vec<_> = inputs
            .iter()
            .chain(others.into_iter().flatten())
            .chain(lists)
            .collect();
        for (place, (option, path)) in named.iter().enumerate() {
            ensure!(
                output.quiet
                    || reports.is_some()
                    || !is_same(of_stream(io::stdout()), of_path(path)),
                "{option} {} would replace the reports: standard output goes to the same file",
                path.display()
            );
            let mut before = named.iter().take(place);
            if let Some((other, _)) = before.find(|(_, other)| target(other) == target(path)) {
                bail!(
                    "{other} and {option} both write to {}: give each a file of its own",
                    path.display()
                );
            }
            own.add(&inputs, option, path)?;
        }
        if let Some(failed_to) = args.failed_to.as_deref() {
            let mut outputs = named.iter();
            if let Some((option, _)) = outputs.find(|(_, path)| target(path) == target(failed_to)) {
                bail!(
                    "{option} would replace the documents that --failed-to keeps: both write to {}",
                    failed_to.display()
                );
            }
            own.add(&inputs, "--failed-to", failed_to)?;
            own.folder = Some(failed_documents::folder(failed_to));
        }
        let list = args.input.files_from.as_deref();
        if let Some(list) = list.filter(|list| own.contains(list)) {
            bail!("--files-from {}: this run writes to it", list.display());
        }
        Ok(own)
    }

    /// Returns the standard streams and the file of `-o`, for commands other than `pith verify`.
    ///
    /// # Errors
    ///
    /// Returns an error if the file of `-o` is an input.
    pub fn of_command(output: Option<&Path>, inputs: &[impl AsRef<Path>]) -> Result<Self> {
        let mut own = Self::streams();
        if let Some(path) = output.filter(|path| !is_stdin(path)) {
            own.add(inputs, OPTION, path)?;
        }
        Ok(own)
    }

    /// Adds the file of an option.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is also an input.
    fn add(&mut self, inputs: &[impl AsRef<Path>], option: &str, path: &Path) -> Result<()> {
        let id = of_path(path);
        let mut inputs = inputs.iter().map(|input| of_path(input.as_ref()));
        ensure!(
            !inputs.any(|input| input.is_some() && input == id),
            "{option} {} is also an input: give the output a file of its own",
            path.display()
        );
        self.files.extend(id);
        Ok(())
    }

    /// Returns whether a path, or `-` for standard input, leads to one of these files.
    pub fn contains(&self, path: &Path) -> bool {
        let is_own = |path| of_path(path).is_some_and(|file| self.files.contains(&file));
        let folder = self.folder.as_deref();
        !self.files.is_empty() && is_own(path) || folder.is_some_and(|folder| is_in(path, folder))
    }
}

/// Returns whether a path is that of an entry of this folder.
fn is_in(path: &Path, folder: &Path) -> bool {
    let parent = path.parent().map(|parent| parent.join("."));
    let id = |path: &Path| id(path, &path.metadata().ok()?);
    parent.is_some_and(|parent| is_same(id(folder), id(&parent)))
}

/// Returns the path of the file that is written, without links. The file need not exist.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let directory = path.parent().map(|parent| parent.join("."));
        let directory = directory.and_then(|directory| directory.canonicalize().ok());
        let name = path.file_name().unwrap_or_default();
        directory.unwrap_or_default().join(name)
    })
}

/// Returns whether both are files and are the same one.
fn is_same(one: Option<FileId>, other: Option<FileId>) -> bool {
    one.is_some() && one == other
}

/// Returns the file at a path or, for `-`, the one that standard input comes from.
///
/// The result is `None` if that is not a regular file.
fn of_path(path: &Path) -> Option<FileId> {
    if is_stdin(path) {
        return of_stream(io::stdin());
    }
    let metadata = path.metadata().ok().filter(Metadata::is_file)?;
    id(path, &metadata)
}

#[cfg(unix)]
fn of_stream(stream: impl std::os::fd::AsFd) -> Option<FileId> {
    let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
    let metadata = file.metadata().ok().filter(Metadata::is_file)?;
    id(Path::new(""), &metadata)
}

#[cfg(unix)]
fn id(_: &Path, metadata: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(windows)]
fn of_stream(stream: impl std::os::windows::io::AsHandle) -> Option<FileId> {
    let file = File::from(stream.as_handle().try_clone_to_owned().ok()?);
    file.metadata().ok().filter(Metadata::is_file)?;
    id_of_handle(&file)
}

#[cfg(windows)]
fn id(path: &Path, _: &Metadata) -> Option<FileId> {
    id_of_handle(winapi_util::Handle::from_path_any(path).ok()?)
}

#[cfg(windows)]
fn id_of_handle(handle: impl winapi_util::AsHandleRef) -> Option<FileId> {
    let information = winapi_util::file::information(handle).ok()?;
    Some((information.volume_serial_number(), information.file_index()))
}
