//! `pith explain`: how a verdict follows from the bytes; or what differs between two copies.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use pith_verify::explain::compare::Comparison;
use pith_verify::explain::{Explanation, Invocation};
use pith_verify::render::{self, Overview, Style};
use pith_verify::report::{Report, Source, Tally};
use pith_verify::{DocumentError, ErrorCode, Verifier};

use crate::cli::{ExplainArgs, LimitArgs};
use crate::corpus::{self, Corpus, InputFormat, Skipped, file as input};
use crate::exit::{self, Exit};
use crate::output;
use crate::own_output::OwnOutput;
use crate::reading::document;
use crate::verifier;

pub fn run(args: &ExplainArgs) -> Result<Exit> {
    let path = args.path.as_deref().unwrap_or(Path::new("-"));
    ensure!(
        args.html || args.more.is_empty(),
        "more than two documents can only be explained on a page: --html"
    );
    if args.html && holds_many(args) {
        return overview(path, args);
    }
    match &args.other {
        Some(other) => compare(path, other, args),
        None => explain(path, args),
    }
}

/// Whether there may be more than one document, or more than two copies.
fn holds_many(args: &ExplainArgs) -> bool {
    let mut paths = args.path.iter().chain(&args.other);
    !args.more.is_empty() || paths.any(|path| corpus::holds_many(path))
}

fn explain(path: &Path, args: &ExplainArgs) -> Result<Exit> {
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let name = path.to_string_lossy();
    let invocation = Invocation::new(&name, &reading(&args.limit), &trusting(args));
    let bytes = input::read(path, args.limit.max_size);
    let reading = document(&name, bytes.as_deref());
    let explanation = Explanation::of(&verifier, Source::file(&*name), &reading, invocation);
    let error = explanation.report.error().map(|error| error.code);
    if error == Some(ErrorCode::InvalidJson) && corpus::file_names::hold_lines(path) {
        output::eprint_line(
            "pith: this file has one document per line; `sed -n 17p FILE | pith explain` explains \
             the one in line 17",
        );
    }
    write(args, |form, out| match form {
        OutputForm::Text(style) => render::write_explanation(&explanation, style, out),
        OutputForm::Json => render::write_explanation_json(&explanation, out),
        OutputForm::Page => render::write_explanation_html(&explanation, out),
    })?;
    Ok(status(&[explanation.report], true))
}

fn compare(path: &Path, other: &Path, args: &ExplainArgs) -> Result<Exit> {
    ensure!(
        !(input::is_stdin(path) && input::is_stdin(other)),
        "only one of the two copies can come from standard input"
    );
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let names = [path, other].map(|path| path.to_string_lossy());
    let [bytes, other_bytes] = [path, other].map(|path| input::read(path, args.limit.max_size));
    let [name, other_name] = &names;
    let readings = [
        document(name, bytes.as_deref()),
        document(other_name, other_bytes.as_deref()),
    ];
    let sources = names.each_ref().map(|name| Source::file(&**name));
    let comparison = Comparison::of(&verifier, sources, readings.each_ref());
    write(args, |form, out| match form {
        OutputForm::Text(style) => render::write_comparison(&comparison, style, out),
        OutputForm::Json => render::write_comparison_json(&comparison, out),
        OutputForm::Page => render::write_comparison_html(&comparison, out),
    })?;
    Ok(status(&comparison.reports, comparison.relation.is_some()))
}

/// One page about all documents, one after the other.
fn overview(path: &Path, args: &ExplainArgs) -> Result<Exit> {
    let verifier = verifier::new(&args.keys, &args.texts, &args.with, args.limit.max_size)?;
    let rest = args.other.iter().chain(&args.more).cloned();
    let paths = [path.to_owned()].into_iter().chain(rest).collect();
    let mut overview = Overview::default();
    let mut skipped = Skipped::default();
    let mut added = Ok(());
    let mut complete = true;
    let mut corpus = Corpus::new(paths, None, InputFormat::ByName, args.limit.max_size);
    corpus.own = OwnOutput::streams();
    for mut batch in corpus {
        let notes = std::mem::take(&mut batch.notes);
        for reason in notes.without_documents {
            output::eprint_line(&format!("pith: {reason}"));
            complete = false;
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
    output::write(|out| overview.write(out))?;
    Ok(exit::status(overview.tally(), complete))
}

fn add(
    verifier: &Verifier,
    source: Source,
    bytes: std::result::Result<&[u8], DocumentError>,
    args: &ExplainArgs,
    overview: &mut Overview,
) -> std::io::Result<()> {
    // A line of many is no file that a command could take.
    let name = source.line.map_or(&*source.path, |_| "-");
    let invocation = Invocation::new(name, &reading(&args.limit), &trusting(args));
    let read = document(&source.path, bytes.as_ref().copied());
    overview.add(&Explanation::of(verifier, source, &read, invocation))
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

/// What is written.
enum OutputForm {
    Text(Style),
    Json,
    Page,
}

/// Writes to standard output in the form that was asked for.
fn write(
    args: &ExplainArgs,
    render: impl FnOnce(OutputForm, &mut dyn Write) -> std::io::Result<()>,
) -> Result<()> {
    let mut style = Style::default();
    style.color = output::color(args.color);
    style.width = output::width();
    let form = match (args.json, args.html) {
        (true, _) => OutputForm::Json,
        (false, true) => OutputForm::Page,
        (false, false) => OutputForm::Text(style),
    };
    output::write(|out| render(form, out))
}
