//! Represents a JSON value that can be changed.

use std::collections::BTreeMap;

use crate::json::canonical::CanonicalBytes;
use crate::json::document::{Kind, Value};
use crate::json::pointer;

/// A JSON value that can be changed: objects by member, everything else in canonical form.
#[derive(Debug)]
pub(super) enum Draft {
    Object(BTreeMap<String, Draft>),
    Other(CanonicalBytes),
}

impl Draft {
    pub(super) fn of(value: Value<'_>) -> Self {
        if value.kind() != Kind::Object {
            return Self::Other(CanonicalBytes::of(value));
        }
        let members = value.children();
        let members = members.map(|child| (child.name().to_owned(), Self::of(child)));
        Self::Object(members.collect())
    }

    /// Sets the value at a JSON Pointer, or removes it; creates objects on the way where none
    /// exist.
    ///
    /// Returns `false` if another value than an object is on the way. Values that were set are
    /// opaque: nothing below them can be set.
    pub(super) fn set(&mut self, pointer: &str, value: Option<CanonicalBytes>) -> bool {
        let Some(tokens) = pointer::tokens(pointer) else {
            return false;
        };
        let mut tokens = tokens.peekable();
        let mut draft = self;
        while let Some(name) = tokens.next() {
            let Self::Object(members) = draft else {
                return false;
            };
            if tokens.peek().is_none() {
                match value {
                    Some(value) => members.insert(name.into_owned(), Self::Other(value)),
                    None => members.remove(&*name),
                };
                return true;
            }
            let missing = || Self::Object(BTreeMap::new());
            draft = members.entry(name.into_owned()).or_insert_with(missing);
        }
        false
    }

    /// Returns the canonical form.
    pub(super) fn canonical(&self) -> CanonicalBytes {
        match self {
            Self::Other(canonical) => canonical.clone(),
            Self::Object(members) => {
                let values: Vec<_> = members.values().map(Self::canonical).collect();
                let names = members.keys().map(String::as_str);
                CanonicalBytes::of_object(&names.zip(&values).collect::<Vec<_>>())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::document::Document;

    fn canonical(json: &str) -> CanonicalBytes {
        CanonicalBytes::read(json).unwrap()
    }

    #[test]
    fn sets_creates_and_removes_members() {
        let json = br#"{"b":{"x/":[1]},"c":2}"#;
        let mut record = Draft::of(Document::read(json).unwrap().root());
        assert!(record.set("/b/x~1", Some(canonical("3"))));
        assert!(record.set("/a/new", Some(canonical("4"))));
        assert!(record.set("/c", None));
        assert_eq!(
            record.canonical().as_str(),
            r#"{"a":{"new":4},"b":{"x/":3}}"#
        );
        assert!(!record.set("/a/new/below", None));
        assert!(!record.set("", None));
    }
}
