//! Runs one part of a verification a number of times, so that `benches/counts.py` can count its
//! instructions.
//!
//! - `repeat --list` prints the name of each part and, after a tab, the number of bytes that it
//!   processes, if its cost depends mostly on it.
//! - `repeat --corpus COUNT` writes distinct records, one per line.
//! - `repeat PART TIMES` runs a part.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::env;
use std::io::{self, BufWriter};

use parts::PARTS;
use support::distinct;

mod parts;
/// The files of the tests' support that an example can use: it does not know the path of `pith`.
#[path = "../../tests/main/support"]
#[allow(dead_code)]
mod support {
    pub mod distinct;
    pub mod files;
    pub mod forge;
    pub mod slow;
    pub use files::*;
}

/// A part runs this many times before the runs that are counted. Then the multiples of keys are
/// precomputed and buffers have their size.
const FIRST: usize = 64;

fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["--list"] => {
            for (name, prepare) in PARTS {
                let bytes = prepare().bytes.map(|bytes| bytes.to_string());
                println!("{name}\t{}", bytes.unwrap_or_default());
            }
        }
        ["--corpus", count] => {
            let mut out = BufWriter::new(io::stdout().lock());
            distinct::write_records(count.parse().unwrap(), &mut out).unwrap();
        }
        [name, times] => {
            let times: usize = times.parse().unwrap();
            let (_, prepare) = PARTS.iter().find(|part| part.0 == name).unwrap();
            let mut run = prepare().run;
            (0..FIRST + times).for_each(|_| run());
        }
        _ => panic!("expected --list, --corpus COUNT, or PART TIMES"),
    }
}
