//! `pith explain` shows how a verdict follows from the bytes, or what differs between two copies.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use pith_verify::corpus::reading::typed_document;
use pith_verify::corpus::{self, Corpus, InputFormat, Skipped, file as input};
use pith_verify::explain::compare::Comparison;
use pith_verify::explain::{Explanation, RepeatedOptions};
use pith_verify::render::{self, Overview, Style};
use pith_verify::report::file_names::hold_lines;
use pith_verify::report::{Report, Source, Tally};
use pith_verify::{DocumentError, ErrorCode, Verifier};

use crate::cli::ExplainArgs;
use crate::exit::{self, Exit};
use crate::invocation::repeated_options;
use crate::output;
use crate::output_file::Output;
use crate::own_output::OwnOutput;
use crate::verifier;

pub fn run(args: &ExplainArgs) -> Result<Exit> {
    let path = args.path.as_deref().unwrap_or(Path::new("-"));
    let paths =
        std::iter::once(path).chain(args.other.iter().chain(&args.more).map(|path| &**path));
    let paths: Vec<_> = paths.map(Path::to_owned).collect();
    ensure!(
        args.html || args.more.is_empty(),
        "more than two documents are explained only on a page: add --html"
    );
    let own = OwnOutput::of_command(args.output.path.as_deref(), &paths)?;
    let out = Output::only(args.output.path.as_deref())?;
    ensure!(
        !args.html || !out.is_terminal(),
        "a terminal shows the source of the page, not the page: write it to a file with \
         `-o record.html` and open that in a browser"
    );
    if args.html && holds_many(args) {
        return overview(paths, own, args, out);
    }
    match &args.other {
        Some(other) => compare(path, other, args, out),
        None => explain(path, args, out),
    }
}

/// Tells whether there may be more than one document, or more than two copies.
fn holds_many(args: &ExplainArgs) -> bool {
    let mut paths = args.path.iter().chain(&args.other);
    !args.more.is_empty() || paths.any(|path| corpus::holds_many(path))
}

fn explain(path: &Path, args: &ExplainArgs, out: Output) -> Result<Exit> {
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let name = path.to_string_lossy();
    let invocation = repeated(args).invocation(&name);
    let bytes = input::read(path, args.limit.max_size);
    let reading = typed_document(&name, bytes.as_deref());
    let explanation = Explanation::of(&verifier, Source::file(&*name), &reading, invocation);
    let error = explanation.report.error().map(|error| error.code);
    if error == Some(ErrorCode::InvalidJson) && hold_lines(path) {
        output::eprint_line(
            "pith: this file has one document per line; `sed -n 17p FILE | pith explain` explains \
             the one in line 17",
        );
    }
    write(args, out, |form, out| match form {
        OutputForm::Text(style) => render::write_explanation(&explanation, style, out),
        OutputForm::Json => render::write_explanation_json(&explanation, out),
        OutputForm::Page => render::write_explanation_html(&explanation, out),
    })?;
    Ok(status(&[explanation.report], true))
}

fn compare(path: &Path, other: &Path, args: &ExplainArgs, out: Output) -> Result<Exit> {
    ensure!(
        !(input::is_stdin(path) && input::is_stdin(other)),
        "only one of the two copies can come from standard input; give the path of the other"
    );
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let names = [path, other].map(|path| path.to_string_lossy());
    let [bytes, other_bytes] = [path, other].map(|path| input::read(path, args.limit.max_size));
    let [name, other_name] = &names;
    let readings = [
        typed_document(name, bytes.as_deref()),
        typed_document(other_name, other_bytes.as_deref()),
    ];
    let sources = names.each_ref().map(|name| Source::file(&**name));
    let comparison = Comparison::of(&verifier, sources, readings.each_ref());
    write(args, out, |form, out| match form {
        OutputForm::Text(style) => render::write_comparison(&comparison, style, out),
        OutputForm::Json => render::write_comparison_json(&comparison, out),
        OutputForm::Page => render::write_comparison_html(&comparison, out),
    })?;
    Ok(status(&comparison.reports, comparison.relation.is_some()))
}

/// Writes one page about all documents.
fn overview(paths: Vec<PathBuf>, own: OwnOutput, args: &ExplainArgs, out: Output) -> Result<Exit> {
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let mut overview = Overview::default();
    let mut skipped = Skipped::default();
    let mut added = Ok(());
    let mut corpus = Corpus::new(paths, None, InputFormat::ByName, args.limit.max_size);
    corpus.is_own_output = Box::new(move |path| own.contains(path));
    for mut batch in corpus {
        let notes = std::mem::take(&mut batch.notes);
        for reason in notes.without_documents {
            output::eprint_line(&format!("pith: {reason}"));
            overview.incomplete.push(reason);
        }
        skipped.append(notes.skipped);
        batch.for_each(args.limit.max_size, |source, bytes| {
            added = add(&verifier, source, bytes, args, &mut overview);
            added.is_ok()
        });
        if added.is_err() {
            break;
        }
    }
    added?;
    for own in skipped.own_output() {
        output::eprint_line(&format!("pith: {own}"));
    }
    if !skipped.is_empty() {
        output::eprint_line(&skipped.line());
    }
    if let Some(left_out) = overview.left_out() {
        output::eprint_line(&format!("pith: {left_out}"));
    }
    out.write_all_of(|out| overview.write(out))?;
    Ok(exit::status(
        overview.tally(),
        overview.incomplete.is_empty(),
    ))
}

fn add(
    verifier: &Verifier,
    source: Source,
    bytes: std::result::Result<&[u8], DocumentError>,
    args: &ExplainArgs,
    overview: &mut Overview,
) -> std::io::Result<()> {
    let invocation = repeated(args).invocation_for(&source);
    let read = typed_document(&source.path, bytes.as_ref().copied());
    overview.add(&Explanation::of(verifier, source, &read, invocation))
}

fn repeated(args: &ExplainArgs) -> RepeatedOptions {
    repeated_options(&args.keys, &args.with, &args.limit)
}

fn status(reports: &[Report<'_>], complete: bool) -> Exit {
    let mut tally = Tally::default();
    for report in reports {
        tally.count(report.verdict());
    }
    exit::status(tally, complete)
}

/// The form of the output.
enum OutputForm {
    Text(Style),
    Json,
    Page,
}

/// Writes in the form that the arguments name.
fn write(
    args: &ExplainArgs,
    out: Output,
    render: impl FnOnce(OutputForm, &mut dyn Write) -> std::io::Result<()>,
) -> Result<()> {
    let form = match (args.json, args.html) {
        (true, _) => OutputForm::Json,
        (false, true) => OutputForm::Page,
        (false, false) => OutputForm::Text(output::style(args.color, args.output.path.as_deref())),
    };
    out.write_all_of(|out| render(form, out))
}
