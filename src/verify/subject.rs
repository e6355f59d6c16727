//! Holds a document and everything that the checks look up for it.

use std::cell::OnceCell;

use super::events::Events;
use super::places::Places;
use super::verifier::{VerifiedRecord, Verifier};
use crate::json::digest::Digest;
use crate::json::document::{Kind, Value};
use crate::json::shorten::shorten;
use crate::record::CanonicalRecord;
use crate::record::alias::ARXIV;
use crate::record::claim::Claim;
use crate::record::identity::Names;
use crate::record::member_place::{MemberPlace, OBJECTS};
use crate::report::{DocumentKind, Fact, Heading, IntegrityFindings, KeyName, Metadata, Reason};
use crate::trust::keyring::TrustedKey;

/// A document that is being verified, with everything that it is compared with.
#[derive(Debug)]
pub(crate) struct Subject<'d> {
    pub(crate) verifier: &'d Verifier,
    pub(crate) kind: &'static DocumentKind,
    pub(crate) places: &'static Places,
    /// The whole document.
    pub(crate) root: Value<'d>,
    /// The canonical record, with everything that follows from it.
    pub(crate) canonical: Claim<'d, CanonicalRecord<'d>>,
    /// The name of the file, if the document is expected to match it.
    pub(crate) file_name: Option<String>,
    /// The trusted key that the receipt names, if it names one.
    pub(crate) key: Option<&'d TrustedKey>,
    /// The events of an integrity document, read when a check first needs them.
    events: OnceCell<Events<'d>>,
    /// The known objects in which members have been looked up.
    objects: [OnceCell<Claim<'d, Value<'d>>>; OBJECTS.len()],
}

impl<'d> Subject<'d> {
    pub(crate) fn new(
        verifier: &'d Verifier,
        kind: &'static DocumentKind,
        places: &'static Places,
        root: Value<'d>,
    ) -> Self {
        let canonical = places.canonical_record.map(|place| Claim::at(root, place));
        let canonical = canonical.unwrap_or(Claim::Absent).of_kind(Kind::Object);
        let mut subject = Self {
            verifier,
            kind,
            places,
            root,
            canonical: canonical.refine(|value| Ok(CanonicalRecord::of(value))),
            file_name: None,
            key: None,
            events: OnceCell::new(),
            objects: [const { OnceCell::new() }; OBJECTS.len()],
        };
        subject.key = places.receipt.and_then(|receipt| {
            let id = subject.string(receipt.key_id).given()?;
            let fingerprint = subject.string(receipt.fingerprint).given();
            verifier.keys.find(id, fingerprint.unwrap_or_default())
        });
        subject
    }

    /// Returns the events of an integrity document.
    pub(crate) fn events(&self) -> &Events<'d> {
        self.events
            .get_or_init(|| Events::of(self.verifier, self.root))
    }

    /// Returns what an integrity document says about its paper.
    pub(crate) fn integrity(&self) -> Option<IntegrityFindings<'d>> {
        Some(self.events.get()?.said(self.root))
    }

    /// Returns the trusted key that the document names, or that signed the given record.
    pub(crate) fn signer(&self) -> Option<KeyName<'d>> {
        let key = self.key.or_else(|| self.events.get()?.key());
        let key = key.map(|key| KeyName {
            key_id: key.id().into(),
            fingerprint: key.fingerprint().into(),
            named: key.is_named(),
            built_in: key.is_built_in(),
        });
        key.or_else(|| Some(self.given_record()?.key.clone()))
    }

    /// Returns the names that are derived from signed values.
    pub(crate) fn names(&self) -> Names<'d> {
        let signed = self.canonical.given();
        let source = signed.and_then(|signed| signed.source);
        let source = source.filter(|source| source.kind == ARXIV);
        // The arXiv id of an integrity document is the one that its events must be about.
        let stated = self
            .events
            .get()
            .and_then(|_| self.string("/arxiv_id").given());
        Names {
            pith_number: signed.and_then(|signed| signed.pith_number),
            arxiv_id: source.map(|source| source.id).or(stated).map(Into::into),
            version: source.map(|source| source.version.into()),
        }
    }

    /// The values in the metadata of the canonical record that readers ask for.
    pub(crate) fn metadata(&self) -> Metadata<'d> {
        let signed = self.canonical.given();
        let metadata = signed.and_then(|signed| signed.value.member("metadata"));
        let member = |name| metadata?.member(name);
        Metadata {
            license: member("license").map(Fact::Value),
            primary_cat: member("primary_cat").map(Fact::Value),
            cross_cats: member("cross_cats_sorted").map(Fact::List),
            submitted_at: member("submitted_at").map(Fact::Value),
        }
    }

    /// Returns the value at a JSON Pointer from the canonical record, wherever that is.
    pub(crate) fn canonical_member(&self, pointer: &str) -> Option<Value<'d>> {
        self.canonical.given()?.value.at(pointer)
    }

    /// What the document calls itself.
    pub(crate) fn heading(&self) -> Heading<'d> {
        let text = |place: &'static str| self.string(place).given();
        let numbered = self.places.canonical_record.is_some();
        let number = numbered.then(|| text("/pith_number")).flatten();
        Heading {
            title: self.places.title.and_then(text).map(Into::into),
            stated_number: number.map(shorten),
        }
    }

    /// Returns the given record that has the same digest, for a document without a receipt.
    pub(crate) fn given_record(&self) -> Option<&'d VerifiedRecord> {
        if self.places.receipt.is_some() {
            return None;
        }
        let digest = self.digest().ok()?;
        let mut given = self.verifier.given_records.iter();
        given.find(|given| given.digest == digest)
    }

    /// Reads the value at a place; see [`Claim::at`].
    pub(crate) fn at(&self, place: impl Into<MemberPlace>) -> Claim<'d, Value<'d>> {
        let place = place.into();
        let known = place.object.and_then(|index| {
            let object = self.objects.get(index)?;
            Some(object.get_or_init(|| {
                let pointer = OBJECTS.get(index).copied().unwrap_or_default();
                Claim::at(self.root, pointer)
            }))
        });
        match known {
            None => Claim::at(self.root, place.pointer),
            Some(Claim::Given { value, .. }) => Claim::child(*value, place.name),
            Some(claim) => *claim,
        }
    }

    /// Reads the string at a place.
    pub(crate) fn string(&self, place: impl Into<MemberPlace>) -> Claim<'d, &'d str> {
        self.at(place).of_text()
    }

    /// Reads a SHA-256 hash, in lower-case hex, at a place.
    pub(crate) fn hash(&self, place: impl Into<MemberPlace>) -> Claim<'d, &'d str> {
        self.string(place).of_hex::<32>()
    }

    /// Returns the canonical record, or the reason why there is none.
    pub(crate) fn canonical_record(&self) -> Result<CanonicalRecord<'d>, Reason> {
        let place = self.places.canonical_record.unwrap_or_default();
        match self.canonical {
            Claim::Given { value, .. } => Ok(value),
            Claim::Malformed { defect, .. } => Err(Reason::BadCanonicalRecord(place, defect)),
            Claim::Absent => Err(Reason::NoCanonicalRecord(place)),
        }
    }

    /// Returns the signed value at a place in the document.
    pub(crate) fn canonical_at(&self, place: MemberPlace) -> Result<Value<'d>, Reason> {
        self.canonical_record()?;
        let value = self.at(place).given();
        value.ok_or(Reason::NoSignedValue(place.pointer))
    }

    /// Returns the recomputed digest.
    pub(crate) fn digest(&self) -> Result<Digest, Reason> {
        Ok(self.canonical_record()?.digest)
    }
}
