//! Reads the values of options, and says what is wrong with those that have no meaning.

use pith_verify::Identity;
use pith_verify::json::document::MAX_BYTES;

/// Reads a name of a record.
pub fn identity(text: &str) -> Result<Identity, String> {
    Identity::parse(text).ok_or_else(|| Identity::NOT_UNDERSTOOD.to_owned())
}

/// Reads how many documents there must be.
pub fn count(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "not a count: write a number in digits, for example 12".to_owned())
}

/// Reads how many threads verify documents.
pub fn jobs(text: &str) -> Result<u16, String> {
    let jobs = text.parse().ok().filter(|jobs| (1..=1024).contains(jobs));
    jobs.ok_or_else(|| "not a number from 1 to 1024, for example 4".to_owned())
}

/// Reads how many bytes one document may have.
pub fn bytes(text: &str) -> Result<u64, String> {
    const MAX: u64 = MAX_BYTES as u64;
    match text.parse() {
        Ok(bytes @ 1..=MAX) => Ok(bytes),
        Ok(_) => Err(format!("not between 1 and {MAX} bytes")),
        Err(_) => Err(match in_bytes(text) {
            Some(bytes) => format!("not a number of bytes; did you mean {bytes}?"),
            None => "not a number of bytes: write it in digits, for example 1048576".to_owned(),
        }),
    }
}

/// Returns what `10M` means in bytes.
fn in_bytes(text: &str) -> Option<u64> {
    let end = text.find(|char: char| !char.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let power = ["k", "m", "g"].iter().position(|known| {
        let unit = unit.to_ascii_lowercase();
        unit.strip_prefix(known)
            .is_some_and(|rest| ["", "b", "ib"].contains(&rest))
    })?;
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(1 << (10 * (power + 1)))
}
