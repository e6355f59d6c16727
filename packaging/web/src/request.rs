//! The requests that a host sends: one line of JSON and, after the line feed, the bytes of a file.

use serde::Deserialize;

/// A request, as its line of JSON says.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Starts a run with new settings. The answer is empty.
    Start(Settings),
    /// Trusts the keys in the file that follows. The answer is empty.
    Key(File),
    /// Gives the signed record that follows, with which other documents are compared. The answer
    /// is empty.
    Record(File),
    /// Adds the file that follows. The answer holds the reports that are ready: one line of JSON
    /// each.
    Add(File),
    /// Asks for the reports that no answer had yet.
    Reports,
    /// Asks for the page about everything that was added.
    Page,
    /// Asks for the reports as CSV.
    Csv,
    /// Asks for the SHA-256 of the file that follows, in hex.
    Sha256,
    /// Asks for facts about the module, as JSON.
    About,
}

/// What documents are compared with, apart from keys and records.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The title, as of `--title`.
    pub title: Option<String>,
    /// The whole abstract, as of `--abstract`.
    pub r#abstract: Option<String>,
    /// The names that every document must have, as of `--expect`.
    pub expect: Vec<String>,
    /// Whether only given keys are trusted, as of `--no-builtin-keys`.
    pub no_builtin_keys: bool,
    /// Whether there is an overview even of one or two documents, as of a folder.
    pub overview: bool,
}

/// A file, whose bytes follow the line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Why it has no bytes.
    pub unreadable: Option<String>,
}

impl Request {
    /// Reads a request, and returns it with the place at which the bytes of the file start.
    pub fn read(bytes: &[u8]) -> Result<(Self, usize), String> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let line = end.and_then(|end| bytes.get(..end)).unwrap_or(bytes);
        let request = serde_json::from_slice(line).map_err(|error| format!("request: {error}"))?;
        Ok((request, end.map_or(bytes.len(), |end| end + 1)))
    }
}
