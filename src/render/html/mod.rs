//! A page to be looked at: one file that loads nothing and runs nothing.
//!
//! Everything that is shown is escaped by the templates' own escaper, [`escape`]; the browser is
//! told to load nothing and to run nothing, should that ever fail.

mod comparison;
mod document;
pub mod escape;
mod overview;
mod steps;
mod top;
mod trouble;
mod words;

use std::io::{self, Write};

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::explain::Explanation;
use crate::explain::compare::Comparison;
use crate::render::Number;
use crate::report::{Report, TOOL};
use comparison::Differences;
use document::Document;
pub use overview::Overview;
use steps::Steps;
use top::Top;
use trouble::Troubles;

/// The style sheet. The browser accepts no other: the policy has its hash.
const STYLE: &str = include_str!("page.css");

#[derive(Template)]
#[template(path = "head.html")]
struct Head {
    title: String,
    policy: String,
    style: &'static str,
}

#[derive(Template)]
#[template(path = "foot.html")]
struct Foot {
    tool: &'static str,
}

impl Head {
    fn titled(title: String) -> Self {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        Self {
            title,
            policy: format!(
                "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
            ),
            style: STYLE,
        }
    }

    fn of(report: &Report<'_>) -> Self {
        let [_, _, verdict] = words::verdict(report.verdict());
        let file = report.source().map(super::place);
        let number = Number::of(report).map(|number| number.to_string());
        let parts = [number, file];
        let parts = parts.into_iter().flatten().map(|part| format!(" · {part}"));
        Self::titled(format!("{verdict}{}", parts.collect::<String>()))
    }

    fn write_into(&self, out: &mut dyn Write) -> io::Result<()> {
        Template::write_into(self, out)
    }
}

impl Foot {
    fn new() -> Self {
        Self { tool: TOOL }
    }
}

/// Writes an explanation as a page.
///
/// # Errors
///
/// Those of `out`.
pub fn write_explanation(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    Head::of(&explanation.report).write_into(out)?;
    document(explanation, 1, out)?;
    Foot::new().write_into(out)
}

/// A document with everything that there is to say of it.
fn document(explanation: &Explanation<'_>, level: u8, out: &mut dyn Write) -> io::Result<()> {
    let report = &explanation.report;
    Top::of(report, level).write_into(out)?;
    if let Some(troubles) = Troubles::of(report, level + 1) {
        troubles.write_into(out)?;
    }
    if let Some(document) = Document::of(report, &explanation.outline, level + 1) {
        let shell = explanation.map_shell.as_ref();
        let shell = shell.map(|shell| shell.lines.clone()).unwrap_or_default();
        let document = document.with_shell(shell);
        // Of many, each is to be found first.
        let document = if level > 1 {
            document.folded()
        } else {
            document
        };
        document.write_into(out)?;
    }
    match Steps::of(explanation, level + 1) {
        Some(steps) => steps.write_into(out),
        None => Ok(()),
    }
}

/// Writes a comparison as a page.
///
/// # Errors
///
/// Those of `out`.
pub fn write_comparison(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = comparison.reports.each_ref();
    let [one, other] = words.map(|report| words::verdict(report.verdict())[2]);
    Head::titled(format!("Two copies: {one} and {other}")).write_into(out)?;
    out.write_all(b"<h1>Two copies</h1>\n<div class=\"copies\">\n")?;
    for (place, report) in comparison.reports.iter().enumerate() {
        Top::copy(report, place + 1).write_into(out)?;
    }
    out.write_all(b"</div>\n")?;
    Differences::of(comparison).write_into(out)?;
    let documents = comparison.reports.iter().zip(&comparison.outlines);
    for (place, (report, outline)) in documents.enumerate() {
        if let Some(document) = Document::of(report, outline, 2) {
            let title = format!("Copy {} itself", place + 1);
            document.called(title).folded().write_into(out)?;
        }
    }
    Foot::new().write_into(out)
}
