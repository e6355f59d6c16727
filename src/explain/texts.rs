//! Explains the text hashes of title and abstract.

use super::context::Context;
use super::shell::Shell;
use super::step::{Item, Step};
use crate::json::shorten::shorten;
use crate::record::copies::{ABSTRACT, Copied, TITLE};
use crate::record::text_hash::{TextHash, canonical_text};
use crate::verify::checks::texts;

const PYTHON: &str = "import hashlib,json,sys; \
    t=json.load(open(sys.argv[1],encoding=\"utf-8\"))[\"paper\"][sys.argv[2]]; \
    print(hashlib.sha256(\" \".join(t.split()).lower().encode()).hexdigest())";

pub(super) fn texts<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "The canonical record holds the hashes of title and abstract, not the texts: the \
        SHA-256 of the text in lower case, with one space for each run of white space. A \
        match proves that the words are the same; capitals and spacing may differ. A record \
        shows only the first 600 characters of a long abstract, which have another hash; \
        give the whole abstract with --abstract. A short abstract is checked, but it does \
        not count as signed below: a longer text in its place would be treated as an \
        excerpt.";
    let shown = [TITLE, ABSTRACT];
    let shown = shown
        .iter()
        .filter_map(|copied| shown_text(context, copied));
    let ids = [texts::GIVEN_TITLE.id(), texts::GIVEN_ABSTRACT.id()];
    let given = context.items(|finding| ids.contains(&finding.check.id));
    let given = given.map(|item| Item {
        rule: "the text that you gave with the option of that name".into(),
        ..item
    });
    Step::new(summary, shown.chain(given).collect())
}

fn shown_text<'c>(context: &Context<'c, '_>, copied: &Copied) -> Option<Item<'c>> {
    let (id, [shown, _]) = (copied.id, copied.places);
    let pointer = shown.pointer;
    let member = pointer.rsplit('/').next().unwrap_or_default();
    let signed = copied.signed.pointer;
    let rule = format!("{pointer} in canonical form, and its hash; the signed one is {signed}");
    let item = context.item(id, rule, None)?;
    let Some(text) = context
        .subject
        .root
        .at(pointer)
        .and_then(|value| value.as_str())
    else {
        return Some(item);
    };
    let hash = TextHash::of(text).to_string();
    let line = format!("python3 -c '{PYTHON}' {} {member}", context.file());
    Some(Item {
        values: vec![shorten(&canonical_text(text)).into_owned(), hash.clone()],
        shell: Some(Shell::new(line, hash)),
        ..item
    })
}
