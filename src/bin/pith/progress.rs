//! The progress of a long run, on standard error.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use pith_verify::report::Tally;

use crate::cli::When;
use crate::output;

/// Between two lines of progress when they cannot be redrawn.
const INTERVAL: Duration = Duration::from_secs(1);

/// Progress over an input.
#[derive(Clone)]
pub enum Progress {
    Off,
    /// A line that is redrawn.
    Bar(ProgressBar),
    /// A line each second, when standard error is no terminal.
    Lines {
        bytes: u64,
        next: Instant,
    },
}

impl Progress {
    pub fn new(when: When, total_bytes: Option<u64>) -> Self {
        match (when, io::stderr().is_terminal()) {
            (When::Never, _) | (When::Auto, false) => Self::Off,
            (_, true) => Self::Bar(bar(total_bytes)),
            (When::Always, false) => Self::Lines {
                bytes: 0,
                next: Instant::now(),
            },
        }
    }

    /// Adds to the bytes done; `tally` is that of all documents so far.
    pub fn advance(&mut self, bytes: u64, tally: Tally) {
        let documents = tally.documents();
        let not_passed = documents - tally.passed;
        let message = format!("{documents} documents, {not_passed} not passed");
        match self {
            Self::Off => {}
            Self::Bar(bar) => {
                bar.inc(bytes);
                bar.set_message(message);
            }
            Self::Lines { bytes: done, next } => {
                *done += bytes;
                if Instant::now() >= *next {
                    output::eprint_line(&format!("pith: {} done, {message}", HumanBytes(*done)));
                    *next = Instant::now() + INTERVAL;
                }
            }
        }
    }

    /// Clears a line that is redrawn.
    pub fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar(total_bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match total_bytes {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:20} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {bytes_per_sec}  {msg}",
        ),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
