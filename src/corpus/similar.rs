//! Finds the name that a mistyped one was meant to be.

/// For each letter in which another name may differ, a name has at least so many characters.
const LENGTH_PER_SLIP: usize = 4;
/// The most letters in which a name may differ.
const MAX_SLIPS: usize = 3;
/// The most characters of a name that is compared: the work grows with the square of its length.
const MAX_LENGTH: usize = 255;

/// Returns the most similar name, if it is similar enough to have been meant. Of equally similar
/// names it is the first in byte order.
pub fn closest(name: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    let most = (length / LENGTH_PER_SLIP).clamp(1, MAX_SLIPS);
    names
        .into_iter()
        .filter(|other| other != name && other.len() <= 4 * MAX_LENGTH)
        .filter_map(|other| {
            let slips = slips(&lower, &other.to_lowercase());
            (slips <= most && slips < length).then_some((slips, other))
        })
        .min()
        .map(|(_, other)| other)
}

/// Counts the letters to insert, delete, replace or swap with the next one. An extension that only
/// one of the names has does not count.
fn slips(name: &str, other: &str) -> usize {
    let extended = |long: &str, short: &str| {
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    if !name.is_empty() && (extended(other, name) || extended(name, other)) {
        return 0;
    }
    strsim::osa_distance(name, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_name_that_was_meant_and_no_other() {
        let names = [
            "record.json",
            "reports",
            "a.json",
            "Paper.JSON",
            "x.json.gz",
        ];
        for (name, meant) in [
            ("recrod.json", Some("record.json")),
            ("record.jsno", Some("record.json")),
            ("record", Some("record.json")),
            ("paper.json", Some("Paper.JSON")),
            ("report", Some("reports")),
            ("x.json", Some("x.json.gz")),
            ("x.json.zst", None),
            ("record.json", None),
            ("another.json", None),
            ("z", None),
            ("", None),
        ] {
            let found = closest(name, names.map(str::to_owned));
            assert_eq!(found.as_deref(), meant, "{name}");
        }
    }
}
