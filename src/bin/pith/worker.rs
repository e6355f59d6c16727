//! Verifies batches of documents, each on any thread and independently of the others.

use std::sync::{Arc, Mutex};

use pith_verify::Verifier;
use pith_verify::corpus::reading;
use pith_verify::corpus::{Batch, Notes};
use pith_verify::explain::Explanation;
use pith_verify::render::{Counts, Format, Segment, Style};
use pith_verify::report::{Report, Verdict};
use pith_verify::run::document_counts::DocumentCounts;
use pith_verify::run::expected_list::ExpectedList;
use pith_verify::run::pool::lock;

use crate::cli::VerifyArgs;
use crate::failed_documents::FailedDocument;
use crate::page::{Page, PagePart};

/// What is needed to verify batches and render the reports.
pub struct Worker {
    pub verifier: Verifier,
    pub args: VerifyArgs,
    pub expected_list: Option<Arc<ExpectedList>>,
    pub style: Style,
    /// What is rendered of each report.
    pub renderings: Vec<Rendering>,
    /// The page of `--html`, if there is one.
    pub page: Option<Page>,
    pub spare: Spare,
}

/// A format, and the function that counts the checks of a report if the format states counts.
#[derive(Clone, Copy)]
pub struct Rendering {
    pub format: &'static Format,
    pub count: Option<fn(&Report<'_>) -> Counts>,
}

/// The result of verifying a batch.
#[derive(Default)]
pub struct BatchResult {
    /// The reports, for each rendering.
    pub segments: Vec<Vec<Segment>>,
    pub page: Vec<PagePart>,
    pub counts: DocumentCounts,
    /// The documents that did not pass, if they are kept.
    pub failed: Vec<FailedDocument>,
    /// The number of bytes that were read for the batch.
    pub bytes: u64,
    pub notes: Notes,
    /// Whether `--fail-fast` ended the batch.
    pub stopped: bool,
}

/// Returns the segment for the next report on a document of a file.
fn segment<'s>(
    segments: &'s mut Vec<Segment>,
    path: &str,
    spare: &Spare,
) -> Option<&'s mut Segment> {
    if segments.last().is_none_or(|last| last.path != path) {
        let mut segment = Segment::new(path);
        segment.reports = spare.take();
        segments.push(segment);
    }
    segments.last_mut()
}

/// The buffers of reports that are written, to be used again.
///
/// Allocating new ones takes more time than a few checks.
#[derive(Clone, Default)]
pub struct Spare(Arc<Mutex<Vec<Vec<u8>>>>);

impl Spare {
    const MAX: usize = 64;
    const MAX_BYTES: usize = 1 << 20;

    fn take(&self) -> Vec<u8> {
        lock(&self.0).pop().unwrap_or_default()
    }

    pub fn give_back(&self, mut buffer: Vec<u8>) {
        let mut spare = lock(&self.0);
        if spare.len() < Self::MAX && buffer.capacity() <= Self::MAX_BYTES {
            buffer.clear();
            spare.push(buffer);
        }
    }
}

impl Worker {
    /// Verifies the documents of a batch. With `--fail-fast`, it stops after the first that does
    /// not pass.
    pub fn work(&self, mut batch: Batch) -> BatchResult {
        let mut result = BatchResult {
            notes: std::mem::take(&mut batch.notes),
            segments: vec![Vec::new(); self.renderings.len()],
            bytes: batch.read,
            ..BatchResult::default()
        };
        batch.for_each(self.args.limit.max_size, |source, bytes| {
            let text = bytes.as_ref().ok().copied();
            let is_listed = self.args.input.files_from.is_some();
            let read = if is_listed {
                reading::document
            } else {
                reading::typed_document
            };
            let reading = read(&source.path, bytes.as_ref().copied());
            let report = match &self.page {
                Some(page) => {
                    let invocation = page.invocation(&source);
                    let explanation = Explanation::of(&self.verifier, source, &reading, invocation);
                    // Writing to memory cannot fail.
                    result.page.extend(page.part(&explanation).ok());
                    explanation.report
                }
                None => self.verifier.report(source, &reading),
            };
            if self.args.failed_to.is_some() && report.verdict() != Verdict::Pass {
                result
                    .failed
                    .push(FailedDocument::new(report.source(), text));
            }
            self.record(&report, &mut result);
            !result.stopped
        });
        result
    }

    /// Counts a report and renders it.
    fn record(&self, report: &Report<'_>, result: &mut BatchResult) {
        let list = self.expected_list.as_deref();
        result.counts.count(report, list);
        let passed = report.verdict() == Verdict::Pass;
        result.stopped = self.args.fail_fast && !passed;
        if !passed && self.style.many && self.args.output.is_text() {
            result.counts.summary.shared_causes.count(report);
        }
        if passed && self.args.output.only_failures {
            return;
        }
        let path = report.source().map_or("", |source| &source.path);
        for (rendering, segments) in self.renderings.iter().zip(&mut result.segments) {
            if let Some(segment) = segment(segments, path, &self.spare) {
                if let Some(count) = rendering.count {
                    segment.counts.add(count(report));
                }
                // Writing to memory cannot fail.
                let _ = (rendering.format.write)(report, self.style, &mut segment.reports);
            }
        }
    }
}
