//! What surrounds the binary: streams that break, and text that is out to deceive.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use std::fs::File;
use std::process::Stdio;

use support::run::{pith, run, scratch, status, stderr, stdout};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/title--other-word.json";

#[test]
#[cfg(target_os = "linux")]
fn never_takes_output_for_written_that_was_not() {
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let unwritable = || Stdio::from(File::open("/dev/null").unwrap());
    let commands: [&[&str]; 6] = [
        &["verify", RECORD],
        &["verify", "--json", RECORD],
        &["canon", RECORD],
        &["keys"],
        &["--help"],
        &["--version"],
    ];
    for arguments in commands {
        for stream in [full(), unwritable()] {
            let output = pith(arguments)
                .stdout(stream)
                .stderr(Stdio::piped())
                .output()
                .unwrap();
            assert_eq!(status(&output), 2, "{arguments:?}");
            assert!(
                stderr(&output).contains("cannot write to standard output"),
                "{arguments:?}"
            );
        }
    }
    let output = pith(&["verify", "-q", RECORD])
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(status(&output), 0, "nothing to write, nothing lost");
    let output = pith(&["verify", ALTERED]).stdout(full()).output().unwrap();
    assert_eq!(status(&output), 1, "a failure stays one");
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_an_error_and_no_panic() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = pith(&["verify", RECORD])
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("cannot write to standard output"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn shows_hostile_text_only_escaped_whatever_it_came_in() {
    let name = "evil\u{1b}[31m\u{202e}";
    let path = scratch(name, b"{\"record_type\":\"\\u001b[2J\\u202e\\u009b\"}");
    let path = path.to_str().unwrap();
    for arguments in [
        &["verify", path][..],
        &["verify", "--json", path],
        &["verify", "--json", "--coverage", path],
        &["canon", path],
        &["canon", "--pointer", "/\u{1b}]0;", path],
        &["keys", path],
        &["verify", "--key", path, RECORD],
        &["verify", "--\u{1b}[31m"],
        &["\u{9b}31m"],
        &["verify", "--key", "none\npith: all is well", RECORD],
        &["--none\nall is well"],
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        for text in [stdout(&output), stderr(&output)] {
            let hostile = |char: char| char != '\n' && pith_verify::escape::is_hostile(char);
            assert!(!text.contains(hostile), "{arguments:?} {text:?}");
            assert!(
                !text
                    .lines()
                    .any(|line| line.starts_with("pith: all") || line.starts_with("all")),
                "{text}"
            );
            // Nor may a reader that unescapes JSON, as `jq -r` does, make it hostile again.
            for line in text.lines().filter(|line| line.starts_with('{')) {
                assert!(!line.contains("\\u00") && !line.contains("\\u20"), "{line}");
            }
        }
    }
}

#[test]
fn colours_only_when_asked_or_on_a_terminal() {
    let plain = run(&["verify", RECORD]);
    assert!(!plain.stdout.contains(&0x1b));
    assert_eq!(
        run(&["verify", "--color", "never", RECORD]).stdout,
        plain.stdout
    );
    let colored = stdout(&run(&["verify", "--color", "always", RECORD]));
    assert!(colored.contains("\u{1b}["));
    assert!(
        !run(&["verify", "--json", "--color", "always", RECORD])
            .stdout
            .contains(&0x1b)
    );
}
