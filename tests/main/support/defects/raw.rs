//! Makes documents that cannot be read as records because of their bytes.

use serde_json::Value;

use crate::support::forge::{self, Shown, integrity};
use crate::support::read;

/// Returns a record that was signed with the float 1.5, which is then spelled differently.
fn respelled(spelling: &str) -> Vec<u8> {
    let mut canonical = forge::canonical("A title", "An abstract");
    canonical["score"] = 1.5.into();
    let record = forge::record(&canonical, &Shown::default()).to_string();
    let respelled = record.replace(r#""score":1.5"#, &format!(r#""score":{spelling}"#));
    assert_ne!(respelled, record);
    respelled.into_bytes()
}

/// Returns two events with the same id in two spellings, which only zero has.
fn one_id_in_two_spellings() -> Vec<u8> {
    let text = integrity::document(integrity::three_events()).to_string();
    let respelled = text.replace(r#""event_id":11"#, r#""event_id":0"#);
    let respelled = respelled.replace(r#""event_id":12"#, r#""event_id":-0"#);
    assert_eq!(respelled.len(), text.len() - 1);
    respelled.into_bytes()
}

pub fn raw(real: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let text = real.to_string();
    let inside = |member: &str| format!("{{{member},{}", &text[1..]).into_bytes();
    let utf16 = |bom: &[u8], unit: fn(u16) -> [u8; 2]| {
        [bom, &text.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
    };
    let nested =
        |depth: usize| inside(&format!("\"x\":{}{}", "[".repeat(depth), "]".repeat(depth)));
    vec![
        (
            "byte-order-mark--utf-8",
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        ),
        (
            "byte-order-mark--utf-16-little-endian",
            utf16(b"\xff\xfe", u16::to_le_bytes),
        ),
        (
            "byte-order-mark--utf-16-big-endian",
            utf16(b"\xfe\xff", u16::to_be_bytes),
        ),
        (
            "invalid-utf8--utf-16-without-mark",
            utf16(b"", u16::to_le_bytes),
        ),
        (
            "invalid-utf8--utf-16-big-endian-without-mark",
            utf16(b"", u16::to_be_bytes),
        ),
        (
            "invalid-utf8--latin-1",
            inside("\"x\":\"?\"")
                .into_iter()
                .map(|byte| if byte == b'?' { 0xe9 } else { byte })
                .collect(),
        ),
        (
            "invalid-utf8--encoded-surrogate",
            [br#"{"x":""#, &b"\xed\xa0\x80"[..], br#""}"#].concat(),
        ),
        (
            "invalid-utf8--overlong",
            [br#"{"x":""#, &b"\xc0\xaf"[..], br#""}"#].concat(),
        ),
        ("invalid-json--only-white-space", b" \r\n".to_vec()),
        (
            "invalid-json--cut-off",
            text.as_bytes()[..text.len() - 1].to_vec(),
        ),
        (
            "invalid-json--cut-off-in-the-middle",
            text.as_bytes()[..text.len() / 2].to_vec(),
        ),
        (
            "invalid-json--trailing-bytes",
            format!("{text}x").into_bytes(),
        ),
        (
            "invalid-json--two-documents",
            format!("{text}\n{text}").into_bytes(),
        ),
        (
            "invalid-json--trailing-nul",
            format!("{text}\0").into_bytes(),
        ),
        (
            "invalid-json--trailing-comma",
            format!("{},}}", &text[..text.len() - 1]).into_bytes(),
        ),
        ("invalid-json--comment", inside("/* */\"x\":1")),
        ("invalid-json--single-quotes", inside("'x':1")),
        ("invalid-json--nan", inside("\"x\":NaN")),
        ("invalid-json--minus-infinity", inside("\"x\":-Infinity")),
        ("invalid-json--leading-zero", inside("\"x\":01")),
        ("invalid-json--plus-sign", inside("\"x\":+1")),
        ("invalid-json--no-digit-after-point", inside("\"x\":1.")),
        (
            "invalid-json--raw-control-character",
            inside("\"x\":\"\n\""),
        ),
        (
            "invalid-json--lone-high-surrogate",
            inside(r#""x":"\ud800""#),
        ),
        (
            "invalid-json--lone-low-surrogate",
            inside(r#""x":"\udc00""#),
        ),
        (
            "invalid-json--surrogates-in-wrong-order",
            inside(r#""x":"\ude00\ud83d""#),
        ),
        (
            "invalid-json--lone-surrogate-in-a-name",
            inside(r#""\ud800":1"#),
        ),
        ("invalid-json--unknown-escape", inside(r#""x":"\a""#)),
        (
            "duplicate-name--same-spelling",
            inside("\"schema_version\":\"1.0\""),
        ),
        ("duplicate-name--escaped", inside(r#""\u0072eceipt":{}"#)),
        (
            "duplicate-name--deep-inside",
            inside(r#""x":[{"y":{"a":1,"b":2,"a":1}}]"#),
        ),
        (
            "duplicate-name--among-many",
            inside(&format!(
                "\"x\":{{{},\"m7\":0}}",
                (0..40)
                    .map(|n| format!("\"m{n}\":{n}"))
                    .collect::<Vec<_>>()
                    .join(",")
            )),
        ),
        ("duplicate-name--empty-name", inside(r#""x":{"":1,"":2}"#)),
        ("too-deep--101-arrays", nested(100)),
        (
            "too-deep--a-hundred-thousand-arrays",
            "[".repeat(100_000).into_bytes(),
        ),
        ("number-out-of-range--float-overflow", inside("\"x\":1e400")),
        (
            "number-out-of-range--negative-float-overflow",
            inside("\"x\":-1.8e308"),
        ),
        (
            "number-out-of-range--4301-digits",
            inside(&format!("\"x\":{}", "1".repeat(4301))),
        ),
        (
            "number-out-of-range--signed-float-respelled-with-six-digits-of-exponent",
            respelled(&format!("0.{}15e655361", "0".repeat(65_535))),
        ),
        (
            "number-out-of-range--signed-float-respelled-in-4301-characters",
            respelled(&format!("1.5{}", "0".repeat(4298))),
        ),
        ("events--one-id-in-two-spellings", one_id_in_two_spellings()),
        ("not-a-record--array", b"[]".to_vec()),
        ("not-a-record--string", b"\"pith_number_record\"".to_vec()),
        ("not-a-record--key-object", read("keys/pith-test-1.json")),
        ("not-a-record--mirror-manifest", read("keys/manifest.json")),
    ]
}
