//! Standard output, whose every failure counts, and standard error, for all else.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use anstream::{AutoStream, ColorChoice};
use pith_verify::render::WIDTH;
use pith_verify::report::escape::Visible;

use crate::cli::When;

/// Standard output, buffered. The standard library's own handle takes a descriptor
/// that cannot be written to for a success; a file does not.
pub fn stdout() -> io::Result<BufWriter<File>> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(BufWriter::with_capacity(1 << 16, File::from(owned)))
}

/// Whether to colour standard output.
pub fn color(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Columns for text: as wide as the terminal, within what can be read, or as usual.
pub fn width() -> usize {
    const READABLE: std::ops::RangeInclusive<usize> = 60..=100;
    let size = console::Term::stdout().size_checked();
    let columns = size.map_or(WIDTH, |(_, columns)| columns.into());
    columns.clamp(*READABLE.start(), *READABLE.end())
}

/// Writes a text of our own to standard output.
pub fn print(text: &[u8]) -> io::Result<()> {
    let mut out = stdout()?;
    out.write_all(text)?;
    out.flush()
}

/// Writes a message to standard error, on one line whatever it quotes.
pub fn eprint_line(message: &str) {
    write_lines(&[message]);
}

/// Writes a text of several lines to standard error: its line feeds are our own.
pub fn eprint_text(text: &str) {
    write_lines(&text.trim_end().split('\n').collect::<Vec<_>>());
}

fn write_lines(lines: &[&str]) {
    let visible: String = lines
        .iter()
        .map(|line| format!("{}\n", Visible(line)))
        .collect();
    // If not even standard error takes it, the exit status is all that is left.
    let _ = io::stderr().write_all(visible.as_bytes());
}
