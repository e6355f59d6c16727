//! Runs the commands, each of which has a file of its own.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Result;
use clap_complete::Shell;
use pith_verify::render::schema::REPORT_SCHEMA;

use crate::cli::{self, CanonArgs, Command, ExplainArgs, OutputFileArgs, VerifyArgs};
use crate::exit::Exit;
use crate::output_file::Output;
use crate::{canon, explain, keys, manual, output, verify};

/// Runs a command. After an error the exit status is never 0.
pub fn run(command: &Command) -> Result<Exit> {
    if let Some(name) = without_path(command)
        && io::stdin().is_terminal()
    {
        output::eprint_text(&cli::brief(Some(name)));
        return Ok(Exit::Unverified);
    }
    match command {
        Command::Verify(args) => verify::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Canon(args) => canon::run(args),
        Command::Keys(args) => keys::run(args),
        Command::Schema(args) => schema(&args.output),
        Command::Completions { shell } => print(completions(*shell)),
        Command::Man => print(manual::page()?),
    }
}

/// Returns the name of a command that reads standard input because it was given no PATH.
fn without_path(command: &Command) -> Option<&'static str> {
    match command {
        Command::Verify(VerifyArgs { paths, input, .. })
            if paths.is_empty() && input.files_from.is_none() =>
        {
            Some("verify")
        }
        Command::Explain(ExplainArgs { path: None, .. }) => Some("explain"),
        Command::Canon(CanonArgs { path: None, .. }) => Some("canon"),
        _ => None,
    }
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::definition(), "pith", &mut script);
    script
}

fn schema(args: &OutputFileArgs) -> Result<Exit> {
    let out = Output::only(args.path.as_deref())?;
    out.write_all_of(|out| out.write_all(REPORT_SCHEMA.as_bytes()))?;
    Ok(Exit::Passed)
}

/// Writes a text that contains no input to standard output.
pub fn print(text: impl AsRef<[u8]>) -> Result<Exit> {
    output::write(|out| out.write_all(text.as_ref()))?;
    Ok(Exit::Passed)
}
