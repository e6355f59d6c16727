//! Verifies batches, each on its own, on any thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pith_verify::Verifier;
use pith_verify::render::{Counts, Segment, Style};
use pith_verify::report::{Report, Verdict};

use crate::cli::VerifyArgs;
use crate::corpus::{Batch, Notes};
use crate::expected_list::ExpectedList;
use crate::failed_documents::FailedDocument;
use crate::reading;
use crate::seen_records::{self, SeenRecord};
use crate::summary::Summary;

/// Verifies batches.
pub struct Worker {
    pub verifier: Verifier,
    pub args: VerifyArgs,
    pub expected_list: Option<Arc<ExpectedList>>,
    pub style: Style,
    /// Counts the checks of a report, if the format needs that.
    pub count: Option<fn(&Report<'_>) -> Counts>,
    pub spare: Spare,
}

/// What verifying a batch produced.
#[derive(Default)]
pub struct BatchResult {
    pub segments: Vec<Segment>,
    pub summary: Summary,
    /// The records of the documents that passed.
    pub seen: Vec<SeenRecord>,
    /// The lines of the list of expected records that documents are on that did not pass.
    pub not_passed: Vec<u32>,
    /// The documents that did not pass, if they are kept.
    pub failed: Vec<FailedDocument>,
    /// Bytes of the inputs that were read for it.
    pub bytes: u64,
    pub notes: Notes,
    /// Whether `--fail-fast` ended it.
    pub stopped: bool,
}

impl BatchResult {
    /// The segment for reports on the documents of a file.
    fn segment(&mut self, path: &str, spare: &Spare) -> Option<&mut Segment> {
        if self.segments.last().is_none_or(|last| last.path != path) {
            let mut segment = Segment::new(path);
            segment.reports = spare.take();
            self.segments.push(segment);
        }
        self.segments.last_mut()
    }
}

/// Buffers whose reports are written: making new ones costs more than a few checks.
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

/// No code that holds a lock can leave something half-updated, so poison is ignored.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Worker {
    pub fn work(&self, mut batch: Batch) -> BatchResult {
        let mut result = BatchResult {
            notes: std::mem::take(&mut batch.notes),
            seen: Vec::with_capacity(batch.len()),
            bytes: batch.read,
            ..BatchResult::default()
        };
        batch.for_each(self.args.limit.max_size, |source, bytes| {
            let text = bytes.as_ref().ok().copied();
            let reading = reading::document(&source.path, bytes.as_ref().copied());
            let report = self.verifier.report(source, &reading);
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

    fn record(&self, report: &Report<'_>, result: &mut BatchResult) {
        result.summary.count(report);
        let passed = report.verdict() == Verdict::Pass;
        result.stopped = self.args.fail_fast && !passed;
        if !passed && self.style.many && self.args.output.is_text() {
            result.summary.shared_causes.count(report);
        }
        if passed {
            let record = SeenRecord::of(report, self.expected_list.as_deref());
            result.seen.extend(record);
        } else if let Some(list) = &self.expected_list {
            let lines = seen_records::lines_of_failed(report, list);
            result.not_passed.extend(lines);
        }
        let output = &self.args.output;
        if output.quiet || passed && output.only_failures {
            return;
        }
        let path = report.source().map_or("", |source| &source.path);
        if let Some(segment) = result.segment(path, &self.spare) {
            if let Some(count) = self.count {
                segment.counts.add(count(report));
            }
            // Writing to memory cannot fail.
            let _ = (output.format.write)(report, self.style, &mut segment.reports);
        }
    }
}
