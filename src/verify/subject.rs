//! What the checks look at.

use std::cell::RefCell;

use super::Verifier;
use crate::json::canonical::Digest;
use crate::json::document::Value;
use crate::record::claim::Claim;
use crate::record::{Record, Signed};
use crate::report::Reason;
use crate::trust::keyring::TrustedKey;

pub(crate) const KEY_ID: &str = "/receipt/key_id";
pub(crate) const FINGERPRINT: &str = "/receipt/public_key_fingerprint";

/// A record, and what it is compared with.
#[derive(Debug)]
pub(crate) struct Subject<'d> {
    pub(crate) verifier: &'d Verifier,
    pub(crate) record: Record<'d>,
    /// The trusted key that the receipt names, if it names one.
    pub(crate) key: Option<&'d TrustedKey>,
    /// The objects that members were looked up in, by JSON Pointer: there are few, and each
    /// is needed many times.
    objects: RefCell<Vec<(&'static str, Claim<'d, Value<'d>>)>>,
}

impl<'d> Subject<'d> {
    pub(crate) fn new(verifier: &'d Verifier, record: Record<'d>) -> Self {
        let mut subject = Self {
            verifier,
            record,
            key: None,
            objects: RefCell::new(Vec::with_capacity(16)),
        };
        let fingerprint = subject.string(FINGERPRINT).given().unwrap_or_default();
        let id = subject.string(KEY_ID).given();
        subject.key = id.and_then(|id| verifier.keys.find(id, fingerprint));
        subject
    }

    /// Whatever is at a JSON Pointer whose parents, where present, are objects.
    pub(crate) fn at(&self, pointer: &'static str) -> Claim<'d, Value<'d>> {
        // Pointers are so short that a search would take longest to set up.
        let slash = pointer.bytes().rposition(|byte| byte == b'/');
        let Some((object, name)) = slash.and_then(|slash| pointer.split_at_checked(slash)) else {
            return Claim::at(self.record.root, pointer);
        };
        match self.object(object) {
            Claim::Given { value, .. } => Claim::member(value, name.get(1..).unwrap_or_default()),
            claim => claim,
        }
    }

    fn object(&self, pointer: &'static str) -> Claim<'d, Value<'d>> {
        let mut objects = self.objects.borrow_mut();
        if let Some((_, object)) = objects.iter().find(|(known, _)| *known == pointer) {
            return *object;
        }
        let object = Claim::at(self.record.root, pointer);
        objects.push((pointer, object));
        object
    }

    /// The string at a JSON Pointer.
    pub(crate) fn string(&self, pointer: &'static str) -> Claim<'d, &'d str> {
        self.at(pointer).of_text()
    }

    /// A SHA-256 in lower-case hex.
    pub(crate) fn hash(&self, pointer: &'static str) -> Claim<'d, &'d str> {
        self.string(pointer).of_hex::<32>()
    }

    /// The signed part.
    pub(crate) fn signed(&self) -> Result<Signed<'d>, Reason> {
        match self.record.signed {
            Claim::Given { value, .. } => Ok(value),
            Claim::Malformed { defect, .. } => Err(Reason::BadCanonicalRecord(defect)),
            Claim::Absent => Err(Reason::NoCanonicalRecord),
        }
    }

    /// The signed value at a JSON Pointer.
    pub(crate) fn signed_at(&self, pointer: &'static str) -> Result<Value<'d>, Reason> {
        self.signed()?;
        self.at(pointer).given().ok_or(Reason::NotSigned(pointer))
    }

    /// The recomputed digest.
    pub(crate) fn digest(&self) -> Result<Digest, Reason> {
        Ok(self.signed()?.digest)
    }
}
