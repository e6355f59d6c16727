//! What the document repeats of the signed values.

use super::context::Context;
use super::shell::{can_be_pasted, survives_jq};
use super::{Item, Shell, StepContent};
use crate::MAX_QUOTED;
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::difference::is_same;
use crate::json::document::{Kind, Value};
use crate::record::copies::{COPIED, Form};
use crate::verify::checks::id;

/// A copy and its original, as the lines of a shell compare them.
struct Pair {
    id: &'static str,
    copy: &'static str,
    original: &'static str,
    any_order: bool,
}

/// Every pair of values; texts, of which only the hash is signed, have a step of their own.
fn pairs() -> impl Iterator<Item = Pair> {
    let values = COPIED.iter().filter_map(|copied| {
        let any_order = match copied.form {
            Form::String | Form::Object => false,
            Form::AnyOrder => true,
            Form::Text | Form::Excerpt => return None,
        };
        Some(Pair {
            id: copied.id,
            copy: copied.places[0],
            original: copied.signed,
            any_order,
        })
    });
    let second = |id, copy, original| Pair {
        id,
        copy,
        original,
        any_order: false,
    };
    values.chain([
        second(id::GRAPH_PAPER, "/graph_snapshot/paper", "/paper"),
        second(
            id::GRAPH_SOURCE,
            "/graph_snapshot/source",
            "/canonical_record/source",
        ),
    ])
}

pub(super) fn copies<'d>(context: &Context<'_, 'd>) -> StepContent<'d> {
    let summary = "The registry's web page of a record shows these members, not the signed ones. They \
                are as good as signed as long as they repeat the signed values; categories may \
                stand in any order. The lines show copy and original, or tell of long ones \
                whether they are the same.";
    let items = pairs().map(|pair| {
        let rule = format!("{} repeats {}", pair.copy, pair.original);
        let mut item = context.item(pair.id, rule, None);
        item.shell = shell(context, &item, &pair);
        item
    });
    let rule = "no member is called as another that is read here, but for letter case or \
                characters that cannot be seen";
    let names = context.item(id::LOOK_ALIKE_NAMES, rule, None);
    StepContent {
        summary: summary.into(),
        items: items.chain([names]).collect(),
        ..StepContent::default()
    }
}

/// The program of jq for the value at a JSON Pointer.
fn path(pointer: &str) -> String {
    pointer.replace('/', ".")
}

/// The line that shows both; of those that are long, whether they are the same.
fn shell(context: &Context<'_, '_>, item: &Item<'_>, pair: &Pair) -> Option<Shell> {
    let (copy, original) = (context.at(pair.copy)?, context.at(pair.original)?);
    let shows = survives_jq(copy) && survives_jq(original);
    if !item.was_made() || !shows || (pair.any_order && copy.kind() != Kind::Array) {
        return None;
    }
    let mut program = path(pair.copy);
    if pair.any_order {
        program = format!("({program} | sort)");
    }
    let signed = path(pair.original);
    let sorted = !pair.any_order || item.passed();
    // In another order, perhaps, but then the program sorts it.
    let shown = if pair.any_order { original } else { copy };
    if sorted && let (Some(shown), Some(original)) = (short(shown), short(original)) {
        let prints = format!("{}\n{}", shown.as_str(), original.as_str());
        return Some(context.jq("jq -cS", &format!("{program}, {signed}"), prints));
    }
    // That a check failed does not say that jq finds a difference.
    let same = item.passed() || (!pair.any_order && is_same(copy, original));
    let tells = item.passed() || !pair.any_order;
    tells.then(|| context.jq("jq", &format!("{program} == {signed}"), same.to_string()))
}

/// The canonical form of a value that can be shown and pasted whole.
fn short(value: Value<'_>) -> Option<CanonicalBytes> {
    let short = canonical::fits(value, MAX_QUOTED).then(|| CanonicalBytes::of(value))?;
    can_be_pasted(short.as_str()).then_some(short)
}
