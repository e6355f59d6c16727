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
use std::io::{self, BufWriter, Write as _};
use std::sync::LazyLock;
use std::time::Instant;

use ed25519_dalek::Signer as _;
use serde_json::Value;
use support::{REAL_RECORD, forge, read};

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
        [count] => write_records(count.parse().unwrap()),
        _ => panic!("expected COUNT or --verify-strict COUNT"),
    }
}

fn write_records(count: usize) {
    let mut out = BufWriter::new(io::stdout().lock());
    let real = String::from_utf8(read(REAL_RECORD)).unwrap();
    for number in 0..count {
        writeln!(out, "{}", distinct(&real, number)).unwrap();
    }
    out.flush().unwrap();
}

/// Returns a record with another source id than the real one, and with everything that follows
/// from it.
///
/// The order of its members stays the same.
fn distinct(real: &str, number: usize) -> String {
    let (month, number) = (number / 100_000, number % 100_000);
    let mut text = real.replace("2106.06530", &format!("{:04}.{number:05}", 2101 + month));
    let stated: Value = serde_json::from_str(&text).unwrap();
    let mut sealed = stated.clone();
    forge::seal(&mut sealed, false);
    for pointer in [
        "/canonical_sha256",
        "/receipt/key_id",
        "/receipt/public_key_fingerprint",
        "/receipt/signature_b64",
    ] {
        let [old, new] = [&stated, &sealed].map(|record| record.pointer(pointer).unwrap());
        text = text.replace(&old.to_string(), &new.to_string());
    }
    let [old, new] =
        [&stated, &sealed].map(|record| &record["pith_number"].as_str().unwrap()[10..]);
    // Replace the whole identifier, and its prefixes in aliases and links.
    for length in [26, 16, 12, 8] {
        text = text.replace(&old[..length], &new[..length]);
    }
    text
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
