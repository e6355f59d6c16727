//! Writes output to standard output, where every failure is reported, and messages to standard
//! error.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context as _, Result};
use pith_verify::corpus::file::is_stdin;
use pith_verify::render::{Style, WIDTH};
use pith_verify::report::escape::Visible;

use crate::cli::When;

/// A file that output goes to, which may be that of standard output.
pub struct Destination {
    pub file: File,
    /// Whether it is a console of Windows. What a program writes to its file is shown in the code
    /// page of the console; the standard library's own handle writes Unicode.
    is_console: bool,
}

impl From<File> for Destination {
    fn from(file: File) -> Self {
        Self {
            file,
            is_console: false,
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_console {
            return io::stdout().write(bytes);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_console {
            return io::stdout().flush();
        }
        self.file.flush()
    }
}

/// Returns standard output with a buffer.
///
/// It is a file, because the standard library's own handle reports success even if the descriptor
/// is closed.
pub fn stdout() -> io::Result<BufWriter<Destination>> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    let destination = Destination {
        file: File::from(owned),
        is_console: cfg!(windows) && io::stdout().is_terminal(),
    };
    Ok(BufWriter::with_capacity(1 << 16, destination))
}

/// Returns the style of text on standard output, or in a file that replaces it.
pub fn style(when: When, file: Option<&Path>) -> Style {
    let file = file.filter(|path| !is_stdin(path));
    let mut style = Style::default();
    style.color = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => file.is_none() && AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    if style.color && file.is_none() {
        // A console of Windows interprets colors only after a program has asked for that.
        AutoStream::always_ansi(io::stdout());
    }
    style.width = file.map_or_else(width, |_| WIDTH);
    style
}

/// Returns the width of text in columns: that of the terminal, within readable limits, or the
/// default.
fn width() -> usize {
    const READABLE: std::ops::RangeInclusive<usize> = 60..=100;
    let size = console::Term::stdout().size_checked();
    let columns = size.map_or(WIDTH, |(_, columns)| columns.into());
    columns.clamp(*READABLE.start(), *READABLE.end())
}

/// Writes all output of a command to standard output.
pub fn write(content: impl FnOnce(&mut BufWriter<Destination>) -> io::Result<()>) -> Result<()> {
    let written = stdout().and_then(|mut out| {
        content(&mut out)?;
        out.flush()
    });
    written.context("cannot write to standard output")
}

/// Returns whether an error means that the reader of the output has closed its pipe, as `head`
/// does.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    /// The error of Windows for a named pipe without a reader, which has no kind of its own.
    const ERROR_PIPE_NOT_CONNECTED: i32 = 233;
    let is_unread =
        |cause: &io::Error| cfg!(windows) && cause.raw_os_error() == Some(ERROR_PIPE_NOT_CONNECTED);
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref());
    causes.any(|cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe || is_unread(cause))
}

/// Writes a message to standard error, on one line even if it quotes line feeds.
pub fn eprint_line(message: &str) {
    eprint_lines([message]);
}

/// Writes a text of several lines to standard error.
///
/// The line feeds are not escaped, so they must not come from an input.
pub fn eprint_text(text: &str) {
    eprint_lines(text.trim_end().split('\n'));
}

fn eprint_lines<'t>(lines: impl IntoIterator<Item = &'t str>) {
    let lines = lines.into_iter();
    let visible: String = lines.map(|line| format!("{}\n", Visible(line))).collect();
    // If standard error fails, there is no place to report that.
    let _ = io::stderr().write_all(visible.as_bytes());
}
