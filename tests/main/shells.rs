//! Tests completions and the manual page with the real shells and `man`, if they are installed.
//!
//! On Windows, `bash` may be that of another system.

#![cfg(unix)]

use std::process::{Command, Output};

use crate::support::run::{must_have_tools, run, scratch, status, stderr, stdout};

/// Runs a program, or prints a warning if the machine does not have it.
fn with(program: &str, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(program);
    // Fix the language and the width of the output.
    command.env("LC_ALL", "C").env("MANWIDTH", "80");
    match command.args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("NOT RUN: {program}: {error}");
            assert!(!must_have_tools(), "CI must have {program}");
            None
        }
    }
}

fn completions(shell: &str) -> String {
    let output = run(&["completions", shell]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    stdout(&output)
}

#[test]
fn completions_name_every_command_and_option_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = completions(shell);
        for word in [
            "verify",
            "explain",
            "canon",
            "keys",
            "schema",
            "completions",
            "man",
            "only-failures",
        ] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(status(&run(&["completions", "tcsh"])), 2);
}

#[test]
fn completions_load_and_work() {
    let file = |shell: &str| {
        let path = scratch(&format!("pith.{shell}"), completions(shell).as_bytes());
        format!("'{}'", path.to_str().unwrap())
    };
    let bash = format!(
        ". {}; COMP_WORDS=(pith ver); COMP_CWORD=1; _pith pith ver pith; echo \"${{COMPREPLY[@]}}\"",
        file("bash")
    );
    let zsh = format!(
        "autoload -U compinit; compinit -D; . {}; whence -w _pith",
        file("zsh")
    );
    let fish = format!("source {}; complete -C 'pith ver'", file("fish"));
    for (shell, options, script, printed) in [
        ("bash", &["--norc", "-c"][..], &*bash, "verify"),
        ("zsh", &["-f", "-c"], &*zsh, "_pith: function"),
        ("fish", &["--no-config", "-c"], &*fish, "verify"),
    ] {
        let Some(output) = with(shell, &[options, &[script]].concat()) else {
            continue;
        };
        assert_eq!(stderr(&output), "", "{shell}");
        assert!(
            stdout(&output).trim_start().starts_with(printed),
            "{shell}: {output:?}"
        );
    }
}

/// Other systems than Linux have a `man` with other options, or none.
#[test]
#[cfg(target_os = "linux")]
fn the_manual_page_renders_with_every_section() {
    let page = run(&["man"]);
    assert_eq!((status(&page), stderr(&page)), (0, String::new()));
    let path = scratch("pith.1", &page.stdout);
    let Some(output) = with(
        "man",
        &["--warnings", "-P", "cat", "-l", path.to_str().unwrap()],
    ) else {
        return;
    };
    assert_eq!(stderr(&output), "");
    let text = stdout(&output);
    for heading in [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "PITH VERIFY",
        "PITH EXPLAIN",
        "PITH CANON",
        "PITH KEYS",
        "WHAT A PASS DOES NOT MEAN",
        "EXIT STATUS",
        "FILES",
        "EXAMPLES",
        "VERSION",
    ] {
        assert!(
            text.lines().any(|line| line == heading),
            "{heading}: {text}"
        );
    }
    for said in [
        "130 interrupted (Ctrl-C); a partial summary is printed",
        "the paper being right, or the registry being honest.",
        "pith canon record.json | sha256sum",
    ] {
        let words: Vec<_> = text.split_whitespace().collect();
        let said: Vec<_> = said.split_whitespace().collect();
        assert!(
            words.windows(said.len()).any(|window| window == said),
            "{said:?}"
        );
    }
}

#[test]
fn output_that_cannot_be_written_ends_with_status_2() {
    for arguments in [
        &["schema"][..],
        &["man"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let Ok(full) = full else { return };
        let output = crate::support::run::pith(arguments)
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("cannot write to standard output"));
    }
}
