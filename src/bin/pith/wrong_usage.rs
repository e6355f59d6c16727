//! Answers command lines that cannot be understood with what the user may have meant.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use pith_verify::corpus::similar;
use pith_verify::report::escape::Visible;

use crate::cli;

/// Words that are not commands, and what to run instead.
#[rustfmt::skip]
const COMMANDS: &[(&[&str], &str)] = &[
    (&["check", "validate", "test", "audit"], "`pith verify record.json` verifies a record"),
    (&["show", "info", "view", "print", "inspect"],
        "`pith verify record.json` says what a record is about and who signed it; \
         `pith explain record.json` shows each step of the verification"),
    (&["compare", "cmp"], "`pith diff A B` shows which differences between two copies matter"),
    (&["html", "page"], "`pith explain --html record.json > record.html` writes a page for a browser"),
    (&["fetch", "get", "download"],
        "pith opens no network connection; \
         `curl -fsS https://pith.science/pith/IDENTIFIER.json | pith verify` fetches a record and \
         verifies it, where IDENTIFIER is the 26 characters of the Pith Number"),
    (&["hash", "digest", "sha256"], "`pith canon record.json | sha256sum` prints the digest"),
    (&["canonicalize", "canonicalise", "canonical"], "`pith canon record.json` writes the canonical form"),
    (&["key", "trust"], "`pith keys` lists the trusted keys; `pith verify --key FILE` trusts more"),
    (&["sign", "issue"], "pith only verifies; the registry signs records"),
    (&["version"], "`pith --version` prints the version"),
];

/// Options that do not exist, and what to do instead.
#[rustfmt::skip]
const OPTIONS: &[(&[&str], &str)] = &[
    (&["-r", "-R", "--recursive", "--recurse"], "directories are searched anyway, with all directories in them: leave it out"),
    (&["-j", "--threads", "--workers", "--parallel"], "write --jobs N, for example --jobs 4"),
    (&["--strict"], "verification is always strict: leave it out"),
    (&["--offline", "--no-network"], "pith opens no network connection in any case: leave it out"),
    (&["--insecure", "--force-pass", "--skip", "--ignore"], "every check always runs: leave it out"),
    (&["-k", "--keys", "--public-key", "--pubkey"], "write --key FILE to trust the keys of a file"),
    (&["-s", "--silent"], "write --quiet, or -q"),
    (&["-f", "--fmt", "--output-format"], "write --format FORMAT, for example --format json"),
    (&["--no-color", "--no-colour"], "write --color never"),
    (&["--colour"], "write --color WHEN, for example --color never"),
    (&["--csv", "--brief", "--github", "--text"], "write --format FORMAT, for example --format csv"),
    (&["--stdin"], "write - as the PATH to read standard input"),
    (&["-n", "--count"], "write --expect-count N to require N documents"),
];

/// Puts a hint into an error of the argument parser, in place of its own guesses, which only
/// compare letters. `arguments` are those of the process, safe to show.
pub fn add_hint(error: &mut clap::Error, arguments: &[String]) {
    let hint = match error.kind() {
        ErrorKind::InvalidSubcommand => command_hint(arguments),
        ErrorKind::UnknownArgument => option_hint(error, arguments),
        _ => return,
    };
    for guess in [
        ContextKind::Suggested,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedCommand,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
        ContextKind::TrailingArg,
    ] {
        error.remove(guess);
    }
    // The usage from the parser shows the option that it guessed.
    let usage = ContextValue::StyledStr(cli::usage_of(command(arguments)));
    error.insert(ContextKind::Usage, usage);
    if let Some(hint) = hint {
        let hint = Visible(&hint).to_string();
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![hint.into()]),
        );
    }
}

/// Returns the first argument, which is where a command belongs.
fn command(arguments: &[String]) -> &str {
    arguments.get(1).map_or("", String::as_str)
}

fn command_hint(arguments: &[String]) -> Option<String> {
    let first = command(arguments);
    let found = COMMANDS.iter().find(|(words, _)| words.contains(&first));
    if let Some((_, hint)) = found {
        return Some((*hint).to_owned());
    }
    let is_document = [".json", ".ndjson", ".jsonl", ".gz", ".zst"]
        .iter()
        .any(|end| first.ends_with(end));
    if is_document || std::path::Path::new(first).exists() {
        return with_command(arguments);
    }
    let near = similar::closest(first, cli::command_names())?;
    Some(format!("did you mean `pith {near}`?"))
}

fn option_hint(error: &clap::Error, arguments: &[String]) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let name = option.split('=').next().unwrap_or_default();
    if !name.starts_with('-') {
        return Some(format!(
            "`pith {}` takes fewer files; `pith verify` takes any number",
            command(arguments)
        ));
    }
    if command(arguments).starts_with('-')
        && let Some(hint) = with_command(arguments)
    {
        return Some(hint);
    }
    let known = OPTIONS.iter().find(|(names, _)| names.contains(&name));
    if let Some((_, hint)) = known {
        return Some(with_jobs(hint, name, arguments));
    }
    let options = cli::options_of(command(arguments));
    if let Some(near) = similar::closest(name, options) {
        return Some(format!("did you mean {near}?"));
    }
    let command = command(arguments);
    let command = if command.starts_with('-') {
        "verify"
    } else {
        command
    };
    Some(format!(
        "`pith {command} --help` lists the options; a file of this name is given as ./{name}"
    ))
}

/// Returns the hint on `-j`, with the number from `-j4`.
fn with_jobs(hint: &str, name: &str, arguments: &[String]) -> String {
    let mut numbers = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("-j"));
    let number = numbers.find_map(|number| number.parse::<u16>().ok());
    match number {
        Some(number) if name == "-j" => format!("write --jobs {number}"),
        _ => hint.to_owned(),
    }
}

/// Returns a hint that shows the same arguments after a command that takes them.
fn with_command(arguments: &[String]) -> Option<String> {
    let given = arguments.get(1..)?;
    let named = cli::command_names()
        .into_iter()
        .find(|name| given.contains(name));
    let commands = match named {
        Some(name) => vec![name],
        None => vec![
            "verify".to_owned(),
            "explain".to_owned(),
            "canon".to_owned(),
        ],
    };
    commands.into_iter().find_map(|command| {
        let rest: Vec<_> = given.iter().filter(|word| **word != command).collect();
        cli::is_understood(&command, &rest).then(|| {
            let rest: Vec<_> = rest.iter().map(|word| quoted(word)).collect();
            format!("did you mean `pith {command} {}`?", rest.join(" "))
        })
    })
}

/// Quotes a word for a shell.
fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "-_./=:,+@%".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
