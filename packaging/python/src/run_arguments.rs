//! Reads the arguments of `Verifier.verify_path`.

use std::path::PathBuf;
use std::sync::Arc;

use pith_verify::run::expected_list::ExpectedList;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::input::{DATA, Input, file_path, integer, invalid, items, path_hint, wrong_type};

const PATH: &str = "str or os.PathLike";

/// Returns the paths of an argument: one path, or an iterable of paths.
///
/// # Errors
///
/// `TypeError` for everything else, and `ValueError` for an iterable without paths.
pub fn paths(argument: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    if let Some(one) = path(argument)? {
        return Ok(vec![one]);
    }
    let several = format!("{PATH}, or an iterable of these");
    let items = items(argument, "paths", &several)?;
    let paths = items
        .iter()
        .map(|item| path(item)?.ok_or_else(|| wrong_type("a path", PATH, item)));
    let paths: Vec<_> = paths.collect::<PyResult<_>>()?;
    if paths.is_empty() {
        return Err(invalid(
            "paths",
            "the iterable is empty; give at least one path",
        ));
    }
    Ok(paths)
}

/// Returns one path, or `None` if the argument has no type for paths. A path `-` is a file of that
/// name, as it is for `open`.
fn path(argument: &Bound<'_, PyAny>) -> PyResult<Option<PathBuf>> {
    if argument.is_instance_of::<PyString>() {
        return file_path(argument).map(Some);
    }
    match Input::of(argument)? {
        Some(Input::File(path)) => Ok(Some(path)),
        _ => Ok(None),
    }
}

/// Returns the list of expected records: the content itself, or that of a file.
///
/// # Errors
///
/// `ValueError` if a file cannot be read, or if this is not a list.
pub fn expected_list(argument: &Bound<'_, PyAny>) -> PyResult<Arc<ExpectedList>> {
    let input = Input::of(argument)?.ok_or_else(|| wrong_type("expect_list", DATA, argument))?;
    let py = argument.py();
    let (place, hint, list) = match input {
        Input::Content(bytes) => {
            let bytes = bytes.as_bytes().to_vec();
            let hint = path_hint(&bytes);
            let list = py.detach(|| ExpectedList::parse(bytes));
            ("expect_list".to_owned(), hint, list)
        }
        Input::File(path) => {
            let place = format!("expect_list: file {}", path.display());
            (place, None, py.detach(|| ExpectedList::read(&path)))
        }
    };
    list.map(Arc::new).map_err(|error| {
        let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        invalid(&place, &format!("{error:#}{hint}"))
    })
}

/// Returns how many documents there must be.
///
/// # Errors
///
/// `TypeError` or `ValueError` if this is not a count.
pub fn count(argument: &Bound<'_, PyAny>) -> PyResult<u64> {
    integer(argument, "expect_count", 0..=u64::MAX)
}
