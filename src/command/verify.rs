//! `pith verify`: a report per document, and an exit status that follows from them.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use pith_verify::Verifier;
use pith_verify::render::Style;
use pith_verify::report::{Report, Source, Verdict};

use super::trust;
use crate::cli::{self, VerifyArgs};
use crate::exit::{self, Exit, Tally};
use crate::{input, output};

/// An abstract is at most this long; arXiv allows 1920 characters.
const MAX_TEXT_FILE: u64 = 1 << 20;

pub fn run(args: &VerifyArgs) -> Result<Exit> {
    if args.paths.is_empty() && input::stdin_is_terminal() {
        output::explain(&cli::short_help("verify"));
        return Ok(Exit::Unverified);
    }
    let verifier = verifier(args)?;
    let standard_input = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() {
        &standard_input
    } else {
        args.paths.as_slice()
    };
    let mut run = Run {
        tally: Tally::default(),
        complete: true,
    };
    if let Err(error) = run.verify_all(&verifier, paths, args) {
        output::complain(&format!("pith: cannot write to standard output: {error}"));
        run.complete = false;
    }
    run.conclude(paths.len() > 1, args);
    Ok(exit::status(run.tally, run.complete))
}

fn verifier(args: &VerifyArgs) -> Result<Verifier> {
    let mut verifier = Verifier::with_keys(trust::keyring(&args.keys)?);
    verifier.given_title = given(args.title.as_deref()).context("--title")?;
    verifier.given_abstract = given(args.abstract_text.as_deref()).context("--abstract")?;
    verifier.list_leaves = args.output.coverage;
    Ok(verifier)
}

/// A text as it stands, or, after `@`, the text of a file.
fn given(argument: Option<&OsStr>) -> Result<Option<String>> {
    let Some(argument) = argument else {
        return Ok(None);
    };
    let not_utf8 = || anyhow!("not UTF-8");
    let Some(file) = argument.as_encoded_bytes().strip_prefix(b"@") else {
        return Ok(Some(argument.to_str().ok_or_else(not_utf8)?.to_owned()));
    };
    let file = PathBuf::from(String::from_utf8(file.to_vec()).map_err(|_| not_utf8())?);
    let text = input::read(&file, MAX_TEXT_FILE)
        .map_err(|error| anyhow!("{}", error.message))
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| not_utf8()));
    Ok(Some(text.with_context(|| file.display().to_string())?))
}

/// What has been done so far.
struct Run {
    tally: Tally,
    /// Whether all that was asked for has been done.
    complete: bool,
}

impl Run {
    fn verify_all(
        &mut self,
        verifier: &Verifier,
        paths: &[PathBuf],
        args: &VerifyArgs,
    ) -> io::Result<()> {
        let mut out = output::stdout()?;
        let style = Style {
            color: output::color(args.output.color),
            verbose: args.output.verbose,
            many: paths.len() > 1,
        };
        for (position, path) in paths.iter().enumerate() {
            let report = verify(verifier, path, args.limit.max_size);
            let verdict = report.verdict();
            self.tally.count(verdict);
            if !args.output.quiet {
                (args.output.format.write)(&report, style, &mut out)?;
            }
            if args.fail_fast && verdict != Verdict::Pass {
                self.stopped(paths.len() - position - 1);
                break;
            }
        }
        out.flush()
    }

    fn stopped(&mut self, left: usize) {
        if left > 0 {
            output::complain(&format!(
                "pith: stopped by --fail-fast with {left} paths not looked at"
            ));
            self.complete = false;
        }
    }

    fn conclude(&mut self, many: bool, args: &VerifyArgs) {
        let Tally {
            passed,
            failed,
            unverifiable,
        } = self.tally;
        let documents = self.tally.documents();
        if many && !args.output.quiet {
            output::complain(&format!(
                "{documents} documents: {passed} passed, {failed} failed, {unverifiable} unverifiable"
            ));
        }
        if let Some(expected) = args.expect_count.filter(|expected| *expected != documents) {
            output::complain(&format!(
                "pith: expected {expected} documents, found {documents}"
            ));
            self.complete = false;
        }
    }
}

/// The one way from a path to a report.
fn verify(verifier: &Verifier, path: &Path, max_size: u64) -> Report {
    let source = Source::file(path.display().to_string());
    match input::read(path, max_size) {
        Ok(bytes) => verifier.verify(source, &bytes),
        Err(error) => verifier.reject(source, error),
    }
}
