//! Reads the columns with which documents are compared, row by row.

use pith_verify::{Identity, Verifier};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::import::Import;
use super::rows::Rows;
use crate::settings::identity;

/// The arguments for these columns.
#[derive(Clone, Copy, Default)]
pub struct Arguments<'a, 'py> {
    pub titles: Option<&'a Bound<'py, PyAny>>,
    pub abstracts: Option<&'a Bound<'py, PyAny>>,
    pub expect: Option<&'a Bound<'py, PyAny>>,
}

/// The columns that were given.
pub struct Given {
    titles: Option<Column>,
    abstracts: Option<Column>,
    expect: Option<Column>,
}

struct Column {
    name: &'static str,
    chunks: Vec<Rows>,
}

impl Given {
    /// Reads the columns. If there is none, the result is `None`.
    pub fn of(arguments: Arguments<'_, '_>) -> PyResult<Option<Self>> {
        let given = Self {
            titles: Column::of("titles", arguments.titles)?,
            abstracts: Column::of("abstracts", arguments.abstracts)?,
            expect: Column::of("expect", arguments.expect)?,
        };
        let some = given.columns().next().is_some();
        Ok(some.then_some(given))
    }

    fn columns(&self) -> impl Iterator<Item = &Column> {
        [&self.titles, &self.abstracts, &self.expect]
            .into_iter()
            .flatten()
    }

    /// Checks that each document has a value, and that the values have a meaning.
    pub fn check(&self, documents: usize) -> PyResult<()> {
        for column in self.columns() {
            let rows: usize = column.chunks.iter().map(Rows::len).sum();
            if rows != documents {
                let name = column.name;
                return Err(PyValueError::new_err(format!(
                    "{name} has {rows} rows, and the array of documents has {documents}: give one row for \
                     each document, with null where nothing is compared"
                )));
            }
        }
        for column in [&self.titles, &self.abstracts].into_iter().flatten() {
            column.texts().try_for_each(|text| text.map(drop))?;
        }
        let mut ids = self.expect.iter().flat_map(Column::identities);
        ids.try_for_each(|id| id.map(drop))
    }

    /// Returns what the documents are compared with, from the first row on.
    ///
    /// Other settings are those of the verifier.
    pub fn rows(&self, verifier: Verifier) -> GivenRows<'_> {
        GivenRows {
            verifier,
            titles: self
                .titles
                .as_ref()
                .map(|column| Box::new(column.texts()) as _),
            abstracts: self
                .abstracts
                .as_ref()
                .map(|column| Box::new(column.texts()) as _),
            expect: self
                .expect
                .as_ref()
                .map(|column| Box::new(column.identities()) as _),
        }
    }
}

impl Column {
    fn of(name: &'static str, array: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Self>> {
        let Some(array) = array else {
            return Ok(None);
        };
        let chunks = match Import::of(name, array)? {
            Import::Array(rows) => vec![rows],
            Import::Chunks(chunks) => chunks.collect::<PyResult<_>>()?,
        };
        Ok(Some(Self { name, chunks }))
    }

    fn texts(&self) -> impl Iterator<Item = PyResult<Option<&str>>> + Send {
        let values = self.chunks.iter().flat_map(Rows::values).enumerate();
        values.map(|(row, value)| value.map(|value| self.text(row, value)).transpose())
    }

    fn text<'v>(&self, row: usize, value: &'v [u8]) -> PyResult<&'v str> {
        std::str::from_utf8(value).map_err(|_| {
            let name = self.name;
            PyValueError::new_err(format!("{name}[{row}]: this is not a text in UTF-8"))
        })
    }

    fn identities(&self) -> impl Iterator<Item = PyResult<Option<Identity>>> + Send {
        self.texts().enumerate().map(|(row, text)| {
            let Some(text) = text? else {
                return Ok(None);
            };
            match Identity::parse(text) {
                Some(id) => Ok(Some(id)),
                None => identity(&format!("{}[{row}]", self.name), text).map(Some),
            }
        })
    }
}

type Values<'c, T> = Option<Box<dyn Iterator<Item = PyResult<Option<T>>> + Send + 'c>>;

/// What the documents of the next rows are compared with.
pub struct GivenRows<'c> {
    verifier: Verifier,
    titles: Values<'c, &'c str>,
    abstracts: Values<'c, &'c str>,
    expect: Values<'c, Identity>,
}

impl GivenRows<'_> {
    /// Returns the verifier for the next row.
    pub fn verifier_for_next(&mut self) -> PyResult<&Verifier> {
        replace(&mut self.verifier.given_title, &mut self.titles)?;
        replace(&mut self.verifier.given_abstract, &mut self.abstracts)?;
        if let Some(ids) = &mut self.expect {
            let identities = &mut self.verifier.expectations.identities;
            identities.clear();
            identities.extend(ids.next().transpose()?.flatten());
        }
        Ok(&self.verifier)
    }
}

/// Replaces a given text with that of the next row, in the same memory.
fn replace(given: &mut Option<String>, texts: &mut Values<'_, &str>) -> PyResult<()> {
    let Some(texts) = texts else {
        return Ok(());
    };
    match texts.next().transpose()?.flatten() {
        Some(text) => {
            let given = given.get_or_insert_default();
            given.clear();
            given.push_str(text);
        }
        None => *given = None,
    }
    Ok(())
}
