//! The aliases of a record: one row of [`ALIAS_KINDS`] per kind (protocol §3).

use crate::identifier::Identifier;

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
pub struct AliasKind {
    /// `alias_kind` in the record.
    pub name: &'static str,
    /// How often it must be there.
    pub issue: Issue,
    derive: Rule,
}

#[derive(Debug)]
enum Rule {
    Arxiv(fn(Source<'_>) -> String),
    Prefix(usize),
}

/// What stands before the source id in the DOI of an arXiv paper, in lower case.
pub const DOI_PREFIX: &str = "10.48550/arxiv.";

/// Every kind of alias that can be derived.
pub const ALIAS_KINDS: &[AliasKind] = &[
    arxiv("arxiv", |source| source.id.to_owned()),
    arxiv("arxiv_version", |source| {
        format!("{}v{}", source.id, source.version)
    }),
    arxiv("doi", |source| format!("{DOI_PREFIX}{}", source.id)),
    prefix("pith_short_8", 8),
    prefix("pith_short_12", 12),
    prefix("pith_short_16", 16),
];

const fn arxiv(name: &'static str, derive: fn(Source<'_>) -> String) -> AliasKind {
    AliasKind {
        name,
        issue: Issue::Always,
        derive: Rule::Arxiv(derive),
    }
}

const fn prefix(name: &'static str, length: usize) -> AliasKind {
    AliasKind {
        name,
        issue: Issue::AllOrNone,
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
    pub fn is_derivable(&self, source: Source<'_>) -> bool {
        matches!(self.derive, Rule::Prefix(_)) || source.kind == "arxiv"
    }

    /// The alias; nothing if it does not follow from such a source.
    #[must_use]
    pub fn derive(&self, source: Source<'_>, identifier: &Identifier) -> Option<String> {
        self.is_derivable(source).then(|| match self.derive {
            Rule::Arxiv(rule) => rule(source),
            Rule::Prefix(length) => identifier.prefix(length).to_owned(),
        })
    }
}
