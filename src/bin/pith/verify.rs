//! `pith verify` writes a report for each document, and sets an exit status that follows from them.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use pith_verify::Verifier;
use pith_verify::corpus::{Batch, Corpus, InputFormat, PathList, file};
use pith_verify::render::Style;
use pith_verify::run::expected_list::ExpectedList;
use pith_verify::run::pool::{self, lock};
use pith_verify::run::requirements::Requirements;
use pith_verify::run::summary::Summary;

use crate::cli::{VerifyArgs, When};
use crate::completeness::Completeness;
use crate::exit::{self, Exit};
use crate::failed_documents::{FailedDocument, FailedDocuments};
use crate::interrupt;
use crate::output;
use crate::output_file;
use crate::own_output::OwnOutput;
use crate::progress::Progress;
use crate::report_outputs::ReportOutputs;
use crate::verifier;
use crate::worker::{BatchResult, Spare, Worker};
use crate::writable;

const STOPPED: &str = "stopped by --fail-fast at the first document that does not pass";

/// Runs `pith verify`.
///
/// # Errors
///
/// Returns an error if the arguments cannot be used, or an output cannot be opened. What goes wrong
/// later is reported, and is part of the exit status.
pub fn run(args: &VerifyArgs) -> Result<Exit> {
    let mut verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    verifier.expectations = verifier::expectations(&args.expected);
    verifier.list_leaves = args.output.coverage;
    let output = &args.output;
    verifier.details = !output.quiet || output.junit.is_some() || output.html.is_some();
    let mut corpus = corpus(args)?;
    let mut run = VerifyRun::over(&corpus, args)?;
    if let Some(summary) = args.summary.as_deref().filter(|path| !file::is_stdin(path)) {
        writable::check("--summary", summary)?;
    }
    let files = [&output.output, &output.junit, &output.html];
    if run.many || files.into_iter().any(Option::is_some) {
        run.conclude_when_interrupted()?;
    }
    let outputs = ReportOutputs::open(args, run.many)?;
    let failed = failed(args)?;
    let own = match own_output(args, corpus.paths(), failed.as_ref()) {
        Ok(own) => own,
        Err(error) => {
            if let Some(failed) = failed {
                failed.discard();
            }
            return Err(error);
        }
    };
    corpus.is_own_output = Box::new(move |path| own.contains(path));
    let result = run.verify(corpus, verifier, failed, outputs);
    Ok(run.conclude(result))
}

/// Returns the documents to verify.
///
/// # Errors
///
/// Returns an error if the arguments contradict each other.
fn corpus(args: &VerifyArgs) -> Result<Corpus> {
    let to_stdout = args.summary.as_deref().is_some_and(file::is_stdin);
    ensure!(
        args.output.quiet || !to_stdout,
        "--summary - and the reports would both go to standard output: add --quiet, or give the name \
         of a file"
    );
    let input = &args.input;
    let list = input.files_from.clone();
    let mut paths = args.paths.clone();
    if let Some(list) = &list {
        ensure!(
            !file::is_stdin(list) || !paths.iter().any(|path| file::is_stdin(path)),
            "standard input cannot be both the list of --files-from and a document: give one of the two \
             as a file"
        );
    } else if paths.is_empty() {
        paths.push(PathBuf::from("-"));
    }
    let format = match (input.ndjson, input.null_data) {
        (_, true) => InputFormat::EndedBy(0),
        (true, _) => InputFormat::EndedBy(b'\n'),
        _ => InputFormat::ByName,
    };
    let list = list.map(|name| PathList::new(name, input.null));
    Ok(Corpus::new(paths, list, format, args.limit.max_size))
}

/// Opens the file of `--failed-to`, if there is one.
fn failed(args: &VerifyArgs) -> Result<Option<FailedDocuments>> {
    let failed = args.failed_to.as_deref().map(|path| {
        ensure!(
            !file::is_stdin(path),
            "--failed-to - is not possible, because reports go to standard output: give the \
             name of a new file"
        );
        FailedDocuments::open(path, args.force)
    });
    failed.transpose()
}

/// Returns the files that this run writes, and overwrites what `--force` allows.
///
/// # Errors
///
/// Returns an error if one of them is also read.
fn own_output(
    args: &VerifyArgs,
    paths: &[PathBuf],
    failed: Option<&FailedDocuments>,
) -> Result<OwnOutput> {
    let others = args.keys.files.iter().chain(&args.with.records);
    let others = others.chain(&args.expected.expect_list);
    let read: Vec<_> = paths.iter().chain(others).cloned().collect();
    let own = OwnOutput::of(args, &read)?;
    if let Some(failed) = failed.filter(|_| args.force) {
        if let Some(path) = read.iter().find(|path| failed.keeps(path)) {
            bail!(
                "--force would remove {}, which is also an input: move it to another directory",
                path.display()
            );
        }
        failed.overwrite().context("--failed-to")?;
    }
    Ok(own)
}

/// One run over a corpus, and how it ends.
#[derive(Clone)]
struct VerifyRun {
    args: VerifyArgs,
    many: bool,
    requirements: Requirements,
    start: Instant,
    progress: Progress,
    spare: Spare,
    /// The totals so far, which the handler of signals shares.
    summary: Arc<Mutex<Summary>>,
}

impl VerifyRun {
    fn over(corpus: &Corpus, args: &VerifyArgs) -> Result<Self> {
        let expected_list = args.expected.expect_list.as_deref();
        let expected_list = expected_list.map(|path| {
            ExpectedList::read(path).with_context(|| format!("--expect-list {}", path.display()))
        });
        let many = !corpus.is_single();
        let when = if many { args.progress } else { When::Never };
        Ok(Self {
            args: args.clone(),
            many,
            requirements: Requirements {
                expected_list: expected_list.transpose()?.map(Arc::new),
                expect_count: args.expect_count,
                no_duplicates: args.expected.no_duplicates,
            },
            start: Instant::now(),
            progress: Progress::new(when, corpus.total_bytes()),
            spare: Spare::default(),
            summary: Arc::default(),
        })
    }

    fn style(&self) -> Style {
        let args = &self.args.output;
        let mut style = output::style(args.color, args.output.as_deref());
        style.verbose = args.verbose;
        style.many = self.many;
        style
    }

    /// Lets a signal end the run with a summary.
    fn conclude_when_interrupted(&self) -> Result<()> {
        let run = self.clone();
        interrupt::conclude_on_signals(move |reason| {
            run.conclude(Err(anyhow!(reason)));
        })
    }

    /// Verifies all documents, unless an error or `--fail-fast` ends the run early.
    fn verify(
        &mut self,
        corpus: Corpus,
        verifier: Verifier,
        mut failed: Option<FailedDocuments>,
        mut outputs: ReportOutputs,
    ) -> Result<()> {
        let worker = Worker {
            verifier,
            args: self.args.clone(),
            expected_list: self.requirements.expected_list.clone(),
            style: self.style(),
            renderings: outputs.renderings(),
            page: outputs.page(),
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
                written = keep(&result.failed, failed.as_mut());
                if written.is_ok() {
                    written = self.take(result, &mut outputs);
                }
                if stopped || written.is_err() {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            },
        )?;
        written?;
        self.progress.finish();
        if let Some(unread) = failed.and_then(|failed| failed.unread()) {
            output::eprint_line(&format!("pith: {unread}"));
        }
        let (tally, missing) = {
            let summary = self.counted();
            (summary.tally, self.missing(&summary, stopped))
        };
        outputs.finish(tally, &missing)?;
        ensure!(!stopped, STOPPED);
        Ok(())
    }

    /// Returns the reasons why the run cannot succeed, whatever the verdicts are.
    fn missing(&self, summary: &Summary, stopped: bool) -> Vec<String> {
        let stopped_early = stopped.then(|| STOPPED.to_owned());
        stopped_early
            .into_iter()
            .chain(self.requirements.unmet(summary, !stopped))
            .collect()
    }

    /// Adds the result of a batch to the summary, the progress and the outputs.
    fn take(&mut self, mut result: BatchResult, outputs: &mut ReportOutputs) -> Result<()> {
        let tally = {
            let mut summary = self.summary();
            summary.notes.append(std::mem::take(&mut result.notes));
            std::mem::take(&mut result.counts).add_to(&mut summary);
            summary.tally
        };
        self.progress.advance(result.bytes, tally);
        let spare = &self.spare;
        if result.segments.iter().all(Vec::is_empty) {
            return outputs.add(&mut result, spare);
        }
        self.progress.without(|| outputs.add(&mut result, spare))
    }

    fn summary(&self) -> MutexGuard<'_, Summary> {
        lock(&self.summary)
    }

    /// Returns the summary, compared with the list of expected records if there is one.
    fn counted(&self) -> MutexGuard<'_, Summary> {
        let mut summary = self.summary();
        if summary.expected.is_none() {
            self.requirements.compare(&mut summary);
        }
        summary
    }

    /// Reports how the run ended, on standard error and in the summary file.
    fn conclude(&self, result: Result<()>) -> Exit {
        let summary = self.counted();
        let elapsed = self.start.elapsed();
        self.progress.finish();
        let seen_all = result.is_ok();
        let mut completeness = Completeness::of(result);
        self.requirements
            .unmet(&summary, seen_all)
            .into_iter()
            .for_each(|reason| completeness.report(reason));
        completeness.add(summary.unreadable());
        completeness.add(output_file::discard_unfinished());
        if !self.args.output.quiet && !completeness.is_cut_off {
            for own in summary.notes.skipped.own_output() {
                output::eprint_line(&format!("pith: {own}"));
            }
        }
        if self.many && !self.args.output.quiet && !completeness.is_cut_off {
            let duplicates = summary.seen.each_duplicate();
            for duplicate in duplicates.filter(|_| self.args.output.verbose) {
                output::eprint_line(&duplicate);
            }
            if !summary.notes.skipped.is_empty() {
                output::eprint_line(&summary.notes.skipped.line());
            }
            for line in summary.shared_causes.lines(summary.tally) {
                output::eprint_line(&line);
            }
            output::eprint_line(&summary.line(elapsed));
        }
        if let Some(path) = &self.args.summary
            && let Err(error) = write_summary(path, &summary, &completeness, elapsed)
        {
            completeness.report(format!(
                "--summary: cannot write {}: {error:#}",
                path.display()
            ));
        }
        exit::status(summary.tally, completeness.is_complete())
    }
}

/// Writes the file of `--summary`.
fn write_summary(
    path: &Path,
    summary: &Summary,
    completeness: &Completeness,
    elapsed: Duration,
) -> Result<()> {
    let text = summary.to_json(completeness.reasons(), elapsed)?;
    if file::is_stdin(path) {
        return output::write(|out| out.write_all(&text));
    }
    Ok(std::fs::write(path, text)?)
}

/// Copies documents that did not pass to `--failed-to`.
fn keep(documents: &[FailedDocument], failed: Option<&mut FailedDocuments>) -> Result<()> {
    let Some(failed) = failed else {
        return Ok(());
    };
    documents
        .iter()
        .try_for_each(|document| failed.keep(document))?;
    failed.finish()
}

/// Returns the number of threads that verify documents: that of `--jobs`, or one per core.
fn jobs(args: &VerifyArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(cores, usize::from)
}
