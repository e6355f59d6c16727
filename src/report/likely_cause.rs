//! Guesses what an input is that could not be read as a document, and says what to do about it.

use crate::json::error::{DocumentError, ErrorCode};
use crate::record::identity::Identity;

/// How files of other formats begin, and the advice about each.
#[rustfmt::skip]
const FORMATS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "this is a ZIP archive: `unzip -p FILE | pith verify` reads what is in it"),
    (b"BZh", "this is compressed with bzip2: `bzip2 -dc FILE | pith verify` reads it"),
    (b"\xfd7zXZ\0", "this is compressed with xz: `xz -dc FILE | pith verify` reads it"),
    (b"%PDF-", "this is a PDF, perhaps the paper itself: its record is another file"),
    (b"PAR1", "this is a Parquet file: write its column of records to NDJSON first"),
];

/// Adds the likely cause, and what to do about it, to an error.
///
/// It judges by the bytes or, if these could not be read, by the path.
#[must_use]
pub fn add_to(error: DocumentError, path: &str, bytes: Option<&[u8]>) -> DocumentError {
    match bytes.map_or_else(|| of_path(path, &error), |bytes| of_bytes(bytes, &error)) {
        Some(hint) => error.with_hint(&hint),
        None => error,
    }
}

/// Returns advice about a path that could not be read, from what the user may have meant by it.
fn of_path(path: &str, error: &DocumentError) -> Option<String> {
    if error.code == ErrorCode::TooLarge {
        return None;
    }
    let web = ["https://", "http://"]
        .iter()
        .any(|start| path.starts_with(start));
    if web && !path.contains('\'') {
        return Some(format!(
            "pith opens no network connection: `curl -fsS '{path}' | pith verify`"
        ));
    }
    if !error.is_no_such_file() {
        return None;
    }
    if Identity::parse(path).is_some() {
        let record = "`curl -fsS https://pith.science/pith/IDENTIFIER.json | pith verify`";
        return Some(format!(
            "that is a name, not a file, and pith opens no network connection: {record}, with the \
             26 characters of the Pith Number"
        ));
    }
    let glob = path.contains(['*', '?']);
    glob.then(|| "the pattern matched no file, so the shell left it as it is".to_owned())
}

/// Returns advice about bytes that are not a document, from what they look like.
fn of_bytes(bytes: &[u8], error: &DocumentError) -> Option<String> {
    let found = FORMATS.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, what)) = found {
        return Some((*what).to_owned());
    }
    let start = bytes.trim_ascii_start();
    let begins = |text: &str| {
        let start = start.get(..text.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()))
    };
    let hint = if begins("<!doctype") || begins("<html") {
        "this is a web page: the record is at the address of the page with .json after it"
    } else if begins("<?xml") {
        "this is XML, and a record is a JSON document"
    } else if error.code == ErrorCode::ByteOrderMark && bytes.starts_with(b"\xef\xbb\xbf") {
        "`sed '1s/^\\xEF\\xBB\\xBF//' FILE | pith verify` verifies it without them"
    } else if error.code == ErrorCode::InvalidJson && has_many(bytes, error) {
        "if each line is a document, add --ndjson"
    } else {
        return None;
    };
    Some(hint.to_owned())
}

/// Returns whether reading stopped on a later line, at the beginning of another object.
fn has_many(bytes: &[u8], error: &DocumentError) -> bool {
    let offset = error.offset.and_then(|offset| usize::try_from(offset).ok());
    let Some((read, rest)) = offset.and_then(|offset| bytes.split_at_checked(offset)) else {
        return false;
    };
    rest.starts_with(b"{") && read.trim_ascii_end().len() < read.len() && read.contains(&b'\n')
}
