//! Explains how the canonical record leads to its digest.

use std::collections::VecDeque;
use std::fmt;

use super::context::Context;
use super::shell::{Shell, can_be_pasted, python_path};
use super::step::{Item, Step};
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::document::Value;
use crate::report::Finding;
use crate::verify::checks::{given_record, receipt};

/// The longest canonical form that is shown in full; real ones have 500 bytes.
const MAX_SHOWN: usize = 2000;
/// The number of characters that are shown of each end of a longer one.
const END: usize = 500;

/// The Python code that writes `r` in canonical form.
const PYTHON: &str = "sys.stdout.buffer.write(json.dumps(r,sort_keys=True,\
    separators=(\",\",\":\"),ensure_ascii=False).encode())";

pub(super) fn canonical_form<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let place = context.canonical("");
    let signed = match context.subject.places.receipt {
        Some(_) => format!("One object in the document is signed: {place}"),
        None => {
            format!("One object in the document is what the receipt of its record signs: {place}")
        }
    };
    let Some(record) = context.record.map(|signed| signed.value) else {
        let summary = format!("{signed}. This document has none, so nothing can be derived.");
        return Step::new(summary, Vec::new());
    };
    let length = canonical::length(record);
    let summary = format!(
        "{signed}. It holds the source of the paper, its categories, license and date of \
            submission, and the hashes of its title and abstract. The canonical form makes \
            sure that everyone gets the same bytes: members are sorted by name, there is no \
            spacing, no escape that JSON can do without, and no line feed at the end; the \
            encoding is UTF-8. `pith canon` writes this form, and so does Python. These are \
            its {length} bytes:"
    );
    let python = context.python(&format!("r=d{}; {PYTHON}", python_path(&place)));
    let whole = (length <= MAX_SHOWN).then(|| CanonicalBytes::of(record));
    let shell = match &whole {
        Some(whole) if can_be_pasted(whole.as_str()) => Shell::new(python, whole.as_str()),
        _ => Shell::new(format!("{python} | wc -c"), length.to_string()),
    };
    let value = whole.map_or_else(|| ends(record), |whole| whole.as_str().to_owned());
    let item = Item::derived("canonical form", "", value, shell);
    Step::new(summary, vec![item])
}

/// Returns the first and the last part of a canonical form, without holding all of it in
/// memory.
fn ends(record: Value<'_>) -> String {
    let mut ends = Ends::default();
    // Writing to memory cannot fail.
    let _ = canonical::write(record, &mut ends);
    let tail: String = ends.tail.iter().collect();
    format!("{} … {tail}", ends.head)
}

/// A writer that keeps the first and the last characters of a text.
#[derive(Default)]
struct Ends {
    head: String,
    kept: usize,
    tail: VecDeque<char>,
}

impl fmt::Write for Ends {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let head = text.chars().take(END - self.kept);
        self.kept += head.clone().count();
        self.head.extend(head);
        // All but the last `END` characters would be dropped again.
        let dropped = text.chars().count().saturating_sub(END);
        self.tail.extend(text.chars().skip(dropped));
        self.tail.drain(..self.tail.len().saturating_sub(END));
        Ok(())
    }
}

pub(super) fn digest<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let shell = context.record.map(|signed| {
        let line = format!("{} | sha256sum | cut -c1-64", context.invocation.canon());
        Shell::new(line, signed.digest.to_string())
    });
    let summary = "The digest is the SHA-256 of these bytes. The receipt signs these 32 bytes and \
        nothing else: only what can be recomputed from them is confirmed by the signature.";
    let rule = "recomputed from the bytes above; the document states it at /canonical_sha256";
    let stated = context.item(receipt::CANONICAL_HASH.id(), rule, shell.clone());
    let rule = "recomputed from the bytes above; the signed record that you give must have the same \
        digest";
    let given = context.item(given_record::SAME_RECORD.id(), rule, shell);
    let failed = stated.as_ref().and_then(|item| item.finding);
    let failed = failed.is_some_and(Finding::failed);
    let summary = if !failed || context.record.is_none() {
        summary.to_owned()
    } else if context.report.signature_verified() {
        format!(
            "{summary} The document states another digest, or none. The signature below \
                is over this one, so the stated digest is wrong."
        )
    } else {
        format!(
            "{summary} The document states another digest, or none. The steps below use \
                this copy of the record, so identifiers, signature and copies may not match \
                it."
        )
    };
    Step::new(summary, stated.into_iter().chain(given).collect())
}
