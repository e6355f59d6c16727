//! Makes documents with one thing wrong from a name and a change.

use serde_json::Value;

/// Fixtures, each a whole document with its name.
pub type Named = Vec<(&'static str, Value)>;
pub type Edit = fn(&mut Value);

/// Returns copies of a document with another value at one place: name, JSON Pointer, value.
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

/// Returns copies of a document without a member.
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

/// Returns copies of a document with several changes.
pub fn edited(document: &Value, rows: &[(&'static str, Edit)]) -> Named {
    let copies = rows.iter().map(|(name, edit)| {
        let mut copy = document.clone();
        edit(&mut copy);
        assert_ne!(copy, *document, "{name}");
        (*name, copy)
    });
    copies.collect()
}
