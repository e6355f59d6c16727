//! Renders reports as workflow commands of GitHub Actions.
//!
//! There is an annotation for each document that does not pass, and for each integrity document
//! that passes and has findings.

use std::io::{self, Write};

use super::assembly::Assembly;
use super::failures;
use super::narration::integrity_findings;
use super::style::Style;
use super::words::{Number, plural, unusual_kind};
use crate::report::escape::Visible;
use crate::report::{Finding, Outcome, Report, Tally, Verdict};

/// The most checks or findings that an annotation lists. The rest are counted.
const MAX_LISTED: usize = 5;

/// Appends the annotation for a document, if there is one.
pub(super) fn write(report: &Report<'_>, _style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let word = match report.verdict() {
        Verdict::Pass => return published(report, out),
        Verdict::Fail => "failed",
        Verdict::Unverifiable => "unverifiable",
    };
    let title = format!("{} {word}", subject(report));
    annotate("error", title, report, &message(report), out)
}

/// Writes a notice if a document passes and publishes findings about a paper.
fn published(report: &Report<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let (Some(count), Some(found)) = (integrity_findings::count(report), report.published()) else {
        return Ok(());
    };
    let paper = report.names.arxiv_id.as_deref().unwrap_or_default();
    let about = format!("The registry published {count} about arXiv {paper}.");
    let listed = found.shown.iter().take(MAX_LISTED);
    let listed = listed.map(|finding| {
        let severity = integrity_findings::severity(finding);
        format!("{severity}: {}", integrity_findings::sentence(finding))
    });
    let more = found.counts.total().saturating_sub(MAX_LISTED as u64);
    let noun = plural(more, "finding", "findings");
    let more = (more > 0).then(|| format!("and {more} more {noun}"));
    let lines = std::iter::once(about).chain(listed).chain(more);
    let lines: Vec<_> = lines.map(|line| data(&line)).collect();
    let message = lines.join(LINE_FEED);
    annotate(
        "notice",
        format!("integrity {count}"),
        report,
        &message,
        out,
    )
}

/// Writes an annotation at the place of a document.
fn annotate(
    command: &str,
    title: String,
    report: &Report<'_>,
    message: &str,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let source = report.source().filter(|source| *source.path != *"-");
    let file = source.map(|source| source.path.to_string());
    let line = report.source().and_then(|source| source.line);
    let line = line.or(report.first_line);
    let line = line.map(|line| line.to_string());
    let properties = [("file", file), ("line", line), ("title", Some(title))];
    let properties: Vec<_> = properties
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", property(&value?))))
        .collect();
    writeln!(out, "::{command} {}::{message}", properties.join(","))
}

/// Returns the name of a document: its kind, unless that is a record, and its Pith Number.
fn subject(report: &Report<'_>) -> String {
    match (unusual_kind(report), Number::of(report)) {
        (kind, Some(number @ Number::Claimed(_))) => {
            format!("{} that {number}", kind.unwrap_or("record"))
        }
        (Some(kind), Some(number)) => format!("{kind} {number}"),
        (None, Some(number)) => number.to_string(),
        (kind, None) => kind.unwrap_or("document").to_owned(),
    }
}

/// Returns the message about a document that does not pass.
///
/// Its lines are the first cause, the alterations and the checks that prevent a pass, or the reason
/// why no check was made.
fn message(report: &Report<'_>) -> String {
    let cause = failures::cause(report).map(|cause| data(&cause));
    if report.error.is_some() {
        return cause.unwrap_or_default();
    }
    let prevents_pass = |finding: &&Finding<'_>| match finding.outcome {
        Outcome::Passed { .. } => false,
        Outcome::Failed { .. } => true,
        Outcome::Skipped { .. } => {
            finding.check.required && report.verdict() == Verdict::Unverifiable
        }
    };
    let all = report.findings.iter().filter(prevents_pass);
    let all: Vec<_> = all
        .filter(|finding| !failures::is_shown_already(report, finding))
        .collect();
    let altered = report.diagnosis.changes.iter();
    let altered = altered.map(|change| data(&format!("altered: {change}")));
    let listed = all.iter().take(MAX_LISTED);
    let listed = listed.map(|finding| data(&line(report, finding)));
    let mut lines: Vec<_> = cause.into_iter().chain(altered).chain(listed).collect();
    let more = all.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        let noun = plural(more as u64, "check", "checks");
        lines.push(format!("and {more} more {noun}"));
    }
    lines.join(LINE_FEED)
}

/// Returns the id of a check, why it did not pass, and the values that it compared.
fn line(report: &Report<'_>, finding: &Finding<'_>) -> String {
    let why = finding.outcome.why().map(ToString::to_string);
    let mut line = format!("{}: {}", finding.id(), why.unwrap_or_default());
    for (label, value) in failures::values(report, finding) {
        line.push_str(&format!("; {label}: {value}"));
    }
    line
}

/// The escape sequence that the runner replaces with a line feed.
const LINE_FEED: &str = "%0A";

/// Returns a text as it is written after the `::`.
///
/// The runner replaces `%25`, `%0D` and `%0A`. Line ends in the text are escaped before that, as in
/// every format.
fn data(text: &str) -> String {
    Visible(text).to_string().replace('%', "%25")
}

/// Returns the value of a property, in which a comma or a colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// An output of one annotation after the other, with the counts at the end.
struct Github;

/// Returns the assembly of workflow commands.
pub(super) fn assemble() -> Box<dyn Assembly> {
    Box::new(Github)
}

impl Assembly for Github {
    fn finish(&mut self, tally: Tally, missing: &[String], out: &mut dyn Write) -> io::Result<()> {
        for reason in missing {
            writeln!(out, "::error title=pith::{}", data(reason))?;
        }
        writeln!(out, "::notice title=pith::{tally}")
    }
}
