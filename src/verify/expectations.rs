//! Describes what the caller expects of every document, in addition to a pass.

use std::ops::Range;

use crate::json::shorten::shorten;
use crate::record::identity::Identity;

/// What every document must be. By default nothing is expected.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Expectations {
    /// The document must have one of these names; an empty list accepts every document.
    pub identities: Vec<Identity>,
    /// The document must have the name that its file name states.
    pub file_name: bool,
    /// The signed values must meet these requirements.
    pub requirements: Vec<Requirement>,
}

/// A value that a signed member must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub(crate) rule: &'static RequirementKind,
    pub(crate) value: String,
}

/// A signed member for which a value can be required.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RequirementKind {
    /// The name, in the requirement and in the id of the check.
    pub(crate) name: &'static str,
    pub(crate) signed: SignedValue,
}

/// The signed value that is compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SignedValue {
    /// The string at this JSON Pointer, from the canonical record, must be the given one.
    Is(&'static str),
    /// The date at this JSON Pointer must be on the given day or later, or later than the given
    /// time.
    After(&'static str),
    /// The id of the trusted key that signed must be the given one.
    KeyId,
}

/// Every member for which a value can be required.
///
/// Members that are not signed are left out, since anyone can change them.
const REQUIREMENT_KINDS: &[RequirementKind] = &[
    RequirementKind {
        name: "license",
        signed: SignedValue::Is("/metadata/license"),
    },
    RequirementKind {
        name: "primary-cat",
        signed: SignedValue::Is("/metadata/primary_cat"),
    },
    RequirementKind {
        name: "submitted-after",
        signed: SignedValue::After("/metadata/submitted_at"),
    },
    RequirementKind {
        name: "key-id",
        signed: SignedValue::KeyId,
    },
];

impl Requirement {
    /// Parses `NAME=VALUE`.
    ///
    /// # Errors
    ///
    /// Returns an error if no signed member has this name, or if the value has the wrong form.
    /// The message may quote the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or_else(|| {
            let names = names_that_are_signed();
            format!(
                "not of the form NAME=VALUE, for example key-id=pith-v1-2026-05; names are: {names}"
            )
        })?;
        // The British spelling is accepted as well.
        let end = name.strip_prefix("licen");
        let name = end.filter(|end| *end == "ce").map_or(name, |_| "license");
        let rule = REQUIREMENT_KINDS
            .iter()
            .find(|rule| rule.name == name)
            .ok_or_else(|| {
                format!(
                    "{} is not signed, so it cannot be required; names that can be required: {}",
                    shorten(name),
                    names_that_are_signed()
                )
            })?;
        if matches!(rule.signed, SignedValue::After(_)) && !is_date(value) {
            return Err(format!(
                "{} is not a date (YYYY-MM-DD) or a time (YYYY-MM-DDTHH:MM:SSZ)",
                shorten(value)
            ));
        }
        let value = value.to_owned();
        Ok(Self { rule, value })
    }

    /// Returns the name of the required member.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.rule.name
    }
}

/// Returns the names of the requirements, separated by commas.
fn names_that_are_signed() -> String {
    let names: Vec<_> = REQUIREMENT_KINDS.iter().map(|rule| rule.name).collect();
    names.join(", ")
}

/// Returns whether a text is a date of the calendar, or a time as it is signed (RFC 3339).
pub(crate) fn is_date(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00Z";
    let is_time = text.len() == FORM.len();
    let form = |(char, form): (char, char)| match form {
        '0' => char.is_ascii_digit(),
        form => char == form,
    };
    let has_form = (is_time || text.len() == 10) && text.chars().zip(FORM.chars()).all(form);
    let number = |digits: Range<usize>| {
        let digits = text.get(digits).unwrap_or_default();
        digits.parse().unwrap_or(0)
    };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let time = (number(11..13), number(14..16), number(17..19));
    has_form && (1..=days(year, month)).contains(&day) && is_time_of_day(time)
}

/// Returns the number of days in a month, or 0 if there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let divides = |years: u32| year.is_multiple_of(years);
    let is_leap = divides(4) && (!divides(100) || divides(400));
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Returns whether hours, minutes and seconds are a time of day; the last may be a leap second.
fn is_time_of_day(time: (u32, u32, u32)) -> bool {
    matches!(time, (0..24, 0..60, 0..60) | (23, 59, 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_days_of_the_calendar_and_times_of_a_day() {
        for (text, expected) in [
            ("2021-06-10", true),
            ("2021-12-31", true),
            ("2024-02-29", true),
            ("2000-02-29", true),
            ("2021-06-10T00:00:00Z", true),
            ("2021-06-10T23:59:59Z", true),
            ("2016-12-31T23:59:60Z", true),
            ("2021-99-99", false),
            ("2021-00-10", false),
            ("2021-13-10", false),
            ("2021-06-00", false),
            ("2021-06-31", false),
            ("2021-01-32", false),
            ("2021-02-29", false),
            ("1900-02-29", false),
            ("2021-06-10T24:00:00Z", false),
            ("2021-06-10T23:60:00Z", false),
            ("2021-06-10T23:59:61Z", false),
            ("2021-06-10T12:00:60Z", false),
            ("2021-06-10T12:00:00", false),
            ("2021-06-1", false),
            ("2021-06-1\u{e9}", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }
}
