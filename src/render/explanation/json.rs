//! An explanation as one JSON object on one line: the report, and the steps to it as data.

use std::io::{self, Write};

use serde::Serialize;

use super::super::json::{Object, TOOL};
use super::super::one_line;
use crate::explain::{EXPLANATION_VERSION, Explanation, Item, Region, Shell, Step};
use crate::report::excerpt::Excerpt;
use crate::report::{Finding, Report};

/// Writes an explanation as JSON.
///
/// # Errors
///
/// Those of `out`.
pub fn write(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let content = Content {
        explanation_version: EXPLANATION_VERSION,
        tool: TOOL,
        report: Object(&explanation.report),
        renamed: explanation.renamed,
        steps: explanation.steps.iter().map(StepContent::of).collect(),
        map: explanation.map.iter().map(RegionContent::of).collect(),
        map_shell: explanation.map_shell.as_ref().map(ShellContent::of),
    };
    one_line::write(&content, out)
}

#[derive(Serialize)]
struct Content<'e> {
    explanation_version: u32,
    tool: &'static str,
    report: Object<'e, Report>,
    renamed: Option<&'static str>,
    steps: Vec<StepContent<'e>>,
    map: Vec<RegionContent<'e>>,
    map_shell: Option<ShellContent<'e>>,
}

#[derive(Serialize)]
struct StepContent<'e> {
    id: &'static str,
    title: &'static str,
    says: &'e str,
    items: Vec<ItemContent<'e>>,
}

impl<'e> StepContent<'e> {
    fn of(step: &'e Step) -> Self {
        Self {
            id: step.id,
            title: step.title,
            says: &step.says,
            items: step.items.iter().map(ItemContent::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct ItemContent<'e> {
    label: &'e str,
    rule: &'e str,
    values: &'e [String],
    check: Option<Object<'e, Finding>>,
    shell: Option<ShellContent<'e>>,
}

impl<'e> ItemContent<'e> {
    fn of(item: &'e Item) -> Self {
        Self {
            label: &item.label,
            rule: &item.rule,
            values: &item.values,
            check: item.finding.as_ref().map(Object),
            shell: item.shell.as_ref().map(ShellContent::of),
        }
    }
}

#[derive(Serialize)]
struct ShellContent<'e> {
    lines: &'e [String],
    prints: &'e [String],
}

impl<'e> ShellContent<'e> {
    fn of(shell: &'e Shell) -> Self {
        Self {
            lines: &shell.lines,
            prints: &shell.prints,
        }
    }
}

#[derive(Serialize)]
struct RegionContent<'e> {
    class: &'static str,
    pointer: Option<&'e str>,
    leaves: u64,
    value: Option<&'e Excerpt>,
}

impl<'e> RegionContent<'e> {
    fn of(region: &'e Region) -> Self {
        Self {
            class: region.class.as_str(),
            pointer: region.pointer.as_deref(),
            leaves: region.leaves,
            value: region.value.as_ref(),
        }
    }
}
