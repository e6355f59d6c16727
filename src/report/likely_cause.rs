//! Guesses what an input is that could not be read as a document, and says what to do about it.

use crate::json::error::{DocumentError, ErrorCode};
use crate::record::identity::Identity;

/// The number of characters of a whole identifier.
const IDENTIFIER_LENGTH: usize = 26;

/// How files of other formats begin, and the advice about each.
#[rustfmt::skip]
const FORMATS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "this is a ZIP archive: `unzip -p FILE | pith verify` reads what is in it"),
    (b"BZh", "this is compressed with bzip2: `bzip2 -dc FILE | pith verify` reads it"),
    (b"\xfd7zXZ\0", "this is compressed with xz: `xz -dc FILE | pith verify` reads it"),
    (b"%PDF-", "this is a PDF, perhaps the paper itself: its record is another file, in JSON"),
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
    let name = Identity::parse(path);
    if web && name.is_none() && !path.contains('\'') {
        return Some(format!(
            "pith opens no network connection: `curl -fsS '{path}' | pith verify`"
        ));
    }
    if !error.is_no_such_file() {
        return None;
    }
    if let Some(name) = name {
        return Some(how_to_fetch(&name));
    }
    let glob = path.contains(['*', '?']);
    glob.then(|| {
        "the pattern matched no file, so the shell did not expand it; check the directory"
            .to_owned()
    })
}

/// Returns how to get a record whose name was given instead of a file.
fn how_to_fetch(name: &Identity) -> String {
    let name = name.to_string();
    let identifier = name.rsplit(':').next();
    let identifier = identifier.filter(|identifier| identifier.len() == IDENTIFIER_LENGTH);
    let line = |identifier| {
        format!("`curl -fsS https://pith.science/pith/{identifier}.json | pith verify`")
    };
    let start = "this is the name of a record, not a file, and pith opens no network connection";
    match identifier {
        Some(identifier) => format!("{start}: {}", line(identifier)),
        None => format!(
            "{start}: {}, where IDENTIFIER is the 26 characters of the Pith Number",
            line("IDENTIFIER")
        ),
    }
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
        "this is XML, and a record is a JSON document, often at the same address with .json after it"
    } else if error.code == ErrorCode::ByteOrderMark && bytes.starts_with(b"\xef\xbb\xbf") {
        "`sed '1s/^\\xEF\\xBB\\xBF//' FILE | pith verify` verifies it without the mark"
    } else if error.code == ErrorCode::InvalidJson {
        return after_the_first(bytes, error).map(str::to_owned);
    } else {
        return None;
    };
    Some(hint.to_owned())
}

/// Returns advice on several documents, if reading stopped where the second one begins.
fn after_the_first(bytes: &[u8], error: &DocumentError) -> Option<&'static str> {
    let offset = usize::try_from(error.offset?).ok()?;
    let (first, rest) = bytes.split_at_checked(offset)?;
    let document = first.trim_ascii();
    if !document.ends_with(b"}") {
        return None;
    }
    if rest.starts_with(b"\0") {
        return Some("a NUL follows the document: --null-data reads documents that end with NUL");
    }
    if !rest.starts_with(b"{") {
        return None;
    }
    if first.ends_with(b"\n") && !document.contains(&b'\n') {
        return Some("another document follows: with --ndjson, each line is a document");
    }
    Some(
        "another document follows: give each file as a PATH of its own, or end each document with \
         NUL and use --null-data",
    )
}
