//! The commands, one file each.

use anyhow::{Context as _, Result};
use clap_complete::Shell;
use pith_verify::render::schema::report_schema;

use crate::cli::{self, Command};
use crate::exit::Exit;
use crate::{canon, explain, keys, manual, output, verify};

/// Carries out a command. An error means that it could not be done: never status 0.
pub fn run(command: &Command) -> Result<Exit> {
    match command {
        Command::Verify(args) => verify::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Canon(args) => canon::run(args),
        Command::Keys(args) => keys::run(args),
        Command::Schema => print(report_schema() + "\n"),
        Command::Completions { shell } => print(completions(*shell)),
        Command::Man => print(manual::page()?),
    }
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::definition(), "pith", &mut script);
    script
}

/// Writes a text of our own to standard output.
fn print(text: impl AsRef<[u8]>) -> Result<Exit> {
    let written = output::print(text.as_ref());
    written.context("cannot write to standard output")?;
    Ok(Exit::Passed)
}
