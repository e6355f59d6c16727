//! The aliases of a record: one row of [`ALIAS_KINDS`] per kind (protocol §3).

use crate::record::identifier::Identifier;

/// The signed source of a record, as far as aliases need it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'r> {
    /// `source.kind`; `arxiv` is the only one known.
    pub kind: &'r str,
    /// `source.id`, verbatim.
    pub id: &'r str,
    /// `source.version`, as its digits.
    pub version: &'r str,
}

/// How the registry issues a kind of alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// Once for every record of the source.
    Always,
    /// Together with all others of this sort, or not at all (older records).
    AllOrNone,
}

/// One kind of alias.
#[derive(Debug)]
#[non_exhaustive]
pub struct AliasKind {
    /// `alias_kind` in the record.
    pub name: &'static str,
    /// How often it must be there.
    pub issue: Issue,
    /// How it is made, for people.
    pub rule: &'static str,
    pub(crate) derive: Rule,
}

#[derive(Debug)]
pub(crate) enum Rule {
    /// From the source; the second is the same as a program of jq.
    Arxiv(fn(Source<'_>) -> String, &'static str),
    /// So many characters of the identifier.
    Prefix(usize),
}

/// What stands before the source id in the DOI of an arXiv paper, in lower case.
pub const DOI_PREFIX: &str = "10.48550/arxiv.";

/// Every kind of alias that can be derived.
#[rustfmt::skip]
pub const ALIAS_KINDS: &[AliasKind] = &[
    arxiv("arxiv", "the signed source id", |source| source.id.to_owned(), ".id"),
    arxiv("arxiv_version", "the signed source id, \"v\" and the signed version",
        |source| format!("{}v{}", source.id, source.version), r#""\(.id)v\(.version)""#),
    arxiv("doi", "\"10.48550/arxiv.\" and the signed source id",
        |source| format!("{DOI_PREFIX}{}", source.id), r#""10.48550/arxiv.\(.id)""#),
    prefix("pith_short_8", "the first 8 characters of the identifier", 8),
    prefix("pith_short_12", "the first 12 characters of the identifier", 12),
    prefix("pith_short_16", "the first 16 characters of the identifier", 16),
];

const fn arxiv(
    name: &'static str,
    rule: &'static str,
    derive: fn(Source<'_>) -> String,
    jq: &'static str,
) -> AliasKind {
    AliasKind {
        name,
        issue: Issue::Always,
        rule,
        derive: Rule::Arxiv(derive, jq),
    }
}

const fn prefix(name: &'static str, rule: &'static str, length: usize) -> AliasKind {
    AliasKind {
        name,
        issue: Issue::AllOrNone,
        rule,
        derive: Rule::Prefix(length),
    }
}

impl AliasKind {
    /// The row of a kind by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALIAS_KINDS.iter().find(|kind| kind.name == name)
    }

    /// Whether aliases of this kind follow from such a source.
    #[must_use]
    pub fn is_derivable(&self, source: Option<Source<'_>>) -> bool {
        let arxiv = |source: Source<'_>| source.kind == "arxiv";
        matches!(self.derive, Rule::Prefix(_)) || source.is_some_and(arxiv)
    }

    /// The alias; nothing if it does not follow from such a source, or from none.
    #[must_use]
    pub fn derive(&self, source: Option<Source<'_>>, identifier: &Identifier) -> Option<String> {
        match self.derive {
            Rule::Prefix(length) => Some(identifier.prefix(length).to_owned()),
            Rule::Arxiv(rule, _) => source.filter(|_| self.is_derivable(source)).map(rule),
        }
    }
}
