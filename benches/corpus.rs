//! A corpus to measure with: `cargo bench --bench corpus -- 10000 > corpus.ndjson` writes as
//! many distinct records, of the members and size of a real one, signed by the test key.
//!
//! `-- --verify-strict 10000` prints how many seconds of processor time the bare signature
//! checks of that corpus take: the least that verifying it can cost.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::env;
use std::hint::black_box;
use std::io::{self, BufWriter, Write as _};
use std::time::Instant;

use ed25519_dalek::Signer as _;
use support::forge::{self, Shown};

#[path = "../tests/support/mod.rs"]
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
    // As in real records, what is shown is the beginning.
    let abstract_text = "We show that what holds for one record holds for a million. ".repeat(15);
    let excerpt = abstract_text.get(..600);
    for number in 0..count {
        let title = format!("On the Problem of Number {number}");
        let mut canonical = forge::canonical(&title, &abstract_text);
        let (month, number) = (number / 100_000, number % 100_000);
        canonical["source"]["id"] = format!("{:04}.{number:05}", 2101 + month).into();
        let shown = Shown {
            title: Some(&title),
            abstract_text: excerpt,
            three_aliases: false,
        };
        writeln!(out, "{}", forge::record(&canonical, &shown)).unwrap();
    }
    out.flush().unwrap();
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
    let start = Instant::now();
    for (message, signature) in &signed {
        black_box(key.verify_strict(message, signature)).unwrap();
    }
    println!("{:.6}", start.elapsed().as_secs_f64());
}
