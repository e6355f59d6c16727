//! Reads any bytes in pieces of any size: the lines are those between the line feeds.

#![no_main]

use std::io::{self, Read};

use libfuzzer_sys::fuzz_target;
use pith_verify::json::lines::Lines;

/// A reader that returns bytes in small pieces, as a pipe may.
struct Pieces<'b> {
    rest: &'b [u8],
    length: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.length.min(self.rest.len()).min(buffer.len());
        let (piece, rest) = self.rest.split_at(length);
        buffer[..length].copy_from_slice(piece);
        self.rest = rest;
        Ok(length)
    }
}

fuzz_target!(|input: (u8, u8, Vec<u8>)| {
    let (length, max_size, bytes) = input;
    let length = usize::from(length) + 1;
    let mut lines = Lines::new(Pieces {
        rest: &bytes,
        length,
    });
    let mut offset = 0;
    for (index, split) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let too_long = split.len() > usize::from(max_size);
        if too_long || split.iter().any(|byte| !b" \t\r".contains(byte)) {
            let mut text = b"before".to_vec();
            let line = lines
                .next_into(&mut text, max_size.into())
                .unwrap()
                .unwrap();
            assert_eq!(line.place.line, index as u64 + 1);
            assert_eq!(line.place.offset, offset);
            assert_eq!(line.too_long, too_long);
            let expected = if too_long { b"" } else { split };
            assert_eq!(text, [b"before", expected].concat());
        }
        offset += split.len() as u64 + 1;
    }
    assert!(
        lines
            .next_into(&mut Vec::new(), max_size.into())
            .unwrap()
            .is_none()
    );
});
