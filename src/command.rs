//! The commands, one file each.

mod canon;
mod explain;
mod keys;
mod trust;
mod verifier;
mod verify;

use anyhow::Result;

use crate::cli::Command;
use crate::exit::Exit;

/// Carries out a command. An error means that it could not be done: never status 0.
pub fn run(command: &Command) -> Result<Exit> {
    match command {
        Command::Verify(args) => verify::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Canon(args) => canon::run(args),
        Command::Keys(args) => keys::run(args),
    }
}
