//! From the digest and the signed source to the names of the record.

use data_encoding::BASE32;

use super::shell::{can_be_pasted, survives_jq};
use super::story::Story;
use super::{Item, Shell, Told};
use crate::MAX_QUOTED;
use crate::json::document::Kind;
use crate::record::alias::{AliasKind, Rule};
use crate::record::identifier::{IDENTIFIER_LENGTH, SHORT_LENGTH};
use crate::verify::checks::MAX_ENTRIES;

/// Where short forms of the identifier are cut.
const CUTS: &[(usize, &str)] = &[
    (SHORT_LENGTH, "8: the short Pith Number"),
    (12, "12"),
    (16, "16"),
    (IDENTIFIER_LENGTH, "26: the identifier, 130 bits"),
];

pub(super) fn numbers(story: &Story<'_, '_>) -> Told {
    let says = "The identifier is the beginning of the digest in base32 (RFC 4648: A to Z, 2 to \
                7; each character is 5 bits). The year before it is that of the signed date of \
                submission, which need not be that of the arXiv id.";
    let mut told = Told {
        says: says.into(),
        ..Told::default()
    };
    if let (Some(digest), Some(bytes)) = (story.record.digest, story.digest_bytes()) {
        let base32 = BASE32.encode(digest.as_bytes());
        told.figure = figure(base32.trim_end_matches('='));
        let shell = Shell::new(format!("{bytes} | base32"), &*base32);
        let rule = "of the 32 bytes";
        told.items
            .push(Item::derived("base32", rule, base32, Some(shell)));
    }
    told.items.extend(identifier(story));
    told.items.push(short(story));
    told.items.extend(year(story));
    told.items.push(pith_number(story));
    told
}

/// The line that cuts the first characters out of the digest in base32.
fn cut(story: &Story<'_, '_>, length: usize) -> Option<String> {
    let bytes = story.digest_bytes()?;
    Some(format!("{bytes} | base32 | cut -c1-{length}"))
}

fn figure(base32: &str) -> Vec<String> {
    let ruler = |(length, name): &(usize, &str)| format!("└{}┘ {name}", "─".repeat(length - 2));
    let lines = [base32.to_owned()].into_iter();
    lines.chain(CUTS.iter().map(ruler)).collect()
}

fn identifier(story: &Story<'_, '_>) -> Option<Item> {
    let identifier = story.record.identifier.as_ref()?.as_str();
    let line = cut(story, IDENTIFIER_LENGTH)?;
    let shell = Shell::new(line, identifier);
    let rule = format!("its first {IDENTIFIER_LENGTH} characters");
    Some(Item::derived("identifier", rule, identifier, Some(shell)))
}

fn short(story: &Story<'_, '_>) -> Item {
    let identifier = story.record.identifier.as_ref();
    let shell = identifier
        .zip(cut(story, SHORT_LENGTH))
        .map(|(identifier, line)| {
            let short = crate::record::identifier::short(identifier);
            Shell::new(format!("echo pith:$({line})"), short)
        });
    let rule = format!("\"pith:\" and the first {SHORT_LENGTH} characters of the identifier");
    story.item("short-pith-number", rule, shell)
}

const YEAR: &str = "jq -r '.canonical_record.metadata.submitted_at[0:4]'";

fn year(story: &Story<'_, '_>) -> Option<Item> {
    let date = story.string("/canonical_record/metadata/submitted_at")?;
    let year = date.get(..4)?;
    story.record.pith_number.as_ref()?;
    let rule = format!("the first four digits of /canonical_record/metadata/submitted_at, {date}");
    let shell = Shell::new(format!("{YEAR} {}", story.file), year);
    Some(Item::derived("year", rule, year, Some(shell)))
}

fn pith_number(story: &Story<'_, '_>) -> Item {
    let number = story.record.pith_number.as_ref();
    let cut = cut(story, IDENTIFIER_LENGTH);
    let shell = number.zip(cut).map(|(number, cut)| {
        let line = format!("echo pith:$({YEAR} {}):$({cut})", story.file);
        Shell::new(line, number.to_string())
    });
    story.item(
        "pith-number",
        "\"pith:\", the year, \":\" and the identifier",
        shell,
    )
}

pub(super) fn aliases(story: &Story<'_, '_>) -> Told {
    let says = "Other names of the same record. Each follows from the signed source or from the \
                identifier; together they must be a set that the registry issues.";
    let each = story
        .items(|id| id == "alias:<kind>")
        .map(|item| alias(story, item));
    let mut items: Vec<_> = each.collect();
    let rule = "arxiv, arxiv_version and doi once each, and the three short forms all or none";
    items.push(story.item("aliases", rule, kinds(story)));
    Told {
        says: says.into(),
        items,
        ..Told::default()
    }
}

fn alias(story: &Story<'_, '_>, item: Item) -> Item {
    let kind = item.label.strip_prefix("alias:").and_then(AliasKind::named);
    let (Some(kind), Some(identifier)) = (kind, &story.record.identifier) else {
        return item;
    };
    let shell = kind
        .derive(story.record.source, identifier)
        .and_then(|computed| {
            let line = match kind.derive {
                Rule::Prefix(length) => cut(story, length)?,
                Rule::Arxiv(_, program) => {
                    let version = story.record.signed("/source/version")?;
                    if !survives_jq(version) || computed.contains('\u{7f}') {
                        return None;
                    }
                    format!(
                        "jq -r '.canonical_record.source | {program}' {}",
                        story.file
                    )
                }
            };
            let short = computed.len() <= MAX_QUOTED && can_be_pasted(&computed);
            short.then(|| Shell::new(line, computed))
        });
    Item {
        rule: kind.rule.into(),
        shell,
        ..item
    }
}

/// The line that lists the kinds that are there.
fn kinds(story: &Story<'_, '_>) -> Option<Shell> {
    let entries = story
        .at("/aliases")
        .filter(|value| value.kind() == Kind::Array)?;
    let entries = entries.children().map(|entry| {
        let kind = entry.member("alias_kind")?.as_str()?;
        (kind.len() <= MAX_QUOTED && can_be_pasted(kind)).then_some(kind)
    });
    let mut kinds = entries.take(MAX_ENTRIES + 1).collect::<Option<Vec<_>>>()?;
    if kinds.len() > MAX_ENTRIES {
        return None;
    }
    kinds.sort_unstable();
    let program = "[.aliases[].alias_kind] | sort | join(\" \")";
    Some(story.jq("jq -r", program, kinds.join(" ")))
}
