//! Builds arrays in memory that is reserved before it is used.
//!
//! The builders of Arrow end the process if there is not enough memory; these return an error.

use std::collections::TryReserveError;

use arrow_array::{Int64Array, ListArray, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, FieldRef};

/// Says which rows are not null.
#[derive(Default)]
pub struct Given {
    bits: Vec<u8>,
    rows: usize,
}

impl Given {
    pub fn reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.bits.try_reserve(rows.div_ceil(8))
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn push(&mut self, given: bool) -> Result<(), TryReserveError> {
        self.push_nulls(1)?;
        if let (true, Some(last)) = (given, self.bits.last_mut()) {
            *last |= 1 << ((self.rows - 1) % 8);
        }
        Ok(())
    }

    pub fn push_nulls(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.rows += count;
        extend(&mut self.bits, self.rows.div_ceil(8), 0)
    }

    pub fn finish(self) -> Option<NullBuffer> {
        let bits = BooleanBuffer::new(Buffer::from_vec(self.bits), 0, self.rows);
        Some(NullBuffer::new(bits)).filter(|nulls| nulls.null_count() > 0)
    }
}

/// The ends of the values of each row, in the values of all rows.
#[derive(Default)]
struct Ends(Vec<i32>);

impl Ends {
    /// The end of the last row is at most `i32::MAX`, since the callers limit the columns.
    fn push(&mut self, end: usize, rows: usize) -> Result<(), TryReserveError> {
        let end = i32::try_from(end).unwrap_or(i32::MAX);
        if self.0.is_empty() {
            extend(&mut self.0, 1, 0)?;
        }
        let length = self.0.len() + rows;
        extend(&mut self.0, length, end)
    }

    fn finish(mut self) -> OffsetBuffer<i32> {
        if self.0.is_empty() {
            self.0.push(0);
        }
        OffsetBuffer::new(self.0.into())
    }
}

/// A column of texts.
#[derive(Default)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Ends,
    given: Given,
}

impl Texts {
    pub fn reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.ends.0.try_reserve(rows.saturating_add(1))?;
        self.given.reserve(rows)
    }

    /// Returns the number of bytes of all texts.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a text, which is UTF-8.
    pub fn push(&mut self, text: impl AsRef<[u8]>) -> Result<(), TryReserveError> {
        let text = text.as_ref();
        self.bytes.try_reserve(text.len())?;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len(), 1)?;
        self.given.push(true)
    }

    pub fn push_nulls(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.ends.push(self.bytes.len(), count)?;
        self.given.push_nulls(count)
    }

    pub fn push_option(&mut self, text: Option<&str>) -> Result<(), TryReserveError> {
        match text {
            Some(text) => self.push(text),
            None => self.push_nulls(1),
        }
    }

    /// Returns the array. It is an error if a text is not UTF-8.
    pub fn finish(self) -> Result<StringArray, ArrowError> {
        let bytes = Buffer::from_vec(self.bytes);
        StringArray::try_new(self.ends.finish(), bytes, self.given.finish())
    }
}

/// A column of lists of texts. The same rows are null as in the whole result.
#[derive(Default)]
pub struct Lists {
    pub texts: Texts,
    ends: Ends,
}

impl Lists {
    pub fn reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.ends.0.try_reserve(rows.saturating_add(1))
    }

    /// Ends the lists of some rows: the first has the texts that were added since the last call.
    pub fn end(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.ends.push(self.texts.given.rows(), rows)
    }

    pub fn finish(
        self,
        item: FieldRef,
        nulls: Option<NullBuffer>,
    ) -> Result<ListArray, ArrowError> {
        let texts = std::sync::Arc::new(self.texts.finish()?);
        ListArray::try_new(item, self.ends.finish(), texts, nulls)
    }
}

/// A column of numbers.
#[derive(Default)]
pub struct Numbers {
    values: Vec<i64>,
    given: Given,
}

impl Numbers {
    pub fn reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.values.try_reserve(rows)?;
        self.given.reserve(rows)
    }

    pub fn push(&mut self, number: i64) -> Result<(), TryReserveError> {
        extend(&mut self.values, self.given.rows() + 1, number)?;
        self.given.push(true)
    }

    pub fn push_nulls(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.given.push_nulls(count)?;
        extend(&mut self.values, self.given.rows(), 0)
    }

    pub fn push_option(&mut self, number: Option<i64>) -> Result<(), TryReserveError> {
        match number {
            Some(number) => self.push(number),
            None => self.push_nulls(1),
        }
    }

    pub fn finish(self) -> Result<Int64Array, ArrowError> {
        Int64Array::try_new(self.values.into(), self.given.finish())
    }
}

/// Extends values to a length.
fn extend<T: Copy>(values: &mut Vec<T>, length: usize, value: T) -> Result<(), TryReserveError> {
    values.try_reserve(length.saturating_sub(values.len()))?;
    values.resize(length, value);
    Ok(())
}
