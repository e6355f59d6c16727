//! The command line: the commands, and how arguments are read. Only this module knows the
//! argument parser.

mod options;

use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use pith_verify::json::shorten::shorten;
use pith_verify::report::escape::Visible;

use crate::exit::EXIT_TABLE;
use crate::{option_values, wrong_usage};
pub use options::{
    ExpectArgs, InputArgs, LimitArgs, OutputArgs, TextArgs, TrustArgs, When, WithArgs,
};

/// Verify Pith Number records and the registry's other documents: digests, signatures, identifiers, copies.
#[derive(Debug, Parser)]
#[command(name = "pith", version, about, after_help = EXIT_TABLE, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// Said in the list of commands and again by each: what is built last would else replace it.
const VERIFY: &str = "Verify records, bundles, integrity documents and states, and report on each";
const EXPLAIN: &str =
    "Show how the verdict on a document follows from its bytes, or compare two copies";
const CANON: &str = "Write the canonical bytes of a canonical record, or of any JSON value";
const KEYS: &str = "List trusted keys: key id, algorithm, fingerprint, base64";

/// The commands.
#[derive(Debug, Subcommand)]
// Only the command that is given is put together.
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
    /// Print the JSON Schema of the reports of `pith verify --json`
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print this manual as a page for man(1): `pith man | man -l -`
    Man,
}

/// What most people want, before all that can be wanted.
const EXAMPLES: &str = "\
Examples:
  pith verify record.json
  pith verify --expect 2106.06530v2 record.json
  pith verify --expect-count 12 records/
  pith verify --json record.json | jq .verdict";

/// Arguments of `pith verify`.
#[derive(Args, Clone, Debug)]
#[command(about = VERIFY, before_help = EXAMPLES, after_help = EXIT_TABLE)]
pub struct VerifyArgs {
    /// Files, or directories with *.json, *.ndjson, *.jsonl, also as .gz or .zst; `-` is standard input, as is no PATH when input is piped
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub input: InputArgs,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub keys: TrustArgs,

    #[command(flatten)]
    pub texts: TextArgs,

    #[command(flatten)]
    pub with: WithArgs,

    #[command(flatten)]
    pub expected: ExpectArgs,

    /// Exit with 2 unless there are exactly N documents
    #[arg(long, value_name = "N", value_parser = option_values::count)]
    pub expect_count: Option<u64>,

    /// Stop after the first document that does not pass
    #[arg(long)]
    pub fail_fast: bool,

    /// Worker threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = option_values::jobs)]
    pub jobs: Option<u16>,

    /// Write counts, and the first occurrences of each failure, to this file as JSON; `-` is standard output, with -q
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,

    /// Write the documents that do not pass to this new file, one a line, or to FILE.d/
    #[arg(long, value_name = "FILE")]
    pub failed_to: Option<PathBuf>,

    /// Overwrite the file of --failed-to if it exists
    #[arg(long, requires = "failed_to")]
    pub force: bool,

    #[command(flatten)]
    pub limit: LimitArgs,
}

/// Arguments of `pith explain`.
#[derive(Args, Clone, Debug)]
#[command(about = EXPLAIN, after_help = EXIT_TABLE)]
pub struct ExplainArgs {
    /// The file; `-` is standard input, as is no PATH when input is piped
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// Another copy of the record: show which differences between the two matter
    #[arg(value_name = "OTHER")]
    pub other: Option<PathBuf>,

    /// With --html: more documents, for one page about all of them
    #[arg(value_name = "MORE")]
    pub more: Vec<PathBuf>,

    /// Print one JSON object
    #[arg(long)]
    pub json: bool,

    /// Write a page for a browser; of a directory or of many documents, an overview first
    #[arg(long, conflicts_with = "json")]
    pub html: bool,

    /// Colour text output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    #[command(flatten)]
    pub keys: TrustArgs,

    #[command(flatten)]
    pub texts: TextArgs,

    #[command(flatten)]
    pub with: WithArgs,

    #[command(flatten)]
    pub limit: LimitArgs,
}

/// Arguments of `pith canon`.
#[derive(Args, Clone, Debug)]
#[command(about = CANON)]
pub struct CanonArgs {
    /// The file; `-` is standard input, as is no PATH when input is piped
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// Canonicalise the value at this JSON Pointer instead; "" is the whole document
    #[arg(long, value_name = "POINTER")]
    pub pointer: Option<String>,

    /// Escape everything beyond ASCII, as in the events of integrity documents
    #[arg(long)]
    pub ascii: bool,

    #[command(flatten)]
    pub limit: LimitArgs,
}

/// Arguments of `pith keys`.
#[derive(Args, Clone, Debug)]
#[command(about = KEYS)]
pub struct KeysArgs {
    /// Key files to list instead of the keys built in
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Why there is no command to run.
#[derive(Debug)]
pub enum NoCommand {
    /// Help or the version was requested: text for standard output.
    Answer(String),
    /// The arguments are wrong: text for standard error, quoting them.
    Usage(String),
}

/// Reads the arguments of the process.
pub fn parse() -> Result<Command, NoCommand> {
    match Cli::try_parse() {
        Ok(mut cli) => {
            if let Command::Verify(args) = &mut cli.command {
                args.output.resolve_format();
            }
            Ok(cli.command)
        }
        Err(error) if error.use_stderr() => Err(NoCommand::Usage(usage(error))),
        Err(error) => Err(NoCommand::Answer(error.render().to_string())),
    }
}

/// What is wrong with the arguments. The parser quotes them raw, so they are parsed again
/// cut and with control characters escaped: every line feed left is then the parser's.
fn usage(error: clap::Error) -> String {
    let visible = std::env::args_os()
        .map(|argument| Visible(&shorten(&argument.to_string_lossy())).to_string());
    let visible: Vec<_> = visible.collect();
    let mut error = Cli::try_parse_from(&visible).err().unwrap_or(error);
    wrong_usage::add_hint(&mut error, &visible);
    error.render().to_string()
}

/// Whether a command understands these arguments.
pub fn is_understood(command: &str, arguments: &[&String]) -> bool {
    let arguments = arguments.iter().map(|argument| argument.as_str());
    Cli::try_parse_from(["pith", command].into_iter().chain(arguments)).is_ok()
}

/// The names of all commands and their aliases.
pub fn command_names() -> Vec<String> {
    let cli = definition();
    let commands = cli.get_subcommands();
    let names = commands.flat_map(|command| command.get_name_and_visible_aliases());
    names.map(str::to_owned).collect()
}

/// The long options of a command, or of `pith` itself if there is no such command.
pub fn options_of(command: &str) -> Vec<String> {
    let cli = built();
    let command = cli.find_subcommand(command).unwrap_or(&cli);
    let options = command.get_opts().chain(command.get_arguments());
    let long = options.filter_map(clap::Arg::get_long);
    long.map(|name| format!("--{name}")).collect()
}

/// The usage of a command, or of `pith` itself if there is no such command.
pub fn usage_of(command: &str) -> StyledStr {
    let mut cli = built();
    match cli.find_subcommand_mut(command) {
        Some(command) => command.render_usage(),
        None => cli.render_usage(),
    }
}

/// The whole command line, as it is defined here.
pub fn definition() -> clap::Command {
    Cli::command()
}

fn built() -> clap::Command {
    let mut cli = definition();
    cli.build();
    cli
}

/// The short help of a subcommand, shown when there is nothing to read.
pub fn short_help(subcommand: &str) -> String {
    let mut cli = built();
    let help = cli
        .find_subcommand_mut(subcommand)
        .map(clap::Command::render_help);
    help.unwrap_or_default().to_string()
}
