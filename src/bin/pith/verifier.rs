//! Makes the verifier for a command line, with its trusted keys, texts and records.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use pith_verify::corpus::file as input;
use pith_verify::corpus::reading;
use pith_verify::{Expectations, Hints, VerifiedRecord, Verifier};

use crate::cli::{ExpectArgs, TextArgs, TrustArgs, WithArgs};
use crate::output;
use crate::trusted_keys;

pub fn new(keys: &TrustArgs, texts: &TextArgs, with: &WithArgs, max_size: u64) -> Result<Verifier> {
    let mut verifier =
        Verifier::with_keys(trusted_keys::keyring(&keys.files, !keys.no_builtin_keys)?);
    verifier.hints = Hints::COMMAND;
    for file in &with.records {
        let record = verified_record(&verifier, file, max_size);
        let record = record.with_context(|| format!("--with {}", file.display()))?;
        verifier.given_records.push(record);
    }
    // The texts belong to the documents, not to the records that are given with them.
    verifier.given_title = given(texts.title.as_deref()).context("--title")?;
    verifier.given_abstract = given(texts.abstract_text.as_deref()).context("--abstract")?;
    Ok(verifier)
}

/// Returns what every document must be.
pub fn expectations(args: &ExpectArgs) -> Expectations {
    let mut expectations = Expectations::default();
    expectations.identities = args.expect.clone();
    expectations.file_name = args.expect_names;
    expectations.requirements = args.require.clone();
    expectations
}

/// Reads the signed record in a file, which must pass.
fn verified_record(verifier: &Verifier, file: &Path, max_size: u64) -> Result<VerifiedRecord> {
    let bytes =
        input::read(file, max_size).map_err(|error| reading::with_similar_name(error, file))?;
    verifier.verified_record(&bytes).map_err(|report| {
        let does_not_pass = || {
            let file = file.display();
            format!("it does not pass; `pith verify {file}` says why")
        };
        anyhow!(report.not_a_signed_record().unwrap_or_else(does_not_pass))
    })
}

/// Returns the text itself or, after `@`, the text of a file.
fn given(argument: Option<&OsStr>) -> Result<Option<String>> {
    let Some(argument) = argument else {
        return Ok(None);
    };
    let not_utf8 = || anyhow!("this is not a text in UTF-8");
    let Some(file) = argument.as_encoded_bytes().strip_prefix(b"@") else {
        let text = argument.to_str().ok_or_else(not_utf8)?;
        if Path::new(text).is_file() {
            output::eprint_line(&format!(
                "pith: {text} is a file; to read the text from it, write @{text}"
            ));
        }
        return Ok(Some(text.to_owned()));
    };
    let file = PathBuf::from(String::from_utf8(file.to_vec()).map_err(|_| not_utf8())?);
    let text = input::read_other(&file, input::MAX_TEXT_FILE, "a title or an abstract")
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| not_utf8()));
    Ok(Some(text.with_context(|| file.display().to_string())?))
}
