//! Explains the event of a bundle that created its record.

use super::context::Context;
use super::shell::{jq_path, survives_jq};
use super::step::{Item, Step};
use crate::verify::checks::created;

pub(super) fn creation<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "A bundle holds the events of its record. Only the first event created the record: it \
        repeats the canonical record and its digest, and it holds the receipt. How later \
        events are signed is not published, so they cannot be verified.";
    let rule =
        "the first event has the type record_created and states the same record as the bundle";
    let created = context.item(created::RECORD_CREATED.id(), rule, None);
    let created = created.map(|item| {
        let copy = context.subject.places.second_copy;
        let shell = copy.filter(|_| item.passed()).and_then(|copy| {
            survives_jq(context.record?.value).then_some(())?;
            let program = format!("{} == {}", jq_path(copy), jq_path(&context.canonical("")));
            Some(context.jq("jq", &program, "true"))
        });
        Item { shell, ..item }
    });
    let rule = "each event has an id and a signature of its own";
    let signatures = context.item(created::EVENT_SIGNATURES.id(), rule, None);
    Step::new(summary, created.into_iter().chain(signatures).collect())
}
