//! Writes the reports of a run to standard output or `-o`, and to the files of `--junit` and
//! `--html`.

use std::io::Write as _;

use anyhow::{Result, ensure};
use pith_verify::corpus::file::is_stdin;
use pith_verify::render::{Assembly, Format, TemporaryFileError};
use pith_verify::report::Tally;

use crate::cli::VerifyArgs;
use crate::output;
use crate::output_file::Output;
use crate::page::Page;
use crate::worker::{BatchResult, Rendering, Spare};

/// All outputs of a run except the summary and the documents that did not pass.
pub struct ReportOutputs {
    reports: Vec<ReportOutput>,
    page: Option<(Page, Output)>,
}

/// The output of reports in one format.
struct ReportOutput {
    format: &'static Format,
    assembly: Box<dyn Assembly>,
    out: Output,
}

impl ReportOutputs {
    /// Opens every output that was requested.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be created, or if `--junit` or `--html` is `-`.
    pub fn open(args: &VerifyArgs, many: bool) -> Result<Self> {
        let output = &args.output;
        for (option, path, instead) in [
            ("--junit", &output.junit, "pith verify --format junit"),
            ("--html", &output.html, "pith explain --html"),
        ] {
            ensure!(
                !path.as_deref().is_some_and(is_stdin),
                "{option} - is not possible, because reports go to standard output: give the name \
                 of a file, or run `{instead}`"
            );
        }
        let reports = output.reports().map(|(format, option, path)| {
            Ok(ReportOutput {
                format,
                assembly: (format.assemble)(),
                out: Output::open(option, path)?,
            })
        });
        let reports = reports.collect::<Result<_>>()?;
        let page = match output.html.as_deref() {
            Some(path) => Some((Page::new(args, many), Output::open("--html", Some(path))?)),
            None => None,
        };
        Ok(Self { reports, page })
    }

    /// Returns what workers have to render of each report, in the order that [`Self::add`] expects.
    pub fn renderings(&self) -> Vec<Rendering> {
        let renderings = self.reports.iter().map(|output| Rendering {
            format: output.format,
            count: output.assembly.counter(),
        });
        renderings.collect()
    }

    pub fn page(&self) -> Option<Page> {
        self.page.as_ref().map(|(page, _)| page.clone())
    }

    /// Writes what workers rendered of a batch.
    pub fn add(&mut self, result: &mut BatchResult, spare: &Spare) -> Result<()> {
        for (output, segments) in self.reports.iter_mut().zip(&mut result.segments) {
            for segment in std::mem::take(segments) {
                let added = output.assembly.add(&segment, &mut output.out);
                added.map_err(|error| output.not_written(error))?;
                spare.give_back(segment.reports);
            }
            let flushed = output.out.flush();
            flushed.map_err(|error| output.not_written(error))?;
        }
        if let Some((page, _)) = &self.page {
            result.page.drain(..).for_each(|part| page.add(part));
        }
        Ok(())
    }

    /// Completes every output.
    ///
    /// `missing` holds the reasons why the run cannot succeed.
    pub fn finish(self, tally: Tally, missing: &[String]) -> Result<()> {
        for mut output in self.reports {
            let finished = output.assembly.finish(tally, missing, &mut output.out);
            finished.map_err(|error| output.not_written(error))?;
            output.out.finish()?;
        }
        let Some((page, mut out)) = self.page else {
            return Ok(());
        };
        let written = page.write(missing.to_vec(), &mut out);
        let left_out = written.map_err(|error| out.failed(error))?;
        if let Some(left_out) = left_out {
            output::eprint_line(&format!("pith: --html: {left_out}"));
        }
        out.finish()
    }
}

impl ReportOutput {
    /// Returns why the output is not complete.
    ///
    /// An error of the temporary file is not reported as one of the output.
    fn not_written(&self, error: std::io::Error) -> anyhow::Error {
        let cause = error.get_ref();
        if cause.is_some_and(|cause| cause.is::<TemporaryFileError>()) {
            return error.into();
        }
        self.out.failed(error)
    }
}
