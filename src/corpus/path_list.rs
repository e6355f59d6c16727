//! Reads paths from a list: one per line, or each followed by NUL, as `find -print0` writes them.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use super::file;

/// The most bytes of a path, which bounds the memory. No system has longer ones.
const MAX_PATH: u64 = 1 << 16;

/// A list that is being read.
pub struct PathList {
    /// Where it comes from.
    pub name: PathBuf,
    input: Option<BufReader<Box<dyn Read + Send>>>,
    end: u8,
    found: bool,
}

impl PathList {
    /// Makes a list of a file, or of `-`, which is opened when the first path is needed.
    pub fn new(name: PathBuf, null: bool) -> Self {
        Self {
            name,
            input: None,
            end: if null { 0 } else { b'\n' },
            found: false,
        }
    }

    /// Tells whether there was a path in it.
    pub fn found(&self) -> bool {
        self.found
    }

    /// Returns the next path; `None` at the end. After an error there is nothing more to read.
    pub fn next_path(&mut self) -> io::Result<Option<PathBuf>> {
        let input = match &mut self.input {
            Some(input) => input,
            none => none.insert(BufReader::new(open(&self.name)?)),
        };
        loop {
            let mut line = Vec::new();
            let length = input
                .by_ref()
                .take(MAX_PATH)
                .read_until(self.end, &mut line)?;
            if length == 0 {
                return Ok(None);
            }
            let ended = line.pop_if(|byte| *byte == self.end).is_some();
            // On Windows, lines end with a carriage return and a line feed. No path has either.
            if cfg!(windows) && self.end == b'\n' {
                line.pop_if(|byte| *byte == b'\r');
            }
            if !ended && length as u64 == MAX_PATH {
                return Err(io::Error::other(
                    "a path in the list is longer than 65535 bytes",
                ));
            }
            if !line.is_empty() {
                self.found = true;
                return path(line).map(Some);
            }
        }
    }
}

fn open(name: &Path) -> io::Result<Box<dyn Read + Send>> {
    if file::is_stdin(name) {
        return Ok(Box::new(io::stdin()));
    }
    Ok(Box::new(File::open(name)?))
}

/// Makes a path of these bytes. In a list, `-` is a file of that name: programs that list files mean
/// nothing else.
fn path(bytes: Vec<u8>) -> io::Result<PathBuf> {
    if bytes == b"-" {
        return Ok(Path::new(".").join("-"));
    }
    #[cfg(unix)]
    let path = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    #[cfg(not(unix))]
    let path = String::from_utf8(bytes)
        .map_err(|_| io::Error::other("a path in the list is not UTF-8; write the list in UTF-8"))?
        .into();
    let path: std::ffi::OsString = path;
    Ok(path.into())
}
