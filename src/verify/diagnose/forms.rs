//! Lists other forms of a value, which a program may have made of it on the way.

use unicode_normalization::UnicodeNormalization as _;

use crate::json::canonical::CanonicalBytes;
use crate::json::document::{Kind, Value};

/// The largest number of elements of an array that has other forms; real ones have five
/// elements.
const MAX_ELEMENTS: usize = 50;

/// Returns other forms of a scalar or an array of strings, the more likely ones first.
pub(super) fn of(value: Value<'_>) -> Vec<CanonicalBytes> {
    let mut forms = match value.kind() {
        Kind::String => of_string(value.text()),
        Kind::Array => of_array(value),
        Kind::Object => Vec::new(),
        _ => of_literal(&CanonicalBytes::of(value)),
    };
    let mut seen = vec![CanonicalBytes::of(value)];
    forms.retain(|form| {
        let new = !seen.contains(form);
        seen.push(form.clone());
        new
    });
    forms
}

/// Returns other forms of a string.
///
/// They are the number or literal that it contains, and the text with other Unicode
/// normalization, white space or capitalization.
fn of_string(text: &str) -> Vec<CanonicalBytes> {
    let words: Vec<_> = text.split_whitespace().collect();
    let texts = [
        text.nfc().collect(),
        text.nfd().collect(),
        text.nfkc().collect(),
        text.nfkd().collect(),
        text.trim().to_owned(),
        words.join(" "),
        words.concat(),
        format!("{text}\n"),
        format!("{text} "),
        format!(" {text}"),
        text.to_lowercase(),
        text.to_uppercase(),
    ];
    let is_literal = |json: &CanonicalBytes| !json.as_str().starts_with(['[', '{', '"']);
    let mut forms: Vec<_> = CanonicalBytes::read(text)
        .into_iter()
        .filter(is_literal)
        .collect();
    forms.extend(texts.map(|text| CanonicalBytes::of_string(&text)));
    forms
}

/// Returns other forms of a number or literal: a string, and an integer with or without a
/// fraction.
fn of_literal(json: &CanonicalBytes) -> Vec<CanonicalBytes> {
    let json = json.as_str();
    let mut forms = vec![CanonicalBytes::of_string(json)];
    forms.extend(match json.strip_suffix(".0") {
        Some(whole) => CanonicalBytes::read(whole),
        None => CanonicalBytes::read(&format!("{json}.0")),
    });
    forms
}

/// Returns other forms of an array: sorted, without duplicates, trimmed, or without one
/// element.
fn of_array(array: Value<'_>) -> Vec<CanonicalBytes> {
    let Some(given) = strings(array) else {
        return Vec::new();
    };
    let mut sorted = given.clone();
    sorted.sort_unstable();
    let mut single = sorted.clone();
    single.dedup();
    let trimmed: Vec<_> = given.iter().map(|text| text.trim()).collect();
    let mut lists = vec![sorted, single.clone(), trimmed];
    lists.extend((0..single.len()).map(|position| {
        let mut less = single.clone();
        less.remove(position);
        less
    }));
    lists
        .iter()
        .map(|list| CanonicalBytes::of_strings(list))
        .collect()
}

/// Returns the elements of an array of strings, if there are few.
pub(super) fn strings(array: Value<'_>) -> Option<Vec<&str>> {
    if array.children().nth(MAX_ELEMENTS).is_some() {
        return None;
    }
    array.children().map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::document::Document;

    fn has(json: &str, form: &str) -> bool {
        let document = Document::read(json.as_bytes()).unwrap();
        let forms = of(document.root());
        forms.iter().any(|found| found.as_str() == form)
    }

    #[test]
    fn lists_what_programs_make_of_values() {
        for (json, form) in [
            ("\"2\"", "2"),
            ("2", "\"2\""),
            ("2", "2.0"),
            ("2.0", "2"),
            ("\"true\"", "true"),
            ("\"e\u{301}\"", "\"\u{e9}\""),
            ("\"\u{e9}\"", "\"e\u{301}\""),
            ("\" a  b\"", "\"a b\""),
            ("\"a\"", "\"a\\n\""),
            ("\"ABC\"", "\"abc\""),
            (r#"["b","a"]"#, r#"["a","b"]"#),
            (r#"["a","a","b"]"#, r#"["a","b"]"#),
            (r#"["a","b"]"#, r#"["b"]"#),
        ] {
            assert!(has(json, form), "{json} {form}");
        }
    }

    #[test]
    fn does_not_list_a_value_as_another_form_of_itself() {
        for json in [
            "2",
            "2.5",
            "\"a\"",
            "\"\"",
            r#"["a","b"]"#,
            "[1]",
            "{}",
            "null",
        ] {
            assert!(!has(json, json), "{json}");
        }
    }
}
