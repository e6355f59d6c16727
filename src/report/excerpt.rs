//! A value of a document as a report repeats it: as it is, or, if long, its beginning.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};

use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::{Document, Kind, Value};
use crate::json::quote::{MAX_QUOTED, Quoted};
use crate::report::escape::is_plain;

/// A JSON value out of a document, or a string that quotes the beginning of a long one,
/// [`MAX_QUOTED`] characters. Displays as JSON text; hostile text, which renderers escape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt(Json);

impl Excerpt {
    pub(crate) fn of(value: Value<'_>) -> Self {
        Self::up_to(value, MAX_QUOTED)
    }

    /// The value itself if its canonical form has at most so many bytes.
    pub(crate) fn up_to(value: Value<'_>, most: usize) -> Self {
        if canonical::fits(value, most)
            && let Some(exact) = exact(value)
        {
            return Self(exact);
        }
        let mut quoted = Quoted::default();
        // Quoting cannot fail.
        let _ = match value.as_str() {
            Some(text) => fmt::Write::write_str(&mut quoted, text),
            None => canonical::write(value, &mut quoted),
        };
        Self(quoted.to_string().into())
    }

    /// The same of a value in canonical form.
    pub(crate) fn of_canonical(json: &CanonicalBytes, most: usize) -> Self {
        // Canonical form is JSON that the reader takes.
        let document = Document::read(json.as_bytes());
        document.map_or(Self(Json::Null), |document| {
            Self::up_to(document.root(), most)
        })
    }
}

/// The value; nothing if it has a name that is made visible when written, for then two
/// names might become one.
fn exact(value: Value<'_>) -> Option<Json> {
    Some(match value.kind() {
        Kind::Null => Json::Null,
        Kind::False => Json::Bool(false),
        Kind::True => Json::Bool(true),
        Kind::String => value.text().into(),
        Kind::Integer | Kind::Float => {
            let number = CanonicalBytes::of(value);
            number.as_str().parse().map_or(Json::Null, Json::Number)
        }
        Kind::Array => value.children().map(exact).collect::<Option<_>>()?,
        Kind::Object => {
            let members = value.children();
            let members = members.map(|member| match is_plain(member.name()) {
                true => Some((member.name().to_owned(), exact(member)?)),
                false => None,
            });
            Json::Object(members.collect::<Option<Map<_, _>>>()?)
        }
    })
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(json: &str) -> String {
        Excerpt::of(Document::read(json.as_bytes()).unwrap().root()).to_string()
    }

    #[test]
    fn repeats_short_values_as_they_are() {
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
    fn quotes_the_beginning_of_long_ones() {
        let long = format!("\"{}\"", "é".repeat(MAX_QUOTED + 1));
        assert!(excerpt(&long).ends_with("é… (1 more characters)\""));
        let long = format!("[{}1]", "1,".repeat(MAX_QUOTED));
        assert!(excerpt(&long).starts_with("\"[1,1,"));
    }
}
