//! Reads what documents are compared with: the arguments of a verifier, and those of one call.

use std::borrow::Cow;

use pith_verify::corpus::file::{MAX_KEY_FILE, MAX_TEXT_FILE};
use pith_verify::json::document::MAX_BYTES;
use pith_verify::json::shorten::shorten;
use pith_verify::{Identity, Keyring, Requirement, VerifiedRecord, Verifier};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict as _, PyBytes, PyDict, PyMapping, PyString};

use crate::input::{
    Content, DATA, Input, contents, integer, invalid, items, path_hint, wrong_type,
};

/// The arguments of a call that say what documents are compared with.
#[derive(Clone, Copy, Default)]
pub struct Arguments<'a, 'py> {
    pub title: Option<&'a Bound<'py, PyAny>>,
    pub r#abstract: Option<&'a Bound<'py, PyAny>>,
    pub expect: Option<&'a Bound<'py, PyAny>>,
    pub require: Option<&'a Bound<'py, PyAny>>,
    pub given_records: Option<&'a Bound<'py, PyAny>>,
}

/// What the arguments were, apart from the texts: the verifier has those.
#[derive(Clone, Default)]
pub struct Given {
    pub expect: Vec<String>,
    pub require: Vec<(String, String)>,
    pub records: Vec<Content>,
}

impl Arguments<'_, '_> {
    /// Returns whether no argument was given.
    pub fn is_empty(&self) -> bool {
        let all = [
            self.title,
            self.r#abstract,
            self.expect,
            self.require,
            self.given_records,
        ];
        all.iter().all(Option::is_none)
    }

    /// Changes the settings of a verifier that have an argument.
    ///
    /// # Errors
    ///
    /// `TypeError` for an argument of the wrong type, and `ValueError` for one that has no meaning.
    pub fn apply(&self, verifier: &mut Verifier, given: &mut Given, max_size: u64) -> PyResult<()> {
        if let Some(argument) = self.title {
            verifier.given_title = Some(text(argument, "title")?);
        }
        if let Some(argument) = self.r#abstract {
            verifier.given_abstract = Some(text(argument, "abstract")?);
        }
        if let Some(argument) = self.expect {
            given.expect = ids(argument)?;
            let identities = given.expect.iter().map(|id| identity("expect", id));
            verifier.expectations.identities = identities.collect::<PyResult<_>>()?;
        }
        if let Some(argument) = self.require {
            given.require = values(argument)?;
            let requirements = given.require.iter().map(|(name, value)| {
                let requirement = Requirement::parse(&format!("{name}={value}"));
                requirement.map_err(|error| invalid("require", &error))
            });
            verifier.expectations.requirements = requirements.collect::<PyResult<_>>()?;
        }
        if let Some(argument) = self.given_records {
            let contents = contents(argument, "given_records", "record", max_size)?;
            not_empty("given_records", &contents, "records")?;
            // What is expected of documents does not concern the records that are given with them.
            let alone = Verifier::with_keys(verifier.keys.clone());
            let records =
                { contents.iter() }.map(|(place, content)| record(&alone, place, content));
            verifier.given_records = records.collect::<PyResult<_>>()?;
            given.records = contents.into_iter().map(|(_, content)| content).collect();
        }
        Ok(())
    }
}

/// Returns the trusted keys, and the key files that they come from.
pub fn keyring(
    argument: Option<&Bound<'_, PyAny>>,
    built_in: bool,
) -> PyResult<(Keyring, Vec<Content>)> {
    let mut keyring = if built_in {
        Keyring::built_in()
    } else {
        Keyring::empty()
    };
    let argument = argument.filter(|argument| !argument.is_none());
    let files = argument.map(|argument| contents(argument, "keys", "key file", MAX_KEY_FILE));
    let files = files.transpose()?.unwrap_or_default();
    for (place, key) in &files {
        keyring.trust_file(&key.bytes).map_err(|error| {
            let place = key
                .file
                .as_ref()
                .map_or(place.clone(), |file| format!("key file {file}"));
            unusable(&place, &error.to_string(), key)
        })?;
    }
    Ok((keyring, files.into_iter().map(|(_, key)| key).collect()))
}

/// Reads the name of a record in the argument `what`.
pub fn identity(what: &str, id: &str) -> PyResult<Identity> {
    Identity::parse(id).ok_or_else(|| {
        invalid(
            what,
            &format!("\"{}\" is {}", shorten(id), Identity::NOT_UNDERSTOOD),
        )
    })
}

/// Adds the settings to the keyword arguments that make the same verifier.
pub fn add_to(kwargs: &Bound<'_, PyDict>, verifier: &Verifier, given: &Given) -> PyResult<()> {
    let py = kwargs.py();
    kwargs.set_item("title", verifier.given_title.as_deref())?;
    kwargs.set_item("abstract", verifier.given_abstract.as_deref())?;
    if !given.expect.is_empty() {
        kwargs.set_item("expect", &given.expect)?;
    }
    if !given.require.is_empty() {
        kwargs.set_item("require", (&given.require).into_py_dict(py)?)?;
    }
    if !given.records.is_empty() {
        let records = given.records.iter();
        let records = records.map(|record| PyBytes::new(py, &record.bytes));
        kwargs.set_item("given_records", records.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn text(argument: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    let input = Input::of(argument)?.ok_or_else(|| wrong_type(name, DATA, argument))?;
    let content = input.content(name, MAX_TEXT_FILE)?;
    let text = String::from_utf8(content.bytes);
    text.map_err(|_| PyValueError::new_err(format!("{name}: this is not a text in UTF-8")))
}

/// Returns the names of the documents that are accepted: one, or an iterable of them.
fn ids(argument: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if let Ok(one) = argument.cast::<PyString>() {
        return Ok(vec![text_of(one, "expect")?]);
    }
    const EXPECTED: &str = "str or an iterable of str";
    let ids = items(argument, "expect", EXPECTED)?;
    let ids: Vec<String> = ids
        .iter()
        .map(|id| string(id, "an id of expect"))
        .collect::<PyResult<_>>()?;
    not_empty("expect", &ids, "ids")?;
    Ok(ids)
}

fn values(argument: &Bound<'_, PyAny>) -> PyResult<Vec<(String, String)>> {
    const EXPECTED: &str = "a dict such as {\"key-id\": \"pith-v1-2026-05\"}";
    let Ok(mapping) = argument.cast::<PyMapping>() else {
        return Err(wrong_type("require", EXPECTED, argument));
    };
    let mut values = Vec::new();
    for item in mapping.items()?.iter() {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let name = string(&name, "a name of require")?;
        let value = string(&value, &format!("the value of {name}"))?;
        values.push((name, value));
    }
    not_empty("require", &values, "requirements")?;
    Ok(values)
}

fn string(value: &Bound<'_, PyAny>, what: &str) -> PyResult<String> {
    match value.cast::<PyString>() {
        Ok(text) => text_of(text, what),
        Err(_) => Err(wrong_type(what, "str", value)),
    }
}

fn text_of(text: &Bound<'_, PyString>, what: &str) -> PyResult<String> {
    let text = text.to_cow().map(Cow::into_owned);
    text.map_err(|_| invalid(what, "this text has a lone surrogate"))
}

/// Verifies a record that documents are compared with. It must pass itself.
fn record(verifier: &Verifier, place: &str, content: &Content) -> PyResult<VerifiedRecord> {
    verifier.verified_record(&content.bytes).map_err(|report| {
        let cause = || pith_verify::render::cause(&report);
        let why = report.not_a_signed_record().or_else(cause);
        let place = content.file.as_deref().unwrap_or(place);
        let message = format!("it does not pass: {}", why.unwrap_or_default());
        unusable(place, &message, content)
    })
}

/// Returns the error that a content has no meaning. If it looks like a path, the error says so.
fn unusable(place: &str, message: &str, content: &Content) -> PyErr {
    let hint = path_hint(&content.bytes).filter(|_| content.file.is_none());
    let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
    invalid(place, &format!("{message}{hint}"))
}

/// Reads the largest size of a document, in bytes.
pub fn max_size(argument: &Bound<'_, PyAny>) -> PyResult<u64> {
    integer(argument, "max_size", 1..=MAX_BYTES as u64)
}

/// Reads how many threads verify documents.
pub fn jobs(argument: &Bound<'_, PyAny>) -> PyResult<usize> {
    Ok(integer(argument, "jobs", 1..=1024)? as usize)
}

/// Checks that an argument contains something. What is empty by mistake must not accept everything.
fn not_empty<T>(name: &str, values: &[T], noun: &str) -> PyResult<()> {
    if values.is_empty() {
        let message =
            format!("there are no {noun}; leave the argument out to accept all documents");
        return Err(invalid(name, &message));
    }
    Ok(())
}
