//! Writes the manual page: the help of each command, and what to know before you rely on a pass.

use std::io;

use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::cli;
use crate::exit::EXIT_TABLE;

/// What a pass does not mean: each point completes "A pass therefore says nothing about".
const NOT_MEANT: &[&str] = &[
    "the authors, the headline, the claims, the citations, the events, and every other value that \
     pith verify --coverage lists as unsigned;",
    "the abstract that is shown, if it has 600 characters or more: then it is an excerpt, which is \
     not signed, and anyone can change it. Give the whole abstract with --abstract @FILE: pith \
     compares it with the signed hash, and the excerpt with its beginning;",
    "the capitalization and spacing of the title: its signed hash ignores both;",
    "the dates of signing: signed_at, the other dates of the receipt, and verification_status are \
     not signed;",
    "the snapshots and links: they agree with themselves and with the identifier, and are not \
     signed;",
    "the paper being right, or the registry being honest.",
];

/// What a pass of the other kinds of documents means.
const OTHER_KINDS: &[&str] = &[
    "A pass of an integrity document means that the registry published its findings. The findings \
     may be critical. A pass does not mean that they are right, that they still apply, or that \
     there are no others.",
    "A pass of a bundle covers the first event, which created the record, and no later event.",
    "A pass of a state covers only what the record that you gave with --with covers.",
];

/// Common uses.
const EXAMPLES: &[(&str, &str)] = &[
    (
        "Accept only this version of this paper",
        "pith verify --expect 2106.06530v2 record.json",
    ),
    (
        "In CI: fail unless there are exactly these 12 records and all of them pass",
        "pith verify --expect-count 12 records/*.json",
    ),
    (
        "List the paths of all documents that do not pass",
        "pith verify --json records/*.json | jq -r 'select(.verdict != \"pass\") | .source.path'",
    ),
    (
        "List what failed, why, and where",
        "pith verify --json record.json | jq -r '.checks[] | select(.status == \"fail\") | [.id, .pointer, .reason] | @tsv'",
    ),
    (
        "Verify a whole mirror: report only failures, and write the counts to a file",
        "pith verify --only-failures --summary summary.json corpus.ndjson.zst",
    ),
    (
        "Show which differences between two copies matter",
        "pith diff record.json other-copy.json",
    ),
    (
        "Compute the digest with standard tools",
        "pith canon record.json | sha256sum",
    ),
    (
        "Verify a state, and findings about a paper, against the signed record of the paper",
        "pith verify --with record.json state.json integrity.json",
    ),
];

/// Returns the page in roff.
pub fn page() -> io::Result<Vec<u8>> {
    let mut cli = cli::definition().disable_help_subcommand(true);
    cli.build();
    let mut page = Vec::new();
    let man = Man::new(cli.clone()).manual("Pith Number records");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    introduction(&cli).to_writer(&mut page)?;
    for command in cli.get_subcommands() {
        let name = format!("pith {}", command.get_name());
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").to_owned();
        let mut roff = Roff::new();
        roff.control("SH", [name.to_uppercase().as_str()]);
        roff.text([bold(usage)]);
        roff.control("PP", []);
        roff.text([about(command)]);
        roff.to_writer(&mut page)?;
        page.extend(options(command)?);
    }
    closing().to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// Returns the options of a command, with headings below that of the command.
fn options(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut options = Vec::new();
    Man::new(command.clone()).render_options_section(&mut options)?;
    let text = String::from_utf8_lossy(&options);
    let text = text.replace(".SH OPTIONS\n", "");
    Ok(text.replace("\n.SH ", "\n.SS ").into_bytes())
}

fn introduction(cli: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "A Pith Number record is a JSON document about a scientific paper, with a canonical \
         record, its SHA-256 digest, and a receipt: an Ed25519 signature over that digest. pith \
         recomputes everything from the bytes, trusts nothing that a document says about itself, \
         and exits with status 0 only if it verified every document. It verifies the registry's \
         other documents in the same way: bundles, integrity documents and states, each of which \
         it recognizes by its members.",
    )]);
    for command in cli.get_subcommands() {
        roff.control("TP", []);
        roff.text([bold(format!("pith {}", command.get_name()))]);
        roff.text([about(command)]);
    }
    roff
}

fn about(command: &clap::Command) -> Inline {
    let about = command.get_about().map(ToString::to_string);
    roman(about.unwrap_or_default())
}

fn closing() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["WHAT A PASS DOES NOT MEAN"]);
    roff.text([roman(
        "A receipt signs one thing: the digest of the canonical record. The canonical record holds \
         the source and version, the categories, the license, the date of submission, and the \
         hashes of title and abstract. A pass therefore says nothing about:",
    )]);
    for point in NOT_MEANT {
        roff.control("IP", ["\\(bu", "2"]);
        roff.text([roman(*point)]);
    }
    for sentence in OTHER_KINDS {
        roff.control("PP", []);
        roff.text([roman(*sentence)]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    roff.control("nf", []);
    for line in EXIT_TABLE.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("SH", ["FILES"]);
    roff.text([roman(
        "pith reads only the files that you name. It has no configuration file, keeps no state, \
         opens no network connection, and reads no environment variables except those that set the \
         colors of output. --format junit keeps output beyond 4 MiB in a temporary file until the \
         run is complete.",
    )]);
    roff.control("SH", ["EXAMPLES"]);
    for (what, line) in EXAMPLES {
        roff.control("PP", []);
        roff.text([roman(format!("{what}:"))]);
        roff.control("RS", ["4"]);
        roff.control("nf", []);
        roff.text([roman(*line)]);
        roff.control("fi", []);
        roff.control("RE", []);
    }
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_command_and_every_option() {
        let page = String::from_utf8(page().unwrap())
            .unwrap()
            .replace("\\-", "-");
        let mut cli = cli::definition();
        cli.build();
        for command in cli
            .get_subcommands()
            .filter(|command| command.get_name() != "help")
        {
            assert!(page.contains(&format!("pith {}", command.get_name())));
            for name in command.get_opts().filter_map(clap::Arg::get_long) {
                assert!(page.contains(&format!("--{name}")), "--{name}");
            }
        }
        assert!(!page.contains(".SH INPUT"), "{page}");
    }
}
