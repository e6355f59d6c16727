//! `pith keys`: the trusted keys, one per line, tab-separated.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use pith_verify::report::escape::Visible;
use pith_verify::trust::keyring::{ALGORITHM, Keyring};

use crate::cli::KeysArgs;
use crate::exit::Exit;
use crate::output;
use crate::trust;

pub fn run(args: &KeysArgs) -> Result<Exit> {
    let keyring = trust::keyring(&args.files, args.files.is_empty())?;
    list(&keyring).context("cannot write to standard output")?;
    Ok(Exit::Passed)
}

fn list(keyring: &Keyring) -> std::io::Result<()> {
    let mut out = output::stdout()?;
    for key in keyring.iter() {
        let (id, base64) = (Visible(key.id()), key.key().to_base64());
        writeln!(out, "{id}\t{ALGORITHM}\t{}\t{base64}", key.fingerprint())?;
    }
    out.flush()
}
