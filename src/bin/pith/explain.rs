//! `pith explain`: how a verdict follows from the bytes; or what differs between two copies.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use pith_verify::explain::compare::Comparison;
use pith_verify::explain::{Explanation, Invocation};
use pith_verify::json::document::Document;
use pith_verify::render::{self, Style};
use pith_verify::report::{Report, Source, Tally};
use pith_verify::verify::Reading;
use pith_verify::{DocumentError, ErrorCode};

use crate::cli::{ExplainArgs, LimitArgs};
use crate::corpus::{self, file as input};
use crate::exit::{self, Exit};
use crate::hints;
use crate::output;
use crate::verifier;

pub fn run(args: &ExplainArgs) -> Result<Exit> {
    let path = args.path.as_deref().unwrap_or(Path::new("-"));
    match &args.other {
        Some(other) => compare(path, other, args),
        None => explain(path, args),
    }
}

fn explain(path: &Path, args: &ExplainArgs) -> Result<Exit> {
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let name = path.to_string_lossy();
    let invocation = Invocation::new(&name, &reading(&args.limit), &trusting(args));
    let bytes = input::read(path, args.limit.max_size);
    let reading = document(&bytes).map_err(|error| hints::add(error, &name, bytes.as_deref().ok()));
    let explanation = Explanation::of(&verifier, Source::file(&*name), &reading, &invocation);
    let error = explanation.report.error().map(|error| error.code);
    if error == Some(ErrorCode::InvalidJson) && corpus::names::hold_lines(path) {
        output::eprint_line("hint: one line of many, as `sed -n 17p FILE | pith explain`");
    }
    write(args, |style, out| match style {
        Some(style) => render::write_explanation(&explanation, style, out),
        None => render::write_explanation_json(&explanation, out),
    })?;
    Ok(status(&[explanation.report], true))
}

fn compare(path: &Path, other: &Path, args: &ExplainArgs) -> Result<Exit> {
    ensure!(
        !(input::is_stdin(path) && input::is_stdin(other)),
        "only one of the two copies can come from standard input"
    );
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let sources = [path, other].map(|path| Source::file(path.to_string_lossy()));
    let bytes = [path, other].map(|path| input::read(path, args.limit.max_size));
    let readings = bytes.each_ref().map(document);
    let comparison = Comparison::of(&verifier, sources, readings.each_ref());
    write(args, |style, out| match style {
        Some(style) => render::write_comparison(&comparison, style, out),
        None => render::write_comparison_json(&comparison, out),
    })?;
    Ok(status(&comparison.reports, comparison.relation.is_some()))
}

fn document(bytes: &std::result::Result<Vec<u8>, DocumentError>) -> Reading<'_> {
    let bytes = bytes.as_ref().map_err(Clone::clone)?;
    Document::read(bytes)
}

fn status(reports: &[Report<'_>], complete: bool) -> Exit {
    let mut tally = Tally::default();
    for report in reports {
        tally.count(report.verdict());
    }
    exit::status(tally, complete)
}

/// The options needed to read the document.
fn reading(limit: &LimitArgs) -> Vec<String> {
    if limit.max_size == LimitArgs::default().max_size {
        Vec::new()
    } else {
        vec![format!("--max-size={}", limit.max_size)]
    }
}

/// The options that the verdict depends on.
fn trusting(args: &ExplainArgs) -> Vec<String> {
    let option =
        |name: &str, file: &PathBuf| [name.to_owned(), file.to_string_lossy().into_owned()];
    let keys = args.keys.files.iter();
    let records = args.with.records.iter();
    keys.flat_map(|file| option("--key", file))
        .chain(records.flat_map(|file| option("--with", file)))
        .chain(
            args.keys
                .no_builtin_keys
                .then(|| "--no-builtin-keys".to_owned()),
        )
        .collect()
}

/// Writes to standard output: text in a style or, without one, JSON.
fn write(
    args: &ExplainArgs,
    render: impl FnOnce(Option<Style>, &mut dyn Write) -> std::io::Result<()>,
) -> Result<()> {
    let mut style = Style::default();
    style.color = output::color(args.color);
    style.width = output::width();
    output::write(|out| render((!args.json).then_some(style), out))
}
