//! Finds member names that look like a name that the checks read.
//!
//! Programs that ignore capitalization, of which there are many, may use the last of several
//! such members. Invisible characters and letters that look alike deceive human readers.

use std::collections::BTreeMap;
use std::iter;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::findings::Findings;
use super::rule::Rule;
use crate::json::document::{Kind, Value};
use crate::json::usual_names::is_usual_name;
use crate::report::escape::is_hostile;
use crate::report::{Check, Fact, Group, Outcome, Reason};
use crate::verify::places::KIND_NAMES;
use crate::verify::subject::Subject;

/// The rule `look-alike-names`.
pub(crate) const LOOK_ALIKE_NAMES: Rule = Rule::new("look-alike-names", Group::Copies, names)
    .passes("no member name looks like a verified one")
    .fails("the name of a member looks like a verified one")
    .compares([Check::IN_FILE, "looks like"]);

fn names<'d>(subject: &Subject<'d>, findings: &mut Findings<'_, 'd>) {
    let none = Fact::Text("none");
    if !subject.root.document().has_unusual_names {
        return findings.pass("", none);
    }
    let mut read = iter::once(&("", KIND_NAMES)).chain(subject.places.names);
    let found = read.find_map(|(place, names)| {
        let Some(array) = place.strip_suffix("/*") else {
            return look_alike(subject.at(*place).given()?, names);
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

/// Returns a member whose name only looks like one of these names, and that name.
fn look_alike<'d>(object: Value<'d>, names: &[&'static str]) -> Option<(Value<'d>, &'static str)> {
    if object.kind() != Kind::Object {
        return None;
    }
    object.children().find_map(|member| {
        let found = member.name();
        if is_usual_name(found.as_bytes()) {
            return None;
        }
        let mut names = names.iter().filter(|name| **name != found);
        let name = names.find(|name| appearance(found).eq(appearance(name)));
        Some((member, *name?))
    })
}

/// Returns the appearance of a name, in which it can be compared with another one.
///
/// It has no white space and no invisible characters, is in lower case and in compatibility
/// form (NFKD), and has one character for all those that look alike according to Unicode's data
/// (UTS 39). Capital `I` looks like `l`, and readers that ignore capitalization read it as `i`;
/// so these three are one.
fn appearance(name: &str) -> impl Iterator<Item = char> {
    let looks = name.chars().flat_map(|char| {
        let plain = is_plain(char).then_some(char);
        // The look-up takes much longer, and genuine names are compared too.
        let looked_up: Vec<_> = match plain {
            Some(_) => Vec::new(),
            None => look_up(char).collect(),
        };
        plain.into_iter().chain(looked_up)
    });
    looks.map(|char| if char == 'i' { 'l' } else { char })
}

/// Returns whether the appearance of a character is the character itself; `m` looks like `rn`.
fn is_plain(char: char) -> bool {
    matches!(char, 'a'..='l' | 'n'..='z' | '2'..='9' | '_')
}

fn look_up(char: char) -> impl Iterator<Item = char> {
    let visible = |char: &char| !is_hostile(*char) && !char.is_whitespace();
    let char = Some(char).filter(visible);
    let parts = char.into_iter().nfkd().filter(visible);
    parts.flat_map(|char| {
        let looks = LOOKS.get(&char);
        let other = looks.is_none().then_some(char);
        looks.copied().unwrap_or_default().chars().chain(other)
    })
}

/// Maps each character to what it looks like. It has only looks that consist of lower-case letters,
/// digits and `_`, because the names that the checks read have no others.
static LOOKS: LazyLock<BTreeMap<char, &str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    let pairs = lines.flat_map(|(looks, codes)| {
        let codes = codes.split(' ');
        codes.filter_map(move |code| {
            let code = u32::from_str_radix(code, 16).ok()?;
            Some((char::from_u32(code)?, looks))
        })
    });
    pairs.collect()
});

/// The part of Unicode's data (UTS 39) that matters here. Each line has a look and the codes of the
/// characters that have it. A test writes it from the crate `unicode-security`, whose own table holds 6,000
/// pointers: as a dependency, that would cost every start of the command forty page faults.
const TABLE: &str = include_str!("look_alikes.txt");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use unicode_security::skeleton;

    use super::*;
    use crate::Verifier;
    use crate::json::document::Document;
    use crate::report::Source;
    use crate::report::coverage::Class;
    use crate::verify::kinds::{KINDS, RECORD};

    #[test]
    fn lists_every_name_on_the_way_to_a_value_that_is_vouched_for() {
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

    fn look(name: &str) -> String {
        appearance(name).collect()
    }

    #[test]
    fn ignores_capitalization_invisible_characters_and_look_alikes() {
        for (name, read) in [
            ("Title", "title"),
            ("TITLE", "title"),
            ("ti\u{200b}tle", "title"),
            ("title ", "title"),
            ("\u{212a}ey_ID", "key_id"),
            ("licen\u{17f}e", "license"),
            // Cyrillic letters, in lower and upper case.
            ("titl\u{435}", "title"),
            ("\u{422}I\u{422}L\u{415}", "title"),
            // Full-width and bold letters.
            ("\u{ff50}aper", "paper"),
            ("\u{1d429}aper", "paper"),
            ("tit1e", "title"),
            ("S0URCE", "source"),
            ("rnetadata", "metadata"),
            (" \u{41c}\u{415}\u{422}A\u{ad}DATA", "metadata"),
        ] {
            assert_eq!(look(name), look(read), "{name}");
            assert!(!is_usual_name(name.as_bytes()), "{name}");
        }
        for (name, other) in [
            ("titles", "title"),
            ("titl\u{e9}", "title"),
            ("notes", "note"),
        ] {
            assert_ne!(look(name), look(other));
        }
    }

    /// Whether the table can have these looks: those of a name that the checks read.
    fn is_name(looks: &str) -> bool {
        let may_occur = |char: u8| matches!(char, b'a'..=b'z' | b'0'..=b'9' | b'_');
        looks.bytes().all(may_occur)
    }

    /// Returns the characters that represent all characters that look like this one.
    fn prototype(char: char) -> Vec<char> {
        skeleton(char.encode_utf8(&mut [0; 4])).collect()
    }

    #[test]
    fn the_table_is_that_of_unicode() {
        let mut lines = BTreeMap::<_, String>::new();
        for char in '\0'..=char::MAX {
            let looks = prototype(char)
                .into_iter()
                // Convert to upper case first: some letters have a look-alike only in upper case.
                .flat_map(char::to_uppercase)
                .flat_map(char::to_lowercase)
                .flat_map(prototype);
            let looks: String = looks.collect();
            let is_reached = !is_hostile(char) && iter::once(char).nfkd().eq([char]);
            assert!(!is_reached || !looks.is_empty(), "{char:?} is invisible");
            if is_reached && is_name(&looks) && looks.chars().ne([char]) {
                let codes = lines.entry(looks).or_default();
                *codes += &format!(" {:x}", u32::from(char));
            }
        }
        let lines = lines
            .iter()
            .map(|(looks, codes)| format!("{looks}{codes}\n"));
        let table: String = lines.collect();
        if std::env::var_os("BLESS").is_some() {
            let path = "/src/verify/checks/look_alikes.txt";
            std::fs::write(env!("CARGO_MANIFEST_DIR").to_owned() + path, table).unwrap();
        } else {
            assert!(
                table == TABLE,
                "after an update of the compiler or of unicode-security, run this test with BLESS=1, \
                and look at the diff"
            );
        }
    }

    #[test]
    fn plain_characters_are_what_a_look_up_returns() {
        for char in (' '..='~').filter(|char| is_plain(*char)) {
            assert!(look_up(char).eq([char]), "{char}");
        }
    }

    #[test]
    fn no_two_genuine_names_look_alike() {
        let rows = KINDS.iter().flat_map(|kind| kind.places.names);
        let read = rows.flat_map(|(_, names)| names.iter().map(ToString::to_string));
        let mut names: BTreeSet<_> = read.collect();
        assert!(names.iter().all(|name| is_name(name)));
        // The published crate contains only some of these files.
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/valid");
        for entry in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            // The other files are titles and abstracts.
            if let Ok(document) = Document::read(&bytes) {
                let found = document.names_below(document.root());
                names.extend(found.map(str::to_owned));
            }
        }
        let mut looks = BTreeMap::new();
        for name in &names {
            let earlier = looks.insert(look(name), name);
            assert!(earlier.is_none(), "{name} looks like {earlier:?}");
        }
        assert!(names.len() > 100);
    }
}
