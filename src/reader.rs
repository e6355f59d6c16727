//! The strict reader: bytes to [`Document`], or a named error.
//!
//! `serde_json` reads the grammar; the visitor here keeps what its own `Value`
//! would lose (duplicate names, the spelling of numbers) and refuses the rest.

mod explain;
mod names;

use std::fmt::{self, Write as _};
use std::hash::RandomState;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::document::{Document, Kind, MAX_DEPTH, Node};
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
        if u32::try_from(bytes.len()).is_err() {
            return Err(DocumentError::new(
                ErrorCode::TooLarge,
                format!(
                    "{} bytes; no document may have more than {}",
                    bytes.len(),
                    u32::MAX
                ),
            ));
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
        let seed = ValueSeed {
            reader: &mut reader,
            name_len: 0,
        };
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

    /// Where in the text the value begins whose name of `name_len` bytes was just pushed.
    fn start(&self, name_len: usize) -> usize {
        self.document.text.len() - name_len
    }

    fn push(&mut self, kind: Kind, start: usize, name_len: usize) -> usize {
        let extent = self.document.text.len() - start - name_len;
        self.document.nodes.push(Node {
            kind,
            start: narrow(start),
            name_len: narrow(name_len),
            extent: narrow(extent),
        });
        self.document.nodes.len() - 1
    }

    /// Pushes a scalar with its text; the name, if any, is pushed already.
    fn scalar(&mut self, kind: Kind, name_len: usize, text: &str) {
        let start = self.start(name_len);
        self.document.text.push_str(text);
        self.push(kind, start, name_len);
    }

    fn number<E: de::Error>(&mut self, name_len: usize, text: &str) -> Result<(), E> {
        let kind = number::kind(text);
        match number::check(kind, text) {
            Ok(()) => {
                self.scalar(kind, name_len, text);
                Ok(())
            }
            Err(OutOfRange(message)) => Err(self.refuse(ErrorCode::NumberOutOfRange, message)),
        }
    }

    fn open<E: de::Error>(
        &mut self,
        kind: Kind,
        start: usize,
        name_len: usize,
    ) -> Result<usize, E> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} arrays and objects");
            return Err(self.refuse(ErrorCode::TooDeep, message));
        }
        Ok(self.push(kind, start, name_len))
    }

    fn close(&mut self, index: usize) {
        self.depth -= 1;
        let end = narrow(self.document.nodes.len());
        if let Some(node) = self.document.nodes.get_mut(index) {
            node.extent = end;
        }
    }

    /// The names of the members that the object at `index`, still open, has so far.
    fn names(&self, index: usize) -> impl Iterator<Item = &str> {
        let document = &self.document;
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let node = document.nodes.get(next)?;
            next = match node.kind {
                Kind::Array | Kind::Object => node.extent as usize,
                _ => next + 1,
            };
            let start = node.start as usize;
            document.text.get(start..start + node.name_len as usize)
        })
    }
}

/// `read` refuses input whose length does not fit, and nothing here exceeds that length.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Reads one value into the tree.
struct ValueSeed<'r> {
    reader: &'r mut Reader,
    name_len: usize,
}

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
        self.reader.scalar(Kind::Null, self.name_len, "");
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        let kind = if value { Kind::True } else { Kind::False };
        self.reader.scalar(kind, self.name_len, "");
        Ok(())
    }

    // The parser hands over integers of 64 bits as such; their only spelling is their digits.
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        let start = self.reader.start(self.name_len);
        let _ = write!(self.reader.document.text, "{value}");
        self.reader.push(Kind::Integer, start, self.name_len);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        let start = self.reader.start(self.name_len);
        let _ = write!(self.reader.document.text, "{value}");
        self.reader.push(Kind::Integer, start, self.name_len);
        Ok(())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.reader.scalar(Kind::String, self.name_len, value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.reader.start(self.name_len);
        let index = self.reader.open(Kind::Array, start, self.name_len)?;
        while elements
            .next_element_seed(ValueSeed {
                reader: &mut *self.reader,
                name_len: 0,
            })?
            .is_some()
        {}
        self.reader.close(index);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reader = self.reader;
        let start = reader.start(self.name_len);
        let mut name = members.next_key_seed(NameSeed(&mut reader.document.text))?;
        if matches!(name, Some(Name::NumberFollows)) {
            let digits: String = members.next_value()?;
            return reader.number(self.name_len, &digits);
        }
        let index = reader.open(Kind::Object, start, self.name_len)?;
        let mut seen = Seen::default();
        while let Some(Name::Member { len }) = name {
            seen.note(reader, index, len)?;
            members.next_value_seed(ValueSeed {
                reader: &mut *reader,
                name_len: len,
            })?;
            name = members.next_key_seed(NameSeed(&mut reader.document.text))?;
        }
        reader.close(index);
        Ok(())
    }
}
