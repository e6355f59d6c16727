//! Other forms of a value: what a program on the way may have made of it.

use unicode_normalization::UnicodeNormalization as _;

use crate::json::canonical::CanonicalBytes;
use crate::json::document::{Kind, Value};

/// An array is taken apart only if it has no more elements than this; real ones have five.
const MOST_ELEMENTS: usize = 50;

/// Other forms of a scalar or an array of strings, likelier ones first.
pub(super) fn of(value: Value<'_>) -> Vec<CanonicalBytes> {
    let mut forms = match value.kind() {
        Kind::String => of_string(value.text()),
        Kind::Array => of_array(value),
        Kind::Object => Vec::new(),
        _ => of_literal(&CanonicalBytes::of(value)),
    };
    let itself = CanonicalBytes::of(value);
    let mut seen = vec![itself];
    forms.retain(|form| {
        let new = !seen.contains(form);
        seen.push(form.clone());
        new
    });
    forms
}

/// The number in it instead of a string; Unicode normalisation, white space, letter case.
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
    let scalar = |json: &CanonicalBytes| !json.as_str().starts_with(['[', '{', '"']);
    let bare = CanonicalBytes::read(text).filter(scalar);
    let texts = texts.iter().map(|text| CanonicalBytes::of_string(text));
    bare.into_iter().chain(texts).collect()
}

/// A string instead of the number; whole numbers with and without a fraction.
fn of_literal(json: &CanonicalBytes) -> Vec<CanonicalBytes> {
    let json = json.as_str();
    let whole = json.strip_suffix(".0").map(str::to_owned);
    let other = whole.unwrap_or_else(|| format!("{json}.0"));
    [
        Some(CanonicalBytes::of_string(json)),
        CanonicalBytes::read(&other),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Another order, no repeats, one element less.
fn of_array(array: Value<'_>) -> Vec<CanonicalBytes> {
    let Some(given) = strings(array) else {
        return Vec::new();
    };
    let mut sorted = given.clone();
    sorted.sort_unstable();
    let mut single = sorted.clone();
    single.dedup();
    let trimmed: Vec<_> = given.iter().map(|text| text.trim()).collect();
    let mut forms: Vec<_> = [&sorted, &single, &trimmed]
        .map(|list| CanonicalBytes::of_strings(list))
        .into();
    forms.extend((0..single.len()).map(|position| {
        let mut less = single.clone();
        less.remove(position);
        CanonicalBytes::of_strings(&less)
    }));
    forms
}

/// The elements of a short array of strings.
pub(super) fn strings(array: Value<'_>) -> Option<Vec<&str>> {
    let elements = || array.children().take(MOST_ELEMENTS + 1);
    if elements().count() > MOST_ELEMENTS {
        return None;
    }
    elements().map(Value::as_str).collect()
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
    fn finds_what_programs_make_of_values() {
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
    fn takes_nothing_for_another_form_of_itself() {
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
