//! Where documents come from.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::escape;

/// The place that a document comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// The path as it was given, `-` for standard input. It is hostile text. All lines of a
    /// file share it.
    #[serde(serialize_with = "escape::serialize")]
    pub path: Arc<str>,
    /// The line, counted from 1, in a file of many documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The byte, counted from 0, at which that line starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

impl Source {
    /// Returns the source of a document that is a whole file, or standard input.
    #[must_use]
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            line: None,
            offset: None,
        }
    }

    /// Returns the name of the file, if the whole file is the document.
    pub(crate) fn file_name(&self) -> Option<String> {
        if self.line.is_some() {
            return None;
        }
        let name = std::path::Path::new(&*self.path).file_name()?;
        Some(name.to_string_lossy().into_owned())
    }

    /// Returns the source of a document that is one line of a file.
    ///
    /// `line` counts from 1; `offset` is the byte at which the line starts, and counts from 0.
    #[must_use]
    pub fn line(path: impl Into<Arc<str>>, line: u64, offset: u64) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            offset: Some(offset),
        }
    }
}

impl fmt::Display for Source {
    /// Writes the path and, for a document of a file of many, its line, such as `a.ndjson:17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}
