//! Writes shell lines that repeat a step with standard tools: a POSIX shell, coreutils, jq,
//! xxd, openssl and python3.

use serde::Serialize;

use crate::json::canonical;
use crate::json::document::{Kind, Value};
use crate::json::pointer;
use crate::report::escape::{self, is_plain};

/// One or more lines for a POSIX shell, together with their output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shell {
    /// The lines to paste into a shell.
    #[serde(serialize_with = "escape::serialize_all")]
    pub lines: Vec<String>,
    /// The lines that the shell then prints.
    #[serde(serialize_with = "escape::serialize_all")]
    pub prints: Vec<String>,
}

impl Shell {
    pub(super) fn new(lines: impl AsRef<str>, prints: impl AsRef<str>) -> Self {
        let split = |text: &str| text.split('\n').map(str::to_owned).collect();
        Self {
            lines: split(lines.as_ref()),
            prints: split(prints.as_ref()),
        }
    }
}

/// The names of the document and the options on the command line, as shell lines need them.
#[derive(Clone, Debug)]
pub struct Invocation {
    file: String,
    renamed: bool,
    lines: bool,
    canon: String,
    verify: String,
}

/// The file name in shell lines, if the document's own name cannot be pasted.
const STAND_IN: &str = "record.json";

impl Invocation {
    /// Takes the path of the document, the options that every command needs to read it, and the
    /// options that its verdict depends on.
    #[must_use]
    pub fn new(path: &str, reading: &[String], trusting: &[String]) -> Self {
        let renamed = path == "-" || !can_be_pasted(path);
        let path = if renamed {
            STAND_IN.to_owned()
        } else if path.starts_with('-') {
            format!("./{path}")
        } else {
            path.to_owned()
        };
        let words = |options: &[String]| -> String {
            let options = options.iter();
            options.map(|option| format!(" {}", word(option))).collect()
        };
        Self {
            file: word(&path),
            renamed,
            lines: path.ends_with(".ndjson") || path.ends_with(".jsonl"),
            canon: words(reading),
            verify: words(reading) + &words(trusting),
        }
    }

    /// Returns the file name as a word of the shell.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the name under which the document must be saved first, if there is one.
    pub(super) fn renamed(&self) -> Option<&'static str> {
        self.renamed.then_some(STAND_IN)
    }

    /// Returns the command that writes the canonical form.
    pub(super) fn canon(&self) -> String {
        format!("pith canon{} {}", self.canon, self.file)
    }

    /// Returns the command that verifies the document, with these options.
    pub(super) fn verify(&self, options: &str) -> String {
        let (verify, file) = (&self.verify, &self.file);
        // `pith` would read a file with such a name as one document per line.
        let stdin = if self.lines { "- <" } else { "" };
        format!("pith verify {options}{verify} {stdin}{file}")
    }
}

/// Returns a JSON Pointer as a jq path. The member names of the format need no quotes in jq.
pub(super) fn jq_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!(".{token}"),
    });
    path.collect()
}

/// Returns a JSON Pointer as the Python subscripts that lead to the value.
pub(super) fn python_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!("[\"{token}\"]"),
    });
    path.collect()
}

/// Returns whether a text can be printed and pasted unchanged.
pub(super) fn can_be_pasted(text: &str) -> bool {
    is_plain(text) && !text.contains(char::REPLACEMENT_CHARACTER)
}

/// Returns whether jq writes a value unchanged.
///
/// jq 1.6 reads every number as a double, and escapes U+007F.
pub(super) fn survives_jq(value: Value<'_>) -> bool {
    /// The number of decimal digits that every double preserves.
    const DIGITS: usize = 15;
    let plain = value.leaves().all(|leaf| match leaf.kind() {
        Kind::Float => false,
        Kind::Integer => leaf.text().len() <= DIGITS && leaf.text() != "-0",
        _ => true,
    });
    plain && canonical::all_text(value, |text| !text.contains('\u{7f}'))
}

/// Quotes a text as one word of a POSIX shell.
fn word(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "/._-+=:@%,".contains(char);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_paths_that_a_shell_would_split() {
        for (path, file) in [
            ("a/b-1.json", "a/b-1.json"),
            ("a b.json", "'a b.json'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("-x.json", "./-x.json"),
            ("~/x", "'~/x'"),
        ] {
            let invocation = Invocation::new(
                path,
                &["--max-size=9".into()],
                &["--key".into(), "a b".into()],
            );
            assert_eq!(invocation.file(), file);
            assert_eq!(
                invocation.canon(),
                format!("pith canon --max-size=9 {file}")
            );
            assert_eq!(
                invocation.verify("-q"),
                format!("pith verify -q --max-size=9 --key 'a b' {file}")
            );
            assert_eq!(invocation.renamed(), None);
        }
    }

    #[test]
    fn replaces_file_names_that_cannot_be_shown() {
        for path in ["-", "a\nb", "\u{202e}x", "\u{fffd}.json"] {
            let invocation = Invocation::new(path, &[], &[]);
            assert_eq!(invocation.file(), STAND_IN);
            assert_eq!(invocation.renamed(), Some(STAND_IN));
        }
    }
}
