//! What the caller expects of every document, besides that it passes.

use crate::record::identity::Identity;

/// What every document must be. Nothing is expected by default.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Expectations {
    /// One of these; empty for any.
    pub identities: Vec<Identity>,
    /// What the name of its file says.
    pub file_name: bool,
    /// What is signed must have these values.
    pub requirements: Vec<Requirement>,
}

/// A value that something signed must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub(crate) rule: &'static Rule,
    pub(crate) value: String,
}

/// Something signed that can be required.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Its name in the requirement, and in the id of the check.
    pub(crate) name: &'static str,
    pub(crate) signed: SignedValue,
}

/// What is compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SignedValue {
    /// A string at this JSON Pointer below the canonical record: that value.
    Is(&'static str),
    /// A date there: later than the given one, or on that day.
    After(&'static str),
    /// The id of the trusted key.
    KeyId,
}

/// Everything that can be required. What nobody signs is not here: a rule about it would
/// promise what anybody can change.
const RULES: &[Rule] = &[
    Rule {
        name: "license",
        signed: SignedValue::Is("/metadata/license"),
    },
    Rule {
        name: "primary-cat",
        signed: SignedValue::Is("/metadata/primary_cat"),
    },
    Rule {
        name: "submitted-after",
        signed: SignedValue::After("/metadata/submitted_at"),
    },
    Rule {
        name: "key-id",
        signed: SignedValue::KeyId,
    },
];

impl Requirement {
    /// Reads `NAME=VALUE`.
    ///
    /// # Errors
    ///
    /// If nothing signed has that name, or the value is not of its form; the reason may
    /// quote the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("not of the form NAME=VALUE")?;
        let rule = RULES.iter().find(|rule| rule.name == name).ok_or_else(|| {
            let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
            let names = names.join(", ");
            format!(
                "{name} is not signed, so a record could not be held to it; signed are: {names}"
            )
        })?;
        if matches!(rule.signed, SignedValue::After(_)) && !is_date(value) {
            return Err(format!("{value} is not YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ"));
        }
        let value = value.to_owned();
        Ok(Self { rule, value })
    }

    /// The name of what is required.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.rule.name
    }
}

/// Whether a text is a day, or a time as it is signed.
pub(crate) fn is_date(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00Z";
    let is_time = text.len() == FORM.len();
    let form = |(char, form): (char, char)| match form {
        '0' => char.is_ascii_digit(),
        form => char == form,
    };
    (is_time || text.len() == 10) && text.chars().zip(FORM.chars()).all(form)
}
