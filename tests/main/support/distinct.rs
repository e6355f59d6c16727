//! Makes many distinct records for measurements.

use std::io::{self, Write};

use serde_json::Value;

use super::{REAL_RECORD, forge, read};

/// Writes distinct records, one per line, with the members and the size of the real one.
pub fn write_records(count: usize, out: &mut impl Write) -> io::Result<()> {
    let real = String::from_utf8(read(REAL_RECORD)).unwrap();
    for number in 0..count {
        writeln!(out, "{}", distinct(&real, number))?;
    }
    out.flush()
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
