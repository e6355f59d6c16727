//! The strict reader: bytes to [`Document`], or a named error.
//!
//! `serde_json` reads the grammar; the visitor here keeps what its own `Value`
//! would lose (duplicate names, the spelling of numbers) and refuses the rest.

mod explain;
mod names;

use std::fmt::{self, Write as _};
use std::hash::RandomState;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::document::{Document, Kind, MAX_BYTES, MAX_DEPTH, Node, Tag};
use crate::error::{DocumentError, ErrorCode};
use crate::number::{self, OutOfRange};
use explain::explain;
use names::{Name, NameSeed, Seen};

impl Document {
    /// Reads one whole JSON text (RFC 8259, UTF-8, no byte order mark).
    ///
    /// # Errors
    ///
    /// [`DocumentError`] with any code but `unreadable`, `not-a-record` and `unknown-schema`.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        if bytes.len() > MAX_BYTES {
            let length = bytes.len();
            let message = format!("{length} bytes; no document may have more than {MAX_BYTES}");
            return Err(DocumentError::new(ErrorCode::TooLarge, message));
        }
        let text = decode(bytes)?;
        let mut reader = Reader {
            document: Self {
                nodes: Vec::new(),
                // Unescaping never makes a text longer, so this one allocation is enough.
                text: String::with_capacity(bytes.len()),
            },
            depth: 0,
            refusal: None,
            hasher: RandomState::new(),
        };
        let mut parser = serde_json::Deserializer::from_str(text);
        let seed = ValueSeed(&mut reader);
        match seed.deserialize(&mut parser).and_then(|()| parser.end()) {
            Ok(()) => Ok(reader.document),
            Err(error) => Err(explain(text, &error, reader.refusal)),
        }
    }
}

/// Bytes to text: UTF-8 without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, DocumentError> {
    const CONVERT: &str = "convert it with `iconv -f UTF-16 -t UTF-8`";
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => {
            return Err(DocumentError::at(
                ErrorCode::ByteOrderMark,
                "the text starts with a UTF-8 byte order mark; JSON has none: remove its 3 bytes",
                0,
            ));
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return Err(DocumentError::at(
                ErrorCode::ByteOrderMark,
                format!(
                    "the text starts with a UTF-16 byte order mark: it looks like UTF-16; {CONVERT}"
                ),
                0,
            ));
        }
        [0, _, ..] | [_, 0, ..] => {
            return Err(DocumentError::at(
                ErrorCode::InvalidUtf8,
                format!("it looks like UTF-16, not UTF-8; {CONVERT}"),
                0,
            ));
        }
        _ => {}
    }
    std::str::from_utf8(bytes).map_err(|error| {
        DocumentError::at(ErrorCode::InvalidUtf8, "not UTF-8", error.valid_up_to())
    })
}

struct Reader {
    document: Document,
    depth: usize,
    /// Why the visitor gave up, when it did: the parser's error only carries the place.
    refusal: Option<(ErrorCode, String)>,
    hasher: RandomState,
}

impl Reader {
    fn refuse<E: de::Error>(&mut self, code: ErrorCode, message: impl Into<String>) -> E {
        self.refusal = Some((code, message.into()));
        E::custom("refused")
    }

    fn push(&mut self, tag: Tag, start: usize) -> usize {
        self.document.nodes.push(Node::new(tag, start));
        self.document.nodes.len() - 1
    }

    fn scalar(&mut self, kind: Kind, text: &str) {
        self.push(Some(kind), self.document.text.len());
        self.document.text.push_str(text);
    }

    /// A number that may have no canonical form.
    fn number<E: de::Error>(&mut self, text: &str) -> Result<(), E> {
        let kind = number::kind(text);
        match number::check(kind, text) {
            Ok(()) => {
                self.scalar(kind, text);
                Ok(())
            }
            Err(OutOfRange(message)) => Err(self.refuse(ErrorCode::NumberOutOfRange, message)),
        }
    }

    /// An integer of 64 bits, whose only spelling is its digits.
    fn digits(&mut self, integer: impl fmt::Display) {
        self.push(Some(Kind::Integer), self.document.text.len());
        let _ = write!(self.document.text, "{integer}");
    }

    /// Opens an array or object, of which `ahead` bytes of text are pushed already.
    fn open<E: de::Error>(&mut self, kind: Kind, ahead: usize) -> Result<usize, E> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} arrays and objects");
            return Err(self.refuse(ErrorCode::TooDeep, message));
        }
        Ok(self.push(Some(kind), self.document.text.len() - ahead))
    }

    fn close(&mut self, index: usize) {
        self.depth -= 1;
        let end = self.document.nodes.len();
        if let Some(node) = self.document.nodes.get_mut(index) {
            node.close(end);
        }
    }
}

/// Reads one value into the tree.
struct ValueSeed<'r>(&'r mut Reader);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.scalar(Kind::Null, "");
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        let kind = if value { Kind::True } else { Kind::False };
        self.0.scalar(kind, "");
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.0.digits(value);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.0.digits(value);
        Ok(())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.0.scalar(Kind::String, value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let reader = self.0;
        let index = reader.open(Kind::Array, 0)?;
        while elements.next_element_seed(ValueSeed(reader))?.is_some() {}
        reader.close(index);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reader = self.0;
        let mut name = members.next_key_seed(NameSeed(&mut reader.document.text))?;
        if matches!(name, Some(Name::NumberFollows)) {
            let digits: String = members.next_value()?;
            return reader.number(&digits);
        }
        let mut seen = Seen::default();
        let index = reader.open(Kind::Object, name.as_ref().map_or(0, Name::len))?;
        while let Some(Name::Member { len }) = name {
            seen.note(reader, index, len)?;
            members.next_value_seed(ValueSeed(reader))?;
            name = members.next_key_seed(NameSeed(&mut reader.document.text))?;
        }
        reader.close(index);
        Ok(())
    }
}
