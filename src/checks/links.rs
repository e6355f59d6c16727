//! Whether the links of a document lead to the record that it is about.

use super::{Findings, Subject, failed, show};
use crate::document::{Kind, Value};
use crate::identifier::SHORT_LENGTH;
use crate::quote;

const PLACES: &[&str] = &["/links", "/agent_actions"];

pub(super) fn links(subject: &Subject<'_, '_>, findings: &mut Findings<'_>) {
    let record = &subject.record;
    let Some(identifier) = &record.identifier else {
        return findings.skip("/links", "there is no identifier to compare them with");
    };
    let source_id = record.source.map(|source| source.id);
    let names: Vec<&str> = [identifier.as_str(), identifier.prefix(SHORT_LENGTH)]
        .into_iter()
        .chain(source_id)
        .collect();
    let links = || {
        PLACES
            .iter()
            .filter_map(|place| Some((*place, record.root.at(place)?)))
    };
    let is_link = |leaf: &Value<'_>| !matches!(leaf.kind(), Kind::Object | Kind::Array);
    let wrong = |link: &Value<'_>| is_link(link) && !is_about(*link, &names);
    if let Some((pointer, link)) = links().find_map(|(place, links)| first(place, links, wrong)) {
        let reason = "carries neither this record's identifier nor its source id";
        return findings.push(
            None,
            quote(&pointer),
            failed(Some(show(link)), None, reason),
        );
    }
    match links()
        .flat_map(|(_, links)| links.leaves())
        .filter(is_link)
        .count()
    {
        0 => findings.skip("/links", "no links"),
        count => findings.pass("/links", format!("{count} links")),
    }
}

/// The first leaf of this sort, with its JSON Pointer.
fn first<'d>(
    place: &str,
    links: Value<'d>,
    sort: impl Fn(&Value<'d>) -> bool,
) -> Option<(String, Value<'d>)> {
    let wanted = links.leaves().find(sort)?;
    let mut found = String::new();
    links.walk_leaves(&mut place.to_owned(), &mut |pointer, leaf| {
        if leaf.index() == wanted.index() {
            pointer.clone_into(&mut found);
        }
    });
    Some((found, wanted))
}

fn is_about(link: Value<'_>, names: &[&str]) -> bool {
    let Some(link) = link.as_str() else {
        return false;
    };
    if link.contains('%') {
        let link = link.replace("%2F", "/").replace("%2f", "/");
        return names.iter().any(|name| carries(&link, name));
    }
    names.iter().any(|name| carries(link, name))
}

/// Whether a link holds a name as a whole: not as a part of a longer identifier.
fn carries(link: &str, name: &str) -> bool {
    !name.is_empty()
        && link.match_indices(name).any(|(start, _)| {
            let before = link.get(..start).and_then(|text| text.chars().next_back());
            let after = link.get(start + name.len()..).unwrap_or_default();
            let version = after
                .strip_prefix('v')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let ends = version || !after.starts_with(char::is_alphanumeric);
            ends && !before.is_some_and(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_only_as_a_whole() {
        for link in [
            "/pith/4K6GSOJW",
            "4K6GSOJW.json",
            "?p=4K6GSOJW&x",
            "4K6GSOJWB/4K6GSOJW",
        ] {
            assert!(carries(link, "4K6GSOJW"), "{link}");
        }
        for link in ["/pith/4K6GSOJWB7QU", "X4K6GSOJW", "/pith/", ""] {
            assert!(!carries(link, "4K6GSOJW"), "{link}");
        }
        assert!(carries("/abs/2106.06530v2", "2106.06530"));
        assert!(!carries("/abs/2106.065301", "2106.06530"));
        assert!(!carries("anything", ""));
    }
}
