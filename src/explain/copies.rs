//! Explains what the document repeats of the signed values.

use super::context::Context;
use super::shell::{Shell, can_be_pasted, jq_path, survives_jq};
use super::step::{Item, Step};
use crate::MAX_QUOTED;
use crate::json::canonical::{self, CanonicalBytes};
use crate::json::difference::is_same;
use crate::json::document::{Kind, Value};
use crate::record::copies::{COPIED, CopyForm};
use crate::verify::checks::{copies, kind, look_alikes};

/// The rule about names, in words.
pub(super) const NAMES: &str = "no other member name looks like one that is verified: some programs ignore capitals, and \
    people do not see every difference";
/// The rule about the kind of the document, in words.
pub(super) const KIND: &str = "no member marks the document as one of another kind";

/// A copy and its original, which shell lines compare.
struct Pair {
    id: &'static str,
    copy: &'static str,
    original: &'static str,
    any_order: bool,
}

/// Returns every pair of a copy and its original, except for titles and abstracts.
///
/// These have their own step, since only their hashes are signed.
fn pairs() -> impl Iterator<Item = Pair> {
    let is_text = |form| matches!(form, CopyForm::Text | CopyForm::Excerpt);
    let values = COPIED.iter().filter(move |copied| !is_text(copied.form));
    let values = values.map(|copied| Pair {
        id: copied.id,
        copy: copied.places[0].pointer,
        original: copied.signed.pointer,
        any_order: matches!(copied.form, CopyForm::AnyOrder),
    });
    let graph = [
        (copies::GRAPH_PAPER.id(), "/graph_snapshot/paper", "/paper"),
        (
            copies::GRAPH_SOURCE.id(),
            "/graph_snapshot/source",
            "/canonical_record/source",
        ),
    ];
    values.chain(graph.map(|(id, copy, original)| Pair {
        id,
        copy,
        original,
        any_order: false,
    }))
}

pub(super) fn copies<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "Readers see these members, not the signed ones. As long as they repeat the signed \
        values they can be relied on like signed ones; categories may be in any order. The \
        commands print copy and original, or, where these are long, whether they are the \
        same.";
    let items = pairs().filter_map(|pair| {
        let rule = format!("{} repeats {}", pair.copy, pair.original);
        let mut item = context.item(pair.id, rule, None)?;
        item.shell = shell(context, &item, &pair);
        Some(item)
    });
    let names = context.item(look_alikes::LOOK_ALIKE_NAMES.id(), NAMES, None);
    let kind = context.item(kind::KIND.id(), KIND, None);
    Step::new(summary, items.chain(names).chain(kind).collect())
}

/// Returns the shell line that shows both values or, if they are long, whether they are equal.
fn shell(context: &Context<'_, '_>, item: &Item<'_>, pair: &Pair) -> Option<Shell> {
    let (copy, original) = (
        context.subject.root.at(pair.copy)?,
        context.subject.root.at(pair.original)?,
    );
    let shows = survives_jq(copy) && survives_jq(original);
    if !item.was_run() || !shows || (pair.any_order && copy.kind() != Kind::Array) {
        return None;
    }
    let [mut program, signed] = [pair.copy, pair.original].map(jq_path);
    if pair.any_order {
        program = format!("({program} | sort)");
    }
    let sorted = !pair.any_order || item.passed();
    // The copy may have another order, but the jq program sorts it.
    let shown = if pair.any_order { original } else { copy };
    if sorted && let (Some(shown), Some(original)) = (short(shown), short(original)) {
        let prints = format!("{}\n{}", shown.as_str(), original.as_str());
        return Some(context.jq("jq -cS", &format!("{program}, {signed}"), prints));
    }
    // What fails a check may still be equal in jq.
    let same = item.passed() || (!pair.any_order && is_same(copy, original));
    let known = item.passed() || !pair.any_order;
    known.then(|| context.jq("jq", &format!("{program} == {signed}"), same.to_string()))
}

/// Returns the canonical form of a value, if it can be shown and pasted in full.
fn short(value: Value<'_>) -> Option<CanonicalBytes> {
    let short = canonical::fits(value, MAX_QUOTED).then(|| CanonicalBytes::of(value))?;
    can_be_pasted(short.as_str()).then_some(short)
}
