//! Measures the cost of each part of a verification: `cargo bench --bench parts`.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use ed25519_dalek::Signer as _;
use pith_verify::Verifier;
use pith_verify::json::digest::Digest;
use pith_verify::json::document::Document;
use pith_verify::report::Source;
use pith_verify::trust::keyring::Keyring;

const RECORD: &[u8] = include_bytes!("../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");

fn main() {
    divan::main();
}

#[divan::bench]
fn verify_strict(bencher: Bencher<'_, '_>) {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let message = [1; 32];
    let signature = key.sign(&message);
    let key = key.verifying_key();
    bencher.bench(|| key.verify_strict(&message, &signature));
}

#[divan::bench]
fn reader(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::of_slice(RECORD))
        .bench(|| Document::read(RECORD).map(|document| document.root().is_leaf()));
}

#[divan::bench]
fn canonical_form_and_digest(bencher: Bencher<'_, '_>) {
    let document = Document::read(RECORD).unwrap();
    let canonical = document.root().at("/canonical_record").unwrap();
    bencher.bench(|| Digest::of_value(canonical));
}

#[divan::bench]
fn whole_document(bencher: Bencher<'_, '_>) {
    let verifier = Verifier::with_keys(Keyring::built_in());
    bencher.bench(|| verifier.verify(Source::file("record.json"), RECORD));
}
