//! Checks whether a file can be written before a run starts, which may take hours.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Error, Result, anyhow};
use pith_verify::corpus::file_names::directory;

/// Checks that the file of an option can be written, and leaves it as it is.
///
/// A pipe or a device is not opened, because its reader would notice.
pub fn check(option: &str, path: &Path) -> Result<()> {
    let tried = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Ok(metadata) if metadata.is_file() => File::options().write(true).open(path).map(drop),
        Ok(_) => Ok(()),
        Err(_) => tempfile::tempfile_in(directory(path)).map(drop),
    };
    tried.map_err(|error| error_of(option, path, &error))
}

/// Returns an error that says why a file cannot be written, and what to do about it.
pub fn error_of(option: &str, path: &Path, error: &io::Error) -> Error {
    let place = directory(path).display();
    let why = match error.kind() {
        ErrorKind::NotFound => {
            format!("there is no directory {place}; create it, or give another path")
        }
        ErrorKind::PermissionDenied => {
            "you have no permission to write there; give another path".to_owned()
        }
        ErrorKind::IsADirectory => "it is a directory; give the path of a file in it".to_owned(),
        _ => format!("{error}; give another path"),
    };
    anyhow!("{option} {} cannot be written: {why}", path.display())
}
