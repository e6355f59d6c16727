//! JUnit XML, as CI systems read it: a test suite per file, a test case per check.
//!
//! A check that failed is a `failure`, a required one that could not be made an `error`,
//! any other that was not made `skipped`.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use tempfile::SpooledTempFile;

use super::Style;
use super::assembly::{Assembly, Part};
use crate::report::escape::Visible;
use crate::report::{Finding, Outcome, Report, Source, Tally};
use crate::verify::checks::id;

/// Bytes of test cases that are kept in memory: the totals stand before them.
const IN_MEMORY: usize = 1 << 22;

/// How many test cases there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub tests: u64,
    /// Checks that failed.
    pub failures: u64,
    /// Required checks that could not be made.
    pub errors: u64,
    /// Other checks that were not made.
    pub skipped: u64,
}

impl Counts {
    /// Counts the checks of a report.
    #[must_use]
    pub fn of(report: &Report<'_>) -> Self {
        let mut counts = Self::default();
        for finding in &report.findings {
            counts.tests += 1;
            match CaseStatus::of(finding) {
                CaseStatus::Passed => {}
                CaseStatus::Failure => counts.failures += 1,
                CaseStatus::Error => counts.errors += 1,
                CaseStatus::Skipped => counts.skipped += 1,
            }
        }
        counts
    }

    /// Adds other counts to these.
    pub fn add(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn attributes(&self) -> [(&'static str, String); 4] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", self.skipped.to_string()),
        ]
    }
}

/// The status of a check as a test case.
enum CaseStatus {
    Passed,
    Failure,
    Error,
    Skipped,
}

impl CaseStatus {
    fn of(finding: &Finding<'_>) -> Self {
        match finding.outcome {
            Outcome::Passed { .. } => Self::Passed,
            Outcome::Failed { .. } => Self::Failure,
            Outcome::Skipped { .. } if finding.check.required => Self::Error,
            Outcome::Skipped { .. } => Self::Skipped,
        }
    }
}

/// Writes the test cases of one report.
pub(super) fn write(report: &Report<'_>, _style: Style, out: &mut dyn Write) -> io::Result<()> {
    let place = match report.source() {
        Some(Source {
            path,
            line: Some(line),
            ..
        }) => format!("{path}:{line}"),
        Some(source) => source.path.clone(),
        None => String::new(),
    };
    let mut xml = Writer::new(out);
    for finding in &report.findings {
        let name = [
            ("name", text(&finding.id().to_string())),
            ("classname", text(&place)),
        ];
        let attributes = name.iter().map(|(name, value)| (*name, value.as_str()));
        let case = xml.create_element("testcase").with_attributes(attributes);
        let (element, details) = match CaseStatus::of(finding) {
            CaseStatus::Passed => {
                case.write_empty()?;
                xml.get_mut().write_all(b"\n")?;
                continue;
            }
            CaseStatus::Failure => ("failure", details(report, finding)),
            CaseStatus::Error => ("error", document_error(report)),
            CaseStatus::Skipped => ("skipped", String::new()),
        };
        let why = finding.outcome.why().map(ToString::to_string);
        let reason = text(&why.unwrap_or_default());
        case.write_inner_content(|xml| {
            let mut inner = xml
                .create_element(element)
                .with_attribute(("message", &*reason));
            if element != "skipped" {
                inner = inner.with_attribute(("type", &*finding.check.id));
            }
            match details.is_empty() {
                true => inner.write_empty(),
                false => inner.write_text_content(BytesText::new(&details)),
            }
            .map(|_| ())
        })?;
        xml.get_mut().write_all(b"\n")?;
    }
    Ok(())
}

/// Where, what is stated, what was computed and what was altered, a line each.
fn details(report: &Report<'_>, finding: &Finding<'_>) -> String {
    let mut details = Vec::new();
    let pointer = finding.pointer();
    if !pointer.is_empty() {
        details.push(format!("at {}", text(&pointer)));
    }
    let outcome = &finding.outcome;
    let facts = [
        ("stated", outcome.claimed()),
        ("computed", outcome.computed()),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, fact)| Some((label, fact?.quoted())));
    details.extend(facts.map(|(label, fact)| format!("{label} {}", text(&fact.to_string()))));
    if finding.check.id == id::CANONICAL_HASH {
        let changes = report.diagnosis.changes.iter();
        details.extend(changes.map(|change| format!("altered {}", text(&change.to_string()))));
    }
    details.join("\n")
}

/// Why a document could not be read as a record.
fn document_error(report: &Report<'_>) -> String {
    let error = report.error.as_ref();
    error.map_or_else(String::new, |error| text(&error.to_string()))
}

/// A text without what XML cannot carry: control characters, which are made visible in any
/// case, and the two characters that are none.
fn text(text: &str) -> String {
    let visible = Visible(text).to_string();
    visible
        .replace('\u{fffe}', "\\u{fffe}")
        .replace('\u{ffff}', "\\u{ffff}")
}

/// A suite for the run as a whole.
struct Run {
    counts: Counts,
    cases: Vec<u8>,
}

impl Run {
    fn part(&self) -> Part<'_> {
        Part {
            path: "pith",
            counts: self.counts,
            bytes: &self.cases,
        }
    }
}

/// A case for each reason why the run is no success: an error, as for what could not be
/// checked.
fn run(missing: &[String]) -> io::Result<Run> {
    let mut cases = Vec::new();
    let mut xml = Writer::new(&mut cases);
    for reason in missing {
        let case = xml.create_element("testcase");
        let case = case.with_attributes([("name", "run"), ("classname", "pith")]);
        case.write_inner_content(|xml| {
            let error = xml.create_element("error");
            let error = error.with_attributes([("message", &*text(reason)), ("type", "run")]);
            error.write_empty().map(|_| ())
        })?;
        xml.get_mut().write_all(b"\n")?;
    }
    let errors = missing.len() as u64;
    let counts = Counts {
        tests: errors,
        errors,
        ..Counts::default()
    };
    Ok(Run { counts, cases })
}

/// A test suite whose cases lie in the spool.
struct Suite {
    name: String,
    counts: Counts,
    bytes: u64,
}

/// All test cases so far.
struct Junit {
    suites: Vec<Suite>,
    cases: SpooledTempFile,
}

pub(super) fn assemble() -> Box<dyn Assembly> {
    Box::new(Junit {
        suites: Vec::new(),
        cases: tempfile::spooled_tempfile(IN_MEMORY),
    })
}

impl Assembly for Junit {
    fn add(&mut self, part: Part<'_>, _out: &mut dyn Write) -> io::Result<()> {
        self.cases.write_all(part.bytes)?;
        let bytes = part.bytes.len() as u64;
        match self.suites.last_mut() {
            Some(suite) if suite.name == part.path => {
                suite.counts.add(part.counts);
                suite.bytes += bytes;
            }
            _ => self.suites.push(Suite {
                name: part.path.to_owned(),
                counts: part.counts,
                bytes,
            }),
        }
        Ok(())
    }

    fn finish(&mut self, _tally: Tally, missing: &[String], out: &mut dyn Write) -> io::Result<()> {
        if !missing.is_empty() {
            self.add(run(missing)?.part(), out)?;
        }
        self.cases.seek(SeekFrom::Start(0))?;
        let mut total = Counts::default();
        for suite in &self.suites {
            total.add(suite.counts);
        }
        let mut xml = Writer::new(out);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.get_mut().write_all(b"\n")?;
        let root = xml
            .create_element("testsuites")
            .with_attribute(("name", "pith"));
        let counts = total.attributes();
        let root = root.with_attributes(pairs(&counts));
        let (suites, cases) = (&self.suites, &mut self.cases);
        root.write_inner_content(|xml| {
            xml.get_mut().write_all(b"\n")?;
            suites
                .iter()
                .try_for_each(|suite| write_suite(suite, cases, xml))
        })?;
        xml.get_mut().write_all(b"\n")
    }
}

fn write_suite(
    suite: &Suite,
    cases: &mut SpooledTempFile,
    xml: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    let element = xml.create_element("testsuite");
    let element = element.with_attribute(("name", &*text(&suite.name)));
    let counts = suite.counts.attributes();
    let element = element.with_attributes(pairs(&counts));
    element.write_inner_content(|xml| {
        xml.get_mut().write_all(b"\n")?;
        io::copy(&mut cases.take(suite.bytes), xml.get_mut()).map(|_| ())
    })?;
    xml.get_mut().write_all(b"\n")
}

fn pairs<'a>(attributes: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
}
