//! Writes what every page begins and ends with, and one document on it.

use std::io::{self, Write};

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::document::Document;
use super::steps::Steps;
use super::top::Top;
use super::trouble::Troubles;
use super::words;
use crate::explain::Explanation;
use crate::render::words::Number;
use crate::report::{Report, TOOL};

/// The style sheet. The browser accepts no other, because the policy of the page has its hash.
const STYLE: &str = include_str!("page.css");

#[derive(Template)]
#[template(path = "head.html")]
pub(super) struct Head {
    title: String,
    policy: String,
    style: &'static str,
}

#[derive(Template)]
#[template(path = "foot.html")]
pub(super) struct Foot {
    tool: &'static str,
}

impl Head {
    /// Returns the head of a page with a title.
    pub(super) fn titled(title: String) -> Self {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        Self {
            title,
            policy: format!(
                "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
            ),
            style: STYLE,
        }
    }

    /// Returns the head of the page about one document.
    pub(super) fn of(report: &Report<'_>) -> Self {
        let [_, _, verdict] = words::verdict(report.verdict());
        let file = report.source().map(ToString::to_string);
        let number = Number::of(report).map(|number| number.to_string());
        let parts = [number, file];
        let parts = parts.into_iter().flatten().map(|part| format!(" · {part}"));
        Self::titled(format!("{verdict}{}", parts.collect::<String>()))
    }

    pub(super) fn write_into(&self, out: &mut dyn Write) -> io::Result<()> {
        Template::write_into(self, out)
    }
}

impl Foot {
    pub(super) fn new() -> Self {
        Self { tool: TOOL }
    }
}

/// Writes everything that the page shows about one document.
pub(super) fn document(
    explanation: &Explanation<'_>,
    level: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = &explanation.report;
    Top::of(report, level).write_into(out)?;
    if let Some(troubles) = Troubles::of(report, level + 1) {
        troubles.write_into(out)?;
    }
    if let Some(document) = Document::of(report, &explanation.outline(), level + 1) {
        let shell = explanation.map_shell().map(|shell| shell.lines);
        let document = document.with_shell(shell.unwrap_or_default());
        document.write_into(out)?;
    }
    match Steps::of(explanation, level + 1) {
        Some(steps) => steps.write_into(out),
        None => Ok(()),
    }
}
