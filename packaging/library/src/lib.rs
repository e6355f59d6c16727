//! A package that depends on the library like any other: it verifies records, and it has JSON of
//! its own to read.

/// The page about the library: its examples are compiled, and run unless they say otherwise.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/library.md")]
pub struct Page;

#[cfg(test)]
mod tests {
    use pith_verify::{Keyring, Source, Verdict, Verifier, parse_key_file};
    use serde::Deserialize;

    const RECORD: &[u8] = include_bytes!("../../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
    const ALTERED: &[u8] = include_bytes!("../../../fixtures/invalid/title--other-word.json");
    const TEST_KEY: &[u8] = include_bytes!("../../../fixtures/keys/pith-test-1.pem");

    /// The feature `serde_json/arbitrary_precision`, anywhere in a build, breaks every such
    /// enum.
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(tag = "kind")]
    enum Measurement {
        Length { metres: f64 },
    }

    #[test]
    fn other_json_is_read_as_before() {
        let read: Result<Measurement, _> =
            serde_json::from_str(r#"{"kind":"Length","metres":1.5}"#);
        assert_eq!(read.unwrap(), Measurement::Length { metres: 1.5 });
    }

    #[test]
    fn one_call_verifies_bytes() {
        assert_eq!(pith_verify::verify(RECORD).verdict(), Verdict::Pass);
        assert_eq!(pith_verify::verify(ALTERED).verdict(), Verdict::Fail);
        assert_eq!(pith_verify::verify(b"{}").verdict(), Verdict::Unverifiable);
    }

    #[test]
    fn a_report_outlives_its_document_and_serialises_as_the_command_prints_it() {
        let report = {
            let mut keys = Keyring::empty();
            for key in parse_key_file(TEST_KEY).unwrap() {
                keys.trust(key).unwrap();
            }
            let bytes = RECORD.to_vec();
            Verifier::with_keys(keys).verify(Source::file("record.json"), &bytes)
        };
        assert_eq!(report.verdict(), Verdict::Unverifiable);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["verdict"], "unverifiable");
        assert_eq!(json["source"]["path"], "record.json");
        let key = json["checks"].as_array().unwrap();
        let key = key
            .iter()
            .find(|check| check["id"] == "receipt-key")
            .unwrap();
        assert_eq!(key["reason"], "this is not a trusted key");
        let none = serde_json::to_value(pith_verify::verify(RECORD)).unwrap();
        assert!(none["source"].is_null());
    }
}
