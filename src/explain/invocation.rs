//! The command line that printed commands repeat: the name of the document, and options.

use std::path::Path;

use super::shell::can_be_pasted;
use crate::DEFAULT_MAX_SIZE;
use crate::report::{Source, file_names};

/// The options of a run that printed commands repeat.
#[derive(Clone, Debug, Default)]
pub struct RepeatedOptions {
    /// The options that are needed to read the document.
    reading: Vec<String>,
    /// The options that the verdict depends on.
    trusting: Vec<String>,
}

impl RepeatedOptions {
    /// Takes the files of trusted keys, the files of given records, whether the built-in keys are
    /// trusted, and the largest size of a document in bytes.
    pub fn new(
        key_files: impl IntoIterator<Item = String>,
        records: impl IntoIterator<Item = String>,
        built_in_keys: bool,
        max_size: u64,
    ) -> Self {
        let key_files = key_files
            .into_iter()
            .flat_map(|file| ["--key".into(), file]);
        let records = records.into_iter().flat_map(|file| ["--with".into(), file]);
        let none = (!built_in_keys).then(|| "--no-builtin-keys".into());
        let size = (max_size != DEFAULT_MAX_SIZE).then(|| format!("--max-size={max_size}"));
        Self {
            reading: size.into_iter().collect(),
            trusting: key_files.chain(records).chain(none).collect(),
        }
    }

    /// Returns the invocation for a file, or for `-`.
    #[must_use]
    pub fn invocation(&self, name: &str) -> Invocation {
        Invocation::new(name, self)
    }

    /// Returns the invocation for a document of a run over many.
    ///
    /// A document in a file of many gets `-`, because commands cannot read it as a file of its own.
    #[must_use]
    pub fn invocation_for(&self, source: &Source) -> Invocation {
        self.invocation(source.line.map_or(&*source.path, |_| "-"))
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
    fn new(path: &str, options: &RepeatedOptions) -> Self {
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
            lines: file_names::hold_lines(Path::new(&path)),
            canon: words(&options.reading),
            verify: words(&options.reading) + &words(&options.trusting),
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
            let options = RepeatedOptions::new(["a b".to_owned()], [], true, 9);
            let invocation = options.invocation(path);
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
            let invocation = RepeatedOptions::default().invocation(path);
            assert_eq!(invocation.file(), STAND_IN);
            assert_eq!(invocation.renamed(), Some(STAND_IN));
        }
    }
}
