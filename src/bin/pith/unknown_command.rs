//! What the user may have meant by a command that does not exist.

use std::path::Path;

/// A guess at what was meant, by the first argument.
pub fn hint(first: &str) -> Option<String> {
    match first {
        "check" | "validate" | "test" => Some("did you mean `pith verify`?".to_owned()),
        "version" => Some("did you mean `pith --version`?".to_owned()),
        "hash" | "digest" | "sha256" => {
            Some("did you mean `pith canon FILE | sha256sum`?".to_owned())
        }
        path => {
            let is_document = [".json", ".ndjson", ".jsonl"]
                .iter()
                .any(|end| path.ends_with(end));
            let meant = is_document || Path::new(path).exists();
            meant.then(|| format!("did you mean `pith verify {path}`?"))
        }
    }
}
