//! Shows how the verdict follows from the bytes, step by step, with the commands that repeat it.

use askama::Template;

use super::trouble::{self, Trouble};
use super::words;
use crate::explain::{Explanation, Item, Shell, Step};
use crate::render::failures;
use crate::render::narration::{classes, introduction};
use crate::render::words::sentence;
use crate::report::{Finding, Outcome, Report};

/// The number of items at the start of a step that are shown.
///
/// Of the items that failed, this many are shown wherever they are.
const MAX_ITEMS: usize = 150;

#[derive(Template)]
#[template(path = "steps.html")]
pub(super) struct Steps {
    level: u8,
    how: Vec<Piece>,
    renamed: Option<String>,
    steps: Vec<View>,
}

/// A step as the page shows it.
struct View {
    title: &'static str,
    summary: Vec<Piece>,
    figure: Vec<String>,
    items: Vec<Check>,
    more: usize,
    state: State,
}

/// A piece of a sentence: words or code.
struct Piece {
    code: bool,
    text: String,
}

/// The result of a check or a step: its class in the style sheet, its sign and its word.
#[derive(Clone, Copy)]
struct State {
    css: &'static str,
    sign: &'static str,
    word: &'static str,
}

const DERIVED: State = State {
    css: "derived",
    sign: "=",
    word: "derived",
};
const OK: State = State {
    css: "ok",
    sign: "✓",
    word: "passes",
};
const FAILS: State = State {
    css: "fails",
    sign: "✕",
    word: "fails",
};
const FOLLOWS: State = State {
    css: "fails",
    sign: "✕",
    word: "follows from the alteration",
};
const SKIPPED: State = State {
    css: "skipped",
    sign: "–",
    word: "not checked",
};

/// An item of a step as the page shows it.
struct Check {
    label: String,
    state: State,
    rule: String,
    values: Vec<String>,
    why: String,
    trouble: Option<Trouble>,
    command: Vec<String>,
    prints: Vec<String>,
}

impl Steps {
    /// Returns the section with all steps, or `None` if there are none.
    pub(super) fn of(explanation: &Explanation<'_>, level: u8) -> Option<Self> {
        let report = &explanation.report;
        let steps = explanation.steps();
        (!steps.is_empty()).then(|| Self {
            level,
            how: prose(introduction::TEXT),
            renamed: introduction::renamed(explanation),
            steps: steps.iter().map(|step| view(report, step)).collect(),
        })
    }
}

/// Returns a step as the page shows it, with the number of items that are left out.
fn view(report: &Report<'_>, step: &Step<'_>) -> View {
    let is_shown = |place: usize, item: &Item<'_>, failures: &mut usize| {
        let failed = item.finding.is_some_and(Finding::failed);
        *failures += usize::from(failed);
        place < MAX_ITEMS || (failed && *failures <= MAX_ITEMS)
    };
    let mut failures = 0;
    let items = step.items.iter().enumerate();
    let items = items.filter(|(place, item)| is_shown(*place, item, &mut failures));
    let items: Vec<_> = items.map(|(_, item)| check(report, item)).collect();
    View {
        title: step.title,
        summary: prose(&step.summary),
        figure: step.figure.clone(),
        more: step.items.len() - items.len(),
        state: overall(step),
        items,
    }
}

/// Returns the result of a step as a whole.
fn overall(step: &Step<'_>) -> State {
    let mut findings = step.items.iter().filter_map(|item| item.finding);
    if findings.clone().any(Finding::failed) {
        return FAILS;
    }
    if findings.clone().any(Finding::passed) {
        return OK;
    }
    findings.next().map_or(DERIVED, |_| SKIPPED)
}

/// Returns the result of a check.
fn state(report: &Report<'_>, finding: &Finding<'_>) -> State {
    match finding.outcome {
        Outcome::Passed { .. } => OK,
        Outcome::Skipped { .. } => SKIPPED,
        Outcome::Failed { .. } if failures::is_shown_already(report, finding) => FOLLOWS,
        Outcome::Failed { .. } => FAILS,
    }
}

/// Returns an item of a step as the page shows it.
fn check(report: &Report<'_>, item: &Item<'_>) -> Check {
    let mut check = Check {
        label: item.label.clone(),
        state: DERIVED,
        rule: item.rule.clone(),
        values: item.values.clone(),
        why: String::new(),
        trouble: None,
        command: Vec::new(),
        prints: Vec::new(),
    };
    if let Some(finding) = item.finding {
        check.state = state(report, finding);
        match &finding.outcome {
            Outcome::Passed { value } => match classes::unsigned_copy(report, finding) {
                Some(meaning) => check.why = sentence(meaning),
                None if check.values.is_empty() => check.values.push(value.shortened().to_string()),
                None => {}
            },
            Outcome::Skipped { .. } => check.why = words::reason(finding),
            Outcome::Failed { .. } => check.trouble = Some(trouble::failed(report, finding)),
        }
    }
    if let Some(shell) = &item.shell {
        check.command.clone_from(&shell.lines);
        check.prints = prints(shell, &check.values);
    }
    check
}

/// Returns what a command prints if that is one line that is not shown right above it.
fn prints(shell: &Shell, above: &[String]) -> Vec<String> {
    match shell.prints.as_slice() {
        [line] if !above.contains(line) => vec![line.clone()],
        _ => Vec::new(),
    }
}

/// Returns the pieces of a text, in which code is between backquotes.
fn prose(text: &str) -> Vec<Piece> {
    let pieces = text.split('`').enumerate();
    pieces
        .map(|(place, text)| Piece {
            code: place % 2 == 1,
            text: text.to_owned(),
        })
        .collect()
}
