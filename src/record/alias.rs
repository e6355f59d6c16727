//! Derives the aliases of a record; [`ALIAS_KINDS`] has one row per kind (docs/format.md,
//! section 6).

use std::borrow::Cow;
use std::fmt;

use super::identifier::Identifier;

/// The only kind of source that has been seen.
pub(crate) const ARXIV: &str = "arxiv";

/// The members of the signed source that aliases are derived from.
#[derive(Clone, Copy, Debug)]
pub struct SignedSource<'r> {
    /// `source.kind`; `arxiv` is the only one that has been seen.
    pub kind: &'r str,
    /// `source.id`, verbatim.
    pub id: &'r str,
    /// `source.version`, as its digits.
    pub version: &'r str,
}

/// Says which sets of aliases contain a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// Every set contains the alias once.
    Always,
    /// A set contains the alias at most once; the registry's first batch has none.
    Sometimes,
    /// A set contains all aliases of this class, or none of them, as in older records.
    AllOrNone,
}

/// A kind of alias.
#[derive(Debug)]
pub struct AliasKind {
    /// The name of the kind, which the record states as `alias_kind`.
    pub name: &'static str,
    /// Which sets contain the alias.
    pub issue: Issue,
    /// The rule by which the alias is derived, in words.
    pub rule: &'static str,
    pub(crate) derive: Derivation,
}

#[derive(Debug)]
pub(crate) enum Derivation {
    /// These parts of the source, in this order.
    Arxiv(&'static [Part]),
    /// The first characters of the identifier, as many as given.
    Prefix(usize),
}

/// A part of an alias that is derived from the source.
#[derive(Debug)]
pub enum Part {
    /// The id of the source.
    Id,
    /// The version of the source.
    Version,
    /// The same text in every alias.
    Text(&'static str),
}

/// The text before the source id in the DOI of an arXiv paper, in lower case.
pub const DOI_PREFIX: &str = "10.48550/arxiv.";

/// Every kind of alias that can be derived.
#[rustfmt::skip]
pub const ALIAS_KINDS: &[AliasKind] = {
    use Part::{Id, Text, Version};
    &[
        arxiv("arxiv", Issue::Always, "the signed source id", &[Id]),
        arxiv("arxiv_version", Issue::Always, "the signed source id, \"v\" and the signed version", &[Id, Text("v"), Version]),
        arxiv("doi", Issue::Sometimes, "\"10.48550/arxiv.\" and the signed source id", &[Text(DOI_PREFIX), Id]),
        prefix("pith_short_8", "the first 8 characters of the identifier", 8),
        prefix("pith_short_12", "the first 12 characters of the identifier", 12),
        prefix("pith_short_16", "the first 16 characters of the identifier", 16),
    ]
};

const fn arxiv(
    name: &'static str,
    issue: Issue,
    rule: &'static str,
    parts: &'static [Part],
) -> AliasKind {
    AliasKind {
        name,
        issue,
        rule,
        derive: Derivation::Arxiv(parts),
    }
}

const fn prefix(name: &'static str, rule: &'static str, length: usize) -> AliasKind {
    AliasKind {
        name,
        issue: Issue::AllOrNone,
        rule,
        derive: Derivation::Prefix(length),
    }
}

/// A derived alias, which displays as `alias_value` states it.
#[derive(Clone, Copy, Debug)]
pub enum Alias<'r> {
    /// These parts of a source.
    Arxiv(&'static [Part], SignedSource<'r>),
    /// The first characters of an identifier, as many as given.
    Prefix(Identifier, usize),
}

impl AliasKind {
    /// Returns the kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALIAS_KINDS.iter().find(|kind| kind.name == name)
    }

    /// Returns whether aliases of this kind can be derived from such a source.
    pub(crate) fn is_derivable(&self, source: Option<SignedSource<'_>>) -> bool {
        matches!(self.derive, Derivation::Prefix(_))
            || source.is_some_and(|source| source.kind == ARXIV)
    }

    /// Derives the alias.
    ///
    /// Returns `None` if there is no source, or if aliases of this kind cannot be derived from
    /// it.
    #[must_use]
    pub fn derive<'r>(
        &'static self,
        source: Option<SignedSource<'r>>,
        identifier: Identifier,
    ) -> Option<Alias<'r>> {
        match self.derive {
            Derivation::Prefix(length) => Some(Alias::Prefix(identifier, length)),
            Derivation::Arxiv(parts) => source
                .filter(|_| self.is_derivable(source))
                .map(|source| Alias::Arxiv(parts, source)),
        }
    }
}

impl Alias<'_> {
    /// Returns the alias as `alias_value` states it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Prefix(identifier, length) => identifier.prefix(*length).into(),
            Self::Arxiv([Part::Id], source) => source.id.into(),
            Self::Arxiv(parts, source) => {
                let parts = parts.iter().map(|part| match part {
                    Part::Id => source.id,
                    Part::Version => source.version,
                    Part::Text(text) => text,
                });
                let mut text = String::with_capacity(source.id.len() + 24);
                text.extend(parts);
                text.into()
            }
        }
    }
}

impl fmt::Display for Alias<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
