//! Reads floats with any number of zeros and any exponent: they equal the float without the
//! zeros.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pith_verify::json::canonical::CanonicalBytes;
use pith_verify::json::document::Document;

/// The largest number of zeros after the point, which exceeds any 16-bit counter.
const ZEROS: u32 = 200_000;

fuzz_target!(|input: (Vec<u8>, u32, i64, u8)| {
    let (digits, zeros, exponent, form) = input;
    let digits: String = digits
        .iter()
        .take(40)
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    let digits = format!("{digits}1");
    let zeros = (zeros % ZEROS) as usize;
    // The exponent brings the number back into the range of a double, or is arbitrary.
    let exponent = if form & 1 == 0 {
        zeros as i64 + exponent % 350
    } else {
        exponent
    };
    let text = format!("0.{}{digits}e{exponent}", "0".repeat(zeros));
    let Ok(document) = Document::read(text.as_bytes()) else {
        return;
    };
    assert!(
        text.len() <= 4300,
        "a float of {} characters was read",
        text.len()
    );
    let short: f64 = format!("0.{digits}e{}", exponent - zeros as i64)
        .parse()
        .expect("a float");
    let canonical = CanonicalBytes::of(document.root());
    let found: f64 = canonical.as_str().parse().expect("a float");
    assert_eq!(found.to_bits(), short.to_bits(), "{text}");
});
