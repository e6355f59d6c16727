//! Title and abstract, through the hashes of their canonical text.

use super::story::Story;
use super::{Item, Shell, Told};
use crate::json::quote::quote;
use crate::record::text_hash::{TextHash, canonical_text};

const PYTHON: &str = "import hashlib,json,sys; \
    t=json.load(open(sys.argv[1],encoding=\"utf-8\"))[\"paper\"][sys.argv[2]]; \
    print(hashlib.sha256(\" \".join(t.split()).lower().encode()).hexdigest())";

/// Each check, with the member of `/paper` that it is about.
const SHOWN: &[(&str, &str)] = &[("title", "title"), ("abstract", "abstract_excerpt")];

pub(super) fn texts(story: &Story<'_, '_>) -> Told {
    let says = "The canonical record does not hold the title and the abstract but their hashes: \
                SHA-256 of the text in lower case, with one space for each stretch of white space. \
                So a match says that the words are the same; letter case and spacing may differ. \
                Of a long abstract a record shows only the first 600 characters, which have \
                another hash; give the whole with --abstract. A short one is checked, but it \
                does not count as vouched for below: a longer text in its place would be taken \
                for an excerpt.";
    let mut items: Vec<_> = SHOWN
        .iter()
        .map(|(id, member)| shown(story, id, member))
        .collect();
    let given = story.items(|id| id.starts_with("given-"));
    items.extend(given.map(|item| Item {
        rule: "the text that was given with the option of that name".into(),
        ..item
    }));
    Told {
        says: says.into(),
        items,
        ..Told::default()
    }
}

fn shown(story: &Story<'_, '_>, id: &str, member: &str) -> Item {
    let pointer = format!("/paper/{member}");
    let rule = format!(
        "{pointer} in canonical form, and its hash; the signed one is \
        /canonical_record/metadata/{id}_canon_sha256"
    );
    let item = story.item(id, rule, None);
    let Some(text) = story.at(&pointer).and_then(|value| value.as_str()) else {
        return item;
    };
    let hash = TextHash::of(text).to_string();
    let line = format!("python3 -c '{PYTHON}' {} {member}", story.file);
    Item {
        values: vec![quote(&canonical_text(text)), hash.clone()],
        shell: Some(Shell::new(line, hash)),
        ..item
    }
}
