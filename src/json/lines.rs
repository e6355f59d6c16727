//! Reads NDJSON, one document per line, in bounded memory.
//!
//! Another byte than a line feed can end the lines, for example NUL, which no JSON text
//! contains.

use std::io::{self, BufRead as _, BufReader, Read};

use memchr::memchr;

/// The number of bytes that are requested from the input at a time.
const BUFFER: usize = 1 << 17;

/// The lines of an input.
#[derive(Debug)]
pub struct Lines<R> {
    input: BufReader<R>,
    end: u8,
    next: Place,
}

/// The place where a line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: u64,
    /// The byte, counted from 0.
    pub offset: u64,
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The place where the line starts.
    pub place: Place,
    /// Whether the line has more bytes than the limit. Such a line is skipped and not kept.
    pub too_long: bool,
}

impl<R: Read> Lines<R> {
    /// Returns the lines of an input, which must be at its start: lines and bytes count from there.
    pub fn new(input: R) -> Self {
        Self::ending_with(b'\n', input)
    }

    /// Returns the lines of an input in which the byte `end` ends a line.
    pub fn ending_with(end: u8, input: R) -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER, input),
            end,
            next: Place { line: 1, offset: 0 },
        }
    }

    /// Returns the place where the next line starts; after an error, that is where reading
    /// failed.
    pub fn place(&self) -> Place {
        self.next
    }

    /// Returns whether a part of the next line is already buffered.
    pub fn is_ready(&self) -> bool {
        !self.input.buffer().is_empty()
    }

    /// Appends the next line that is not blank to `text`, without the byte that ends it.
    ///
    /// Returns `None` at the end of the input. A line of more than `max_size` bytes is skipped.
    /// The last line need not be ended. A carriage return before a line feed is kept, since it
    /// is white space in JSON.
    ///
    /// # Errors
    ///
    /// Returns the errors of the input. `text` is then unchanged.
    pub fn next_into(&mut self, text: &mut Vec<u8>, max_size: u64) -> io::Result<Option<Line>> {
        let start = text.len();
        loop {
            let place = self.next;
            let read = self.read(text, max_size);
            if !matches!(read, Ok(Some(false))) {
                text.truncate(start);
            }
            let Some(too_long) = read? else {
                return Ok(None);
            };
            if too_long || !is_blank(text.get(start..).unwrap_or_default()) {
                return Ok(Some(Line { place, too_long }));
            }
            text.truncate(start);
        }
    }

    /// Reads one line, and returns whether it is too long; `None` at the end of the input.
    fn read(&mut self, text: &mut Vec<u8>, max_size: u64) -> io::Result<Option<bool>> {
        // Most lines are completely in the buffer.
        let buffer = self.input.buffer();
        if let Some(line) = memchr(self.end, buffer).and_then(|end| buffer.get(..end))
            && line.len() as u64 <= max_size
        {
            let length = line.len() + 1;
            text.extend_from_slice(line);
            self.input.consume(length);
            self.next.line += 1;
            self.next.offset += length as u64;
            return Ok(Some(false));
        }
        let mut limited = (&mut self.input).take(max_size.saturating_add(1));
        let mut length = limited.read_until(self.end, text)? as u64;
        if length == 0 {
            return Ok(None);
        }
        let ended = text.last() == Some(&self.end);
        if ended {
            text.pop();
        }
        let too_long = !ended && length > max_size;
        if too_long {
            length += self.input.skip_until(self.end)? as u64;
        }
        self.next.line += 1;
        self.next.offset += length;
        Ok(Some(too_long))
    }
}

/// Returns whether a line has nothing but what JSON calls white space.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| b" \t\r\n".contains(byte))
}
