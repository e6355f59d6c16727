//! Trusted keys from the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use pith_verify::trust::keyring::{Keyring, TrustedKey, parse_key_file};

use crate::cli::TrustArgs;
use crate::corpus::file as input;

/// A key file is at most this long: a manifest of ten thousand mirrors would fit.
const MAX_KEY_FILE: u64 = 1 << 23;

/// The keys to trust.
pub fn keyring(args: &TrustArgs) -> Result<Keyring> {
    let mut keyring = if args.no_builtin_keys {
        Keyring::empty()
    } else {
        Keyring::built_in()
    };
    add_files(&mut keyring, &args.files)?;
    Ok(keyring)
}

/// Trusts every key of every file.
pub fn add_files(keyring: &mut Keyring, files: &[PathBuf]) -> Result<()> {
    for file in files {
        let trusted = read(file)
            .and_then(|keys| keys.into_iter().try_for_each(|key| Ok(keyring.trust(key)?)));
        trusted.with_context(|| format!("key file {}", file.display()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<TrustedKey>> {
    let bytes = input::read(file, MAX_KEY_FILE).map_err(|error| anyhow!("{}", error.message))?;
    Ok(parse_key_file(&bytes)?)
}
