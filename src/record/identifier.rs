//! Derives and parses identifiers and Pith Numbers (docs/format.md, section 6).

use std::fmt;

use data_encoding::BASE32_NOPAD;

use crate::json::digest::Digest;

/// The number of characters in an identifier, which hold 130 bits of the digest, 5 each.
pub const IDENTIFIER_LENGTH: usize = 26;
/// The number of characters of the identifier in a short Pith Number.
pub const SHORT_LENGTH: usize = 8;
/// The number of characters in a Pith Number: `pith:`, four digits, `:` and the identifier.
const NUMBER_LENGTH: usize = 10 + IDENTIFIER_LENGTH;

/// An identifier: the first 26 base32 characters (RFC 4648, upper case) of a digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Identifier([u8; IDENTIFIER_LENGTH]);

impl Identifier {
    /// Derives the identifier from a digest.
    #[must_use]
    pub fn of(digest: &Digest) -> Self {
        // The identifier has 130 bits, so the first 17 bytes of the digest are enough.
        let mut base32 = [0; 28];
        let (start, _) = digest.as_bytes().split_at(17);
        BASE32_NOPAD.encode_mut(start, &mut base32);
        let [identifier @ .., _, _] = base32;
        Self(identifier)
    }

    /// Parses an identifier: exactly 26 characters of the base32 alphabet.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let characters: [u8; IDENTIFIER_LENGTH] = text.as_bytes().try_into().ok()?;
        let base32 = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
        characters.iter().all(base32).then_some(Self(characters))
    }

    /// Returns the 26 characters.
    #[must_use]
    #[expect(clippy::expect_used, reason = "only base32 gets in")]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("base32 is ASCII")
    }

    /// Returns the first `length` characters, or all 26 if `length` exceeds that.
    #[must_use]
    pub fn prefix(&self, length: usize) -> &str {
        self.as_str().get(..length).unwrap_or(self.as_str())
    }

    /// Returns the short Pith Number: `pith:` and the first 8 characters.
    #[must_use]
    pub fn short(self) -> ShortPithNumber {
        ShortPithNumber(self)
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({})", self.as_str())
    }
}

/// A short Pith Number: `pith:` and the first 8 characters of an identifier, without a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortPithNumber(Identifier);

impl fmt::Display for ShortPithNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pith:")?;
        f.write_str(self.0.prefix(SHORT_LENGTH))
    }
}

/// A Pith Number: `pith:`, the year of submission, `:` and the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PithNumber {
    year: u16,
    identifier: Identifier,
}

impl PithNumber {
    /// Derives the Pith Number from an identifier and the signed `metadata.submitted_at`.
    ///
    /// Returns `None` if the date does not have the form `YYYY-MM-DDTHH:MM:SSZ`.
    #[must_use]
    pub fn derive(identifier: Identifier, submitted_at: &str) -> Option<Self> {
        let year = year_of(submitted_at)?;
        Some(Self { year, identifier })
    }

    /// Parses `pith:YYYY:` and 26 base32 characters; returns `None` for every other form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, identifier) = text.strip_prefix("pith:")?.split_once(':')?;
        Some(Self {
            year: four_digits(year)?,
            identifier: Identifier::parse(identifier)?,
        })
    }

    /// Returns the Pith Number as it is written, in ASCII.
    #[must_use]
    pub(crate) fn to_bytes(self) -> [u8; NUMBER_LENGTH] {
        let mut number = *b"pith:0000:AAAAAAAAAAAAAAAAAAAAAAAAAA";
        let (start, identifier) = number.split_at_mut(NUMBER_LENGTH - IDENTIFIER_LENGTH);
        identifier.copy_from_slice(&self.identifier.0);
        // A year has four digits, since it was parsed from four.
        let mut year = self.year;
        for digit in start.iter_mut().skip(5).take(4).rev() {
            *digit = b'0' + (year % 10) as u8;
            year /= 10;
        }
        number
    }

    /// Returns the year of submission.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Returns the identifier.
    #[must_use]
    pub fn identifier(&self) -> Identifier {
        self.identifier
    }
}

impl fmt::Display for PithNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.to_bytes()).map_err(|_| fmt::Error)?)
    }
}

/// Returns the year of a date of the form `YYYY-MM-DDTHH:MM:SSZ`.
fn year_of(date: &str) -> Option<u16> {
    const FORM: &[u8] = b"0000-00-00T00:00:00Z";
    let fits = date.len() == FORM.len()
        && date.bytes().zip(FORM).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            form => byte == *form,
        });
    fits.then(|| date.get(..4).and_then(four_digits)).flatten()
}

fn four_digits(text: &str) -> Option<u16> {
    let valid = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62";

    #[test]
    fn prints_what_it_parses() {
        let number = PithNumber::parse(WHOLE).unwrap();
        assert_eq!(number.to_string(), WHOLE);
        assert_eq!(number.identifier().short().to_string(), "pith:4K6GSOJW");
        assert_eq!(number.identifier().prefix(12), "4K6GSOJWB7QU");
    }

    #[test]
    fn refuses_every_other_form() {
        for text in [
            "",
            "pith:4K6GSOJW",
            "PITH:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "pith:21:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "pith:+021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "pith:2021:4k6gsojwb7qu2rfil3cd3bqj62",
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ6",
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62A",
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ01",
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62 ",
        ] {
            assert_eq!(PithNumber::parse(text), None, "{text}");
        }
    }

    #[test]
    fn takes_the_year_only_from_a_complete_date() {
        assert_eq!(year_of("2013-12-31T23:59:59Z"), Some(2013));
        for date in [
            "2013",
            "2013-12-31",
            "2013-12-31T23:59:59+00:00",
            "2013-12-31 23:59:59Z",
            "13-12-31T23:59:59ZZZ",
        ] {
            assert_eq!(year_of(date), None, "{date}");
        }
    }
}
