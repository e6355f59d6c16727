//! Runs the console sessions in the README and in `docs/`, and compares the output with the
//! pages.
//!
//! Windows has no `sh` for the commands.

#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::run::in_project;

/// A command of a `console` block, with the output that the page shows.
struct Step {
    command: String,
    shown: String,
}

fn steps(readme: &str) -> Vec<Step> {
    let blocks = readme
        .split("```console\n")
        .skip(1)
        .map(|rest| format!("\n{}", rest.split("```").next().unwrap()));
    blocks
        .flat_map(|block| {
            block
                .split("\n$ ")
                .skip(1)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|step| {
            let (command, shown) = step.split_once('\n').unwrap();
            Step {
                command: command.into(),
                shown: shown.trim_end().into(),
            }
        })
        .collect()
}

fn run(command: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_pith"));
    let path = std::env::join_paths(
        [binary.parent().unwrap().to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = in_project(&mut Command::new("sh"))
        .args(["-c", &format!("{command} 2>&1")])
        .env("PATH", path.unwrap())
        .output()
        .unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap();
    let mut pages: Vec<_> = docs.map(|entry| entry.unwrap().path()).collect();
    let others = [
        "README",
        "CHANGELOG",
        "CONTRIBUTING",
        "fixtures/README",
        "packaging/README",
    ];
    pages.extend(others.map(|name| root.join(name).with_extension("md")));
    pages.sort();
    pages
}

#[test]
fn shows_what_the_commands_print() {
    let sessions: usize = pages().iter().map(|page| check_page(page)).sum();
    assert!(sessions >= 5, "only {sessions} sessions found");
}

/// Compares a page with what its commands print, and returns the number of commands.
fn check_page(path: &Path) -> usize {
    let mut readme = std::fs::read_to_string(path).unwrap();
    let steps = steps(&readme);
    let count = steps.len();
    for step in steps {
        let printed = run(&step.command);
        if std::env::var_os("BLESS").is_some() {
            let old = format!("$ {}\n{}", step.command, step.shown);
            readme = readme.replacen(old.trim_end(), &format!("$ {}\n{printed}", step.command), 1);
            continue;
        }
        assert_eq!(
            step.shown, printed,
            "{}: `BLESS=1 cargo test` rewrites it",
            step.command
        );
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, readme).unwrap();
    }
    count
}

#[test]
fn every_link_leads_to_a_file_and_to_a_heading_in_it() {
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if link.starts_with("http") {
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = match target {
                "" => page.clone(),
                target => page.parent().unwrap().join(target),
            };
            assert!(file.exists(), "{}: {link}", page.display());
            assert!(
                anchor.is_empty() || anchors(&file).iter().any(|found| found == anchor),
                "{}: no heading for {link}",
                page.display()
            );
        }
    }
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading
            .chars()
            .filter(|char| char.is_alphanumeric() || " -_".contains(*char));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}
