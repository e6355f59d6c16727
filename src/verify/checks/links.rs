//! Checks that the links of a document lead to the record that it is about.

use memchr::memchr;
use memchr::memmem::Finder;

use super::findings::Findings;
use super::rule::Rule;
use crate::json::document::{Kind, Value};
use crate::record::identifier::SHORT_LENGTH;
use crate::record::member_place::MemberPlace;
use crate::report::{Fact, Group, Outcome, Reason};
use crate::verify::subject::Subject;

const PLACES: [MemberPlace; 2] = [
    MemberPlace::new("/links"),
    MemberPlace::new("/agent_actions"),
];

/// The rule `links`.
pub(crate) const LINKS: Rule = Rule::new("links", Group::Snapshots, links)
    .passes("every link is about this record")
    .fails("a link leads to something else");

fn links<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let Ok(signed) = subject.canonical_record() else {
        return findings.skip("/links", Reason::NoNames);
    };
    let identifier = Name::of(
        signed.identifier.prefix(SHORT_LENGTH),
        signed.identifier.as_str(),
    );
    let id = signed.source.map_or("", |source| source.id);
    let source = (!id.is_empty()).then(|| Name::of(id, id));
    let carries = |link: &str| {
        let source = source.as_ref();
        identifier.is_in(link) || source.is_some_and(|source| source.is_in(link))
    };
    let links = PLACES
        .iter()
        .filter_map(|place| subject.at(*place).given())
        .flat_map(Value::leaves)
        // An empty array or object has no link.
        .filter(|leaf| !matches!(leaf.kind(), Kind::Object | Kind::Array));
    let mut count = 0;
    for link in links {
        if !link.as_str().is_some_and(|link| is_about(link, carries)) {
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

fn is_about(link: &str, carries: impl Fn(&str) -> bool) -> bool {
    if memchr(b'%', link.as_bytes()).is_none() {
        return carries(link);
    }
    carries(&link.replace("%2F", "/").replace("%2f", "/"))
}

/// A name that links may contain in two lengths.
struct Name<'n> {
    short: Finder<'n>,
    long: &'n str,
}

impl<'n> Name<'n> {
    /// Returns the name whose short form is the beginning of its long form, or equal to it.
    fn of(short: &'n str, long: &'n str) -> Self {
        Self {
            short: Finder::new(short),
            long,
        }
    }

    /// Returns whether a link contains the name, and not as a part of a longer word.
    fn is_in(&self, link: &str) -> bool {
        let mut searched = 0;
        loop {
            let rest = link.get(searched..).unwrap_or_default();
            let Some(found) = self.short.find(rest.as_bytes()) else {
                return false;
            };
            let start = searched + found;
            searched = start + self.short.needle().len();
            let whole = link.get(start..).filter(|rest| rest.starts_with(self.long));
            let end = whole.map_or(searched, |_| start + self.long.len());
            let before = link.get(..start).unwrap_or_default();
            let after = link.get(end..).unwrap_or_default();
            let version = after
                .strip_prefix('v')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let ends = version || !after.starts_with(char::is_alphanumeric);
            if ends && !before.ends_with(char::is_alphanumeric) {
                return true;
            }
        }
    }
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
            assert!(Name::of("4K6GSOJW", "4K6GSOJW").is_in(link), "{link}");
        }
        for link in ["/pith/4K6GSOJWB7QU", "X4K6GSOJW", "/pith/", ""] {
            assert!(!Name::of("4K6GSOJW", "4K6GSOJW").is_in(link), "{link}");
        }
        assert!(Name::of("2106.06530", "2106.06530").is_in("/abs/2106.06530v2"));
        assert!(!Name::of("2106.06530", "2106.06530").is_in("/abs/2106.065301"));
    }
}
