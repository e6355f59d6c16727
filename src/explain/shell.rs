//! Shell lines that repeat a step with standard tools: POSIX shell, coreutils, jq, xxd,
//! openssl, python3.

use serde::Serialize;

use crate::json::canonical;
use crate::json::document::{Kind, Value};
use crate::json::pointer;
use crate::report::escape::{self, is_plain};

/// A line for a POSIX shell, or a few.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shell {
    /// What to paste.
    #[serde(serialize_with = "escape::serialize_all")]
    pub lines: Vec<String>,
    /// The lines it then prints.
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

/// How the document, the keys and the limit were named on the command line, for shell lines.
#[derive(Clone, Debug)]
pub struct Invocation {
    file: String,
    renamed: bool,
    lines: bool,
    canon: String,
    verify: String,
}

/// The name of a document whose own cannot be pasted.
const STAND_IN: &str = "record.json";

impl Invocation {
    /// The path of the document, the options that any command needs to read it, and those
    /// that the verdict depends on.
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

    /// The document, as a word of the shell.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The name that the document must be saved under first, if any.
    pub(super) fn renamed(&self) -> Option<&'static str> {
        self.renamed.then_some(STAND_IN)
    }

    /// The command that writes the canonical bytes.
    pub(super) fn canon(&self) -> String {
        format!("pith canon{} {}", self.canon, self.file)
    }

    /// The command that verifies the document, with more options.
    pub(super) fn verify(&self, options: &str) -> String {
        let (verify, file) = (&self.verify, &self.file);
        // A file of such a name would be read as one document per line.
        let stdin = if self.lines { "- <" } else { "" };
        format!("pith verify {options}{verify} {stdin}{file}")
    }
}

/// A JSON Pointer as a path of jq. Member names of the format need no quotes in jq.
pub(super) fn jq_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!(".{token}"),
    });
    path.collect()
}

/// A JSON Pointer as Python takes what is there out of what `json.load` returns.
pub(super) fn python_path(pointer: &str) -> String {
    let tokens = pointer::split(pointer);
    let path = tokens.map(|token| match pointer::array_index(token) {
        Some(index) => format!("[{index}]"),
        None => format!("[\"{token}\"]"),
    });
    path.collect()
}

/// Whether a text prints and pastes unchanged.
pub(super) fn can_be_pasted(text: &str) -> bool {
    is_plain(text) && !text.contains(char::REPLACEMENT_CHARACTER)
}

/// Whether jq leaves a value as it is: to jq 1.6 every number is a double, and it escapes
/// U+007F.
pub(super) fn survives_jq(value: Value<'_>) -> bool {
    /// Digits that a double holds, whatever they are.
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
    fn quotes_what_a_shell_would_take_apart() {
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
    fn names_no_file_whose_name_cannot_be_shown() {
        for path in ["-", "a\nb", "\u{202e}x", "\u{fffd}.json"] {
            let invocation = Invocation::new(path, &[], &[]);
            assert_eq!(invocation.file(), STAND_IN);
            assert_eq!(invocation.renamed(), Some(STAND_IN));
        }
    }
}
