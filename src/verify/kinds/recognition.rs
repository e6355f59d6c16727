//! Lists the members by which documents of each kind are recognized.

use crate::json::document::Value;

/// The member by which documents of a kind are recognized.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// What such a document is called in a sentence.
    pub title: &'static str,
    /// The JSON Pointer to the member.
    pub place: &'static str,
    /// The value of the member. One that ends with `/` is only the beginning; `None` accepts
    /// any value.
    pub value: Option<&'static str>,
}

/// The member that identifies records.
pub const RECORD: Mark = Mark {
    title: "a record",
    place: "/record_type",
    value: Some("pith_number_record"),
};
/// The member that identifies bundles.
pub const BUNDLE: Mark = Mark {
    title: "a bundle",
    place: "/bundle_type",
    value: Some("pith_open_graph_bundle"),
};
/// The member that identifies integrity documents.
pub const INTEGRITY: Mark = Mark {
    title: "an integrity document",
    place: "/schema",
    value: Some("https://pith.science/schemas/pith-integrity/"),
};
/// The member that identifies states.
pub const STATE: Mark = Mark {
    title: "a state",
    place: "/state_type",
    value: Some("pith_open_graph_state"),
};
/// The member that identifies the registry's list of keys, which is recognized but not
/// verified.
pub const KEY_FILE: Mark = Mark {
    title: "a key file",
    place: "/manifest_type",
    value: None,
};

const MARKS: &[&Mark] = &[&RECORD, &BUNDLE, &INTEGRITY, &STATE, &KEY_FILE];

impl Mark {
    /// Returns the member, if a document has it with the value of this kind.
    pub(crate) fn find<'d>(&self, root: Value<'d>) -> Option<Value<'d>> {
        self.stated(root)
            .filter(|stated| self.is_stated_by(*stated))
    }

    /// Returns the member, whatever its value.
    fn stated<'d>(&self, root: Value<'d>) -> Option<Value<'d>> {
        root.member(self.place.strip_prefix('/')?)
    }

    fn is_stated_by(&self, stated: Value<'_>) -> bool {
        let Some(known) = self.value else { return true };
        let stated = stated.as_str();
        stated.is_some_and(|stated| {
            stated == known || known.ends_with('/') && stated.starts_with(known)
        })
    }

    /// Returns a member that identifies the document as another kind, and that kind's mark.
    ///
    /// The presence of such a member is enough, whatever its value. The exception is `/schema`,
    /// which other JSON documents use for their own schemas: it counts only with a known value.
    pub(crate) fn other<'d>(&self, root: Value<'d>) -> Option<(&'static Self, Value<'d>)> {
        let mut others = MARKS.iter().filter(|mark| **mark != self);
        others.find_map(|mark| {
            let stated = mark.stated(root)?;
            let is_shared = mark.value.is_some_and(|value| value.ends_with('/'));
            (!is_shared || mark.is_stated_by(stated)).then_some((*mark, stated))
        })
    }
}
