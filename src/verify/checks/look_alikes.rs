//! Member names that other readers would take for one that is read here.
//!
//! Readers that ignore letter case, as many do, use the last of such names; and invisible
//! characters deceive human readers.

use super::{Findings, Subject};
use crate::json::document::{Kind, Value, is_usual_name};
use crate::report::escape::is_hostile;
use crate::report::{Fact, Outcome, Reason};

pub(in crate::verify) fn names<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let none = Fact::Text("none");
    if !subject.root.document().has_unusual_names {
        return findings.pass("", none);
    }
    let mut read = subject.places.names.iter();
    let found = read.find_map(|(place, names)| {
        let Some(array) = place.strip_suffix("/*") else {
            return look_alike(subject.at(place).given()?, names);
        };
        let mut elements = subject.at(array).given()?.children();
        elements.find_map(|object| look_alike(object, names))
    });
    let Some((member, name)) = found else {
        return findings.pass("", none);
    };
    let (claimed, computed) = (Fact::Text(member.name()), Fact::Text(name));
    let outcome = Outcome::failed(Some(claimed), Some(computed), Reason::LooksLike(name));
    findings.push(member.pointer().to_string(), outcome);
}

/// A member of an object whose name only looks like one of these, and the name it looks like.
fn look_alike<'d>(object: Value<'d>, names: &[&'static str]) -> Option<(Value<'d>, &'static str)> {
    if object.kind() != Kind::Object {
        return None;
    }
    object.children().find_map(|member| {
        if is_usual_name(member.name().as_bytes()) {
            return None;
        }
        let mut names = names.iter();
        let name = names.find(|name| folded(member.name()).eq(name.chars()));
        Some((member, *name?))
    })
}

/// A name without its letter case, white space and invisible characters.
fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|char| !is_hostile(*char) && !char.is_whitespace())
        // Upper case first: letters such as ſ only then become the lower case they look like.
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verifier;
    use crate::report::Source;
    use crate::report::coverage::Class;
    use crate::verify::kinds::RECORD;

    #[test]
    fn knows_every_name_that_leads_to_something_vouched_for() {
        let verifier = Verifier {
            list_leaves: true,
            ..Verifier::default()
        };
        let real = include_bytes!("../../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
        let report = verifier.verify(Source::file("record.json"), real);
        let vouched = Class::ALL
            .into_iter()
            .filter(|class| *class != Class::Unsigned);
        for leaf in vouched.flat_map(|class| report.coverage().leaves(class).unwrap()) {
            let mut place = leaf.as_str();
            while let Some((object, name)) = place.rsplit_once('/') {
                let row = RECORD.places.names.iter().find(|(read, _)| *read == object);
                let known = row.is_some_and(|(_, names)| names.contains(&name));
                let array = object.starts_with("/aliases") || object.contains("cross_cats");
                assert!(known || array, "{place}");
                place = object;
            }
        }
    }

    #[test]
    fn sees_through_case_and_what_cannot_be_seen() {
        for (name, read) in [
            ("Title", "title"),
            ("TITLE", "title"),
            ("ti\u{200b}tle", "title"),
            ("title ", "title"),
            ("\u{212a}ey_ID", "key_id"),
            ("licen\u{17f}e", "license"),
        ] {
            assert!(folded(name).eq(read.chars()), "{name}");
        }
        assert!(!folded("titles").eq("title".chars()));
    }
}
