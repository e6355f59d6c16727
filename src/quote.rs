//! How much of a document's text a report repeats.

/// The most characters of one text that a report quotes. It is enough for every value
/// that the format knows: the longest is a signature, 88 characters.
pub const MAX_QUOTED: usize = 200;

/// The text, or its beginning and how many characters were left out.
pub(crate) fn quote(text: &str) -> String {
    if text.len() <= MAX_QUOTED {
        return text.to_owned();
    }
    match text.char_indices().nth(MAX_QUOTED) {
        None => text.to_owned(),
        Some((cut, _)) => {
            let (shown, rest) = text.split_at(cut);
            format!("{shown}… ({} more characters)", rest.chars().count())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_long_text_only_in_part_and_says_so() {
        assert_eq!(quote(&"é".repeat(MAX_QUOTED)), "é".repeat(MAX_QUOTED));
        let long = quote(&"é".repeat(MAX_QUOTED + 7));
        assert_eq!(
            long,
            format!("{}… (7 more characters)", "é".repeat(MAX_QUOTED))
        );
    }
}
