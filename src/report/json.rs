//! Appends JSON to a buffer, piece by piece, without the formatting of `std::fmt`.

use serde::Serialize;

use crate::record::identifier::PithNumber;

pub(crate) const NULL: &str = "null";

/// Joins constant texts into one, as bytes.
macro_rules! joined {
    ($($text:expr),+) => {
        &crate::report::json::join::<{ 0 $(+ $text.len())+ }>(&[$($text),+])
    };
}
pub(crate) use joined;

/// Joins texts that have `N` bytes together.
pub(crate) const fn join<const N: usize>(mut texts: &[&str]) -> [u8; N] {
    let mut joined = [0; N];
    let mut rest: &mut [u8] = &mut joined;
    while let [text, others @ ..] = texts {
        let (start, end) = rest.split_at_mut(text.len());
        start.copy_from_slice(text.as_bytes());
        rest = end;
        texts = others;
    }
    joined
}

/// Appends the value, or `null` if there is none.
pub(crate) fn write_option<T>(
    out: &mut Vec<u8>,
    value: Option<T>,
    write: impl FnOnce(&mut Vec<u8>, T),
) {
    match value {
        Some(value) => write(out, value),
        None => out.extend(NULL.as_bytes()),
    }
}

pub(crate) fn write_list<T>(
    out: &mut Vec<u8>,
    values: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (position, value) in values.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(out, value);
    }
    out.push(b']');
}

/// Appends a string without anything to escape.
pub(crate) fn write_plain(out: &mut Vec<u8>, text: impl AsRef<[u8]>) {
    out.push(b'"');
    out.extend(text.as_ref());
    out.push(b'"');
}

pub(crate) fn write_pith_number(out: &mut Vec<u8>, number: PithNumber) {
    write_plain(out, number.to_bytes());
}

pub(crate) fn write_number(out: &mut Vec<u8>, number: u64) {
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

pub(crate) fn write_bool(out: &mut Vec<u8>, value: bool) {
    out.extend(if value { "true" } else { "false" }.as_bytes());
}

/// Appends a value with `serde_json`; few reports have such values.
#[expect(clippy::expect_used, reason = "written to memory, from canonical form")]
pub(crate) fn write_serialized(out: &mut Vec<u8>, value: impl Serialize) {
    serde_json::to_writer(out, &value).expect("serialisable");
}
