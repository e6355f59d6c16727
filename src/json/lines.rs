//! NDJSON: one document a line, read one after the other in bounded memory.
//!
//! A line may end with another byte than a line feed: no JSON text has a NUL, say.

use std::io::{self, BufRead as _, BufReader, Read};

use memchr::memchr;

/// Bytes that are asked for at a time.
const BUFFER: usize = 1 << 17;

/// The lines of an input.
#[derive(Debug)]
pub struct Lines<R> {
    input: BufReader<R>,
    end: u8,
    next: Place,
}

/// Where a line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The byte, from 0.
    pub offset: u64,
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it starts.
    pub place: Place,
    /// Whether it has more bytes than the limit; then it was skipped, not read in.
    pub too_long: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of an input that is at its start.
    pub fn new(input: R) -> Self {
        Self::ending_with(b'\n', input)
    }

    /// The same where another byte ends a line.
    pub fn ending_with(end: u8, input: R) -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER, input),
            end,
            next: Place { line: 1, offset: 0 },
        }
    }

    /// Where the next line starts, and so where reading failed.
    pub fn place(&self) -> Place {
        self.next
    }

    /// Whether part of the next line is buffered already: reading it need not wait.
    pub fn is_ready(&self) -> bool {
        !self.input.buffer().is_empty()
    }

    /// Appends the next line that is not blank to `text`, without its end, unless it
    /// has more than `max_size` bytes. `None` at the end.
    ///
    /// The last line may lack its end, and a carriage return before one is white space
    /// to JSON.
    ///
    /// # Errors
    ///
    /// As the input has them; `text` is then as it was.
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

    /// Reads one line, and returns whether it is too long.
    fn read(&mut self, text: &mut Vec<u8>, max_size: u64) -> io::Result<Option<bool>> {
        // Most lines are in the buffer whole.
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

/// Whether a line has only what JSON calls white space.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| b" \t\r\n".contains(byte))
}
