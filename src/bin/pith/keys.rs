//! `pith keys` lists the trusted keys, one per line, in columns separated by tabs.

use std::io::Write as _;

use anyhow::Result;
use pith_verify::report::escape::Visible;
use pith_verify::trust::keyring::ALGORITHM;

use crate::cli::KeysArgs;
use crate::exit::Exit;
use crate::output;
use crate::trusted_keys;

pub fn run(args: &KeysArgs) -> Result<Exit> {
    let keyring = trusted_keys::keyring(&args.files, args.files.is_empty())?;
    output::write(|out| {
        keyring.iter().try_for_each(|key| {
            let (id, base64) = (Visible(key.id()), key.key().to_base64());
            writeln!(out, "{id}\t{ALGORITHM}\t{}\t{base64}", key.fingerprint())
        })
    })?;
    Ok(Exit::Passed)
}
