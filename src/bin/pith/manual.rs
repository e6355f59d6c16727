//! The manual page: the help texts, and what to know before relying on a pass.

use std::io;

use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::cli;
use crate::exit::EXIT_TABLE;

/// What a pass does not mean; README says the same in the same words.
pub const NOT_MEANT: &[&str] = &[
    "authors, headline, claims, citations, events, or any other of the values that \
     pith verify --coverage lists as unsigned;",
    "the abstract that is shown: of one of 600 characters or more it is an excerpt, which \
     nobody signed and anybody can change. Give the whole with --abstract @FILE: then that is \
     checked, and the excerpt must be its beginning;",
    "a title beyond letter case and white space, which its hash leaves out;",
    "when it was signed: signed_at, the other dates and verification_status are not signed;",
    "the snapshots and links, which only agree with themselves;",
    "of an integrity document: that the paper has no problems, for its findings may be critical; \
     that a finding is right, that it still applies, or that there are no others: a signature says \
     that the registry published it then;",
    "of a bundle: any event but the first, which created the record;",
    "of a state: anything but the record that --with gives and that its digest is of;",
    "the paper being right, or the registry being honest.",
];

/// Common uses; README shows the same lines.
pub const EXAMPLES: &[(&str, &str)] = &[
    (
        "in CI: fail unless exactly these 12 records are there and pass",
        "pith verify --expect-count 12 records/*.json",
    ),
    (
        "the paths of all documents that did not pass",
        "pith verify --json records/*.json | jq -r 'select(.verdict != \"pass\") | .source.path'",
    ),
    (
        "what failed, why, and where",
        "pith verify --json record.json | jq -r '.checks[] | select(.status == \"fail\") | [.id, .pointer, .reason] | @tsv'",
    ),
    (
        "a whole mirror, every night: the output holds failures only, the counts go to a file",
        "pith verify --only-failures --summary summary.json corpus.ndjson.zst",
    ),
    (
        "the digest with standard tools",
        "pith canon record.json | sha256sum",
    ),
    (
        "this version of this paper, and no other",
        "pith verify --expect 2106.06530v2 record.json",
    ),
    (
        "a state, and findings about a paper, against its signed record",
        "pith verify --with record.json state.json integrity.json",
    ),
];

/// The page, in roff.
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

/// The options of a subcommand, below its own heading instead of one of theirs.
fn options(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut options = Vec::new();
    Man::new(command.clone()).render_options_section(&mut options)?;
    let text = String::from_utf8_lossy(&options);
    Ok(text.replace(".SH OPTIONS\n", "").into_bytes())
}

fn introduction(cli: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "A Pith Number record is a JSON document about a scientific paper, with a canonical \
         record, its SHA-256 and an Ed25519 receipt over it. pith recomputes everything from the \
         bytes, trusts nothing that a document says about itself, and never exits 0 unless it \
         verified what it says it verified. The registry's other documents, bundles, integrity \
         documents and states, are told apart by their own members and verified in the same way.",
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
        "A receipt signs one thing: the digest of the canonical record. So a pass says nothing \
         about",
    )]);
    for point in NOT_MEANT {
        roff.control("IP", ["\\(bu", "2"]);
        roff.text([roman(*point)]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    roff.control("nf", []);
    for line in EXIT_TABLE.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("SH", ["FILES"]);
    roff.text([roman(
        "None: no configuration, no state, no environment variables but those for colours, no \
         network. Only the files named are read. --format junit keeps more than 4 MiB of its output \
         in a temporary file until the run is complete.",
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

    /// A text without markup and line ends.
    fn plain(text: &str) -> String {
        let text = text.replace(['*', '`'], "").replace('|', " ");
        let words: Vec<_> = text.split_whitespace().collect();
        words.join(" ")
    }

    #[test]
    fn readme_says_the_same_in_the_same_words() {
        let readme = plain(include_str!("../../../README.md"));
        let statuses = EXIT_TABLE.lines().skip(1);
        let mut statuses: Vec<_> = statuses.map(str::to_owned).collect();
        // A status and its meaning may take several lines.
        for position in (1..statuses.len()).rev() {
            if statuses[position].starts_with("     ") {
                let rest = statuses.remove(position);
                statuses[position - 1].push_str(&rest);
            }
        }
        assert_eq!(statuses.len(), 5);
        let examples = EXAMPLES.iter().flat_map(|(what, line)| [*what, *line]);
        let points = NOT_MEANT.iter().copied().chain(examples);
        for said in statuses.iter().map(String::as_str).chain(points) {
            assert!(readme.contains(&plain(said)), "{said}");
        }
    }
}
