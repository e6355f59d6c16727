//! Shows the progress of a long run on standard error.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use pith_verify::report::Tally;

use crate::cli::When;
use crate::output;

/// The time between two lines of progress that cannot be redrawn.
const INTERVAL: Duration = Duration::from_secs(1);

/// How the progress of a run is shown.
#[derive(Clone)]
pub enum Progress {
    Off,
    /// A line that is redrawn.
    Bar {
        bar: ProgressBar,
        /// Whether reports go to a terminal, which is most likely the same one.
        among_reports: bool,
    },
    /// A new line at most each second, because standard error is not a terminal.
    Lines {
        bytes: u64,
        total_bytes: Option<u64>,
        next: Instant,
    },
}

impl Progress {
    pub fn new(when: When, total_bytes: Option<u64>) -> Self {
        match (when, io::stderr().is_terminal()) {
            (When::Never, _) | (When::Auto, false) => Self::Off,
            (_, true) => Self::Bar {
                bar: bar(total_bytes),
                among_reports: io::stdout().is_terminal(),
            },
            (When::Always, false) => Self::Lines {
                bytes: 0,
                total_bytes,
                next: Instant::now(),
            },
        }
    }

    /// Adds to the bytes that are done, and shows the tally of all documents so far.
    pub fn advance(&mut self, bytes: u64, tally: Tally) {
        let documents = tally.documents();
        let not_passed = documents - tally.passed;
        let message = format!("{documents} documents, {not_passed} not passed");
        match self {
            Self::Off => {}
            Self::Bar { bar, .. } => {
                bar.inc(bytes);
                bar.set_message(message);
            }
            Self::Lines {
                bytes: done,
                total_bytes,
                next,
            } => {
                *done += bytes;
                if Instant::now() >= *next {
                    let part = part(*done, *total_bytes);
                    output::eprint_line(&format!("pith: {part} done, {message}"));
                    *next = Instant::now() + INTERVAL;
                }
            }
        }
    }

    /// Calls `write`, and hides the line of progress meanwhile if reports go to a terminal, too.
    pub fn without<T>(&self, write: impl FnOnce() -> T) -> T {
        match self {
            Self::Bar {
                bar,
                among_reports: true,
            } => bar.suspend(write),
            _ => write(),
        }
    }

    /// Clears the line of progress if it is one that is redrawn.
    pub fn finish(&self) {
        if let Self::Bar { bar, .. } = self {
            bar.finish_and_clear();
        }
    }
}

/// Returns how much is done, for example `1.00 MiB of 4.00 MiB (25%)`.
fn part(done: u64, total: Option<u64>) -> String {
    let bytes = HumanBytes(done);
    match total {
        Some(total @ 1..) => {
            let percent = u128::from(done.min(total)) * 100 / u128::from(total);
            format!("{bytes} of {} ({percent}%)", HumanBytes(total))
        }
        _ => bytes.to_string(),
    }
}

fn bar(total_bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match total_bytes {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:20} {percent}% {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
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
