//! The checks: one row of [`CHECKS`] each, one small function per row.
//!
//! The order of the table is the order in every report. To add a check: a function,
//! a row, and a fixture that fails it.

mod aliases;
mod copies;
mod findings;
mod identifiers;
mod links;
mod names;
mod receipt;
mod snapshots;
mod texts;

use std::borrow::Cow;

use crate::json::canonical::{self, Digest};
use crate::json::document::{Kind, Value};
use crate::json::quote::{Quoted, quote};
use crate::record::alias::ALIAS_KINDS;
use crate::record::members::{Claim, Record};
use crate::report::coverage::Marks;
use crate::report::{Finding, Outcome};
use crate::trust::encoding;
use crate::trust::keyring::TrustedKey;
use crate::verify::Verifier;
use findings::{DIFFERS, Findings, failed, passed, skipped};
pub(crate) use texts::is_whole;

/// The check that the digest is the stated one; if it fails, it is diagnosed why.
pub(crate) const DIGEST: &str = "canonical-hash";
/// The check that everything vouched for rests on.
pub const SIGNATURE: &str = "receipt-signature";
const TERMS: &str = "receipt-terms";

/// The most entries of one kind (aliases, sections) that a report lists, each as a finding
/// of its own. Real records have six aliases and five sections; a hostile one must not
/// make the report many times its own size.
pub const MAX_ENTRIES: usize = 100;

/// What a check is about; reports for people are grouped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// The canonical record and its digest.
    SignedCore,
    /// Who signed it.
    Receipt,
    /// What is derived from the digest and the signed source.
    Identifiers,
    /// What is shown for reading and repeats a signed value.
    Copies,
    /// What only agrees with itself.
    Snapshots,
}

impl Group {
    /// The heading in reports for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SignedCore => "signed core",
            Self::Receipt => "receipt",
            Self::Identifiers => "identifiers",
            Self::Copies => "shown copies",
            Self::Snapshots => "snapshots and links, not signed",
        }
    }
}

/// When a check is listed.
#[derive(Clone, Copy, Debug)]
enum Listed {
    /// For every document, once.
    Always,
    /// Once per entry of the document: none, if it cannot be read.
    PerEntry,
    /// Only if the caller gave a text to compare with.
    IfGiven(fn(&Verifier) -> Option<&String>),
}

/// One row of the table of checks.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// The id in reports; with `<…>` where the id depends on the document.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// Whether a document must pass it to pass.
    pub required: bool,
    /// What it says when it passes, for people: at most 48 characters.
    pub meaning: &'static str,
    listed: Listed,
    run: fn(&Subject<'_, '_>, &mut Findings<'_>),
}

const fn required(
    id: &'static str,
    group: Group,
    run: fn(&Subject<'_, '_>, &mut Findings<'_>),
    meaning: &'static str,
) -> Check {
    Check {
        required: true,
        ..optional(id, group, run, meaning)
    }
}

const fn optional(
    id: &'static str,
    group: Group,
    run: fn(&Subject<'_, '_>, &mut Findings<'_>),
    meaning: &'static str,
) -> Check {
    Check {
        id,
        group,
        required: false,
        meaning,
        listed: Listed::Always,
        run,
    }
}

const fn listed(listed: Listed, check: Check) -> Check {
    Check { listed, ..check }
}

/// Every check, in the order of reports.
#[rustfmt::skip]
pub const CHECKS: &[Check] = {
    use Group::{Copies, Identifiers, Receipt, SignedCore, Snapshots};
    &[
        required(DIGEST, SignedCore, receipt::canonical_hash, "the recomputed digest is the stated one"),
        required(TERMS, Receipt, receipt::terms, "kind, algorithm, message and status are known"),
        required("receipt-hash", Receipt, receipt::hash, "the receipt is about the recomputed digest"),
        required("receipt-key", Receipt, receipt::key, "key id and fingerprint of a trusted key"),
        required(SIGNATURE, Receipt, receipt::signature, "that key signed the recomputed digest"),
        required("pith-number", Identifiers, identifiers::pith_number, "derived from digest and signed date"),
        optional("short-pith-number", Identifiers, identifiers::short_pith_number, "derived from the digest"),
        listed(Listed::PerEntry, optional("alias:<kind>", Identifiers, aliases::each, "derived from digest or signed source")),
        optional("aliases", Identifiers, aliases::set, "a set that the registry issues"),
        optional("source", Copies, copies::source, "repeats the signed source"),
        optional("license", Copies, copies::license, "repeats the signed licence"),
        optional("primary-cat", Copies, copies::primary_cat, "repeats the signed category"),
        optional("submitted-at", Copies, copies::submitted_at, "repeats the signed date"),
        optional("cross-cats", Copies, copies::cross_cats, "repeat the signed categories, in any order"),
        optional("title", Copies, texts::title, "has the signed hash, but for case and spacing"),
        optional("abstract", Copies, texts::abstract_excerpt, "has the signed hash, but for case and spacing"),
        listed(Listed::IfGiven(|verifier| verifier.given_title.as_ref()),
            optional("given-title", Copies, texts::given_title, "has the signed hash, but for case and spacing")),
        listed(Listed::IfGiven(|verifier| verifier.given_abstract.as_ref()),
            optional("given-abstract", Copies, texts::given_abstract, "has the signed hash, but for case and spacing")),
        optional("graph-paper", Copies, copies::graph_paper, "repeats /paper"),
        optional("graph-source", Copies, copies::graph_source, "repeats /source"),
        optional("look-alike-names", Copies, names::look_alikes, "no name that could be taken for another"),
        optional("snapshot:integrity", Snapshots, snapshots::integrity, "agrees with its own hash"),
        optional("snapshot:claims", Snapshots, snapshots::claims, "empty, and agrees with its own hash"),
        optional("snapshot:references", Snapshots, snapshots::references, "empty, and agrees with its own hash"),
        optional("snapshot:formal_canon", Snapshots, snapshots::formal_canon, "empty, and agrees with its own hash"),
        optional("snapshot:author_claims", Snapshots, snapshots::author_claims, "empty, and agrees with its own hash"),
        listed(Listed::PerEntry, optional("snapshot:<section>", Snapshots, snapshots::others, "agrees with its own hash")),
        optional("links", Snapshots, links::links, "every link is about this record"),
    ]
};

/// The checks that a document must pass to pass.
pub(crate) fn required_checks() -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().filter(|check| check.required)
}

/// Runs every check that is to be listed, in order.
pub(crate) fn run_all(subject: &Subject<'_, '_>, marks: &mut Marks) -> Vec<Finding> {
    let mut list = Vec::with_capacity(CHECKS.len() + ALIAS_KINDS.len());
    for check in CHECKS {
        let not_asked_for = match check.listed {
            Listed::IfGiven(given) => given(subject.verifier).is_none(),
            Listed::Always | Listed::PerEntry => false,
        };
        if !not_asked_for {
            let list = &mut list;
            (check.run)(subject, &mut Findings { check, list, marks });
        }
    }
    list
}

/// The findings for a document that cannot be read as a record.
pub(crate) fn all_skipped(verifier: &Verifier, code: &'static str) -> Vec<Finding> {
    let listed = CHECKS.iter().filter(|check| match check.listed {
        Listed::Always => true,
        Listed::PerEntry => false,
        Listed::IfGiven(given) => given(verifier).is_some(),
    });
    listed
        .map(|check| Finding {
            check,
            id: Cow::Borrowed(check.id),
            pointer: Cow::Borrowed(""),
            outcome: Outcome::Skipped {
                claimed: None,
                reason: Cow::Owned(format!(
                    "the document could not be read as a record: {code}"
                )),
            },
        })
        .collect()
}

/// What the checks look at.
#[derive(Debug)]
pub struct Subject<'v, 'd> {
    pub(crate) verifier: &'v Verifier,
    pub(crate) record: Record<'d>,
    /// The trusted key that the receipt names, if it names one.
    pub(crate) key: Option<&'v TrustedKey>,
}

impl<'v, 'd> Subject<'v, 'd> {
    pub(crate) fn new(verifier: &'v Verifier, record: Record<'d>) -> Self {
        let stated = |pointer| Claim::string_at(record.root, pointer).given();
        let fingerprint = stated(receipt::FINGERPRINT).unwrap_or_default();
        let key = stated(receipt::KEY_ID).and_then(|id| verifier.keys.find(id, fingerprint));
        Self {
            verifier,
            record,
            key,
        }
    }

    fn string(&self, pointer: &str) -> Claim<'d, &'d str> {
        Claim::string_at(self.record.root, pointer)
    }

    /// A SHA-256 in lower-case hex.
    fn hash(&self, pointer: &str) -> Claim<'d, &'d str> {
        hex_at(self.record.root, pointer)
    }

    /// The signed value at a pointer below `/canonical_record`.
    fn signed(&self, pointer: &str) -> Result<Value<'d>, Missing> {
        self.computed()?;
        let missing = || Missing(format!("/canonical_record{pointer} is missing").into());
        self.record.signed(pointer).ok_or_else(missing)
    }

    /// The recomputed digest in hex.
    fn digest(&self) -> Result<String, Missing> {
        self.computed().map(ToString::to_string)
    }

    fn computed(&self) -> Result<&Digest, Missing> {
        match (&self.record.digest, &self.record.canonical) {
            (Some(digest), _) => Ok(digest),
            (None, Claim::Malformed { reason, .. }) => {
                Err(Missing(format!("/canonical_record {reason}").into()))
            }
            _ => Err(Missing("/canonical_record is missing".into())),
        }
    }
}

/// A SHA-256 in lower-case hex, at a pointer from a value.
fn hex_at<'d>(value: Value<'d>, pointer: &str) -> Claim<'d, &'d str> {
    Claim::string_at(value, pointer).refine(|text| match encoding::from_hex::<32>(text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("is {error}")),
    })
}

/// Why there is nothing to compare a claim with.
struct Missing(Cow<'static, str>);

/// A value for a report: a string as it is, anything else in canonical form.
fn show(value: Value<'_>) -> String {
    match value.kind() {
        Kind::String => quote(value.text()),
        _ => {
            let mut quoted = Quoted::default();
            // Quoting cannot fail.
            let _ = canonical::write(value, &mut quoted);
            quoted.to_string()
        }
    }
}
