//! Trusted keys from the command line.

use std::path::PathBuf;

use anyhow::{Context as _, Error, Result, anyhow};
use pith_verify::corpus::file as input;
use pith_verify::json::document::Document;
use pith_verify::trust::key_file::parse_key_file;
use pith_verify::trust::keyring::Keyring;
use pith_verify::verify::kinds;

/// Returns the keys of all files and, if `built_in`, the built-in ones before them.
pub fn keyring(files: &[PathBuf], built_in: bool) -> Result<Keyring> {
    let mut keyring = if built_in {
        Keyring::built_in()
    } else {
        Keyring::empty()
    };
    for file in files {
        input::read_other(file, input::MAX_KEY_FILE, "a key file")
            .and_then(|bytes| {
                parse_key_file(&bytes).map_err(|error| document(&bytes).unwrap_or(error.into()))
            })
            .and_then(|keys| keys.into_iter().try_for_each(|key| Ok(keyring.trust(key)?)))
            .with_context(|| format!("key file {}", file.display()))?;
    }
    Ok(keyring)
}

/// Returns an error that says which kind of document was given as a key file.
fn document(bytes: &[u8]) -> Option<Error> {
    let document = Document::read(bytes).ok()?;
    let kind = kinds::recognized(document.root())?;
    Some(anyhow!(
        "this is {}, not a key; give it as a PATH, and give --key the file of a public key: a key \
         object, a mirror manifest or PEM",
        kind.facts.title
    ))
}
