//! Explains how the digest and the signed source lead to the names of the record.

use data_encoding::BASE32;

use super::context::Context;
use super::shell::{Shell, can_be_pasted, jq_path, survives_jq};
use super::step::{Item, Step};
use crate::MAX_QUOTED;
use crate::json::document::Kind;
use crate::record::alias::{AliasKind, Derivation, Part};
use crate::record::identifier::{IDENTIFIER_LENGTH, SHORT_LENGTH};
use crate::verify::checks::findings::MAX_ENTRIES;
use crate::verify::checks::{aliases, identifiers};

/// The lengths at which the base32 form of the digest is cut, each with what results.
const CUTS: &[(usize, &str)] = &[
    (SHORT_LENGTH, "8: the short Pith Number"),
    (12, "12"),
    (16, "16"),
    (IDENTIFIER_LENGTH, "26: the identifier, 130 bits"),
];

pub(super) fn numbers<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "The identifier is the beginning of the digest in base32 (RFC 4648: A to Z, 2 to 7; 5 \
        bits for each character). The year in front of it comes from the signed date of \
        submission and can differ from the year in the arXiv id.";
    let mut step = Step::new(summary, Vec::new());
    if let (Some(signed), Some(bytes)) = (context.record, context.digest_bytes()) {
        let base32 = BASE32.encode(signed.digest.as_bytes());
        step.figure = figure(base32.trim_end_matches('='));
        let shell = Shell::new(format!("{bytes} | base32"), &*base32);
        let item = Item::derived("base32", "of the 32 bytes", base32, shell);
        step.items.push(item);
    }
    step.items.extend(identifier(context));
    step.items.extend(short(context));
    step.items.extend(year(context));
    step.items.extend(pith_number(context));
    step
}

/// Returns the shell pipe that prints the first characters of the digest in base32.
fn cut(context: &Context<'_, '_>, length: usize) -> Option<String> {
    let bytes = context.digest_bytes()?;
    Some(format!("{bytes} | base32 | cut -c1-{length}"))
}

fn figure(base32: &str) -> Vec<String> {
    let ruler = |(length, name): &(usize, &str)| format!("└{}┘ {name}", "─".repeat(length - 2));
    let rulers = CUTS.iter().map(ruler);
    std::iter::once(base32.to_owned()).chain(rulers).collect()
}

fn identifier<'c>(context: &Context<'c, '_>) -> Option<Item<'c>> {
    let identifier = context.record?.identifier;
    let line = cut(context, IDENTIFIER_LENGTH)?;
    let value = identifier.as_str();
    let shell = Shell::new(line, value);
    let rule = format!("its first {IDENTIFIER_LENGTH} characters");
    Some(Item::derived("identifier", rule, value, shell))
}

fn short<'c>(context: &Context<'c, '_>) -> Option<Item<'c>> {
    let cut = context.record.zip(cut(context, SHORT_LENGTH));
    let shell = cut.map(|(signed, line)| {
        let short = signed.identifier.short().to_string();
        Shell::new(format!("echo pith:$({line})"), short)
    });
    let rule = format!("\"pith:\" and the first {SHORT_LENGTH} characters of the identifier");
    context.item(identifiers::SHORT_PITH_NUMBER.id(), rule, shell)
}

/// Returns the shell line that prints the year.
fn year_line(context: &Context<'_, '_>) -> String {
    let path = jq_path(&context.canonical("/metadata/submitted_at"));
    format!("jq -r '{path}[0:4]' {}", context.file())
}

fn year<'c>(context: &Context<'c, '_>) -> Option<Item<'c>> {
    let place = context.canonical("/metadata/submitted_at");
    let date = context.string(&place)?;
    let year = date.get(..4)?;
    context.record?.pith_number?;
    let rule = format!("the first four digits of {place}, {date}");
    let shell = Shell::new(year_line(context), year);
    Some(Item::derived("year", rule, year, shell))
}

fn pith_number<'c>(context: &Context<'c, '_>) -> Option<Item<'c>> {
    let number = context.record.and_then(|signed| signed.pith_number);
    let cut = cut(context, IDENTIFIER_LENGTH);
    let shell = number.zip(cut).map(|(number, cut)| {
        let line = format!("echo pith:$({}):$({cut})", year_line(context));
        Shell::new(line, number.to_string())
    });
    let rule = "\"pith:\", the year, \":\" and the identifier";
    context.item(identifiers::PITH_NUMBER.id(), rule, shell)
}

pub(super) fn aliases<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let summary = "Aliases are other identifiers of the same record. Each follows from the signed \
        source or from the identifier; together they must be a set that the registry issues.";
    let each = context.items(|finding| finding.check.id == aliases::ALIAS.id());
    let mut items: Vec<_> = each.map(|item| alias(context, item)).collect();
    let rule = "arxiv and arxiv_version once each, doi at most once, and the three short forms \
                all or none";
    items.extend(context.item(aliases::ALIASES.id(), rule, kinds(context)));
    Step::new(summary, items)
}

fn alias<'c>(context: &Context<'c, '_>, item: Item<'c>) -> Item<'c> {
    let entry = item.finding.and_then(|found| found.entry.as_deref());
    let kind = entry.and_then(AliasKind::named);
    let (Some(kind), Some(signed)) = (kind, context.record) else {
        return item;
    };
    let computed = kind.derive(signed.source, signed.identifier);
    let shell = computed.and_then(|computed| {
        let computed = computed.to_string();
        let line = match kind.derive {
            Derivation::Prefix(length) => cut(context, length)?,
            Derivation::Arxiv(parts) => {
                let version = signed.value.at("/source/version")?;
                if !survives_jq(version) || computed.contains('\u{7f}') {
                    return None;
                }
                let source = jq_path(&context.canonical("/source"));
                format!("jq -r '{source} | {}' {}", program(parts), context.file())
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

/// Returns the jq program that joins the parts.
fn program(parts: &[Part]) -> String {
    if let [Part::Id] = parts {
        return ".id".into();
    }
    let parts = parts.iter().map(|part| match part {
        Part::Id => r"\(.id)",
        Part::Version => r"\(.version)",
        Part::Text(text) => text,
    });
    format!("\"{}\"", parts.collect::<String>())
}

/// Returns the shell line that lists the kinds of the aliases in the document.
fn kinds(context: &Context<'_, '_>) -> Option<Shell> {
    let place = context.subject.places.aliases;
    let aliases = context.subject.root.at(place)?;
    if aliases.kind() != Kind::Array {
        return None;
    }
    let entries = aliases.children().map(|entry| {
        let kind = entry.member("alias_kind")?.as_str()?;
        (kind.len() <= MAX_QUOTED && can_be_pasted(kind)).then_some(kind)
    });
    let mut kinds = entries.take(MAX_ENTRIES + 1).collect::<Option<Vec<_>>>()?;
    if kinds.len() > MAX_ENTRIES {
        return None;
    }
    kinds.sort_unstable();
    let program = format!("[{}[].alias_kind] | sort | join(\" \")", jq_path(place));
    Some(context.jq("jq -r", &program, kinds.join(" ")))
}
