//! `pith verify`: a report per document, and an exit status that follows from them.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, ensure};
use pith_verify::Verifier;
use pith_verify::json::document::Document;
use pith_verify::render::{Assembly, Counts, Part, Style};
use pith_verify::report::{Report, Tally, Verdict};

use crate::cli::{self, VerifyArgs, When};
use crate::corpus::file as input;
use crate::corpus::{Batch, Corpus};
use crate::exit::{self, Exit};
use crate::output;
use crate::pool;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::verifier;

const STOPPED: &str = "stopped by --fail-fast at the first document that does not pass";

pub fn run(args: &VerifyArgs) -> Result<Exit> {
    if args.paths.is_empty() && input::stdin_is_terminal() {
        output::eprint_text(&cli::short_help("verify"));
        return Ok(Exit::Unverified);
    }
    let mut verifier = verifier::new(&args.keys, &args.texts)?;
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

/// What came of a batch.
#[derive(Default)]
struct Done {
    reports: Vec<u8>,
    parts: Vec<PartOf>,
    summary: Summary,
    bytes: u64,
    /// Whether `--fail-fast` ended it.
    stopped: bool,
}

/// Reports on documents of one file, up to an end in the reports of a batch.
struct PartOf {
    path: String,
    counts: Counts,
    end: usize,
}

impl Done {
    /// What was reported last is about a document of this file.
    fn close_part(&mut self, path: &str, counts: Counts) {
        let end = self.reports.len();
        match self.parts.last_mut() {
            Some(part) if part.path == path => {
                part.counts.add(counts);
                part.end = end;
            }
            _ => self.parts.push(PartOf {
                path: path.to_owned(),
                counts,
                end,
            }),
        }
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let starts = [0]
            .into_iter()
            .chain(self.parts.iter().map(|part| part.end));
        starts.zip(&self.parts).map(|(start, part)| Part {
            path: &part.path,
            counts: part.counts,
            bytes: self.reports.get(start..part.end).unwrap_or_default(),
        })
    }
}

impl Worker {
    fn work(&self, batch: Batch) -> Done {
        let mut done = Done::default();
        batch.for_each(self.args.limit.max_size, |source, bytes| {
            done.bytes += bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
            let reading = bytes.and_then(Document::read);
            self.record(&self.verifier.report(source, &reading), &mut done);
            !done.stopped
        });
        done
    }

    fn record(&self, report: &Report<'_>, done: &mut Done) {
        done.summary.count(report);
        let passed = report.verdict() == Verdict::Pass;
        done.stopped = self.args.fail_fast && !passed;
        let output = &self.args.output;
        if !(output.quiet || passed && output.only_failures) {
            // Writing to memory does not fail.
            let _ = (output.format.write)(report, self.style, &mut done.reports);
            let path = report.source().map_or("", |source| &source.path);
            done.close_part(path, Counts::of(report));
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
    /// Shared with whoever watches for interrupts.
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

    /// Without this an interrupt ends the process as it would any other.
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
            |done| {
                stopped = done.stopped;
                written = self.take(done, &mut *assembly, &mut out);
                if stopped || written.is_err() {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            },
        )?;
        let tally = self.summary().tally;
        let finish = |()| match self.args.output.quiet {
            true => Ok(()),
            false => {
                let missing = self.missing(tally, stopped);
                assembly.finish(tally, &missing, &mut out)?;
                out.flush()
            }
        };
        let written = written.and_then(finish);
        written.context("cannot write to standard output")?;
        ensure!(!stopped, STOPPED);
        Ok(())
    }

    /// Why the run is no success whatever the documents are.
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
        mut done: Done,
        assembly: &mut dyn Assembly,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let tally = {
            let mut summary = self.summary();
            summary.append(std::mem::take(&mut done.summary));
            summary.tally
        };
        self.progress.advance(done.bytes, tally);
        let mut parts = done.parts();
        parts.try_for_each(|part| assembly.add(part, out))?;
        out.flush()
    }

    /// Nothing that is done with the summary can leave it half done.
    fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how the run ended, on standard error and in the summary file.
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

fn jobs(args: &VerifyArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(cores, usize::from)
}
