//! What agrees with itself and is signed by nobody.

use super::shell::survives_jq;
use super::story::Story;
use super::{Item, Shell, Told};
use crate::record::identifier::SHORT_LENGTH;
use crate::report::Outcome;
use crate::verify::checks::Group;

const INTEGRITY: &str = "{payload: {detectors: .graph_snapshot.integrity.detectors_run, \
                         findings: .graph_snapshot.integrity.findings}}";

pub(super) fn snapshots(story: &Story<'_, '_>) -> Told {
    let says = "Each section carries its own hash, SHA-256 of the canonical form of {\"payload\": …}, \
                and links lead to this record. A mismatch reveals an accident. A match rules out no \
                forgery: whoever alters a section can alter its hash, for nobody has signed it.";
    let is_meant = |id: &str| {
        let mut checks = crate::verify::checks::CHECKS.iter();
        checks.any(|check| check.id == id && check.group == Group::Snapshots)
    };
    let items = story.items(is_meant).map(|item| {
        let (rule, shell) = recipe(story, &item);
        Item {
            rule: rule.into(),
            shell,
            ..item
        }
    });
    Told {
        says: says.into(),
        items: items.collect(),
        ..Told::default()
    }
}

fn recipe(story: &Story<'_, '_>, item: &Item) -> (&'static str, Option<Shell>) {
    let finding = item.finding.as_ref();
    let computed = finding.and_then(|finding| finding.outcome.computed());
    let hash = |line: String| {
        Some(Shell::new(
            format!("{line} | sha256sum | cut -c1-64"),
            computed?,
        ))
    };
    match item.label.as_str() {
        "links" => {
            let rule = "every link carries the identifier, its first 8 characters or the source id";
            (rule, links(story, item))
        }
        "snapshot:integrity" => {
            let line = format!("jq -cSj '{INTEGRITY}' {}", story.file);
            let section = story.at("/graph_snapshot/integrity");
            (
                "the payload is the detectors that were run, and their findings",
                section
                    .filter(|section| survives_jq(*section))
                    .and_then(|_| hash(line)),
            )
        }
        _ if matches!(
            finding.map(|finding| &finding.outcome),
            Some(Outcome::Skipped { .. })
        ) =>
        {
            ("", None)
        }
        _ => {
            let line = "printf %s '{\"payload\":[]}'".to_owned();
            (
                "the payload of a section that holds nothing is [], in every record",
                hash(line),
            )
        }
    }
}

/// The line that counts the links that are about this record.
fn links(story: &Story<'_, '_>, item: &Item) -> Option<Shell> {
    let short = story.record.identifier.as_ref()?.prefix(SHORT_LENGTH);
    let id = story.string("/canonical_record/source/id");
    // Such an id would need escapes in the program.
    let id = id.filter(|id| !id.contains(['\'', '"', '\\', '%']))?;
    let finding = item.finding.as_ref().filter(|finding| finding.passed())?;
    let count = finding.outcome.computed()?.strip_suffix(" links")?;
    // Old ids have a slash, which some links escape.
    let text = match id.contains('/') {
        true => "gsub(\"%2[Ff]\"; \"/\") | ",
        false => "",
    };
    let program = format!(
        "[.links, .agent_actions | .. | strings | {text}select(contains(\"{short}\") or \
         contains(\"{id}\"))] | length"
    );
    Some(story.jq("jq", &program, count))
}
