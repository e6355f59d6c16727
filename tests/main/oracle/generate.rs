//! Generates documents with every spelling of numbers, strings and names, to test the canonical
//! form.

use crate::support::random::Random;

/// Returns a JSON text, which is valid in most cases.
pub fn document(random: &mut Random) -> Vec<u8> {
    let mut text = String::new();
    white_space(random, &mut text);
    value(random, 0, &mut text);
    white_space(random, &mut text);
    let mut bytes = text.into_bytes();
    if random.below(10) == 0 {
        damage(random, &mut bytes);
    }
    bytes
}

/// Changes, removes or repeats a few bytes.
fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(3) {
        if bytes.is_empty() {
            return;
        }
        let position = random.below(bytes.len());
        match random.below(4) {
            0 => bytes[position] = random.next() as u8,
            1 => drop(bytes.remove(position)),
            2 => bytes.insert(
                position,
                *random.pick(b"\"\\,:{}[]0-.eE \x00\x1f\x7f\xed\xff"),
            ),
            _ => bytes.truncate(position),
        }
    }
}

fn value(random: &mut Random, depth: usize, text: &mut String) {
    match random.below(if depth < 4 { 10 } else { 7 }) {
        0 => text.push_str(random.pick::<&str>(&["null", "true", "false"])),
        1..=3 => number(random, text),
        4..=6 => string(random, text),
        7 => list(random, text, ['[', ']'], |random, text| {
            value(random, depth + 1, text)
        }),
        8 => list(random, text, ['{', '}'], |random, text| {
            string(random, text);
            white_space(random, text);
            text.push(':');
            white_space(random, text);
            value(random, depth + 1, text);
        }),
        _ => {
            let levels = random.below(80);
            text.extend(std::iter::repeat_n('[', levels));
            value(random, 4, text);
            text.extend(std::iter::repeat_n(']', levels));
        }
    }
}

fn list(
    random: &mut Random,
    text: &mut String,
    [open, close]: [char; 2],
    item: impl Fn(&mut Random, &mut String),
) {
    text.push(open);
    white_space(random, text);
    for position in 0..random.below(6) {
        if position > 0 {
            text.push(',');
            white_space(random, text);
        }
        item(random, text);
        white_space(random, text);
    }
    text.push(close);
}

fn white_space(random: &mut Random, text: &mut String) {
    if random.below(3) == 0 {
        for _ in 0..random.below(4) {
            text.push(*random.pick(&[' ', '\t', '\n', '\r']));
        }
    }
}

fn digits(random: &mut Random, length: usize, text: &mut String) {
    for position in 0..length.max(1) {
        let lowest = u8::from(position == 0 && length > 1);
        text.push(char::from(
            b'0' + lowest + random.below(10 - usize::from(lowest)) as u8,
        ));
    }
}

fn number(random: &mut Random, text: &mut String) {
    if random.below(3) == 0 {
        text.push('-');
    }
    match random.below(10) {
        0 => text.push_str(random.pick::<&str>(EDGES)),
        1 => text.push_str(&(random.next() >> random.below(64)).to_string()),
        // Every bit pattern of a double that is a number, in Rust's own spelling.
        2 | 3 => {
            let double = f64::from_bits(random.next() & (u64::MAX >> 1));
            let double = if double.is_finite() { double } else { 0.5 };
            let plain = random.below(2) == 0;
            text.push_str(&if plain {
                format!("{double}")
            } else {
                format!("{double:e}")
            });
        }
        // Doubles for which two candidates for the shortest digits are equally near.
        7 => {
            let exponent = 1023 + 30 + random.next() % 25;
            let double = f64::from_bits((exponent << 52) | (random.next() >> 12));
            text.push_str(&format!("{double:.6}"));
        }
        // The midpoint between two doubles, and numbers near it, need exact arithmetic.
        4 => {
            let length = 15 + random.below(25);
            digits(random, length, text);
            text.push('.');
            let length = random.below(20);
            digits(random, length, text);
        }
        5 => {
            let length = *random.pick(&[1, 2, 17, 20, 40, 4299, 4300, 4301]);
            digits(random, length, text);
        }
        // Zeros, and an exponent that compensates for them.
        6 => {
            let zeros = *random.pick(&[1, 300, 330, 4290, 4300, 65_535, 655_359]);
            let exponent = zeros + random.below(20);
            text.push_str(&format!("0.{}15e{exponent}", "0".repeat(zeros)));
        }
        _ => {
            let length = random.below(20);
            digits(random, length, text);
            if random.below(2) == 0 {
                text.push('.');
                let length = 1 + random.below(20);
                digits(random, length, text);
            }
            if random.below(2) == 0 {
                text.push(*random.pick(&['e', 'E']));
                text.push_str(random.pick::<&str>(&["", "+", "-", "0", "-0", "+00"]));
                text.push_str(&random.below(340).to_string());
            }
        }
    }
}

const EDGES: &[&str] = &[
    "0",
    "0.0",
    "1892935066088.53125",
    "749738560662785.25",
    "0e0",
    "0E+400",
    "1e15",
    "1e16",
    "9999999999999998.0",
    "1e17",
    "123456789012345680.0",
    "0.0001",
    "0.00001",
    "1e-4",
    "1e-5",
    "1e22",
    "1e23",
    "5e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "2.2250738585072014e-308",
    "2.2250738585072011e-308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "1e308",
    "1e309",
    "9007199254740993.0",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775808",
    "100000.0",
    "1.0",
    "1.10",
    "0.1e1",
    "12e-1",
    "00",
    "01",
    ".5",
    "1.",
    "1e",
    "Infinity",
    "NaN",
];

const CHARS: &[char] = &[
    'a',
    'b',
    'z',
    'A',
    '0',
    ' ',
    '/',
    '\u{7f}',
    '\u{80}',
    '\u{9f}',
    '\u{a0}',
    'é',
    'ß',
    '\u{2028}',
    '\u{202e}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{feff}',
    '\u{fffd}',
    '\u{ffff}',
    '\u{10000}',
    '😀',
    '\u{10ffff}',
];

fn string(random: &mut Random, text: &mut String) {
    text.push('"');
    let longest = if random.below(20) == 0 { 60 } else { 5 };
    for _ in 0..random.below(longest) {
        match random.below(9) {
            0..=3 => text.push(*random.pick(CHARS)),
            4 => text.push_str(
                random.pick::<&str>(&["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"]),
            ),
            5 => {
                let code = random.below(0x20) as u32;
                escape(random, code, text);
            }
            6 => {
                let char = *random.pick(CHARS);
                escape(random, u32::from(char), text);
            }
            7 => {
                let code = random.below(0x11_0000) as u32;
                escape(random, code, text);
            }
            // Sometimes the string contains something that no string may contain.
            _ if random.below(30) == 0 => text.push_str(random.pick::<&str>(&[
                "\\ud83d",
                "\\ude00\\ud83d",
                "\\x",
                "\n",
                "\\u12",
            ])),
            _ => text.push(*random.pick(&['x', 'y'])),
        }
    }
    text.push('"');
}

fn escape(random: &mut Random, code: u32, text: &mut String) {
    let Some(char) = char::from_u32(code) else {
        return;
    };
    let upper = random.below(2) == 0;
    for unit in char.encode_utf16(&mut [0; 2]) {
        let hex = if upper {
            format!("{unit:04X}")
        } else {
            format!("{unit:04x}")
        };
        text.push_str("\\u");
        text.push_str(&hex);
    }
}
