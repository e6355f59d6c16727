//! Lets Ctrl-C and SIGTERM end a run with a partial summary.

use std::process;

use anyhow::{Context as _, Result};

use crate::exit::Exit;

/// Calls `conclude` with the reason when a signal asks for the end, and ends the process.
#[cfg(unix)]
pub fn conclude_on_signals(conclude: impl Fn(&'static str) + Send + 'static) -> Result<()> {
    use signal_hook::{
        consts::{SIGINT, SIGTERM},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGINT, SIGTERM]).context(WATCHED)?;
    let wait = move || {
        let (reason, exit) = match signals.forever().next() {
            Some(SIGTERM) => ("terminated", Exit::Terminated),
            Some(_) => ("interrupted", Exit::Interrupted),
            None => return,
        };
        conclude(reason);
        process::exit(i32::from(exit as u8));
    };
    std::thread::Builder::new().spawn(wait).context(WATCHED)?;
    Ok(())
}

/// Calls `conclude` with the reason on Ctrl-C, and ends the process.
#[cfg(not(unix))]
pub fn conclude_on_signals(conclude: impl Fn(&'static str) + Send + 'static) -> Result<()> {
    let interrupt = move || {
        conclude("interrupted");
        process::exit(i32::from(Exit::Interrupted as u8));
    };
    ctrlc::set_handler(interrupt).context(WATCHED)
}

const WATCHED: &str = "cannot watch for signals";
