//! The reference pages in `docs/`, held against the program: what exists is described, and what is
//! described exists.

use std::collections::BTreeSet;

use pith_verify::ErrorCode;
use pith_verify::render::schema::REPORT_SCHEMA;
use pith_verify::verify::kinds::KINDS;
use serde_json::Value;

use crate::support::run::{run, stdout};

const VERDICTS: &str = include_str!("../../docs/verdicts.md");
const REPORTS: &str = include_str!("../../docs/reports.md");

/// The part of a page below a heading, up to the next heading of the same level.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("\n{heading}\n")).expect(heading);
    let level = heading.split(' ').next().unwrap();
    rest.split(&format!("\n{level} ")).next().unwrap()
}

/// The first cell of each row of the tables in a part of a page.
fn first_cells(part: &str) -> impl Iterator<Item = &str> {
    let rows = part.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| row.split(" | ").next().unwrap())
}

/// The texts between backquotes.
fn codes(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

#[test]
fn every_check_has_a_row_that_says_whether_it_is_required() {
    let rules = KINDS.iter().flat_map(|kind| kind.rules());
    let known = rules.map(|rule| (rule.id().to_owned(), rule.check.required));
    let rows = first_cells(section(VERDICTS, "## Checks"));
    let rows = rows.flat_map(|cell| codes(cell).map(|id| (id, cell.starts_with("**"))));
    assert_same(known, rows);
}

#[test]
fn every_code_of_an_error_has_a_row() {
    let known = ErrorCode::ALL.map(|code| code.to_string());
    let rows = first_cells(section(VERDICTS, "## Errors")).flat_map(codes);
    assert_same(known, rows);
}

#[test]
fn every_member_of_a_report_has_a_row() {
    let schema: Value = serde_json::from_str(REPORT_SCHEMA).unwrap();
    for (heading, schema) in [
        ("## Members", &schema),
        ("## Brief", &schema["$defs"]["brief"]),
    ] {
        let mut known = BTreeSet::new();
        add_members(schema, "", &mut known);
        let tables = section(REPORTS, heading).split("\n### ").next().unwrap();
        assert_same(known, first_cells(tables).flat_map(codes));
    }
}

/// Adds the paths of all members below a schema.
fn add_members(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{name}");
        add_members(member, &path, found);
        found.insert(path);
    }
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    forms.for_each(|form| add_members(form, path, found));
    if schema["items"].is_object() {
        add_members(&schema["items"], &format!("{path}[]"), found);
    }
}

#[test]
fn every_member_of_a_summary_has_a_row() {
    let summary = run(&["verify", "-q", "--summary", "-", "fixtures/valid"]);
    let summary: Value = serde_json::from_slice(&summary.stdout).unwrap();
    let known = summary.as_object().unwrap().keys().cloned();
    assert_same(
        known,
        first_cells(section(REPORTS, "## Summary")).flat_map(codes),
    );
}

#[test]
fn every_option_is_on_a_page() {
    let pages = pages();
    for command in ["verify", "explain"] {
        let help = run(&[command, "--help"]);
        let help = stdout(&help);
        let lines = help.lines().map(str::trim_start);
        let options = lines.filter(|line| line.starts_with('-')).flat_map(names);
        let options: BTreeSet<_> = options.collect();
        assert!(options.contains("--key"), "{options:?}");
        for option in options {
            assert!(is_on(&pages, option), "no page has {option} of {command}");
        }
    }
}

/// The names of an option in its line of the help, as `-q, --quiet`.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split([' ', ',', '=']).filter(|word| !word.is_empty());
    words.take_while(|word| word.len() > 1 && word.starts_with('-'))
}

/// Whether a text has a word that is not a part of a longer one.
fn is_on(text: &str, word: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let mut parts = text.match_indices(word);
    parts.any(|(start, _)| {
        let (before, rest) = (&text[..start], &text[start + word.len()..]);
        !before.ends_with(is_part) && !rest.starts_with(is_part)
    })
}

/// The README and all pages in `docs/`.
fn pages() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap();
    let pages = docs.map(|entry| entry.unwrap().path());
    let pages = pages.chain([root.join("README.md")]);
    pages
        .map(|page| std::fs::read_to_string(page).unwrap())
        .collect()
}

fn assert_same<T: Ord + std::fmt::Debug>(
    known: impl IntoIterator<Item = T>,
    rows: impl IntoIterator<Item = T>,
) {
    let (known, rows): (BTreeSet<_>, BTreeSet<_>) =
        (known.into_iter().collect(), rows.into_iter().collect());
    let missing: Vec<_> = known.difference(&rows).collect();
    let unknown: Vec<_> = rows.difference(&known).collect();
    assert!(missing.is_empty(), "without a row: {missing:?}");
    assert!(
        unknown.is_empty(),
        "rows of what does not exist: {unknown:?}"
    );
}
