//! The options that commands share, by the headings of the help. A new option is a field of the
//! structure with its heading; within a heading, the options that are used most come first.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use pith_verify::render::{FORMATS, Format};
use pith_verify::{DEFAULT_MAX_SIZE, Identity, Requirement};

use crate::option_values;

/// Where documents are, in addition to the paths, and how files hold them.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Each line of every input is a document, whatever the file is called
    #[arg(long)]
    pub ndjson: bool,

    /// Documents end with NUL and may span several lines
    #[arg(long, conflicts_with = "ndjson")]
    pub null_data: bool,

    /// Also read paths from FILE, one per line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,

    /// Paths of --files-from end with NUL, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
}

/// Where a command writes what it prints.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub struct OutputFileArgs {
    /// Write to FILE instead of standard output
    ///
    /// The file is written whole or not at all. `-` is standard output.
    #[arg(id = "output", short, long, value_name = "FILE")]
    pub path: Option<PathBuf>,
}

/// Signed records to check other documents against.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub struct WithArgs {
    /// Check states and integrity documents against the record or bundle in FILE
    ///
    /// It must pass itself. Repeat the option to give more than one.
    #[arg(long = "with", value_name = "FILE")]
    pub records: Vec<PathBuf>,
}

/// Limits on input.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub struct LimitArgs {
    /// Refuse documents with more bytes than this
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_SIZE, value_parser = option_values::bytes)]
    pub max_size: u64,
}

/// How reports are written, and what else is.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Write one JSON object per document and line (same as --format json)
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// Write the reports to FILE instead of standard output
    ///
    /// The file is written whole or not at all. `-` is standard output.
    #[arg(short, long, value_name = "FILE", conflicts_with = "quiet")]
    pub output: Option<PathBuf>,

    /// Also write JUnit XML to FILE
    ///
    /// The file is written whole or not at all.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// Also write a page for a browser to FILE
    ///
    /// The page is that of `pith explain --html`: for many documents, an overview and as many
    /// documents in full as there is room for. The file is written whole or not at all.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    /// Show every check, even of many documents
    #[arg(short, long)]
    pub verbose: bool,

    /// Print no reports and no summary; only set the exit status
    #[arg(short, long, conflicts_with_all = ["verbose", "coverage"])]
    pub quiet: bool,

    /// Report only documents that do not pass; the summary counts all
    #[arg(long)]
    pub only_failures: bool,

    /// List which values are signed, checked, copied, covered by a hash, and not signed
    #[arg(long)]
    pub coverage: bool,

    /// Format of the reports
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(), default_value = FORMATS[0].name)]
    pub format: &'static Format,

    /// Color text output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// Which keys are trusted.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Trust")]
pub struct TrustArgs {
    /// Also trust the keys in FILE: a key object, a mirror manifest or PEM
    ///
    /// Repeat the option to give more than one. A key inside a document is never trusted.
    #[arg(long = "key", value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Trust only keys given with --key
    #[arg(long)]
    pub no_builtin_keys: bool,
}

/// What the documents must be.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Expectations")]
pub struct ExpectArgs {
    /// Accept only this document: a Pith Number, an arXiv id, a DOI or an arXiv address
    ///
    /// Repeat the option to accept more than one.
    #[arg(long, value_name = "ID", value_parser = option_values::identity)]
    pub expect: Vec<Identity>,

    /// Accept only documents with this signed value, as license=URL
    ///
    /// Names are license, primary-cat, submitted-after (a date) and key-id. Repeat the option to
    /// require more than one.
    #[arg(long, value_name = "NAME=VALUE", value_parser = Requirement::parse)]
    pub require: Vec<Requirement>,

    /// Accept only documents that are what their file names say, as 2106.06530v2.json
    ///
    /// A file name holds a Pith Number, its first characters, or an arXiv id with _ in place of /,
    /// as in hep-lat_0305021.json.
    #[arg(long)]
    pub expect_names: bool,

    /// Exit with 2 unless the documents that pass are exactly those whose ids FILE lists
    ///
    /// One id per line, in any form that --expect takes. An empty list is an error.
    #[arg(long, value_name = "FILE")]
    pub expect_list: Option<PathBuf>,

    /// Exit with 2 if two documents are on the same record, or the same version of a paper
    #[arg(long)]
    pub no_duplicates: bool,
}

/// Texts to check against the signed hashes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Expectations")]
pub struct TextArgs {
    /// Also check this title against the signed hash; @FILE reads it from a file
    #[arg(long, value_name = "TEXT|@FILE")]
    pub title: Option<OsString>,

    /// Also check this whole abstract against the signed hash
    #[arg(long = "abstract", value_name = "TEXT|@FILE")]
    pub abstract_text: Option<OsString>,
}

impl Default for LimitArgs {
    fn default() -> Self {
        Self {
            max_size: DEFAULT_MAX_SIZE,
        }
    }
}

/// When to do something that only suits some outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// When writing to a terminal that supports it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl OutputArgs {
    /// Replaces `--json` by what it is short for.
    pub fn resolve_format(&mut self) {
        if self.json
            && let Some(json) = format_named("json")
        {
            self.format = json;
        }
    }

    /// Returns the formats in which reports are written, each with its option and its file.
    pub fn reports(&self) -> impl Iterator<Item = (&'static Format, &'static str, Option<&Path>)> {
        let own = (self.format, "-o", self.output.as_deref());
        let own = Some(own).filter(|_| !self.quiet);
        let junit = self.junit.as_deref().zip(format_named("junit"));
        own.into_iter()
            .chain(junit.map(|(path, junit)| (junit, "--junit", Some(path))))
    }

    /// Returns whether reports are written for people, to standard output.
    pub fn is_text(&self) -> bool {
        !self.quiet && self.format.name == "text"
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
