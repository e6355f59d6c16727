//! Reads all frames of zstd data, and compares the checksum and the length of each. The decoder
//! below reads one frame and compares neither.

use std::error::Error;
use std::io::{self, BufRead, Read};
use std::ops::RangeInclusive;

use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const FRAME: u32 = 0xfd2f_b528;
/// The magic numbers of the 16 kinds of frames that a reader skips.
const SKIPPABLE: RangeInclusive<u32> = 0x184d_2a50..=0x184d_2a5f;

/// The largest window, which is kept in memory: the one that the program `zstd` accepts by default.
const MAX_WINDOW: u64 = 1 << 27;

// Bits of the byte after the magic number (RFC 8878, 3.1.1.1.1).
const LENGTH_IS_STATED: u8 = 0b1110_0000;
const RESERVED: u8 = 0b0000_1000;

/// Returns what the first four bytes of a frame can be.
pub fn magic_numbers() -> impl Iterator<Item = u32> {
    SKIPPABLE.chain([FRAME])
}

/// A reader of the content of all frames.
pub struct Zstd<R> {
    input: R,
    /// The frame that is being read.
    frame: Option<Frame>,
}

struct Frame {
    decoder: FrameDecoder,
    /// The length of the content, if the frame states it.
    stated: Option<u64>,
    read: u64,
}

impl<R: BufRead> Zstd<R> {
    pub fn new(input: R) -> Self {
        Self { input, frame: None }
    }

    /// Opens the next frame, or skips one. False at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        if self.input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        let mut magic = [0; 4];
        self.input.read_exact(&mut magic)?;
        match u32::from_le_bytes(magic) {
            FRAME => self.frame = Some(Frame::open(magic, &mut self.input)?),
            number if SKIPPABLE.contains(&number) => self.skip()?,
            _ => return Err(damaged("other data follow the last frame")),
        }
        Ok(true)
    }

    fn skip(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.input.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let skipped = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        if skipped < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    fn read_frames(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(frame) = &mut self.frame else {
                if self.next_frame()? {
                    continue;
                }
                return Ok(0);
            };
            let read = frame.read(&mut self.input, into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            frame.close()?;
            self.frame = None;
        }
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.read_frames(into)
    }
}

impl Frame {
    fn open(magic: [u8; 4], input: &mut impl BufRead) -> io::Result<Self> {
        let mut descriptor = [0];
        input.read_exact(&mut descriptor)?;
        let [bits] = descriptor;
        if bits & RESERVED != 0 {
            return Err(damaged("a reserved bit is set"));
        }
        // A new one for each frame: a decoder that is used again reserves the window at once.
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        let start = magic.chain(&descriptor[..]);
        decoder.init(start.chain(input)).map_err(refused)?;
        let stated = (bits & LENGTH_IS_STATED != 0).then(|| decoder.content_size());
        Ok(Self {
            decoder,
            stated,
            read: 0,
        })
    }

    /// Reads content of the frame; zero bytes at its end.
    fn read(&mut self, input: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let one = BlockDecodingStrategy::UptoBlocks(1);
            self.decoder
                .decode_blocks(&mut *input, one)
                .map_err(refused)?;
        }
        let read = self.decoder.read(into)?;
        self.read += read as u64;
        Ok(read)
    }

    fn close(&self) -> io::Result<()> {
        if self.stated.is_some_and(|length| length != self.read) {
            return Err(damaged("a frame does not have the length that it states"));
        }
        let stated = self.decoder.get_checksum_from_data();
        if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
            return Err(damaged("a frame does not have the checksum that it states"));
        }
        Ok(())
    }
}

fn damaged(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Returns the error of the device, if that is the cause, or else that of the decoder.
fn refused(error: FrameDecoderError) -> io::Error {
    if let FrameDecoderError::WindowSizeTooBig { requested, max } = error {
        let why = format!("it requires a window of {requested} bytes, and the limit is {max}");
        return damaged(&why);
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(found) = cause {
        if let Some(io) = found.downcast_ref::<io::Error>()
            && (io.raw_os_error().is_some() || io.kind() == io::ErrorKind::UnexpectedEof)
        {
            return io
                .raw_os_error()
                .map_or(io.kind().into(), io::Error::from_raw_os_error);
        }
        cause = found.source();
    }
    damaged(&error.to_string())
}
