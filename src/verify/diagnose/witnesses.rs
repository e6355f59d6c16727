//! Collects what a document says about the digest that was signed.

use crate::json::digest::Digest;
use crate::record::encoding;
use crate::record::identifier::{Identifier, PithNumber};
use crate::report::Witness;
use crate::trust::keyring::PublicKey;
use crate::trust::signature;
use crate::verify::subject::Subject;

/// A digest that this many unsigned members state is accepted as the original one.
const ENOUGH: usize = 2;

const STATED: &str = "/canonical_sha256";

/// How strongly a document supports a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Support {
    /// It does not support the digest.
    None,
    /// Enough members state the digest, but they are not signed.
    Stated,
    /// A trusted key has signed the digest.
    Signed,
}

/// The four members that state or sign a digest; `None` where one is malformed.
pub(super) struct Witnesses<'s> {
    stated: Option<[u8; 32]>,
    /// The JSON Pointer to the digest in the receipt, and the digest.
    receipt: (&'static str, Option<[u8; 32]>),
    identifier: Option<Identifier>,
    signature: Option<(&'s PublicKey, [u8; 64])>,
}

impl<'s> Witnesses<'s> {
    pub(super) fn of(subject: &Subject<'s>) -> Self {
        let string = |pointer| subject.string(pointer).given();
        let hash = |pointer| encoding::from_hex(string(pointer)?).ok();
        let receipt = subject.places.receipt;
        let signature = receipt.and_then(|receipt| string(receipt.signature.pointer));
        let receipt = receipt.map_or("", |receipt| receipt.digest.pointer);
        Self {
            stated: hash(STATED),
            receipt: (receipt, hash(receipt)),
            identifier: string("/pith_number")
                .and_then(PithNumber::parse)
                .map(|number| number.identifier()),
            signature: subject.key.and_then(|key| {
                let signature = encoding::from_base64(signature?).ok()?;
                Some((key.key(), signature))
            }),
        }
    }

    /// Returns the members that should state this digest and do not, each with a member that
    /// does.
    pub(super) fn mismatching(
        &self,
        digest: &Digest,
    ) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        let members = [(STATED, self.stated), self.receipt];
        let (agreeing, mismatching): (Vec<_>, Vec<_>) = members
            .into_iter()
            .partition(|(_, stated)| *stated == Some(*digest.as_bytes()));
        let agreeing = agreeing.first().map(|(pointer, _)| *pointer);
        mismatching
            .into_iter()
            .map(move |(pointer, _)| (pointer, agreeing))
    }

    /// Returns whether there is a well-formed signature for a trusted key, whatever it signs.
    pub(super) fn has_signature(&self) -> bool {
        self.signature.is_some()
    }

    /// Returns how strongly the document supports this digest.
    pub(super) fn support_of(&self, digest: &Digest) -> Support {
        let unsigned = self.unsigned(digest).filter(|(_, agrees)| *agrees).count();
        // Verifying a signature takes a hundred times as long as everything else here. So it is
        // verified only for a digest that the document states somewhere.
        if unsigned > 0 && self.is_signed(digest) {
            Support::Signed
        } else if unsigned >= ENOUGH {
            Support::Stated
        } else {
            Support::None
        }
    }

    /// Returns whether a trusted key has signed this digest.
    ///
    /// If so, it is right, no matter how many unsigned members state another one.
    pub(super) fn is_signed(&self, digest: &Digest) -> bool {
        self.signature
            .is_some_and(|(key, signature)| signature::verifies(key, digest, &signature))
    }

    /// Returns the members that agree with this digest.
    pub(super) fn of_digest(&self, digest: &Digest) -> Vec<Witness> {
        self.unsigned(digest)
            .chain([(Witness::Signature, self.is_signed(digest))])
            .filter_map(|(witness, agrees)| agrees.then_some(witness))
            .collect()
    }

    fn unsigned(&self, digest: &Digest) -> impl Iterator<Item = (Witness, bool)> {
        let is = |stated: &Option<[u8; 32]>| stated.as_ref() == Some(digest.as_bytes());
        let (receipt, stated) = self.receipt;
        let cut = Some(Identifier::of(digest));
        [
            (Witness::Stated, is(&self.stated)),
            (Witness::Receipt(receipt), is(&stated)),
            (Witness::PithNumber, self.identifier == cut),
        ]
        .into_iter()
    }
}
