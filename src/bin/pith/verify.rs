//! `pith verify`: a report per document, and an exit status that follows from them.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, ensure};
use pith_verify::Verifier;
use pith_verify::json::document::Document;
use pith_verify::render::{Assembly, Counts, Segment, Style, TemporaryFileError};
use pith_verify::report::{Report, Tally, Verdict};

use crate::census::{List, Sighting};
use crate::cli::{VerifyArgs, When};
use crate::corpus::{Batch, Corpus};
use crate::exit::{self, Exit};
use crate::hints;
use crate::keeper::{Keeper, Kept};
use crate::output;
use crate::pool;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::verifier;

const STOPPED: &str = "stopped by --fail-fast at the first document that does not pass";

pub fn run(args: &VerifyArgs) -> Result<Exit> {
    let mut verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    verifier.expectations = verifier::expectations(&args.expected);
    verifier.list_leaves = args.output.coverage;
    verifier.diagnose = !args.output.quiet;
    let paths = if args.paths.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        args.paths.clone()
    };
    let corpus = Corpus::new(paths, args.ndjson, args.limit.max_size);
    let mut run = Run::over(&corpus, args)?;
    if run.many {
        run.conclude_when_interrupted()?;
    }
    let result = run.verify(corpus, verifier);
    Ok(run.conclude(result))
}

/// Verifies batches.
struct Worker {
    verifier: Verifier,
    args: VerifyArgs,
    list: Option<Arc<List>>,
    style: Style,
    spare: Spare,
}

/// What verifying a batch produced.
#[derive(Default)]
struct BatchResult {
    segments: Vec<Segment>,
    summary: Summary,
    /// The records that were passed.
    sightings: Vec<Sighting>,
    /// The documents to be kept.
    kept: Vec<Kept>,
    bytes: u64,
    /// Whether `--fail-fast` ended it.
    stopped: bool,
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
struct Spare(Arc<Mutex<Vec<Vec<u8>>>>);

impl Spare {
    const MAX: usize = 64;
    const MAX_BYTES: usize = 1 << 20;

    fn take(&self) -> Vec<u8> {
        lock(&self.0).pop().unwrap_or_default()
    }

    fn give_back(&self, mut buffer: Vec<u8>) {
        let mut spare = lock(&self.0);
        if spare.len() < Self::MAX && buffer.capacity() <= Self::MAX_BYTES {
            buffer.clear();
            spare.push(buffer);
        }
    }
}

/// No code that holds a lock can leave something half-updated, so poison is ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Worker {
    fn work(&self, batch: Batch) -> BatchResult {
        let mut result = BatchResult::default();
        batch.for_each(self.args.limit.max_size, |source, bytes| {
            result.bytes += bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
            let text = bytes.as_ref().ok().copied();
            let reading = bytes.and_then(Document::read);
            let reading = reading.map_err(|error| hints::add(error, &source.path, text));
            let report = self.verifier.report(source, &reading);
            if self.args.failed_to.is_some() && report.verdict() != Verdict::Pass {
                result.kept.push(Kept::new(report.source(), text));
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
        if passed {
            let before = result.sightings.last();
            let sighting = Sighting::of(report, self.list.as_deref(), before);
            result.sightings.extend(sighting);
        }
        let output = &self.args.output;
        if output.quiet || passed && output.only_failures {
            return;
        }
        let path = report.source().map_or("", |source| &source.path);
        if let Some(segment) = result.segment(path, &self.spare) {
            segment.counts.add(Counts::of(report));
            // Writing to memory cannot fail.
            let _ = (output.format.write)(report, self.style, &mut segment.reports);
        }
    }
}

/// One run over a corpus, and how it ends.
#[derive(Clone)]
struct Run {
    args: VerifyArgs,
    many: bool,
    list: Option<Arc<List>>,
    start: Instant,
    progress: Progress,
    spare: Spare,
    /// Shared with the interrupt handler.
    summary: Arc<Mutex<Summary>>,
}

impl Run {
    fn over(corpus: &Corpus, args: &VerifyArgs) -> Result<Self> {
        let list = args.expected.expect_list.as_deref();
        let list = list.map(|path| List::read(path).with_context(|| path.display().to_string()));
        let many = !corpus.is_single();
        let when = if many {
            args.output.progress
        } else {
            When::Never
        };
        Ok(Self {
            args: args.clone(),
            many,
            list: list.transpose()?.map(Arc::new),
            start: Instant::now(),
            progress: Progress::new(when, corpus.total_bytes()),
            spare: Spare::default(),
            summary: Arc::default(),
        })
    }

    fn style(&self) -> Style {
        let mut style = Style::default();
        style.color = output::color(self.args.output.color);
        style.verbose = self.args.output.verbose;
        style.many = self.many;
        style.width = output::width();
        style
    }

    /// Without this an interrupt ends the process without a summary.
    fn conclude_when_interrupted(&self) -> Result<()> {
        let run = self.clone();
        let handler = move || {
            run.conclude(Err(anyhow!("interrupted")));
            std::process::exit(i32::from(Exit::Interrupted as u8));
        };
        ctrlc::set_handler(handler).context("cannot watch for interrupts")
    }

    /// Verifies all documents, unless something ends that early.
    fn verify(&mut self, corpus: Corpus, verifier: Verifier) -> Result<()> {
        let mut out = output::stdout()?;
        let keeper = self.args.failed_to.as_deref();
        let keeper =
            keeper.map(|path| Keeper::create(path).with_context(|| path.display().to_string()));
        let mut keeper = keeper.transpose()?;
        let mut assembly = (self.args.output.format.assemble)();
        let worker = Worker {
            verifier,
            args: self.args.clone(),
            list: self.list.clone(),
            style: self.style(),
            spare: self.spare.clone(),
        };
        let jobs = if self.many { jobs(&self.args) } else { 1 };
        let mut written = Ok(());
        let mut stopped = false;
        pool::run(
            corpus,
            jobs,
            Batch::is_large,
            move |batch| worker.work(batch),
            |result| {
                stopped = result.stopped;
                written = keep(&result.kept, keeper.as_mut());
                if written.is_ok() {
                    written = self
                        .take(result, &mut *assembly, &mut out)
                        .map_err(not_written);
                }
                if stopped || written.is_err() {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            },
        )?;
        written?;
        if let Some(unread) = keeper.and_then(|keeper| keeper.unread()) {
            output::eprint_line(&format!("pith: {unread}"));
        }
        if !self.args.output.quiet {
            let (tally, missing) = {
                let summary = self.summary();
                (summary.tally, self.missing(&summary, stopped))
            };
            let finished = assembly.finish(tally, &missing, &mut out);
            finished.and_then(|()| out.flush()).map_err(not_written)?;
        }
        ensure!(!stopped, STOPPED);
        Ok(())
    }

    /// Why the run cannot succeed whatever the documents are.
    fn missing(&self, summary: &Summary, stopped: bool) -> Vec<String> {
        let nothing = (summary.tally.documents() == 0).then(|| "no documents".to_owned());
        let mut missing: Vec<_> = nothing.into_iter().collect();
        if stopped {
            missing.push(STOPPED.to_owned());
        }
        missing.extend(self.unmet(summary, !stopped));
        missing
    }

    /// What was asked of all documents together and is not so. If not all of them were seen,
    /// what is on a list need not be missing.
    fn unmet(&self, summary: &Summary, seen_all: bool) -> Vec<String> {
        let mut unmet: Vec<_> = self.count_not_met(summary.tally).into_iter().collect();
        if let Some(list) = self.list.as_deref().filter(|_| seen_all) {
            unmet.extend(summary.census.compare(list).unmet());
        }
        if self.args.expected.no_duplicates {
            unmet.extend(summary.census.duplicates());
        }
        unmet
    }

    fn count_not_met(&self, tally: Tally) -> Option<String> {
        let documents = tally.documents();
        let expected = self.args.expect_count.filter(|count| *count != documents)?;
        Some(format!("expected {expected} documents, found {documents}"))
    }

    fn take(
        &mut self,
        result: BatchResult,
        assembly: &mut dyn Assembly,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let tally = {
            let mut summary = self.summary();
            summary.append(result.summary);
            for sighting in result.sightings {
                summary.census.add(sighting);
            }
            summary.tally
        };
        self.progress.advance(result.bytes, tally);
        for segment in result.segments {
            assembly.add(&segment, out)?;
            self.spare.give_back(segment.reports);
        }
        out.flush()
    }

    fn summary(&self) -> MutexGuard<'_, Summary> {
        lock(&self.summary)
    }

    /// Reports how the run ended, on standard error and in the summary file.
    fn conclude(&self, result: Result<()>) -> Exit {
        let summary = self.summary();
        let elapsed = self.start.elapsed();
        self.progress.finish();
        let mut complete = true;
        let mut incomplete = |reason: String| {
            output::eprint_line(&format!("pith: {reason}"));
            complete = false;
        };
        let seen_all = result.is_ok();
        if let Err(error) = result {
            incomplete(format!("{error:#}"));
        }
        for reason in self.unmet(&summary, seen_all) {
            incomplete(reason);
        }
        if self.many && !self.args.output.quiet {
            let duplicates = summary.census.each_duplicate();
            for duplicate in duplicates.filter(|_| self.args.output.verbose) {
                output::eprint_line(&duplicate);
            }
            output::eprint_line(&summary.line(elapsed));
        }
        if let Some(path) = &self.args.summary
            && let Err(error) = summary.write(path, complete, elapsed, self.list.as_deref())
        {
            output::eprint_line(&format!("pith: {}: {error:#}", path.display()));
            complete = false;
        }
        exit::status(summary.tally, complete)
    }
}

/// Writes documents that did not pass, if they are to be kept.
fn keep(documents: &[Kept], keeper: Option<&mut Keeper>) -> Result<()> {
    let Some(keeper) = keeper else {
        return Ok(());
    };
    documents
        .iter()
        .try_for_each(|document| keeper.keep(document))?;
    keeper.finish()
}

/// Why the output is not complete.
fn not_written(error: io::Error) -> anyhow::Error {
    let cause = error.get_ref();
    if cause.is_some_and(|cause| cause.is::<TemporaryFileError>()) {
        return error.into();
    }
    anyhow::Error::new(error).context("cannot write to standard output")
}

fn jobs(args: &VerifyArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(cores, usize::from)
}
