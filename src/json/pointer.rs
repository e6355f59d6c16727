//! Reads and writes JSON Pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

/// Returns the unescaped reference tokens of a JSON Pointer.
///
/// Returns `None` if the text is not a JSON Pointer: it does not start with `/`, or a `~` is
/// followed by neither `0` nor `1`.
pub(crate) fn tokens(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let escaped = pointer.as_bytes().contains(&b'~');
    if !is_valid(pointer) {
        return None;
    }
    Some(split(pointer).map(move |token| {
        if escaped {
            token.replace("~1", "/").replace("~0", "~").into()
        } else {
            token.into()
        }
    }))
}

/// Returns the reference tokens of a JSON Pointer, still escaped.
pub(crate) fn split(pointer: &str) -> impl Iterator<Item = &str> {
    // `str::split` would spend most of its time on preparing the search, since tokens are
    // short.
    let mut rest = pointer.get(1..);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|byte| byte == b'/');
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Returns whether a text is a JSON Pointer.
#[must_use]
pub fn is_valid(pointer: &str) -> bool {
    (pointer.is_empty() || pointer.starts_with('/'))
        && pointer
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']))
}

/// Returns whether `pointer` leads to the same value as `around`, or to a value inside it.
pub(crate) fn is_at_or_below(pointer: &str, around: &str) -> bool {
    let rest = pointer.strip_prefix(around);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Parses an array index as RFC 6901, section 4 defines it: no sign, no leading zeros.
pub(crate) fn array_index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with('0');
    (canonical && token.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| token.parse().ok())
        .flatten()
}

/// One reference token of a JSON Pointer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'n> {
    /// Leads to the member of an object with this name.
    Name(&'n str),
    /// Leads to the element of an array at this index.
    Index(usize),
}

impl Step<'_> {
    /// Appends the token to a JSON Pointer.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub(crate) fn write(self, out: &mut impl fmt::Write) -> fmt::Result {
        let mut rest = match self {
            Self::Index(index) => return write!(out, "/{index}"),
            Self::Name(name) => name,
        };
        out.write_char('/')?;
        while let Some(position) = rest.bytes().position(|byte| matches!(byte, b'~' | b'/')) {
            let (plain, tail) = rest.split_at(position);
            out.write_str(plain)?;
            out.write_str(if tail.starts_with('~') { "~0" } else { "~1" })?;
            rest = tail.get(1..).unwrap_or_default();
        }
        out.write_str(rest)
    }

    /// Appends the token to a JSON Pointer in a string.
    pub(crate) fn push(self, pointer: &mut String) {
        // Writing to a string cannot fail.
        let _ = self.write(pointer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(pointer: &str) -> Option<Vec<String>> {
        Some(tokens(pointer)?.map(Cow::into_owned).collect())
    }

    #[test]
    fn splits_and_unescapes_as_rfc_6901_does() {
        assert_eq!(split(""), Some(vec![]));
        assert_eq!(split("/"), Some(vec![String::new()]));
        assert_eq!(
            split("/a~1b/m~0n/~01"),
            Some(vec!["a/b".into(), "m~n".into(), "~1".into()])
        );
    }

    #[test]
    fn refuses_what_is_not_a_pointer() {
        for pointer in ["a", "a/b", "/a~", "/~2", "#/a"] {
            assert_eq!(split(pointer), None, "{pointer}");
        }
    }

    #[test]
    fn accepts_only_canonical_array_indices() {
        assert_eq!(array_index("0"), Some(0));
        assert_eq!(array_index("10"), Some(10));
        for token in ["", "01", "+1", "-", "1e0", "99999999999999999999"] {
            assert_eq!(array_index(token), None, "{token}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        let mut pointer = String::new();
        Step::Name("a/~b").push(&mut pointer);
        Step::Index(7).push(&mut pointer);
        assert_eq!(pointer, "/a~1~0b/7");
        assert_eq!(split(&pointer), Some(vec!["a/~b".into(), "7".into()]));
    }
}
