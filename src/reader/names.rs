//! Member names: each only once in an object.

use std::cmp::Ordering;

use crate::document::{Document, Value};
use crate::error::{DocumentError, ErrorCode};
use crate::pointer;

/// The order of the member names of one open object.
///
/// Registries write them sorted, and sorted names repeat only side by side. Those of
/// other objects are sorted here, once all are known: no document can make that slow.
#[derive(Default)]
pub(super) struct Order {
    last: Option<usize>,
    unsorted: bool,
}

impl Order {
    /// Takes the name that was just read, at this index of the tree.
    pub(super) fn note(
        &mut self,
        document: &Document<'_>,
        name: usize,
    ) -> Result<(), DocumentError> {
        let last = self.last.replace(name).filter(|_| !self.unsorted);
        // Code points and their UTF-8 have the same order.
        let text = |name| document.text_of(document.node(name));
        match last.map(|last| text(last).cmp(text(name))) {
            Some(Ordering::Equal) => Err(repeated(document, name)),
            Some(Ordering::Greater) => {
                self.unsorted = true;
                Ok(())
            }
            Some(Ordering::Less) | None => Ok(()),
        }
    }

    /// Looks at all names of the object, closed by now.
    pub(super) fn finish(&self, object: Value<'_>) -> Result<(), DocumentError> {
        if !self.unsorted {
            return Ok(());
        }
        let mut names: Vec<u32> = object.names().collect();
        let document = object.document();
        let text = |name: &u32| document.text_of(document.node(*name as usize));
        names.sort_unstable_by(|one, other| (text(one), one).cmp(&(text(other), other)));
        let pairs = names.iter().zip(names.iter().skip(1));
        let repeats = pairs.filter(|(one, other)| text(one) == text(other));
        match repeats.map(|(_, repeat)| *repeat).min() {
            Some(name) => Err(repeated(document, name as usize)),
            None => Ok(()),
        }
    }
}

fn repeated(document: &Document<'_>, name: usize) -> DocumentError {
    let mut place = String::new();
    pointer::push_name(&mut place, document.text(name));
    let message = format!("an object has two members of the name {place}");
    DocumentError::at(ErrorCode::DuplicateName, message, document.start(name))
}
