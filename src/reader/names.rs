//! Member names: each only once, and none taken for the parser's own.

use std::collections::HashSet;
use std::fmt;
use std::hash::BuildHasher as _;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

use super::Reader;
use crate::document::NAME;
use crate::error::ErrorCode;
use crate::pointer;

/// Objects with more members than this are checked for duplicate names by hash.
const FEW_MEMBERS: usize = 16;

/// The member names of one open object.
#[derive(Default)]
pub(super) struct Seen {
    count: usize,
    /// Empty while the members are few. Keyed at random: no document can make names collide.
    hashes: HashSet<u64>,
}

impl Seen {
    /// Takes the name that was just pushed, of `len` bytes, unless the object has it already.
    pub(super) fn note<E: de::Error>(
        &mut self,
        reader: &mut Reader,
        object: usize,
        len: usize,
    ) -> Result<(), E> {
        let start = reader.document.text.len() - len;
        let name = reader.document.text.get(start..).unwrap_or_default();
        self.count += 1;
        let suspect = if self.count <= FEW_MEMBERS {
            true
        } else {
            if self.hashes.is_empty() {
                let earlier = reader.document.names(object);
                self.hashes = earlier.map(|name| reader.hasher.hash_one(name)).collect();
            }
            !self.hashes.insert(reader.hasher.hash_one(name))
        };
        if suspect && reader.document.names(object).any(|earlier| earlier == name) {
            let mut place = String::new();
            pointer::push_name(&mut place, name);
            let message = format!("an object has two members of the name {place}");
            return Err(reader.refuse(ErrorCode::DuplicateName, message));
        }
        reader.push(NAME, start);
        Ok(())
    }
}

/// What stands where a member name is due.
pub(super) enum Name {
    Member { len: usize },
    NumberFollows,
}

impl Name {
    /// How many bytes of text it has pushed.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Member { len } => *len,
            Self::NumberFollows => 0,
        }
    }
}

/// Appends a member name to the document's text.
///
/// With `arbitrary_precision`, `serde_json` presents a number as a map with one
/// member of a reserved name. A document may use that very name, so the name alone
/// proves nothing; but only a name that was parsed honours `newtype_struct`.
pub(super) struct NameSeed<'t>(pub(super) &'t mut String);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_newtype_struct("name", self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, parsed: D) -> Result<Name, D::Error> {
        parsed.deserialize_str(ParsedName(self.0))
    }

    fn visit_str<E: de::Error>(self, _reserved: &str) -> Result<Name, E> {
        Ok(Name::NumberFollows)
    }
}

struct ParsedName<'t>(&'t mut String);

impl Visitor<'_> for ParsedName<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        self.0.push_str(name);
        Ok(Name::Member { len: name.len() })
    }
}
