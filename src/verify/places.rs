//! Describes where a kind of document has the members that are verified.

use super::kinds::recognition::Mark;
use crate::record::member_place::MemberPlace;
use crate::trust::keyring::ALGORITHM;

/// The places of a kind of document, as JSON Pointers.
#[derive(Debug)]
pub(crate) struct Places {
    /// The member by which such a document is recognized.
    pub(crate) mark: &'static Mark,
    /// The canonical record, if documents of this kind have one.
    pub(crate) canonical_record: Option<&'static str>,
    /// A second copy of the whole canonical record, if they have one.
    pub(crate) second_copy: Option<&'static str>,
    /// The title that is shown, if they have one.
    pub(crate) title: Option<&'static str>,
    /// The array of aliases.
    pub(crate) aliases: &'static str,
    /// The receipt, if documents of this kind have one.
    pub(crate) receipt: Option<&'static Receipt>,
    /// Every member name that is read, by the place of its object; `*` is any element of an
    /// array.
    pub(crate) names: &'static [(&'static str, &'static [&'static str])],
}

/// The places of a receipt's members.
#[derive(Debug)]
pub(crate) struct Receipt {
    pub(crate) object: &'static str,
    /// The members that say how the receipt was made, each with its only known value
    /// (docs/format.md, section 7).
    pub(crate) terms: [(MemberPlace, &'static str); 4],
    pub(crate) digest: MemberPlace,
    pub(crate) key_id: MemberPlace,
    pub(crate) fingerprint: MemberPlace,
    pub(crate) signature: MemberPlace,
    /// The members that are all missing in a receipt without a signature (docs/format.md,
    /// section 7).
    pub(crate) of_signature: [MemberPlace; 5],
}

macro_rules! receipt {
    ($object:literal) => {
        Receipt {
            object: $object,
            terms: [
                (MemberPlace::new(concat!($object, "/kind")), "pith_receipt"),
                (MemberPlace::new(concat!($object, "/algorithm")), ALGORITHM),
                (
                    MemberPlace::new(concat!($object, "/signed_message")),
                    "canonical_sha256_bytes",
                ),
                (
                    MemberPlace::new(concat!($object, "/signature_status")),
                    "signed_v1",
                ),
            ],
            digest: MemberPlace::new(concat!($object, "/canonical_sha256")),
            key_id: MemberPlace::new(concat!($object, "/key_id")),
            fingerprint: MemberPlace::new(concat!($object, "/public_key_fingerprint")),
            signature: MemberPlace::new(concat!($object, "/signature_b64")),
            of_signature: [
                MemberPlace::new(concat!($object, "/key_id")),
                MemberPlace::new(concat!($object, "/algorithm")),
                MemberPlace::new(concat!($object, "/signed_at")),
                MemberPlace::new(concat!($object, "/signature_b64")),
                MemberPlace::new(concat!($object, "/signed_message")),
            ],
        }
    };
}

/// The receipt of a record.
pub(crate) const OF_RECORD: Receipt = receipt!("/receipt");

/// The receipt of a bundle, in the event that created its record.
pub(crate) const OF_BUNDLE: Receipt = receipt!("/events/0/payload/receipt");

/// The names of the members that identify the kind of a document.
pub(crate) const KIND_NAMES: &[&str] = &[
    "bundle_type",
    "manifest_type",
    "record_type",
    "schema",
    "state_type",
];
/// The member names that are read in every receipt.
pub(crate) const RECEIPT_NAMES: &[&str] = &[
    "algorithm",
    "canonical_sha256",
    "key_id",
    "kind",
    "public_key_fingerprint",
    "signature_b64",
    "signature_status",
    "signed_at",
    "signed_message",
];
/// The member names that are read in every canonical record.
pub(crate) const CANONICAL_NAMES: &[&str] = &["metadata", "schema_version", "source"];
/// The member names that are read in the metadata of every canonical record.
pub(crate) const METADATA_NAMES: &[&str] = &[
    "abstract_canon_sha256",
    "cross_cats_sorted",
    "license",
    "primary_cat",
    "submitted_at",
    "title_canon_sha256",
];
/// The member names that are read in every source.
pub(crate) const SOURCE_NAMES: &[&str] = &["id", "kind", "version"];
/// The member names that are read in every alias.
pub(crate) const ALIAS_NAMES: &[&str] = &["alias_kind", "alias_value"];
