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
mod completeness;
mod exit;
mod explain;
mod failed_documents;
mod interrupt;
mod invocation;
mod keys;
mod manual;
mod option_values;
mod output;
mod output_file;
mod own_output;
mod page;
mod progress;
mod report_outputs;
mod trusted_keys;
mod verifier;
mod verify;
mod worker;
mod writable;
mod wrong_usage;

use std::process::ExitCode;

use cli::NoCommand;
use exit::Exit;

fn main() -> ExitCode {
    let result = match cli::parse(wrong_usage::add_hint) {
        Ok(command) => command::run(&command),
        Err(NoCommand::Answer(text)) => command::print(text),
        Err(NoCommand::Usage(message)) => {
            output::eprint_text(&message);
            Ok(Exit::Unverified)
        }
    };
    let exit = result.unwrap_or_else(|error| {
        if !output::is_closed_pipe(&error) {
            output::eprint_line(&format!("pith: {error:#}"));
        }
        Exit::Unverified
    });
    ExitCode::from(exit as u8)
}
