//! Implements both canonical forms again (docs/format.md, section 4), slowly and independently
//! of the library, as a second opinion for the tests and the fuzzer.

use serde_json::{Number, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The canonical form of records.
    Utf8,
    /// The escaped form, for events.
    Ascii,
}

/// Returns the canonical form of a value; the caller says how numbers are written.
pub fn canonical(value: &Value, form: Form, number: &dyn Fn(&Number) -> String) -> String {
    let list = |items: Vec<String>| items.join(",");
    match value {
        Value::Null | Value::Bool(_) => value.to_string(),
        Value::Number(found) => number(found),
        Value::String(text) => string(text, form),
        Value::Array(items) => {
            let items = items.iter().map(|item| canonical(item, form, number));
            format!("[{}]", list(items.collect()))
        }
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort();
            let members = names.into_iter().map(|name| {
                let value = canonical(&members[name], form, number);
                format!("{}:{value}", string(name, form))
            });
            format!("{{{}}}", list(members.collect()))
        }
    }
}

fn string(text: &str, form: Form) -> String {
    let chars = text.chars().map(|char| match char {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\0'..='\u{1f}' => escaped(char),
        '\u{7f}'.. if form == Form::Ascii => escaped(char),
        _ => char.to_string(),
    });
    format!("\"{}\"", chars.collect::<String>())
}

/// Returns a character as UTF-16 escapes in lower-case hex.
fn escaped(char: char) -> String {
    let code = u32::from(char);
    match code.checked_sub(0x1_0000) {
        None => format!("\\u{code:04x}"),
        Some(rest) => {
            let (high, low) = (0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff));
            format!("\\u{high:04x}\\u{low:04x}")
        }
    }
}
