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

use crate::cli::{VerifyArgs, When};
use crate::corpus::{Batch, Corpus};
use crate::exit::{self, Exit};
use crate::output;
use crate::pool;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::verifier;

const STOPPED: &str = "stopped by --fail-fast at the first document that does not pass";

pub fn run(args: &VerifyArgs) -> Result<Exit> {
    let mut verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    verifier.list_leaves = args.output.coverage;
    verifier.diagnose = !args.output.quiet;
    let paths = if args.paths.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        args.paths.clone()
    };
    let corpus = Corpus::new(paths, args.ndjson, args.limit.max_size);
    let mut run = Run::over(&corpus, args);
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
    style: Style,
}

/// What verifying a batch produced.
#[derive(Default)]
struct BatchResult {
    segments: Vec<Segment>,
    summary: Summary,
    bytes: u64,
    /// Whether `--fail-fast` ended it.
    stopped: bool,
}

impl BatchResult {
    /// The segment for reports on the documents of a file.
    fn segment(&mut self, path: &str) -> Option<&mut Segment> {
        if self.segments.last().is_none_or(|last| last.path != path) {
            self.segments.push(Segment::new(path));
        }
        self.segments.last_mut()
    }
}

impl Worker {
    fn work(&self, batch: Batch) -> BatchResult {
        let mut result = BatchResult::default();
        batch.for_each(self.args.limit.max_size, |source, bytes| {
            result.bytes += bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
            let reading = bytes.and_then(Document::read);
            self.record(&self.verifier.report(source, &reading), &mut result);
            !result.stopped
        });
        result
    }

    fn record(&self, report: &Report<'_>, result: &mut BatchResult) {
        result.summary.count(report);
        let passed = report.verdict() == Verdict::Pass;
        result.stopped = self.args.fail_fast && !passed;
        let output = &self.args.output;
        if output.quiet || passed && output.only_failures {
            return;
        }
        let path = report.source().map_or("", |source| &source.path);
        if let Some(segment) = result.segment(path) {
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
    start: Instant,
    progress: Progress,
    /// Shared with the interrupt handler.
    summary: Arc<Mutex<Summary>>,
}

impl Run {
    fn over(corpus: &Corpus, args: &VerifyArgs) -> Self {
        let many = !corpus.is_single();
        let when = if many {
            args.output.progress
        } else {
            When::Never
        };
        Self {
            args: args.clone(),
            many,
            start: Instant::now(),
            progress: Progress::new(when, corpus.total_bytes()),
            summary: Arc::default(),
        }
    }

    fn style(&self) -> Style {
        let mut style = Style::default();
        style.color = output::color(self.args.output.color);
        style.verbose = self.args.output.verbose;
        style.many = self.many;
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
        let mut assembly = (self.args.output.format.assemble)();
        let worker = Worker {
            verifier,
            args: self.args.clone(),
            style: self.style(),
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
                written = self.take(result, &mut *assembly, &mut out);
                if stopped || written.is_err() {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            },
        )?;
        let tally = self.summary().tally;
        let finish = |()| {
            if self.args.output.quiet {
                return Ok(());
            }
            assembly.finish(tally, &self.missing(tally, stopped), &mut out)?;
            out.flush()
        };
        written.and_then(finish).map_err(not_written)?;
        ensure!(!stopped, STOPPED);
        Ok(())
    }

    /// Why the run cannot succeed whatever the documents are.
    fn missing(&self, tally: Tally, stopped: bool) -> Vec<String> {
        let nothing = (tally.documents() == 0).then(|| "no documents".to_owned());
        let stopped = stopped.then(|| STOPPED.to_owned());
        let count = self.count_not_met(tally);
        nothing.into_iter().chain(stopped).chain(count).collect()
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
            summary.tally
        };
        self.progress.advance(result.bytes, tally);
        for segment in &result.segments {
            assembly.add(segment, out)?;
        }
        out.flush()
    }

    /// No code that holds the lock can leave a half-updated summary, so poison is ignored.
    fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Err(error) = result {
            incomplete(format!("{error:#}"));
        }
        if let Some(reason) = self.count_not_met(summary.tally) {
            incomplete(reason);
        }
        if self.many && !self.args.output.quiet {
            output::eprint_line(&summary.line(elapsed));
        }
        if let Some(path) = &self.args.summary
            && let Err(error) = summary.write(path, complete, elapsed)
        {
            output::eprint_line(&format!("pith: {}: {error:#}", path.display()));
            complete = false;
        }
        exit::status(summary.tally, complete)
    }
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
