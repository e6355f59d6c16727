//! What the command says of itself.

use crate::support::run::{at_a_terminal, run, status, stderr, stdout};

#[test]
fn nothing_to_do_is_answered_with_a_short_text_that_ends_with_an_example() {
    let output = run(&[]);
    assert_eq!((status(&output), stdout(&output)), (2, String::new()));
    let mut answers = vec![("pith", stderr(&output), "verify")];
    for command in ["verify", "explain", "canon"] {
        if let Some(output) = at_a_terminal(&[command]) {
            assert_eq!(status(&output), 2, "{output:?}");
            answers.push((command, stdout(&output), command));
        }
    }
    for (command, answer, example) in answers {
        let lines: Vec<_> = answer.lines().collect();
        assert!(lines.len() <= 15, "{answer}");
        let [.., usage, last] = &lines[..] else {
            panic!("{command}: {answer}")
        };
        assert!(usage.starts_with("Usage: pith "), "{answer}");
        assert_eq!(
            last.trim_end(),
            format!("Example: pith {example} record.json")
        );
    }
}

#[test]
fn both_lists_of_commands_describe_each_in_the_same_words() {
    let (short, long) = (stderr(&run(&[])), stdout(&run(&["-h"])));
    let (_, long) = long.split_once("\nCommands:\n").unwrap();
    let commands: Vec<_> = long.lines().take_while(|line| !line.is_empty()).collect();
    assert!(commands.len() > 7, "{long}");
    for command in commands {
        let command = command.trim_end_matches(" [alias: diff]");
        assert!(
            short.lines().any(|line| line == command),
            "{command}\n{short}"
        );
    }
}

#[test]
fn options_are_grouped_by_what_they_are_for() {
    let help = stdout(&run(&["verify", "-h"]));
    let headings = help.lines().filter(|line| line.ends_with(':'));
    let headings: Vec<_> = headings.filter(|line| !line.starts_with(' ')).collect();
    let groups = ["Input:", "Output:", "Trust:", "Expectations:", "Run:"];
    let start = ["Examples:", "Arguments:", "Options:"];
    assert_eq!(headings, [&start[..], &groups].concat());
    for (group, option) in [
        ("Input:", "--files-from"),
        ("Output:", "--json"),
        ("Trust:", "--key"),
        ("Expectations:", "--expect-list"),
        ("Run:", "--jobs"),
    ] {
        let (_, below) = help.split_once(&format!("\n{group}\n")).unwrap();
        let group = below.split("\n\n").next().unwrap();
        assert!(group.contains(option), "{option}: {group}");
    }
    // No option is left without a group.
    let (_, options) = help.split_once("\nOptions:\n").unwrap();
    assert_eq!(
        options.split("\n\n").next().unwrap().lines().count(),
        1,
        "{options}"
    );
    assert!(help.lines().count() <= 75, "{help}");
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
}

#[test]
fn every_option_and_command_is_explained() {
    for command in ["verify", "explain", "canon", "keys", "completions"] {
        let help = stdout(&run(&[command, "--help"]));
        let mut lines = help.lines().peekable();
        while let Some(line) = lines.next() {
            let word = line.trim_start();
            let is_option = word.starts_with('-') && !word.starts_with("- ");
            if is_option && line.starts_with("  ") && !line.trim().contains("  ") {
                let sentence = lines.peek().copied().unwrap_or_default().trim();
                let first = sentence.chars().next().unwrap_or(' ');
                assert!(first.is_uppercase(), "{command}: {line}: {sentence}");
            }
        }
    }
    for command in ["verify", "explain", "canon"] {
        assert!(stdout(&run(&[command, "-h"])).contains(&format!("pith {command} record.json")));
    }
    assert!(stdout(&run(&["explain", "--help"])).contains("pith diff record.json other-copy.json"));
}

#[test]
fn the_long_help_has_every_exit_status() {
    for arguments in [&["--help"][..], &["verify", "--help"], &["help", "explain"]] {
        let help = stdout(&run(arguments));
        for status in [
            "  0    every",
            "  1    at least",
            "  2    no",
            "  130  ",
            "  143  ",
        ] {
            assert!(help.contains(status), "{status}: {help}");
        }
    }
}
