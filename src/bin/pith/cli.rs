//! Defines the commands, and reads the arguments. Only this module and `wrong_usage` know the
//! argument parser.

mod options;

use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use pith_verify::json::shorten::shorten;
use pith_verify::report::escape::Visible;

use crate::exit::{EXIT_LINE, EXIT_TABLE};
use crate::option_values;
pub use options::{
    ExpectArgs, InputArgs, LimitArgs, OutputArgs, OutputFileArgs, TextArgs, TrustArgs, When,
    WithArgs,
};

/// Verify Pith Number records and the registry's other documents
///
/// A Pith Number record is a signed JSON document about a scientific paper. pith recomputes its
/// digest, its identifiers and its signature, and reports what is confirmed, what is wrong and what
/// is not signed.
#[derive(Debug, Parser)]
#[command(name = "pith", version, before_help = EXAMPLES, after_help = EXIT_LINE, after_long_help = EXIT_TABLE)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// Each is given twice, to the list of commands and to the command: the parser keeps the one that it
// meets last, which would be the first sentence of the arguments.
const VERIFY: &str = "Verify records, bundles, integrity documents and states";
const EXPLAIN: &str = "Show how a verdict follows from the bytes, or compare two copies";
const CANON: &str = "Write the canonical form of a canonical record, or of any JSON value";
const KEYS: &str = "List the trusted keys: key id, algorithm, fingerprint, base64";
const SCHEMA: &str = "Print the JSON Schema of the reports of `pith verify --json`";

/// The commands.
#[derive(Debug, Subcommand)]
// The parser builds only the command that is given.
#[command(defer = true)]
pub enum Command {
    #[command(about = VERIFY)]
    Verify(VerifyArgs),
    #[command(about = EXPLAIN, visible_alias = "diff")]
    Explain(ExplainArgs),
    #[command(about = CANON)]
    Canon(CanonArgs),
    #[command(about = KEYS)]
    Keys(KeysArgs),
    #[command(about = SCHEMA)]
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page: `pith man | man -l -` shows it
    Man,
}

/// What most people want to do.
const EXAMPLES: &str = "\
Examples:
  pith verify record.json
  pith verify --expect 2106.06530v2 record.json
  pith verify --expect-count 12 records/
  pith verify --json record.json | jq .verdict";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  pith explain record.json
  pith diff record.json other-copy.json
  pith explain --html record.json > record.html
  pith explain --html records/ > records.html";

/// Arguments of `pith verify`.
#[derive(Args, Clone, Debug)]
#[command(about = VERIFY, before_help = EXAMPLES, after_help = EXIT_LINE, after_long_help = EXIT_TABLE)]
pub struct VerifyArgs {
    /// Files, and directories to search for *.json, *.ndjson and *.jsonl, also with .gz or .zst
    ///
    /// PATH - is standard input, which is also read if there is no PATH and input is piped.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    #[command(flatten)]
    pub with: WithArgs,

    #[command(flatten)]
    pub limit: LimitArgs,

    #[command(flatten)]
    pub output: OutputArgs,

    /// Write the counts, and the first documents with each cause, to FILE as JSON
    ///
    /// With --quiet, FILE may be - for standard output.
    #[arg(long, help_heading = "Output", value_name = "FILE")]
    pub summary: Option<PathBuf>,

    /// Copy the documents that do not pass to a new FILE, one per line
    ///
    /// Documents that are not one line each become files in the directory FILE.d.
    #[arg(long, help_heading = "Output", value_name = "FILE")]
    pub failed_to: Option<PathBuf>,

    /// Overwrite the file of --failed-to if it exists
    #[arg(long, help_heading = "Output", requires = "failed_to")]
    pub force: bool,

    #[command(flatten)]
    pub keys: TrustArgs,

    #[command(flatten)]
    pub expected: ExpectArgs,

    /// Exit with 2 unless there are exactly N documents
    #[arg(long, help_heading = "Expectations", value_name = "N", value_parser = option_values::count)]
    pub expect_count: Option<u64>,

    #[command(flatten)]
    pub texts: TextArgs,

    /// Stop after the first document that does not pass
    #[arg(long, help_heading = "Run")]
    pub fail_fast: bool,

    /// Verify on N threads [default: one per core]
    #[arg(long, help_heading = "Run", value_name = "N", value_parser = option_values::jobs)]
    pub jobs: Option<u16>,

    /// Show progress on standard error
    #[arg(
        long,
        help_heading = "Run",
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub progress: When,
}

/// Arguments of `pith explain`.
#[derive(Args, Clone, Debug)]
#[command(about = EXPLAIN, before_help = EXPLAIN_EXAMPLES, after_help = EXIT_LINE, after_long_help = EXIT_TABLE)]
pub struct ExplainArgs {
    /// The document
    ///
    /// PATH - is standard input, which is also read if there is no PATH and input is piped.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// Another copy of it: show which differences between the two matter
    #[arg(value_name = "OTHER")]
    pub other: Option<PathBuf>,

    /// With --html: more documents for the same page
    #[arg(value_name = "MORE")]
    pub more: Vec<PathBuf>,

    /// Write a page for a browser; of a directory or of many documents, an overview first
    #[arg(long, conflicts_with = "json", help_heading = "Output")]
    pub html: bool,

    /// Write one JSON object
    #[arg(long, help_heading = "Output")]
    pub json: bool,

    #[command(flatten)]
    pub output: OutputFileArgs,

    /// Color text output
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: When,

    #[command(flatten)]
    pub with: WithArgs,

    #[command(flatten)]
    pub limit: LimitArgs,

    #[command(flatten)]
    pub keys: TrustArgs,

    #[command(flatten)]
    pub texts: TextArgs,
}

/// Arguments of `pith canon`.
#[derive(Args, Clone, Debug)]
#[command(about = CANON, before_help = CANON_EXAMPLES)]
pub struct CanonArgs {
    /// The document
    ///
    /// PATH - is standard input, which is also read if there is no PATH and input is piped.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// Write the value at this JSON Pointer instead; "" is the whole document
    #[arg(long, value_name = "POINTER", help_heading = "Output")]
    pub pointer: Option<String>,

    /// Escape all characters that are not ASCII, as in the events of integrity documents
    #[arg(long, help_heading = "Output")]
    pub ascii: bool,

    #[command(flatten)]
    pub output: OutputFileArgs,

    #[command(flatten)]
    pub limit: LimitArgs,
}

const CANON_EXAMPLES: &str = "\
Examples:
  pith canon record.json | sha256sum
  pith canon --pointer /paper record.json";

/// Arguments of `pith keys`.
#[derive(Args, Clone, Debug)]
#[command(about = KEYS)]
pub struct KeysArgs {
    /// List the keys of these files instead of the built-in keys
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Arguments of `pith schema`.
#[derive(Args, Clone, Debug)]
#[command(about = SCHEMA)]
pub struct SchemaArgs {
    #[command(flatten)]
    pub output: OutputFileArgs,
}

/// The reason why there is no command to run.
#[derive(Debug)]
pub enum NoCommand {
    /// Help or the version was requested: text for standard output.
    Answer(String),
    /// The arguments are wrong: text for standard error, quoting them.
    Usage(String),
}

/// Adds a hint to an error of the parser about these arguments, which are safe to show.
pub type AddHint = fn(&mut clap::Error, &[String]);

/// Reads the arguments of the process. `add_hint` completes the error about wrong ones.
pub fn parse(add_hint: AddHint) -> Result<Command, NoCommand> {
    match Cli::try_parse() {
        Ok(mut cli) => {
            if let Command::Verify(args) = &mut cli.command {
                args.output.resolve_format();
            }
            Ok(cli.command)
        }
        Err(_) if std::env::args_os().len() <= 1 => Err(NoCommand::Usage(brief(None))),
        Err(error) if error.use_stderr() => Err(NoCommand::Usage(usage(error, add_hint))),
        Err(error) => Err(NoCommand::Answer(error.render().to_string())),
    }
}

/// Returns what is wrong with the arguments. The parser quotes them raw, so they are parsed again,
/// shortened and escaped: every line feed in the text is then one of the parser.
fn usage(error: clap::Error, add_hint: AddHint) -> String {
    let visible = std::env::args_os()
        .map(|argument| Visible(&shorten(&argument.to_string_lossy())).to_string());
    let visible: Vec<_> = visible.collect();
    let mut error = Cli::try_parse_from(&visible).err().unwrap_or(error);
    add_hint(&mut error, &visible);
    error.render().to_string()
}

/// Tells whether a command understands these arguments.
pub fn is_understood(command: &str, arguments: &[&String]) -> bool {
    let arguments = arguments.iter().map(|argument| argument.as_str());
    Cli::try_parse_from(["pith", command].into_iter().chain(arguments)).is_ok()
}

/// Returns the names of all commands and their aliases.
pub fn command_names() -> Vec<String> {
    let cli = definition();
    let commands = cli.get_subcommands();
    let names = commands.flat_map(|command| command.get_name_and_visible_aliases());
    names.map(str::to_owned).collect()
}

/// Returns the long options of a command, or of `pith` itself if there is no such command.
pub fn options_of(command: &str) -> Vec<String> {
    let cli = built();
    let command = cli.find_subcommand(command).unwrap_or(&cli);
    let options = command.get_opts().chain(command.get_arguments());
    let long = options.filter_map(clap::Arg::get_long);
    long.map(|name| format!("--{name}")).collect()
}

/// Returns the usage of a command, or of `pith` itself if there is no such command.
pub fn usage_of(command: &str) -> StyledStr {
    let mut cli = built();
    match cli.find_subcommand_mut(command) {
        Some(command) => command.render_usage(),
        None => cli.render_usage(),
    }
}

/// Returns the definition of the whole command line.
pub fn definition() -> clap::Command {
    Cli::command()
}

fn built() -> clap::Command {
    let mut cli = definition();
    cli.build();
    cli
}

/// Returns what a command is for, how it is used, and one example: the answer if there is nothing to
/// read. Without a name it is about `pith` itself.
pub fn brief(name: Option<&str>) -> String {
    let cli = built();
    let command = name.and_then(|name| cli.find_subcommand(name));
    let mut command = command.unwrap_or(&cli).clone();
    let about = command.get_about().map(ToString::to_string);
    let mut text = format!("{}.\n\n", about.unwrap_or_default());
    for command in command.get_subcommands() {
        let about = command.get_about().map(ToString::to_string);
        let about = about.unwrap_or_default();
        text += &format!("  {:<12} {about}\n", command.get_name());
    }
    if name.is_some() {
        text += "There is nothing to read: name a file, or pipe a document to standard input.\n";
    }
    let called = name.map_or_else(|| "pith".to_owned(), |name| format!("pith {name}"));
    let which = if name.is_some() { "" } else { "COMMAND " };
    text += &format!("\n`{called} {which}--help` lists the options.\n\n");
    text += &format!("{}\n", command.render_usage());
    text += &format!("Example: pith {} record.json\n", name.unwrap_or("verify"));
    text
}
