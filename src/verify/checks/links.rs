//! Checks that the links of a document lead to the record that it is about.

use memchr::memmem::Finder;

use super::findings::Findings;
use super::rule::Rule;
use crate::json::document::{Kind, Value};
use crate::record::identifier::SHORT_LENGTH;
use crate::report::{Fact, Group, Outcome, Reason};
use crate::verify::subject::Subject;

const PLACES: &[&str] = &["/links", "/agent_actions"];

/// The rule `links`.
pub(crate) const LINKS: Rule = Rule::new("links", Group::Snapshots, links)
    .passes("every link is about this record")
    .fails("a link leads to something else");

fn links<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Ok(signed) = subject.canonical_record() else {
        return findings.skip("/links", Reason::NoNames);
    };
    let identifier = signed.identifier;
    let names: Vec<_> = [identifier.as_str(), identifier.prefix(SHORT_LENGTH)]
        .into_iter()
        .chain(signed.source.map(|source| source.id))
        .filter(|name| !name.is_empty())
        .map(Finder::new)
        .collect();
    let links = PLACES
        .iter()
        .filter_map(|place| subject.at(place).given())
        .flat_map(Value::leaves)
        // An empty array or object has no link.
        .filter(|leaf| !matches!(leaf.kind(), Kind::Object | Kind::Array));
    let mut count = 0;
    for link in links {
        if !is_about(link, &names) {
            let outcome = Outcome::failed(Some(Fact::Value(link)), None, Reason::LinkElsewhere);
            return findings.push(link.pointer().to_string(), outcome);
        }
        count += 1;
    }
    if count == 0 {
        return findings.skip("/links", Reason::NoLinks);
    }
    findings.pass("/links", Fact::Links(count));
}

fn is_about(link: Value<'_>, names: &[Finder<'_>]) -> bool {
    let Some(link) = link.as_str() else {
        return false;
    };
    if link.contains('%') {
        let link = link.replace("%2F", "/").replace("%2f", "/");
        return names.iter().any(|name| carries(&link, name));
    }
    names.iter().any(|name| carries(link, name))
}

/// Returns whether a link contains the name, and not as a part of a longer word.
fn carries(link: &str, name: &Finder<'_>) -> bool {
    name.find_iter(link.as_bytes()).any(|start| {
        let before = link.get(..start).and_then(|text| text.chars().next_back());
        let end = start + name.needle().len();
        let after = link.get(end..).unwrap_or_default();
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
    fn finds_only_whole_names() {
        for link in [
            "/pith/4K6GSOJW",
            "4K6GSOJW.json",
            "?p=4K6GSOJW&x",
            "4K6GSOJWB/4K6GSOJW",
        ] {
            assert!(carries(link, &Finder::new("4K6GSOJW")), "{link}");
        }
        for link in ["/pith/4K6GSOJWB7QU", "X4K6GSOJW", "/pith/", ""] {
            assert!(!carries(link, &Finder::new("4K6GSOJW")), "{link}");
        }
        assert!(carries("/abs/2106.06530v2", &Finder::new("2106.06530")));
        assert!(!carries("/abs/2106.065301", &Finder::new("2106.06530")));
    }
}
