//! One thing wrong with a document: a name, and what was done.

use serde_json::Value;

/// Fixtures by name; each is a whole document.
pub type Named = Vec<(&'static str, Value)>;
pub type Edit = fn(&mut Value);

/// Copies of a document with another value somewhere: name, JSON Pointer, value.
pub fn replaced(document: &Value, rows: Vec<(&'static str, &str, Value)>) -> Named {
    let copies = rows.into_iter().map(|(name, pointer, value)| {
        let mut copy = document.clone();
        let place = copy
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{name}: {pointer}"));
        assert_ne!(*place, value, "{name}");
        *place = value;
        (name, copy)
    });
    copies.collect()
}

/// Copies without a member.
pub fn removed(document: &Value, rows: &[(&'static str, &str)]) -> Named {
    let copies = rows.iter().map(|(name, pointer)| {
        let mut copy = document.clone();
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        let parent = copy.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent
            .remove(member)
            .unwrap_or_else(|| panic!("{name}: {pointer}"));
        (*name, copy)
    });
    copies.collect()
}

/// Copies with several changes.
pub fn edited(document: &Value, rows: &[(&'static str, Edit)]) -> Named {
    let copies = rows.iter().map(|(name, edit)| {
        let mut copy = document.clone();
        edit(&mut copy);
        assert_ne!(copy, *document, "{name}");
        (*name, copy)
    });
    copies.collect()
}
