//! Checks numbers and writes them in canonical form.
//!
//! The rule is that of Python's `json.dumps` (docs/format.md, section 4): integers keep every
//! digit; every other number becomes the nearest double, written as `repr` writes it.

use std::fmt::{self, Write as _};

use crate::json::document::Kind;

/// The largest number of digits in an integer; Python refuses longer ones
/// (`sys.int_info.default_max_str_digits`).
const MAX_INTEGER_DIGITS: usize = 4300;

/// The largest number of characters in a number with a fraction or an exponent.
///
/// Readers disagree about longer numbers and longer exponents. Rust's standard library stops
/// reading an exponent at 65,536, so it reads `0.`, 655,359 zeros and `1e655360` as zero, where
/// Python reads 1.0. Within both limits it is exact: its counter holds every exponent of five
/// digits, and 4,300 digits cannot bring 10⁹⁹⁹⁹⁹ back into the range of a double.
const MAX_FLOAT_CHARACTERS: usize = 4300;

/// The largest number of digits in an exponent, without leading zeros; see
/// [`MAX_FLOAT_CHARACTERS`].
const MAX_EXPONENT_DIGITS: usize = 5;

/// Checks that a JSON number has a canonical form.
///
/// # Errors
///
/// Returns a message that says why it has none.
pub(crate) fn check(kind: Kind, text: &str) -> Result<(), String> {
    let at_most = |length: usize, max: usize, what: &str, unit: &str| {
        if length <= max {
            return Ok(());
        }
        Err(format!(
            "{what} of {length} {unit}; {max} is the most there may be"
        ))
    };
    if kind == Kind::Integer {
        if text.len() <= MAX_INTEGER_DIGITS {
            return Ok(());
        }
        let digits = text.trim_start_matches('-').len();
        return at_most(digits, MAX_INTEGER_DIGITS, "an integer", "digits");
    }
    at_most(text.len(), MAX_FLOAT_CHARACTERS, "a float", "characters")?;
    if let Some((_, exponent)) = text.split_once(['e', 'E']) {
        let digits = exponent.trim_start_matches(['+', '-']);
        let digits = digits.trim_start_matches('0').len();
        at_most(digits, MAX_EXPONENT_DIGITS, "an exponent", "digits")?;
    }
    if double(text).is_infinite() {
        return Err("a number beyond the range of a double".into());
    }
    Ok(())
}

/// Returns the double that is nearest to a JSON number.
///
/// Rust parses everything that the grammar of JSON allows.
fn double(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Writes the canonical form of a number that [`check`] has accepted.
pub(crate) fn write<W: fmt::Write + ?Sized>(kind: Kind, text: &str, out: &mut W) -> fmt::Result {
    match (kind, text) {
        (Kind::Float, _) => {
            let mut float = String::new();
            write_float(double(text), &mut float);
            out.write_str(&float)
        }
        (_, "-0") => out.write_str("0"),
        _ => out.write_str(text),
    }
}

/// Writes a double as Python's `float.__repr__` does.
///
/// It uses the shortest digits that read back as the same double, without an exponent where the
/// decimal exponent is from -4 to 15.
fn write_float(value: f64, out: &mut String) {
    if value.is_sign_negative() {
        out.push('-');
    }
    let (digits, exponent) = shortest(value.abs());
    if !(-4..16).contains(&exponent) {
        let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "{first}{point}{rest}e{sign}{:02}",
            exponent.unsigned_abs()
        );
        return;
    }
    match usize::try_from(exponent) {
        Err(_) => {
            out.push_str("0.");
            out.extend((exponent..-1).map(|_| '0'));
            out.push_str(&digits);
        }
        Ok(exponent) => {
            let whole = exponent + 1;
            out.extend(digits.chars().chain(std::iter::repeat('0')).take(whole));
            out.push('.');
            let fraction = digits.get(whole..).filter(|rest| !rest.is_empty());
            out.push_str(fraction.unwrap_or("0"));
        }
    }
}

/// Returns the shortest digits that read back as a double that is not negative, and the decimal
/// exponent of the first digit.
///
/// If two candidates are equally short and equally near, the even one is used, as in Python.
/// The standard library uses the upper one, which differs for 2 % of the doubles from 10⁹ to
/// 10¹⁶.
fn shortest(value: f64) -> (String, i32) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let before_point = i32::try_from(whole.len()).unwrap_or(0);
    let leading_zeros = i32::try_from(all.len() - digits.len()).unwrap_or(0);
    let exponent = exponent.parse().unwrap_or(0) + before_point - leading_zeros - 1;
    match digits.trim_end_matches('0') {
        "" => ("0".to_owned(), 0),
        digits => (digits.to_owned(), exponent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let mut out = String::new();
        let kind = if text.contains(['.', 'e', 'E']) {
            Kind::Float
        } else {
            Kind::Integer
        };
        write(kind, text, &mut out).unwrap();
        out
    }

    #[test]
    fn keeps_every_digit_of_an_integer() {
        let long = "9".repeat(MAX_INTEGER_DIGITS);
        for text in [
            "0",
            "-1",
            "18446744073709551616",
            "-9223372036854775809",
            &long,
        ] {
            assert_eq!(canonical(text), text);
        }
        assert_eq!(canonical("-0"), "0");
    }

    #[test]
    fn prints_floats_as_python_does() {
        for (text, expected) in [
            ("2.0", "2.0"),
            ("-0.0", "-0.0"),
            ("-0e5", "-0.0"),
            ("1e2", "100.0"),
            ("1E5", "100000.0"),
            ("1e-4", "0.0001"),
            ("1.5e-4", "0.00015"),
            ("0.00001", "1e-05"),
            ("1e15", "1000000000000000.0"),
            ("9999999999999998.0", "9999999999999998.0"),
            ("1e16", "1e+16"),
            ("123456789012345678.0", "1.2345678901234568e+17"),
            ("1e-7", "1e-07"),
            ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("0.1", "0.1"),
            ("1e23", "1e+23"),
            ("1e-400", "0.0"),
        ] {
            assert_eq!(canonical(text), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_has_no_canonical_form() {
        assert!(check(Kind::Float, "1e309").is_err());
        assert!(check(Kind::Float, "-1.8e308").is_err());
        assert!(check(Kind::Integer, &"9".repeat(MAX_INTEGER_DIGITS + 1)).is_err());
        assert!(
            check(
                Kind::Integer,
                &format!("-{}", "9".repeat(MAX_INTEGER_DIGITS))
            )
            .is_ok()
        );
    }

    #[test]
    fn refuses_floats_that_readers_disagree_about() {
        let zeros = "0".repeat(655_359);
        let text = format!("0.{zeros}1e655360");
        assert_eq!(
            double(&text),
            0.0,
            "the standard library is exact now: allow them?"
        );
        assert!(check(Kind::Float, &text).is_err());
        for (text, taken) in [
            ("1e00000000000000000001".to_owned(), true),
            ("0e-99999".into(), true),
            ("0e100000".into(), false),
            ("1e-0100000".into(), false),
            (format!("0.{}", "1".repeat(MAX_FLOAT_CHARACTERS - 2)), true),
            (format!("0.{}", "1".repeat(MAX_FLOAT_CHARACTERS - 1)), false),
        ] {
            assert_eq!(check(Kind::Float, &text).is_ok(), taken, "{text}");
        }
    }
}
