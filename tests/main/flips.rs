//! Flips every bit of a document of each signed kind, and truncates it at every byte.

use std::thread;

use crate::support::promise::{broken, says_the_same, verifier, vouched};
use crate::support::{REAL_INTEGRITY_BEYOND_ASCII, REAL_RECORD, read};
use pith_verify::report::{Source, Verdict};
use serde_json::Value;

const DOCUMENTS: [&str; 3] = [
    REAL_RECORD,
    REAL_INTEGRITY_BEYOND_ASCII,
    "valid/composed-bundle-of-the-real-record.json",
];

#[test]
fn a_flipped_bit_never_passes_with_another_value_vouched_for() {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    for path in DOCUMENTS {
        let bytes = read(path);
        let bits = bytes.len() * 8;
        let passed: usize = thread::scope(|scope| {
            let flip = |worker| flip_bits(&bytes, (worker..bits).step_by(workers));
            let workers: Vec<_> = (0..workers)
                .map(|worker| scope.spawn(move || flip(worker)))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap())
                .sum()
        });
        println!(
            "{path}: {bits} bits flipped, {passed} of them pass, each in a leaf that is not \
             vouched for"
        );
        assert!(passed < bits / 2, "{passed} of {path}");
    }
}

/// Flips each of the given bits alone, and counts the documents that still pass.
fn flip_bits(bytes: &[u8], bits: impl Iterator<Item = usize>) -> usize {
    let verifier = verifier();
    let original: Value = serde_json::from_slice(bytes).unwrap();
    let report = verifier.verify(Source::file("document.json"), bytes);
    assert_eq!(report.verdict(), Verdict::Pass);
    let sound = vouched(&report);
    let mut changed = bytes.to_vec();
    let mut passed = 0;
    for bit in bits {
        changed[bit / 8] ^= 1 << (bit % 8);
        let report = verifier.verify(Source::file("document.json"), &changed);
        if report.verdict() == Verdict::Pass {
            let tree: Value = serde_json::from_slice(&changed).unwrap();
            assert_eq!(
                broken(&original, &sound, &tree),
                None,
                "PASSED with bit {bit} flipped"
            );
            // A document that passes must not vouch for values that the original does not
            // state.
            let mut now = vouched(&report).into_iter();
            let invented = now.find(|(pointer, class)| {
                let was = original.pointer(pointer);
                let is = tree.pointer(pointer).unwrap();
                was.is_none_or(|was| !says_the_same(*class, was, is))
            });
            assert_eq!(invented, None, "vouched for with bit {bit} flipped");
            passed += 1;
        }
        changed[bit / 8] ^= 1 << (bit % 8);
    }
    passed
}

#[test]
fn a_truncated_document_never_passes() {
    for path in DOCUMENTS {
        let bytes = read(path);
        let verifier = verifier();
        let whole = bytes.trim_ascii_end().len();
        for length in 0..whole {
            let report = verifier.verify(Source::file("document.json"), &bytes[..length]);
            assert_eq!(report.verdict(), Verdict::Unverifiable, "{length} bytes");
            let error = report.error().unwrap().clone();
            assert!(
                error.offset.unwrap() <= length as u64,
                "{length} bytes of {path}: {error}"
            );
        }
    }
}
