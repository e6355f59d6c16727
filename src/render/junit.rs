//! Renders reports as JUnit XML for CI systems: a test suite per file, a test case per check.
//!
//! A failed check is a `failure`. A check that was not made is an `error` if it is required, and
//! otherwise `skipped`.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use tempfile::SpooledTempFile;

use super::assembly::{Assembly, Counts, Segment, TemporaryFileError};
use super::failures;
use super::narration::alteration;
use super::style::Style;
use super::words::{Number, unusual_kind};
use crate::report::escape::Visible;
use crate::report::{Finding, Outcome, Report, Tally};
use crate::verify::checks::receipt;

/// The bytes of test cases that are kept in memory.
///
/// All test cases are kept until the end, because the totals are written before them. More than
/// this go to a temporary file.
const IN_MEMORY: usize = 1 << 22;

/// The attributes of a suite that count its test cases.
///
/// The first counts all test cases. Each of the others counts those that contain the element that
/// is named here.
const COUNTED: [(&str, Option<&str>); 4] = [
    ("tests", None),
    ("failures", Some(FAILURE)),
    ("errors", Some(ERROR)),
    ("skipped", Some(SKIPPED)),
];

const FAILURE: &str = "failure";
const ERROR: &str = "error";
const SKIPPED: &str = "skipped";

impl Counts {
    /// Counts the checks of a report.
    fn of(report: &Report<'_>) -> Self {
        Self(COUNTED.map(|(_, wanted)| {
            let findings = report.findings.iter();
            let counted = findings.filter(|found| wanted.is_none() || element(found) == wanted);
            counted.count() as u64
        }))
    }

    fn attributes(self) -> impl Iterator<Item = (&'static str, String)> {
        let counted = COUNTED.iter().zip(self.0);
        counted.map(|((name, _), count)| (*name, count.to_string()))
    }
}

/// Returns the element inside the test case of a check, or `None` if the check passed.
fn element(finding: &Finding<'_>) -> Option<&'static str> {
    match finding.outcome {
        Outcome::Passed { .. } => None,
        Outcome::Failed { .. } => Some(FAILURE),
        Outcome::Skipped { .. } if finding.check.required => Some(ERROR),
        Outcome::Skipped { .. } => Some(SKIPPED),
    }
}

/// Writes the test cases of one report.
pub(super) fn write(report: &Report<'_>, _style: Style, out: &mut Vec<u8>) -> io::Result<()> {
    let mut place = report.source().map(ToString::to_string).unwrap_or_default();
    if let Some(kind) = unusual_kind(report) {
        place = format!("{place} ({kind})");
    }
    let mut xml = Writer::new(out);
    for finding in &report.findings {
        let (id, place) = (text(&finding.id()), text(&place));
        let case = xml.create_element("testcase");
        let case = case.with_attributes([("name", &*id), ("classname", &*place)]);
        match element(finding) {
            None => case.write_empty()?,
            Some(element) => {
                case.write_inner_content(|xml| not_passed(report, finding, element, xml))?
            }
        };
        xml.get_mut().write_all(b"\n")?;
    }
    Ok(())
}

/// Writes why a check did not pass.
fn not_passed(
    report: &Report<'_>,
    finding: &Finding<'_>,
    element: &'static str,
    xml: &mut Writer<&mut Vec<u8>>,
) -> io::Result<()> {
    let message = text(&message(report, finding, element));
    let id = text(&finding.id());
    let mut inner = xml.create_element(element);
    inner = inner.with_attribute(("message", &*message));
    if element != SKIPPED {
        inner = inner.with_attribute(("type", &*id));
    }
    let details = match (element, &report.error) {
        (FAILURE, _) => details(report, finding),
        (ERROR, None) => claimed_number(report).unwrap_or_default(),
        _ => String::new(),
    };
    if details.is_empty() {
        inner.write_empty()?;
    } else {
        inner.write_text_content(BytesText::new(&details))?;
    }
    Ok(())
}

/// Returns why a check did not pass, in one line.
fn message(report: &Report<'_>, finding: &Finding<'_>, element: &str) -> String {
    match (element, &report.error) {
        (FAILURE, _) => failure(report, finding),
        (ERROR, Some(error)) => error.to_string(),
        (ERROR, None) => {
            let hint = finding.outcome.why().and_then(|why| why.hint);
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            failures::why_missing(finding) + &hint
        }
        _ => finding
            .outcome
            .why()
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

/// Returns what is wrong, with the values that were compared.
///
/// For the check that noticed an alteration, this is what was altered.
fn failure(report: &Report<'_>, finding: &Finding<'_>) -> String {
    let altered = report.diagnosis.changes.first();
    let altered = altered.filter(|_| finding.check.id == receipt::CANONICAL_HASH.id());
    let (what, values) = match altered {
        Some(change) => {
            let values = alteration::values(report, change);
            let values = values.map(|(label, value)| (label, value.unwrap_or("nothing".into())));
            (format!("{} was altered", change.pointer), values.to_vec())
        }
        None => (
            failures::plain(finding).to_owned(),
            failures::values(report, finding),
        ),
    };
    let values = values.into_iter();
    let values = values.map(|(label, value)| format!("; {label}: {value}"));
    what + &values.collect::<String>()
}

/// Returns the Pith Number that the document states, if it is not proven.
fn claimed_number(report: &Report<'_>) -> Option<String> {
    let number = Number::of(report).filter(|number| matches!(number, Number::Claimed(_)));
    number.map(|number| text(&number.to_string()))
}

/// Returns the details of a failure, each on a line of its own.
///
/// They are the place, the reason, the values, what was altered, and the Pith Number that the
/// document claims to have.
fn details(report: &Report<'_>, finding: &Finding<'_>) -> String {
    let pointer = finding.pointer();
    let place = (!pointer.is_empty()).then(|| format!("at: {pointer}"));
    let why = failures::reason(finding).map(|why| format!("reason: {why}"));
    let follows = failures::follows(report, finding);
    let follows = follows.then(|| "follows from another failure in this document".to_owned());
    let values = failures::values(report, finding).into_iter();
    let values = values.map(|(label, value)| format!("{label}: {value}"));
    let is_alteration = finding.check.id == receipt::CANONICAL_HASH.id();
    let altered = report.diagnosis.changes.iter().filter(|_| is_alteration);
    let altered = altered.map(|change| format!("altered: {change}"));
    let lines = place.into_iter().chain(why).chain(follows);
    let lines = lines.chain(values).chain(altered).map(|line| text(&line));
    let lines: Vec<_> = lines.chain(claimed_number(report)).collect();
    lines.join("\n")
}

/// Returns a text with all characters escaped that XML does not allow.
///
/// These are control characters, which are escaped in every format, and two noncharacters.
fn text(text: &str) -> String {
    let visible = Visible(text).to_string();
    visible
        .replace('\u{fffe}', "\\u{fffe}")
        .replace('\u{ffff}', "\\u{ffff}")
}

/// Returns a suite for the run as a whole, with an error for each reason why it cannot succeed.
fn run(missing: &[String]) -> io::Result<Segment> {
    let mut run = Segment::new("pith");
    let mut xml = Writer::new(&mut run.reports);
    for reason in missing {
        let case = xml.create_element("testcase");
        let case = case.with_attributes([("name", "run"), ("classname", "pith")]);
        case.write_inner_content(|xml| {
            let error = xml.create_element(ERROR);
            let error = error.with_attributes([("message", &*text(reason)), ("type", "run")]);
            error.write_empty().map(|_| ())
        })?;
        xml.get_mut().write_all(b"\n")?;
    }
    let errors = missing.len() as u64;
    run.counts = Counts([errors, 0, errors, 0]);
    Ok(run)
}

/// A test suite, whose test cases are the next `bytes` bytes of [`Junit::cases`].
struct Suite {
    name: String,
    counts: Counts,
    bytes: u64,
}

/// The output in JUnit XML, with all test cases so far.
struct Junit {
    suites: Vec<Suite>,
    cases: SpooledTempFile,
}

/// Returns the assembly of JUnit XML.
pub(super) fn assemble() -> Box<dyn Assembly> {
    Box::new(Junit {
        suites: Vec::new(),
        cases: tempfile::spooled_tempfile(IN_MEMORY),
    })
}

/// Returns an error of the temporary file as one that is not an error of the output.
fn temporary(error: io::Error) -> io::Error {
    io::Error::other(TemporaryFileError(error))
}

impl Assembly for Junit {
    fn counter(&self) -> Option<fn(&Report<'_>) -> Counts> {
        Some(Counts::of)
    }

    fn add(&mut self, segment: &Segment, _out: &mut dyn Write) -> io::Result<()> {
        let kept = self.cases.write_all(&segment.reports);
        kept.map_err(temporary)?;
        let bytes = segment.reports.len() as u64;
        match self.suites.last_mut() {
            Some(suite) if suite.name == segment.path => {
                suite.counts.add(segment.counts);
                suite.bytes += bytes;
            }
            _ => self.suites.push(Suite {
                name: segment.path.clone(),
                counts: segment.counts,
                bytes,
            }),
        }
        Ok(())
    }

    fn finish(&mut self, _tally: Tally, missing: &[String], out: &mut dyn Write) -> io::Result<()> {
        if !missing.is_empty() {
            self.add(&run(missing)?, out)?;
        }
        self.cases.seek(SeekFrom::Start(0)).map_err(temporary)?;
        let mut total = Counts::default();
        for suite in &self.suites {
            total.add(suite.counts);
        }
        let mut xml = Writer::new(out);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.get_mut().write_all(b"\n")?;
        write_counted(&mut xml, "testsuites", "pith", total, |xml| {
            for suite in &self.suites {
                let mut cases = (&mut self.cases).take(suite.bytes);
                let name = text(&suite.name);
                write_counted(xml, "testsuite", &name, suite.counts, |xml| {
                    io::copy(&mut cases, xml.get_mut()).map(|_| ())
                })?;
            }
            Ok(())
        })
    }
}

/// Writes an element whose attributes say how many test cases it contains.
fn write_counted<'w>(
    xml: &mut Writer<&'w mut dyn Write>,
    element: &'static str,
    name: &str,
    counts: Counts,
    write_content: impl FnOnce(&mut Writer<&'w mut dyn Write>) -> io::Result<()>,
) -> io::Result<()> {
    let mut element = xml.create_element(element).with_attribute(("name", name));
    for (name, count) in counts.attributes() {
        element = element.with_attribute((name, &*count));
    }
    element.write_inner_content(|xml| {
        xml.get_mut().write_all(b"\n")?;
        write_content(xml)
    })?;
    xml.get_mut().write_all(b"\n")
}
