//! Lists every reason why a check did not pass, and writes each as text.

use std::fmt;

use super::fact::Fact;
use super::integrity::Severities;
use crate::json::error::ErrorCode;
use crate::record::claim::Defect;

/// The reason why a check failed or was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[rustfmt::skip]
pub enum Reason {
    // Reasons about any member.
    /// The document could not be checked at all.
    NotARecord(ErrorCode),
    /// The member is missing.
    Missing,
    /// The value cannot be right, whatever the rest of the document states.
    Malformed(Defect),
    /// The stated value is different from the computed one.
    Differs,
    // Reasons about values that are computed.
    /// There is no canonical record.
    NoCanonicalRecord(&'static str),
    /// The canonical record is not an object.
    BadCanonicalRecord(&'static str, Defect),
    /// The canonical record lacks a member.
    NoSignedValue(&'static str),
    /// A member of the canonical record is not a string.
    SignedNotAString(&'static str),
    /// The signed date of submission has no year.
    NoYear,
    // Reasons about the receipt.
    /// The receipt, or a part of it, is missing.
    NoReceipt,
    /// The receipt has no signature, and no other member that belongs to one.
    UnsignedReceipt,
    /// The receipt states another value than the only known one, which is given here.
    UnknownTerm(&'static str),
    /// The receipt names a key that is not trusted.
    UntrustedKey,
    /// The receipt names a trusted key, but with another fingerprint. [`Why::about`] has the
    /// key's id.
    OtherFingerprint,
    /// There is no digest that the signature could be over.
    NothingSigned,
    /// The terms of the receipt are not known.
    TermsUnknown,
    /// The receipt names no trusted key.
    NoTrustedKey,
    /// The signature is not one of the trusted key over this digest.
    BadSignature,
    // Reasons about aliases.
    /// No rule is known for aliases of this kind.
    UnknownAliasKind,
    /// No rule is known for aliases of such a source. [`Why::about`] has the kind of the
    /// source.
    UnknownSourceKind,
    /// There is no digest from which an alias could be derived.
    NoIdentifier,
    /// The signed source does not have the form from which aliases are derived.
    NoSource,
    /// The alias cannot be derived, because the signed source does not have that form.
    NotDerivable,
    /// There are no aliases.
    NoAliases,
    /// There are more aliases than a report lists.
    TooManyAliases { count: usize, max: usize },
    /// An alias has no kind.
    AliasWithoutKind,
    /// Two aliases have this kind.
    RepeatedAlias(&'static str),
    /// The alias of this kind is missing.
    MissingAlias(&'static str),
    /// There are further aliases, in addition to all known ones.
    OtherAliases,
    // Reasons about copies and texts.
    /// This text does not have the signed hash, but the copy at this place does.
    OtherCopyFits(&'static str),
    /// The record shows only the beginning of a long abstract.
    OnlyExcerpt,
    /// The given text is the excerpt and not the whole abstract.
    GivenExcerpt,
    /// The excerpt is not the beginning of the abstract.
    NotTheBeginning,
    /// The copy at `place` has another value, which is in [`Why::about`], or lacks the member.
    OtherCopySays { place: String, says_text: bool, this_is_signed: bool },
    /// There is no copy at this place to compare the unsigned members with.
    NoOtherCopy(&'static str),
    /// Some readers would mistake the name of the member for this one.
    LooksLike(&'static str),
    /// Documents of another kind are recognized by this member.
    TwoKinds { other: &'static str, verified: &'static str },
    // Reasons about expectations.
    /// The document is not the expected one.
    NotExpected,
    /// The document is about the expected paper, but its kind is neither record nor bundle.
    OtherKind(&'static str),
    /// The file name is not a name of a record.
    NotAName,
    /// The signed value is different from the required one.
    RequirementNotMet,
    /// The document has no signed value that could be compared with the required one.
    NothingToRequire,
    // Reasons about events and findings.
    /// A later event also states that it created the record.
    SecondCreation,
    /// How the ids and signatures of events are made is not published.
    UnknownEventProof,
    /// Such a document has no receipt, and no signed record was given.
    NoGivenRecord,
    /// The canonical record is not that of the given record.
    OtherGivenRecord,
    /// The given record is about another paper.
    OtherGivenPaper,
    /// No given record is about a paper on arXiv.
    NoGivenPaper,
    /// There are no events.
    NoEvents,
    /// There are more events than are verified.
    TooManyEvents { count: usize, max: usize },
    /// The event has no id.
    EventWithoutId,
    /// Another event has the same id.
    RepeatedEventId,
    /// Another event has the same payload.
    RepeatedPayload,
    /// The finding that the event states is not listed.
    NotListed,
    /// The finding that a signed event states is not listed.
    ///
    /// The counts are those of all such findings.
    LeavesOut(Severities),
    /// The finding has this many members that no event states. [`Why::about`] has the first
    /// name.
    UnsignedMembers(usize),
    /// No event states the finding.
    NoEventStates,
    /// The event in [`Why::about`] states a similar finding with another value.
    EventStatesOtherwise,
    /// The event in [`Why::about`], which states the finding, is not verified.
    EventNotVerified,
    /// There are more findings than events are verified.
    TooManyFindings { count: usize, max: usize },
    /// A finding cannot be counted.
    NotCounted,
    /// No rule is known for the endpoint of such an arXiv id.
    UnknownEndpoint,
    // Reasons about snapshots and links.
    /// This member, which the computation needs, is missing.
    SectionLacks(&'static str),
    /// The section is not empty.
    FilledSection,
    /// No rule is known for this section.
    UnknownSection,
    /// No rule is known for a section with characters beyond ASCII.
    UnknownForm,
    /// This many further sections are not listed.
    MoreSections(usize),
    /// There is no name to compare links with.
    NoNames,
    /// There are no links.
    NoLinks,
    /// A link does not lead to this record.
    LinkElsewhere,
}

/// The reason why a check did not pass, with details.
///
/// It displays as a sentence without a full stop, and is hostile text.
#[derive(Clone, Debug)]
pub struct Why<'d> {
    /// The reason.
    pub reason: Reason,
    /// The value that the reason is about, if there is one.
    pub about: Option<Fact<'d>>,
    /// The text whose hash was compared.
    pub shown: Option<Fact<'d>>,
    /// What to do about it, in the words of the program that runs the verifier.
    pub hint: Option<&'static str>,
}

const NO_SOURCE: &str =
    "/canonical_record/source is missing, or not of the form {id, kind, version}";

impl fmt::Display for Why<'_> {
    #[rustfmt::skip]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Reason as R;
        let text = match &self.reason {
            R::NotARecord(code) => {
                return write!(f, "the document could not be checked: {code}");
            }
            R::Missing => "missing",
            R::Malformed(defect) => return defect.fmt(f),
            R::Differs => "the file says one value, and recomputing gives another",
            R::NoCanonicalRecord(place) => return write!(f, "{place} is missing"),
            R::BadCanonicalRecord(place, defect) => return write!(f, "{place} {defect}"),
            R::NoSignedValue(pointer) => return write!(f, "{pointer} is missing"),
            R::SignedNotAString(pointer) => return write!(f, "{pointer} is not a string"),
            R::NoYear => {
                "/canonical_record/metadata/submitted_at has no year: it is not YYYY-MM-DDTHH:MM:SSZ"
            }
            R::NoReceipt => "this is missing, so the record is not signed",
            R::UnsignedReceipt => {
                "the receipt carries no signature, so nothing proves where this record comes from"
            },
            R::UnknownTerm(known) => {
                return write!(f, "this value is not known; the only known one is {known}");
            }
            R::UntrustedKey => "this is not a trusted key",
            R::OtherFingerprint => {
                return write!(f, "this is not the fingerprint of the trusted key {}", self.shortened());
            }
            R::NothingSigned => "there is no digest to verify the signature over",
            R::TermsUnknown => "not verified, because the terms of the receipt are not known",
            R::NoTrustedKey => "not verified, because the key is not trusted",
            R::BadSignature => "the trusted key did not sign the recomputed digest",
            R::UnknownAliasKind => "no rule is known that derives an alias of this kind",
            R::UnknownSourceKind => {
                let kind = self.shortened();
                return write!(f, "no rule is known that derives aliases of a source of kind {kind}");
            }
            R::NoIdentifier => "not derived, because /canonical_record has no digest",
            R::NoSource => NO_SOURCE,
            R::NotDerivable => return write!(f, "not derived, because {NO_SOURCE}"),
            R::NoAliases => "there are no aliases",
            R::TooManyAliases { count, max } => {
                return write!(f, "there are {count} entries, and a record may have at most {max}");
            }
            R::AliasWithoutKind => "an entry has no alias_kind",
            R::RepeatedAlias(kind) => return write!(f, "{kind} occurs more than once"),
            R::MissingAlias(kind) => return write!(f, "{kind} is missing"),
            R::OtherAliases => "in addition to the known kinds there are kinds that no rule is known for",
            R::OtherCopyFits(copy) => return write!(f, "this text does not match the signed hash; the text at {copy} does"),
            R::OnlyExcerpt => "the record holds only an excerpt",
            R::GivenExcerpt => "this is the excerpt that the document shows, not the whole abstract",
            R::NotTheBeginning => "this is not the beginning of the abstract that you gave, which was signed",
            R::OtherCopySays { place, says_text, this_is_signed } => {
                let says = self.shortened();
                match self.about {
                    Some(_) if *says_text => write!(f, "{place} says \"{says}\"")?,
                    Some(_) => write!(f, "{place} says {says}")?,
                    None => write!(f, "there is no {place}")?,
                }
                if *this_is_signed {
                    ", but this value is the signed one"
                } else {
                    ", and neither value is signed"
                }
            }
            R::NoOtherCopy(other) => {
                return write!(f, "there is no {other} to compare with");
            }
            R::LooksLike(name) => return write!(
                f,
                "this name looks like {name}: some programs would read this member instead of \
                 the one that is verified"
            ),
            R::TwoKinds { other, verified } => return write!(
                f,
                "this member marks {other}, but the document was verified as {verified}; another \
                 program could read it as {other}, which was not verified"
            ),
            R::SecondCreation => "a second event also claims to have created the record",
            R::UnknownEventProof => "how the ids and signatures of events are made is not published",
            R::NoGivenRecord => "such a document has no receipt, so nothing in it is signed",
            R::OtherGivenPaper => "the record that you gave is about another paper",
            R::NoGivenPaper => "the record that you gave is not about a paper on arXiv",
            R::OtherGivenRecord => "the record that you gave is a different one",
            R::NotExpected => "this is not the document that you asked for",
            R::OtherKind(kind) => {
                return write!(f, "this is {kind} about the paper, not its record");
            }
            R::NotAName => "the file name is not a Pith Number or an arXiv id",
            R::RequirementNotMet => "the signed value is not the required one",
            R::NothingToRequire => "the document has no such signed value",
            R::NoEvents => "there are no events, so nothing in this document is signed",
            R::TooManyEvents { count, max } => {
                return write!(f, "there are {count} events, of which only the first {max} were verified");
            }
            R::EventWithoutId => "event_id is missing or not an integer",
            R::RepeatedEventId => "another event has the same event_id",
            R::RepeatedPayload => "another event has the same payload",
            R::NotListed => "its finding is not listed; the registry may have withdrawn it later",
            R::LeavesOut(counts) => {
                let (total, noun) = (counts.total(), counts.noun());
                return write!(
                    f,
                    "its finding is not listed; this document leaves out {total} signed {noun} \
                     ({counts}), which the registry may have withdrawn later"
                );
            }
            R::UnsignedMembers(1) => {
                return write!(f, "the member \"{}\" is not signed: no event states it", self.shortened());
            }
            R::UnsignedMembers(count) => {
                let first = self.shortened();
                return write!(
                    f,
                    "{count} members are not signed: no event states \"{first}\" or the others"
                );
            }
            R::NoEventStates => "no signed event states this finding",
            R::EventStatesOtherwise => {
                return write!(f, "no signed event states this; {} states something else", self.shortened());
            }
            R::EventNotVerified => {
                return write!(f, "{}, which states this, is not verified", self.shortened());
            }
            R::TooManyFindings { count, max } => {
                return write!(f, "there are {count} findings, more than the {max} events that are verified");
            }
            R::NotCounted => "a finding has no known severity or no detector to count it by",
            R::UnknownEndpoint => "the registry has not published how the path of an older arXiv id is written",
            R::SectionLacks(name) => return write!(f, "{name} is missing"),
            R::FilledSection => "the section is not empty, and how such a section is hashed is not published",
            R::UnknownSection => "how this section is hashed is not published",
            R::UnknownForm => "how characters outside ASCII are written for this hash is not published",
            R::MoreSections(more) => return write!(f, "{more} more sections are not listed"),
            R::NoNames => "there is no identifier to compare the links with",
            R::NoLinks => "there are no links",
            R::LinkElsewhere => "the link contains neither the identifier of this record nor the arXiv id of its paper",
        };
        f.write_str(text)?;
        let hint = self.hint.filter(|_| !f.alternate());
        hint.map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

impl From<Reason> for Why<'_> {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            about: None,
            shown: None,
            hint: None,
        }
    }
}

impl Why<'_> {
    fn shortened(&self) -> impl fmt::Display {
        self.about.as_ref().map(Fact::shortened).unwrap_or_default()
    }

    /// Returns the same reason without a borrow from the document.
    #[must_use]
    pub fn into_owned(self) -> Why<'static> {
        Why {
            reason: self.reason,
            about: self.about.map(Fact::into_owned),
            shown: self.shown.map(Fact::into_owned),
            hint: self.hint,
        }
    }
}
