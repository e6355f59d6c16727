//! The options that commands share, by subject.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use pith_verify::render::{FORMATS, Format};
use pith_verify::{DEFAULT_MAX_SIZE, Identity, Requirement};

use crate::option_values;

/// What the documents must be.
#[derive(Args, Clone, Debug)]
pub struct ExpectArgs {
    /// Fail every document but this one: a Pith Number in any form, an arXiv id, a DOI; repeat it for more
    #[arg(long, value_name = "ID", value_parser = option_values::identity)]
    pub expect: Vec<Identity>,

    /// Fail documents that are not what their file names say (2106.06530v2.json, hep-lat_0305021.json)
    #[arg(long)]
    pub expect_names: bool,

    /// Exit with 2 unless each id in this file, one a line, is there exactly once, and nothing else
    #[arg(long, value_name = "FILE")]
    pub expect_list: Option<PathBuf>,

    /// Exit with 2 if a record is there twice, or two records of one version of a paper
    #[arg(long)]
    pub no_duplicates: bool,

    /// Fail documents without this signed value: license, primary-cat, submitted-after, key-id
    #[arg(long, value_name = "NAME=VALUE", value_parser = Requirement::parse)]
    pub require: Vec<Requirement>,
}

/// Where documents are, beside the paths, and how they stand there.
#[derive(Args, Clone, Debug)]
pub struct InputArgs {
    /// Also read paths from this file, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,

    /// A NUL ends each path of --files-from, as from find -print0
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,

    /// Treat input as NDJSON regardless of file name
    #[arg(long)]
    pub ndjson: bool,

    /// The same with a NUL behind each document: a document may have several lines
    #[arg(long, conflicts_with = "ndjson")]
    pub null_data: bool,
}

/// How reports are written.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// Format of the reports
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(), default_value = FORMATS[0].name)]
    pub format: &'static Format,

    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// Print no reports and no summary, only set the exit status
    #[arg(short, long, conflicts_with_all = ["verbose", "coverage"])]
    pub quiet: bool,

    /// Show every check, even for many documents
    #[arg(short, long)]
    pub verbose: bool,

    /// Report only documents that do not pass; the summary counts all
    #[arg(long)]
    pub only_failures: bool,

    /// List the leaves that are signed, checked, mirrored, hash-bound and unsigned
    #[arg(long)]
    pub coverage: bool,

    /// Colour text output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Show progress on standard error, if that is a terminal
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: When,
}

/// Texts to check against the signed hashes.
#[derive(Args, Clone, Debug)]
pub struct TextArgs {
    /// Also check this title against the signed hash
    #[arg(long, value_name = "TEXT|@FILE")]
    pub title: Option<OsString>,

    /// Also check this whole abstract against the signed hash
    #[arg(long = "abstract", value_name = "TEXT|@FILE")]
    pub abstract_text: Option<OsString>,
}

/// Signed records to check other documents against.
#[derive(Args, Clone, Debug)]
pub struct WithArgs {
    /// Check states and integrity documents against this record or bundle, which must pass
    #[arg(long = "with", value_name = "FILE")]
    pub records: Vec<PathBuf>,
}

/// Which keys are trusted.
#[derive(Args, Clone, Debug)]
pub struct TrustArgs {
    /// Also trust the keys of this file: key object, mirror manifest or PEM
    #[arg(long = "key", value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Trust only keys given with --key
    #[arg(long)]
    pub no_builtin_keys: bool,
}

/// Limits on input.
#[derive(Args, Clone, Debug)]
pub struct LimitArgs {
    /// Largest document to accept, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_SIZE, value_parser = option_values::bytes)]
    pub max_size: u64,
}

impl Default for LimitArgs {
    fn default() -> Self {
        Self {
            max_size: DEFAULT_MAX_SIZE,
        }
    }
}

/// When to use something that only suits some outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// When the stream is a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl OutputArgs {
    /// Makes `--json` what it is short for.
    pub fn resolve_format(&mut self) {
        if self.json
            && let Some(json) = format_named("json")
        {
            self.format = json;
        }
    }
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = &'static Format> {
    let formats = FORMATS.iter();
    let names = formats.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| format_named(&name).ok_or("no such format"))
}

fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
