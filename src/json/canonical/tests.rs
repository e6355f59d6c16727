//! Tests that the canonical form is what Python prints.

use super::*;
use crate::json::digest::Digest;

fn canonical(json: &str) -> String {
    let document = Document::read(json.as_bytes()).unwrap();
    CanonicalBytes::of(document.root()).as_str().to_owned()
}

#[test]
fn sorts_names_by_code_point_and_not_by_utf_16() {
    assert_eq!(
        canonical("{\"\u{1f600}\":1,\"\u{ffff}\":2,\"b\":3,\"a\":4,\"\":5}"),
        "{\"\":5,\"a\":4,\"b\":3,\"\u{ffff}\":2,\"\u{1f600}\":1}"
    );
}

#[test]
fn escapes_only_what_python_escapes() {
    assert_eq!(
        canonical(r#""\u0000\b\t\n\u000b\f\r\u001f \"\\\/\u007f\u00e9\u2028\ud83d\ude00""#),
        "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u{7f}\u{e9}\u{2028}\u{1f600}\""
    );
}

#[test]
fn measures_without_writing() {
    let document = Document::read(b"[\"0123456789\"]").unwrap();
    assert!(!fits(document.root(), 13) && fits(document.root(), 14));
}

#[test]
fn writes_composed_objects_as_if_they_had_been_read() {
    let empty = CanonicalBytes::of_strings(&[]);
    let inner = CanonicalBytes::of_object(&[("findings", &empty), ("detectors", &empty)]);
    let outer = CanonicalBytes::of_object(&[("payload", &inner)]);
    assert_eq!(outer.as_str(), canonical(outer.as_str()));
    let list = Document::read(b"[]").unwrap();
    let members = [("findings", list.root()), ("detectors", list.root())];
    let wrapped = Digest::of_wrapped(Charset::Utf8, "payload", &members);
    assert_eq!(wrapped, Digest::of(&outer));
}

#[test]
fn escapes_everything_beyond_ascii_in_the_escaped_form() {
    let document = Document::read("{\"é\":\"a\u{7f}\u{1f600}~\"}".as_bytes()).unwrap();
    let mut ascii = String::new();
    write(document.root(), &mut EscapingWriter(&mut ascii)).unwrap();
    assert_eq!(ascii, r#"{"\u00e9":"a\u007f\ud83d\ude00~"}"#);
}

#[test]
fn keeps_objects_that_look_like_numbers_of_serde_json() {
    for json in [
        r#"{"$serde_json::private::Number":"1"}"#,
        r#"{"$serde_json::private::RawValue":"1"}"#,
        r#"[{"$serde_json::private::Number":1e400000000}]"#,
    ] {
        match Document::read(json.as_bytes()) {
            Ok(document) => assert_eq!(CanonicalBytes::of(document.root()).as_str(), json),
            Err(error) => assert_eq!(error.code.as_str(), "number-out-of-range"),
        }
    }
}
