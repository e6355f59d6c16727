//! Represents a value of a document in a report: the value itself or, if it is long, its
//! beginning.

use std::fmt;

use serde::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::value::RawValue;

use super::escape::{self, is_plain};
use super::fact::Fact;
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Document, Kind, Value};
use crate::json::shorten::MAX_QUOTED;

/// A JSON value of a document, or a string that quotes the first [`MAX_QUOTED`] characters of
/// it.
///
/// It displays as JSON text. It is hostile text, which renderers escape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt(CanonicalBytes);

impl Excerpt {
    pub(crate) fn canonical(&self) -> &CanonicalBytes {
        &self.0
    }

    pub(crate) fn of(value: Value<'_>) -> Self {
        Self::up_to(value, MAX_QUOTED)
    }

    /// Returns the value if its canonical form has at most `max` bytes, otherwise its
    /// beginning.
    ///
    /// A value with a member name that needs escaping is quoted as well, since two such names
    /// could become the same.
    pub(crate) fn up_to(value: Value<'_>, max: usize) -> Self {
        let mut names = value.document().names_below(value);
        if canonical::fits(value, max) && names.all(is_plain) {
            return Self(CanonicalBytes::of(value));
        }
        let beginning = Fact::Value(value).shortened().to_string();
        Self(CanonicalBytes::of_string(&beginning))
    }

    /// Returns an excerpt that is a string, which the caller has shortened.
    pub(crate) fn of_text(text: &str) -> Self {
        Self(CanonicalBytes::of_string(text))
    }

    /// Returns the excerpt of a value that is given in canonical form.
    #[expect(clippy::expect_used, reason = "canonical form is always readable")]
    pub(crate) fn of_canonical(json: &CanonicalBytes, max: usize) -> Self {
        let document = Document::read(json.as_bytes()).expect("canonical form is JSON");
        Self::up_to(document.root(), max)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = Document::read(self.0.as_bytes()).map_err(S::Error::custom)?;
        Structure(document.root()).serialize(serializer)
    }
}

/// A value that is serialized with hostile text made visible.
struct Structure<'d>(Value<'d>);

impl Serialize for Structure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0;
        match value.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::False => serializer.serialize_bool(false),
            Kind::True => serializer.serialize_bool(true),
            Kind::String => escape::serialize(&value.text(), serializer),
            // Keep the spelling: 2, 2.0 and a number of forty digits are different values.
            Kind::Integer | Kind::Float => {
                let number = RawValue::from_string(value.text().to_owned());
                number.map_err(S::Error::custom)?.serialize(serializer)
            }
            Kind::Array => {
                let mut array = serializer.serialize_seq(None)?;
                for element in value.children() {
                    array.serialize_element(&Structure(element))?;
                }
                array.end()
            }
            Kind::Object => {
                let mut object = serializer.serialize_map(None)?;
                for member in value.children() {
                    object.serialize_entry(member.name(), &Structure(member))?;
                }
                object.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(json: &str) -> String {
        Excerpt::of(Document::read(json.as_bytes()).unwrap().root()).to_string()
    }

    #[test]
    fn repeats_short_values_unchanged() {
        for json in [
            "null",
            "12345678901234567890123",
            "1e-07",
            "\"2\"",
            r#"{"$serde_json::private::Number":"1","a":[true,{}]}"#,
        ] {
            assert_eq!(excerpt(json), json);
        }
        let names = "{\"a\\u001b\":1}";
        assert_eq!(excerpt(names), r#""{\"a\\u001b\":1}""#);
    }

    #[test]
    fn quotes_the_beginning_of_long_values() {
        let long = format!("\"{}\"", "é".repeat(MAX_QUOTED + 1));
        assert!(excerpt(&long).ends_with("é… (1 more characters)\""));
        let long = format!("[{}1]", "1,".repeat(MAX_QUOTED));
        assert!(excerpt(&long).starts_with("\"[1,1,"));
    }
}
