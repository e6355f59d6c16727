//! Describes the values in genuine canonical records (docs/format.md, section 3.1).

use crate::json::canonical::CanonicalBytes;

/// Every member of a canonical record; genuine ones have no others.
pub(super) const MEMBERS: &[&str] = &[
    "/schema_version",
    "/source/id",
    "/source/kind",
    "/source/version",
    "/metadata/license",
    "/metadata/primary_cat",
    "/metadata/submitted_at",
    "/metadata/cross_cats_sorted",
    "/metadata/title_canon_sha256",
    "/metadata/abstract_canon_sha256",
];
/// The objects that contain these members.
pub(super) const OBJECTS: &[&str] = &["", "/source", "/metadata"];

/// Returns whether a genuine record may have this value, in canonical form, in a member.
///
/// The value may be wrong for the present record nevertheless.
pub(super) fn is_genuine(member: &str, value: &CanonicalBytes) -> bool {
    let value = value.as_str();
    let string = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match member {
        "/schema_version" => string == Some("1.0"),
        "/source/version" => value.bytes().all(|byte| byte.is_ascii_digit()),
        "/metadata/submitted_at" => string.is_some_and(is_time),
        "/metadata/cross_cats_sorted" => value.starts_with('['),
        "/metadata/title_canon_sha256" | "/metadata/abstract_canon_sha256" => {
            string.is_some_and(is_hash)
        }
        _ => string.is_some(),
    }
}

fn is_hash(text: &str) -> bool {
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == 64 && text.bytes().all(is_digit)
}

/// Returns whether a text is a time such as `2021-06-11T17:59:07Z`.
fn is_time(text: &str) -> bool {
    let pattern = "dddd-dd-ddTdd:dd:ddZ";
    let fits = |(found, expected): (u8, u8)| match expected {
        b'd' => found.is_ascii_digit(),
        _ => found == expected,
    };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::document::Document;

    #[test]
    fn accepts_the_values_of_the_real_record_and_refuses_changed_ones() {
        let real = include_bytes!("../../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
        let document = Document::read(real).unwrap();
        let record = document.root().member("canonical_record").unwrap();
        for member in MEMBERS {
            let value = CanonicalBytes::of(record.at(member).unwrap());
            assert!(is_genuine(member, &value), "{member}");
        }
        for (member, strange) in [
            ("/schema_version", "1.0"),
            ("/source/id", "2106.0653"),
            ("/source/version", "2.0"),
            ("/source/version", "\"2\""),
            ("/metadata/submitted_at", "\"2021-06-11t17:59:07z\""),
            ("/metadata/submitted_at", "\"2021-06-11T17:59:07Z \""),
            ("/metadata/cross_cats_sorted", "\"cs.LG\""),
            ("/metadata/title_canon_sha256", "\"00\""),
        ] {
            let strange = CanonicalBytes::read(strange).unwrap();
            assert!(!is_genuine(member, &strange), "{member}");
        }
    }
}
