//! Command lines that cannot be understood get an answer that says what to write.

use crate::support::run::{folder, run, status, stderr, stdout, words};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// What is said of a wrong command line, in one line.
fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(status(&output), 2, "{arguments:?}");
    assert_eq!(stdout(&output), "", "{arguments:?}");
    let said = stderr(&output);
    assert!(!said.contains("similar"), "{said}");
    words(&said)
}

fn each_is_answered(cases: &[(&[&str], &str)]) {
    for (arguments, answer) in cases {
        let said = refused(arguments);
        assert!(said.contains(answer), "{arguments:?}: {said}");
    }
}

#[test]
fn a_missing_command_is_shown_in_its_place() {
    each_is_answered(&[
        (&[RECORD], "did you mean `pith verify fixtures/valid/4K6"),
        (
            &["no-such.ndjson"],
            "did you mean `pith verify no-such.ndjson`?",
        ),
        (
            &["--json", "record.json"],
            "did you mean `pith verify --json record.json`?",
        ),
        (
            &["record.json", "--json", "-v"],
            "did you mean `pith verify record.json --json -v`?",
        ),
        (
            &["--json", "verify", "a record.json"],
            "did you mean `pith verify --json 'a record.json'`?",
        ),
        (
            &["--json", "explain", "record.json"],
            "did you mean `pith explain --json record.json`?",
        ),
        (&["--html", "record.json"], "--html record.json`?"),
    ]);
}

#[test]
fn words_that_are_not_commands_are_answered_with_one() {
    each_is_answered(&[
        (&["check", RECORD], "`pith verify record.json`"),
        (&["validate", RECORD], "`pith verify record.json`"),
        (&["version"], "`pith --version`"),
        (
            &["show", RECORD],
            "`pith explain record.json` shows each step",
        ),
        (
            &["info", RECORD],
            "`pith verify record.json` says what a record is about",
        ),
        (&["compare", "a", "b"], "`pith diff A B`"),
        (
            &["html", RECORD],
            "`pith explain --html record.json > record.html`",
        ),
        (
            &["fetch", "2106.06530"],
            "pith opens no network connection; `curl -fsS \
             https://pith.science/pith/IDENTIFIER.json | pith verify`",
        ),
        (&["hash", RECORD], "`pith canon record.json | sha256sum`"),
        (&["verfy", RECORD], "did you mean `pith verify`?"),
    ]);
    let said = refused(&["strict"]);
    assert!(!said.contains("did you mean"), "{said}");
}

#[test]
fn options_of_other_programs_are_answered_with_what_to_do() {
    each_is_answered(&[
        (
            &["verify", "-r", "records"],
            "tip: directories are searched anyway",
        ),
        (
            &["verify", "--recursive", "records"],
            "directories are searched anyway",
        ),
        (&["verify", "-j4", RECORD], "tip: write --jobs 4"),
        (
            &["verify", "-j", "4", RECORD],
            "tip: write --jobs N, for example --jobs 4",
        ),
        (&["verify", "--threads=4", RECORD], "write --jobs N"),
        (
            &["verify", "--csv", RECORD],
            "write --format FORMAT, for example --format csv",
        ),
        (
            &["verify", "--strict", RECORD],
            "verification is always strict",
        ),
        (
            &["explain", "--strict", RECORD],
            "verification is always strict",
        ),
        (&["verify", "--jsonn", RECORD], "did you mean --json?"),
        (
            &["verify", "--expct=2106.06530", RECORD],
            "did you mean --expect?",
        ),
        (
            &["verify", "--no-such-option", RECORD],
            "`pith verify --help` lists the options; a file of this name is given as \
             ./--no-such-option",
        ),
        (&["canon", "a", "b"], "`pith canon` takes fewer files"),
    ]);
    // The usage is that of the command, not of an option that was guessed.
    let said = refused(&["verify", "--strict", RECORD]);
    assert!(
        said.contains("Usage: pith verify [OPTIONS] [PATH]..."),
        "{said}"
    );
}

#[test]
fn values_that_mean_nothing_are_answered_with_an_example() {
    each_is_answered(&[
        (
            &["verify", "--max-size", "10M", RECORD],
            "did you mean 10485760?",
        ),
        (&["verify", "--max-size", "0", RECORD], "not between 1 and "),
        (
            &["verify", "--expect-count", "two", RECORD],
            "not a count: write a number in digits, for example 12",
        ),
        (
            &["verify", "--jobs", "0", RECORD],
            "not a number from 1 to 1024, for example 4",
        ),
        (
            &["verify", "--expect", "my-paper", RECORD],
            "neither a Pith Number (4K6GSOJW), an arXiv id",
        ),
        (
            &["verify", "--require", "license", RECORD],
            "not of the form NAME=VALUE, for example",
        ),
        (
            &["verify", "--require", "authors=x", RECORD],
            "authors is not signed",
        ),
        (
            &[
                "verify",
                "--expect",
                "https://arxiv.org/list/2106.06530",
                RECORD,
            ],
            "the address of a paper there",
        ),
    ]);
}

#[test]
fn hostile_arguments_are_escaped_in_answers() {
    for arguments in [
        &["\u{1b}[31m.json"][..],
        &["--json", "\u{1b}[31m.json"],
        &["verify", "--\u{1b}[31m"],
        &["verify", "--expect-count", "\u{1b}[31m"],
    ] {
        let output = run(arguments);
        assert!(!stderr(&output).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn addresses_of_a_paper_are_names_of_its_record() {
    for id in [
        "https://arxiv.org/abs/2106.06530v2",
        "http://arxiv.org/abs/2106.06530",
        "arxiv.org/pdf/2106.06530v2.pdf",
        "https://doi.org/10.48550/arXiv.2106.06530",
        "doi:10.48550/arXiv.2106.06530v2",
    ] {
        assert_eq!(
            status(&run(&["verify", "-q", "--expect", id, RECORD])),
            0,
            "{id}"
        );
        let folder = folder("addresses", &[("ids", format!("{id}\n").as_bytes())]);
        let list = folder.join("ids").display().to_string();
        let output = run(&["verify", "-q", "--expect-list", &list, RECORD]);
        assert_eq!(status(&output), 0, "{id}: {}", stderr(&output));
    }
    let other = "https://arxiv.org/abs/2106.06530v1";
    assert_eq!(
        status(&run(&["verify", "-q", "--expect", other, RECORD])),
        1
    );
}

#[test]
fn both_spellings_of_license_are_required_alike() {
    let url = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/";
    for name in ["license", concat!("licen", "ce")] {
        let right = format!("{name}={url}");
        assert_eq!(
            status(&run(&["verify", "-q", "--require", &right, RECORD])),
            0
        );
        let wrong = format!("{name}=CC0");
        assert_eq!(
            status(&run(&["verify", "-q", "--require", &wrong, RECORD])),
            1
        );
    }
}

#[test]
fn diff_is_explain() {
    let altered = "fixtures/invalid/title--other-word.json";
    let compared = run(&["diff", RECORD, altered]);
    assert_eq!(compared, run(&["explain", RECORD, altered]));
    assert_eq!(status(&compared), 1);
    assert!(stdout(&run(&["--help"])).contains("diff"));
}

#[test]
fn outputs_that_cannot_be_written_are_named_before_the_run() {
    let folder = folder("unwritable", &[]);
    let directory = folder.to_str().unwrap();
    let nowhere = folder.join("none/x").display().to_string();
    for (option, path, why) in [
        ("--summary", &*nowhere, "there is no directory"),
        ("--summary", directory, "it is a directory"),
        ("--failed-to", &nowhere, "there is no directory"),
    ] {
        let said = refused(&["verify", "--json", option, path, RECORD]);
        let start = format!("pith: {option} {path} cannot be written: {why}");
        assert!(said.starts_with(&start), "{said}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    let unused = folder.join("s.json");
    let arguments = [
        "verify",
        "--failed-to",
        directory,
        "--summary",
        unused.to_str().unwrap(),
    ];
    refused(&[&arguments[..], &[RECORD]].concat());
    assert!(!unused.exists());
}
