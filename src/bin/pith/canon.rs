//! `pith canon` writes canonical bytes, and nothing else.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use pith_verify::corpus::file as input;
use pith_verify::corpus::reading;
use pith_verify::json::canonical::{self, Charset};
use pith_verify::json::document::{Document, Value};
use pith_verify::json::pointer;
use pith_verify::json::shorten::shorten;
use pith_verify::verify::kinds;

use crate::cli::CanonArgs;
use crate::exit::Exit;
use crate::output_file::Output;
use crate::own_output::OwnOutput;

pub fn run(args: &CanonArgs) -> Result<Exit> {
    let path = args.path.as_deref().unwrap_or(Path::new("-"));
    let file = args.output.path.as_deref();
    OwnOutput::of_command(file, &[path])?;
    let out = Output::only(file)?;
    let name = path.to_string_lossy();
    let named = || name.clone().into_owned();
    let bytes = input::read(path, args.limit.max_size);
    let document = reading::typed_document(&name, bytes.as_deref()).with_context(named)?;
    let value = chosen(&document, args).with_context(named)?;
    let charset = if args.ascii {
        Charset::Ascii
    } else {
        Charset::Utf8
    };
    out.write_all_of(|out| canonical::write_to(charset, value, out))?;
    Ok(Exit::Passed)
}

/// Returns the value whose canonical form is written.
fn chosen<'d>(document: &'d Document<'_>, args: &CanonArgs) -> Result<Value<'d>> {
    match &args.pointer {
        Some(pointer) => at(document.root(), pointer),
        None => Ok(kinds::canonical_record(document.root())?),
    }
}

fn at<'d>(root: Value<'d>, pointer: &str) -> Result<Value<'d>> {
    if !pointer::is_valid(pointer) {
        let pointer = shorten(pointer);
        bail!(
            "not a JSON Pointer: {pointer}; write one that starts with /, for example /paper/title, \
             or \"\" for the whole document"
        );
    }
    root.at(pointer).ok_or_else(|| {
        anyhow!(
            "there is nothing at {} in this document; --pointer \"\" writes all of it",
            shorten(pointer)
        )
    })
}
