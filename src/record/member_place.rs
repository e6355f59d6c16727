//! Names the places of members, prepared for fast look-ups when the program is compiled.

use std::fmt;

/// The objects in which most members are looked up, as JSON Pointers.
pub(crate) const OBJECTS: [&str; 8] = [
    "",
    "/canonical_record",
    "/canonical_record/metadata",
    "/receipt",
    "/paper",
    "/graph_snapshot",
    "/graph_snapshot/paper",
    "/events/0/payload/receipt",
];

/// The place of a member, or of the whole document, that is the same in every document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemberPlace {
    /// The JSON Pointer to the member, without escapes.
    pub(crate) pointer: &'static str,
    /// The index in [`OBJECTS`] of the object with the member, if it is one of them.
    pub(crate) object: Option<usize>,
    /// The name of the member.
    pub(crate) name: &'static str,
}

impl MemberPlace {
    /// Returns the place that a JSON Pointer leads to.
    pub(crate) const fn new(pointer: &'static str) -> Self {
        let bytes = pointer.as_bytes();
        let mut end = bytes.len();
        while let Some((last, rest)) = bytes.split_at(end).0.split_last() {
            end = rest.len();
            if *last == b'/' {
                break;
            }
        }
        let (object, name) = pointer.split_at(end);
        match name.as_bytes() {
            [b'/', ..] => Self {
                pointer,
                object: index_of(object.as_bytes()),
                name: name.split_at(1).1,
            },
            // The whole document, which is not a member.
            _ => Self {
                pointer,
                object: None,
                name: "",
            },
        }
    }
}

/// Returns the index of an object in [`OBJECTS`].
const fn index_of(object: &[u8]) -> Option<usize> {
    let mut index = 0;
    let mut objects: &[&str] = &OBJECTS;
    while let [known, others @ ..] = objects {
        if are_equal(known.as_bytes(), object) {
            return Some(index);
        }
        objects = others;
        index += 1;
    }
    None
}

const fn are_equal(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

impl From<&'static str> for MemberPlace {
    fn from(pointer: &'static str) -> Self {
        Self::new(pointer)
    }
}

impl fmt::Debug for MemberPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pointer.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_a_pointer_before_the_last_name() {
        for (pointer, object, name) in [
            ("/receipt", Some(""), "receipt"),
            ("/receipt/kind", Some("/receipt"), "kind"),
            ("/receipt/kind/of", None, "of"),
            ("/", Some(""), ""),
            ("", None, ""),
        ] {
            let place = MemberPlace::new(pointer);
            let known = place.object.map(|index| OBJECTS[index]);
            assert_eq!((known, place.name), (object, name), "{pointer}");
        }
    }
}
