//! How a run ends: on a signal, with a pipe that was closed, and why it is not complete.

use std::io;
use std::process;

use anyhow::{Context as _, Result};

use crate::exit::Exit;
use crate::output;

/// Why a run is not complete: not all input was read to its end, not all output written, or
/// there is not what was expected.
#[derive(Debug, Default)]
pub struct Ending {
    reasons: Vec<String>,
    /// Whether nobody reads on: then nothing more is said.
    pub is_cut_off: bool,
}

impl Ending {
    /// That of a run that an error ended early, if there is one.
    pub fn of(result: Result<()>) -> Self {
        let mut ending = Self::default();
        if let Err(error) = result {
            ending.is_cut_off = is_closed_pipe(&error);
            ending.tell(format!("{error:#}"));
        }
        ending
    }

    /// Adds a reason, and says so on standard error.
    pub fn tell(&mut self, reason: String) {
        if !self.is_cut_off {
            output::eprint_line(&format!("pith: {reason}"));
        }
        self.reasons.push(reason);
    }

    /// Adds reasons that reports or counts have told already.
    pub fn note(&mut self, reasons: impl IntoIterator<Item = String>) {
        self.reasons.extend(reasons);
    }

    pub fn is_complete(&self) -> bool {
        self.reasons.is_empty()
    }

    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

/// Whether an error says that whoever reads the output has seen enough, as `head` does.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref());
    causes.any(|cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe)
}

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
