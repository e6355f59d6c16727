//! Writes a corpus for measurements, or measures bare signature checks.
//!
//! `cargo bench --bench corpus -- 10000 > corpus.ndjson` writes that many distinct records,
//! with the members and the size of a real one, signed by the test key. `cargo bench --bench
//! corpus -- --verify-strict 10000` prints the seconds of processor time that the signature
//! checks of this corpus take: the least that verifying it can cost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::env;
use std::hint::black_box;
use std::io::{self, BufWriter};
use std::sync::LazyLock;
use std::time::Instant;

use ed25519_dalek::Signer as _;
use support::{distinct, forge};

#[path = "../tests/main/support/mod.rs"]
mod support;

fn main() {
    // Cargo passes `--bench` to every benchmark.
    let arguments: Vec<_> = env::args()
        .skip(1)
        .filter(|text| text != "--bench")
        .collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [] => {}
        ["--verify-strict", count] => verify_strict(count.parse().unwrap()),
        [count] => {
            let mut out = BufWriter::new(io::stdout().lock());
            distinct::write_records(count.parse().unwrap(), &mut out).unwrap();
        }
        _ => panic!("expected COUNT or --verify-strict COUNT"),
    }
}

fn verify_strict(count: u64) {
    let key = forge::test_key();
    let signed: Vec<_> = (0..count)
        .map(|number| {
            let mut message = [0; 32];
            message[..8].copy_from_slice(&number.to_le_bytes());
            (message, key.sign(&message))
        })
        .collect();
    let key = key.verifying_key();
    let start = processor_seconds();
    for (message, signature) in &signed {
        black_box(key.verify_strict(message, signature)).unwrap();
    }
    println!("{:.6}", processor_seconds() - start);
}

/// Returns the processor time of this process on Linux, and the wall-clock time elsewhere.
fn processor_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stated = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = stated.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |time| time / 1e9)
}
