//! Explains the snapshots and links, which are not signed.

use super::context::Context;
use super::shell::{Shell, jq_path, survives_jq};
use super::step::{Item, Step};
use crate::json::canonical::all_text;
use crate::record::identifier::SHORT_LENGTH;
use crate::report::{Fact, Group};
use crate::verify::checks::{links, snapshots};

pub(super) fn snapshots<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "Each section states its own hash, the SHA-256 of the canonical form of {\"payload\": \
        …}, and links lead to this record. A mismatch reveals an accident. A match does not \
        rule out a forgery: sections are not signed, so anyone who alters a section can also \
        alter its hash.";
    let items = context.items(|finding| finding.check.group == Group::Snapshots);
    let items = items.map(|item| {
        let (rule, shell) = recipe(context, &item);
        Item {
            rule: rule.into(),
            shell,
            ..item
        }
    });
    Step::new(summary, items.collect())
}

const LINKS: &str = links::LINKS.id();
const INTEGRITY: &str = snapshots::INTEGRITY.id();

fn recipe(context: &Context<'_, '_>, item: &Item<'_>) -> (&'static str, Option<Shell>) {
    let Some(finding) = item.finding else {
        return ("", None);
    };
    let computed = finding.outcome.computed();
    let hash = |line: String| {
        let line = format!("{line} | sha256sum | cut -c1-64");
        Some(Shell::new(line, computed?.to_string()))
    };
    match finding.check.id {
        LINKS => {
            let rule = "every link contains the identifier, its first 8 characters or the arXiv id";
            (rule, links(context, computed))
        }
        INTEGRITY => {
            let rule = "the payload holds the detectors that were run and their findings";
            let pointer = finding.pointer();
            let place = pointer.strip_suffix("/snapshot_sha256").unwrap_or(&pointer);
            let section = context.subject.root.at(place);
            let shows = section.is_some_and(|section| {
                // jq writes only one of the two canonical forms.
                survives_jq(section) && all_text(section, str::is_ascii)
            });
            let payload = "{payload: {detectors: .detectors_run, findings: .findings}}";
            let line = format!(
                "jq -cSj '{} | {payload}' {}",
                jq_path(place),
                context.file()
            );
            (rule, shows.then(|| hash(line)).flatten())
        }
        _ if !item.was_run() => ("", None),
        _ => {
            let rule = "the payload of an empty section is [] in every record";
            (rule, hash("printf %s '{\"payload\":[]}'".to_owned()))
        }
    }
}

/// Returns the shell line that counts the links that lead to this record.
fn links(context: &Context<'_, '_>, computed: Option<&Fact<'_>>) -> Option<Shell> {
    let Some(Fact::Links(count)) = computed else {
        return None;
    };
    let signed = context.record?;
    let short = signed.identifier.prefix(SHORT_LENGTH);
    let id = context.string("/canonical_record/source/id");
    // An id with such characters would need escapes in the jq program.
    let id = id.filter(|id| !id.contains(['\'', '"', '\\', '%']))?;
    // Old ids have a slash, which some links escape.
    let text = if id.contains('/') {
        "gsub(\"%2[Ff]\"; \"/\") | "
    } else {
        ""
    };
    let program = format!(
        "[.links, .agent_actions | .. | strings | {text}select(contains(\"{short}\") or \
         contains(\"{id}\"))] | length"
    );
    Some(context.jq("jq", &program, count.to_string()))
}
