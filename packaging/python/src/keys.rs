//! Reads trusted keys from the content of key files.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use pith_verify::{DocumentError, Keyring};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::input::{Input, wrong_type};

const EXPECTED: &str = "bytes, str, os.PathLike, or an iterable of these";

/// The content of a key file, and how errors name the file.
struct KeyFile {
    content: Vec<u8>,
    place: String,
}

/// Returns the trusted keys, and the content of the files that they come from.
pub fn keyring(
    argument: Option<&Bound<'_, PyAny>>,
    built_in: bool,
) -> PyResult<(Keyring, Vec<Vec<u8>>)> {
    let mut keyring = if built_in {
        Keyring::built_in()
    } else {
        Keyring::empty()
    };
    let mut contents = Vec::new();
    for file in argument.map(files).transpose()?.unwrap_or_default() {
        keyring
            .trust_file(&file.content)
            .map_err(|error| PyValueError::new_err(format!("{}: {error}", file.place)))?;
        contents.push(file.content);
    }
    Ok((keyring, contents))
}

fn files(argument: &Bound<'_, PyAny>) -> PyResult<Vec<KeyFile>> {
    if let Some(one) = Input::of(argument)? {
        return Ok(vec![file(one, 0)?]);
    }
    let Ok(several) = argument.try_iter() else {
        return Err(wrong_type("keys", EXPECTED, argument));
    };
    let several = several.enumerate().map(|(index, key)| {
        let key = key?;
        let input = Input::of(&key)?;
        let input = input.ok_or_else(|| wrong_type("a key", "bytes, str or os.PathLike", &key));
        file(input?, index)
    });
    several.collect()
}

fn file(input: Input<'_>, index: usize) -> PyResult<KeyFile> {
    match input {
        Input::Content(bytes) => Ok(KeyFile {
            content: bytes.as_bytes().to_vec(),
            place: format!("keys[{index}]"),
        }),
        Input::File(path) => {
            let place = format!("key file {}", path.display());
            match read(&path) {
                Ok(content) => Ok(KeyFile { content, place }),
                Err(error) => Err(PyValueError::new_err(format!("{place}: {}", error.message))),
            }
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, DocumentError> {
    /// The limit of the command.
    const MAX: u64 = 1 << 23;
    let mut content = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX + 1).read_to_end(&mut content))
        .map_err(|error| DocumentError::unreadable(&error))?;
    if content.len() as u64 > MAX {
        return Err(DocumentError::too_large("", MAX, "no key file has as many"));
    }
    Ok(content)
}
