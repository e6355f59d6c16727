//! Reads gzip and zstd data, which the first bytes distinguish, to the very end.
//!
//! Data that are cut off, damaged, or followed by other data are an error, never the end of the
//! input.

use std::io::{self, BufReader, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use flate2::bufread::MultiGzDecoder;

use super::zstd::{self, Zstd};

/// The most bytes that distinguish compressed data from JSON.
pub const MAX_MAGIC: usize = 4;
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Compressed bytes that are read at a time.
const BUFFER: usize = 1 << 16;
/// Bytes that are decompressed at a time on a thread of its own, and how many such pieces
/// may wait to be read.
const CHUNK: usize = 1 << 17;
const AHEAD: usize = 4;

/// Tells whether data that start like this are compressed; `None` if more bytes are needed.
pub fn is_compressed(start: &[u8]) -> Option<bool> {
    let zstd = zstd::magic_numbers().map(|magic| begins_with(start, &magic.to_le_bytes()));
    let mut found = Some(false);
    for one in zstd.chain([begins_with(start, &GZIP)]) {
        match one {
            Some(true) => return one,
            None => found = None,
            Some(false) => {}
        }
    }
    found
}

/// Tells whether data start with this; `None` if they end before that.
fn begins_with(start: &[u8], magic: &[u8]) -> Option<bool> {
    if start.starts_with(magic) {
        return Some(true);
    }
    (!magic.starts_with(start)).then_some(false)
}

/// Decompresses data of which `start` has been read already.
///
/// A decoder of gzip is made on the stack, where it takes 50 KB. If this function were part of its
/// callers, they would use as much for data that are not compressed.
#[inline(never)]
pub fn decompress<'r>(start: Vec<u8>, rest: impl Read + Send + 'r) -> Box<dyn Read + Send + 'r> {
    let is_gzip = start.starts_with(&GZIP);
    let input = BufReader::with_capacity(BUFFER, io::Cursor::new(start).chain(rest));
    if is_gzip {
        let input = MultiGzDecoder::new(input);
        let format = "gzip";
        Box::new(Explained { format, input })
    } else {
        let input = Zstd::new(input);
        let format = "zstd";
        Box::new(Explained { format, input })
    }
}

/// A decompressor whose errors name the format.
struct Explained<R> {
    format: &'static str,
    input: R,
}

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into);
        read.map_err(|error| explained(self.format, error))
    }
}

/// Adds the format to an error in the data. An error of the device stays as it is.
fn explained(format: &str, error: io::Error) -> io::Error {
    if error.raw_os_error().is_some() {
        return error;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => io::Error::other(format!(
            "the {format} data are cut off; download the file again"
        )),
        _ => io::Error::other(format!("the {format} data are damaged: {error}")),
    }
}

/// Reads ahead on a thread of its own, as a process at the other end of a pipe would.
pub struct Ahead {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl Ahead {
    pub fn of(mut input: Box<dyn Read + Send>) -> io::Result<Self> {
        let (sender, chunks) = sync_channel(AHEAD);
        let read = move || {
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = input.read(&mut chunk);
                if matches!(&read, Err(error) if error.kind() == io::ErrorKind::Interrupted) {
                    continue;
                }
                let is_last = !matches!(read, Ok(1..));
                let chunk = read.map(|length| {
                    chunk.truncate(length);
                    chunk
                });
                if sender.send(chunk).is_err() || is_last {
                    return;
                }
            }
        };
        thread::Builder::new().spawn(read)?;
        Ok(Self {
            chunks,
            chunk: io::Cursor::default(),
            ended: false,
        })
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.chunk.read(into)?;
        if read > 0 || into.is_empty() || self.ended {
            return Ok(read);
        }
        // An empty chunk marks the end. A thread that ended early did not send one.
        let broken = |_| io::Error::other("the decompression ended early");
        self.chunk = io::Cursor::new(self.chunks.recv().map_err(broken)??);
        self.ended = self.chunk.get_ref().is_empty();
        self.chunk.read(into)
    }
}
