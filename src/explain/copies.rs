//! What the document repeats of the signed values.

use super::shell::{can_be_pasted, survives_jq};
use super::story::Story;
use super::{Item, Shell, Told};
use crate::canonical::CanonicalBytes;
use crate::checks::copies::{CROSS_CATS, REPEATS, Repeat};
use crate::document::Kind;

pub(super) fn copies(story: &Story<'_, '_>) -> Told {
    let says = "The registry's web page of a record shows these members, not the signed ones. They \
                are as good as signed as long as they repeat the signed values; categories may \
                stand in any order. The lines show copy and original, or tell of long ones \
                whether they are the same.";
    let items = REPEATS.iter().map(|repeat| {
        let rule = format!("{} repeats {}", repeat.copy, repeat.original);
        let mut item = story.item(repeat.id, rule, None);
        item.shell = shell(story, &item, repeat);
        item
    });
    Told {
        says: says.into(),
        items: items.collect(),
        ..Told::default()
    }
}

/// The program of jq for the copy at a JSON Pointer.
fn program(pointer: &str) -> String {
    let path = pointer.replace('/', ".");
    match pointer == CROSS_CATS.copy {
        true => format!("({path} | sort)"),
        false => path,
    }
}

/// The line that shows both; of those that repeat whole objects, whether they are the same.
fn shell(story: &Story<'_, '_>, item: &Item, repeat: &Repeat) -> Option<Shell> {
    let (found, signed) = (story.at(repeat.copy)?, story.at(repeat.original)?);
    let is_list = repeat.id == CROSS_CATS.id;
    let shows = survives_jq(found) && survives_jq(signed);
    if !item.was_made() || !shows || (is_list && found.kind() != Kind::Array) {
        return None;
    }
    let (copy, original) = (program(repeat.copy), program(repeat.original));
    let signed = CanonicalBytes::of(signed);
    let found = match is_list && item.passed() {
        // In another order, perhaps.
        true => signed.clone(),
        false => CanonicalBytes::of(found),
    };
    let short = |value: &CanonicalBytes| value.as_str().len() <= crate::MAX_QUOTED;
    let sorted = !is_list || item.passed();
    if sorted
        && [&found, &signed]
            .into_iter()
            .all(|value| short(value) && can_be_pasted(value.as_str()))
    {
        let prints = format!("{}\n{}", found.as_str(), signed.as_str());
        return Some(story.jq("jq -cS", &format!("{copy}, {original}"), prints));
    }
    // That a check failed does not say that jq finds a difference.
    let same = item.passed() || (!is_list && found == signed);
    let tells = item.passed() || !is_list;
    tells.then(|| story.jq("jq", &format!("{copy} == {original}"), same.to_string()))
}
