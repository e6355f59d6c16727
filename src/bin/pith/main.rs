//! `pith`: the command line of the Pith Number verifier.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod canon;
mod cli;
mod command;
mod corpus;
mod exit;
mod explain;
mod hints;
mod keys;
mod manual;
mod output;
mod pool;
mod progress;
mod summary;
mod trust;
mod verifier;
mod verify;

use std::process::ExitCode;

use cli::NoCommand;
use exit::Exit;

fn main() -> ExitCode {
    let exit = match cli::parse() {
        Ok(command) => command::run(&command).unwrap_or_else(|error| fail(&format!("{error:#}"))),
        Err(NoCommand::Usage(message)) => {
            output::eprint_text(&message);
            Exit::Unverified
        }
        Err(NoCommand::Answer(text)) => match output::print(text.as_bytes()) {
            Ok(()) => Exit::Passed,
            Err(error) => fail(&format!("cannot write to standard output: {error}")),
        },
    };
    ExitCode::from(exit as u8)
}

fn fail(message: &str) -> Exit {
    output::eprint_line(&format!("pith: {message}"));
    Exit::Unverified
}
