//! The aliases of a record: one row of [`ALIAS_KINDS`] per kind (protocol §3).

use std::borrow::Cow;
use std::fmt;

use super::identifier::Identifier;

/// The only kind of source that is known.
pub(crate) const ARXIV: &str = "arxiv";

/// The signed source of a record, as far as aliases need it.
#[derive(Clone, Copy, Debug)]
pub struct SignedSource<'r> {
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
    /// Once in every set.
    Always,
    /// At most once in a set: the first batch of the registry has none (protocol §3).
    Sometimes,
    /// Together with all others that are issued so, or not at all (older records).
    AllOrNone,
}

/// One kind of alias.
#[derive(Debug)]
pub struct AliasKind {
    /// `alias_kind` in the record.
    pub name: &'static str,
    /// Which sets have it.
    pub issue: Issue,
    /// How it is made, in words.
    pub rule: &'static str,
    pub(crate) derive: Derivation,
}

#[derive(Debug)]
pub(crate) enum Derivation {
    /// These parts of the source, one after the other.
    Arxiv(&'static [Part]),
    /// The first `n` characters of the identifier.
    Prefix(usize),
}

/// A part of an alias that is made from the source.
#[derive(Debug)]
pub enum Part {
    /// The id of the source.
    Id,
    /// Its version.
    Version,
    /// The same text in every alias.
    Text(&'static str),
}

/// What precedes the source id in the DOI of an arXiv paper, in lower case.
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

/// An alias that was derived; displays as `alias_value` has it.
#[derive(Clone, Copy, Debug)]
pub enum Alias<'r> {
    /// These parts of a source.
    Arxiv(&'static [Part], SignedSource<'r>),
    /// The first characters of an identifier.
    Prefix(Identifier, usize),
}

impl AliasKind {
    /// The row of a kind by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALIAS_KINDS.iter().find(|kind| kind.name == name)
    }

    /// Whether aliases of this kind follow from such a source.
    pub(crate) fn is_derivable(&self, source: Option<SignedSource<'_>>) -> bool {
        matches!(self.derive, Derivation::Prefix(_))
            || source.is_some_and(|source| source.kind == ARXIV)
    }

    /// The alias; `None` if it does not follow from such a source, or there is no source.
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
    /// As `alias_value` has it.
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
