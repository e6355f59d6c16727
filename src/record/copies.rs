//! Lists where a record repeats the values of its canonical record (docs/format.md, sections 8
//! and 9).

use super::member_place::MemberPlace;

/// How a copy derives from the signed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyForm {
    /// The copy is the same string.
    String,
    /// The copy is the same object.
    Object,
    /// The copy has the same strings in any order; the signed ones are sorted.
    AnyOrder,
    /// The copy is a text whose hash is signed.
    Text,
    /// The copy is the beginning of a text whose hash is signed, or all of it if it is short.
    Excerpt,
}

/// A signed value and the two places that repeat it.
#[derive(Debug)]
pub struct Copied {
    /// The id of the check of the first copy.
    pub id: &'static str,
    /// How both copies derive from the signed value.
    pub form: CopyForm,
    /// The place of the signed value.
    pub signed: MemberPlace,
    /// The places of the first and the second copy.
    pub places: [MemberPlace; 2],
}

const fn row(
    id: &'static str,
    form: CopyForm,
    signed: &'static str,
    first: &'static str,
    second: &'static str,
) -> Copied {
    Copied {
        id,
        form,
        signed: MemberPlace::new(signed),
        places: [MemberPlace::new(first), MemberPlace::new(second)],
    }
}

/// Every value that is repeated, in the order of the checks.
pub const COPIED: &[&Copied] = &[
    &SOURCE,
    &LICENSE,
    &PRIMARY_CAT,
    &SUBMITTED_AT,
    &CROSS_CATS,
    &TITLE,
    &ABSTRACT,
];

#[rustfmt::skip]
mod rows {
    use super::{Copied, CopyForm::{AnyOrder, Excerpt, Object, String, Text}, row};

    pub const SOURCE: Copied = row("source", Object, "/canonical_record/source",
        "/source", "/graph_snapshot/source");
    pub const LICENSE: Copied = row("license", String, "/canonical_record/metadata/license",
        "/paper/license", "/graph_snapshot/paper/license");
    pub const PRIMARY_CAT: Copied = row("primary-cat", String, "/canonical_record/metadata/primary_cat",
        "/paper/primary_cat", "/graph_snapshot/paper/primary_cat");
    pub const SUBMITTED_AT: Copied = row("submitted-at", String, "/canonical_record/metadata/submitted_at",
        "/paper/submitted_at", "/graph_snapshot/paper/submitted_at");
    pub const CROSS_CATS: Copied = row("cross-cats", AnyOrder, "/canonical_record/metadata/cross_cats_sorted",
        "/paper/cross_cats", "/graph_snapshot/paper/cross_cats");
    pub const TITLE: Copied = row("title", Text, "/canonical_record/metadata/title_canon_sha256",
        "/paper/title", "/graph_snapshot/paper/title");
    pub const ABSTRACT: Copied = row("abstract", Excerpt, "/canonical_record/metadata/abstract_canon_sha256",
        "/paper/abstract_excerpt", "/graph_snapshot/paper/abstract_excerpt");
}
pub use rows::{ABSTRACT, CROSS_CATS, LICENSE, PRIMARY_CAT, SOURCE, SUBMITTED_AT, TITLE};
