//! Measures the time of each part of a verification: `cargo bench --bench parts`.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use parts::PARTS;

#[path = "shared/parts.rs"]
mod parts;

fn main() {
    divan::main();
}

#[divan::bench(args = PARTS.iter().map(|part| part.0))]
fn part(bencher: Bencher<'_, '_>, name: &str) {
    let (_, prepare) = PARTS.iter().find(|part| part.0 == name).unwrap();
    let mut part = prepare();
    match part.bytes {
        Some(bytes) => bencher
            .counter(BytesCount::new(bytes))
            .bench_local(part.run),
        None => bencher.bench_local(|| (part.run)()),
    }
}
