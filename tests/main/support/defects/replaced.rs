//! Lists values that replace one value of the real record: name, JSON Pointer, value.

use data_encoding::{BASE64URL, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};

use crate::support::forge::base64;
use crate::support::{REAL_RECORD, read_json};

/// The digest of the real record.
pub const HASH: &str = "e2bc6939360fe14d44a85ec43d8609f6bf468456709f3f2ee52fa1625102ed2a";
const OTHER_HASH: &str = "d2bbbef2e06cd4155e2f41f284d05bc47b38e37f3e80b92d3bb45ca71668f6af";

fn signature() -> Vec<u8> {
    let record = read_json(REAL_RECORD);
    let text = record["receipt"]["signature_b64"]
        .as_str()
        .unwrap()
        .to_owned();
    data_encoding::BASE64.decode(text.as_bytes()).unwrap()
}

/// Returns the signature with the group order added to its scalar: the same equation, encoded
/// differently.
fn signature_plus_order() -> Vec<u8> {
    const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let mut bytes = signature();
    let mut carry = 0_u16;
    for (byte, order) in bytes[32..]
        .iter_mut()
        .zip(HEXLOWER.decode(ORDER.as_bytes()).unwrap())
    {
        carry += u16::from(*byte) + u16::from(order);
        *byte = (carry & 0xff) as u8;
        carry >>= 8;
    }
    bytes
}

#[rustfmt::skip]
pub fn replaced() -> Vec<(&'static str, &'static str, Value)> {
    let signature_text = base64(&signature());
    let with = |position: usize, char: &str| format!("{}{char}{}", &signature_text[..position], &signature_text[position + 1..]);
    vec![
        ("canonical-hash--of-another-record", "/canonical_sha256", OTHER_HASH.into()),
        ("canonical-hash--upper-case", "/canonical_sha256", HASH.to_uppercase().into()),
        ("canonical-hash--63-digits", "/canonical_sha256", HASH[1..].into()),
        ("canonical-hash--65-digits", "/canonical_sha256", format!("{HASH}0").into()),
        ("canonical-hash--space-after", "/canonical_sha256", format!("{HASH} ").into()),
        ("canonical-hash--null", "/canonical_sha256", Value::Null),
        ("canonical-hash--version-altered", "/canonical_record/source/version", json!(3)),
        ("canonical-hash--version-as-string", "/canonical_record/source/version", "2".into()),
        ("canonical-hash--version-as-float", "/canonical_record/source/version", json!(2.0)),
        ("canonical-hash--title-hash-altered", "/canonical_record/metadata/title_canon_sha256", OTHER_HASH.into()),
        ("canonical-hash--date-altered", "/canonical_record/metadata/submitted_at", "2021-06-11T17:59:08Z".into()),
        ("canonical-hash--categories-reordered", "/canonical_record/metadata/cross_cats_sorted", json!(["math.IT", "cs.IT", "math.OC", "stat.ML"])),
        ("canonical-hash--canonical-record-is-a-string", "/canonical_record", "{}".into()),
        ("receipt-terms--receipt-is-a-string", "/receipt", "signed".into()),
        ("receipt-terms--receipt-is-null", "/receipt", Value::Null),
        ("receipt-terms--algorithm-is-an-array", "/receipt/algorithm", json!(["ed25519"])),
        ("receipt-hash--of-another-record", "/receipt/canonical_sha256", OTHER_HASH.into()),
        ("receipt-hash--upper-case", "/receipt/canonical_sha256", HASH.to_uppercase().into()),
        ("receipt-hash--number", "/receipt/canonical_sha256", json!(2)),
        ("receipt-key--fingerprint-of-another-key", "/receipt/public_key_fingerprint", "0d4b5ee74e4693bcd1df2446408b0d54".into()),
        ("receipt-key--fingerprint-upper-case", "/receipt/public_key_fingerprint", "8D4B5EE74E4693BCD1DF2446408B0D54".into()),
        ("receipt-key--fingerprint-of-64-digits", "/receipt/public_key_fingerprint", HASH.into()),
        ("receipt-key--key-id-is-a-number", "/receipt/key_id", json!(1)),
        ("receipt-signature--one-bit-flipped", "/receipt/signature_b64", with(0, "F").into()),
        ("receipt-signature--all-zero", "/receipt/signature_b64", base64(&[0; 64]).into()),
        ("receipt-signature--63-bytes", "/receipt/signature_b64", base64(&signature()[..63]).into()),
        ("receipt-signature--65-bytes", "/receipt/signature_b64", base64(&[&signature()[..], &[0]].concat()).into()),
        ("receipt-signature--order-added-to-scalar", "/receipt/signature_b64", base64(&signature_plus_order()).into()),
        ("receipt-signature--base64-for-urls", "/receipt/signature_b64", BASE64URL.encode(&signature()).into()),
        ("receipt-signature--base64-without-padding", "/receipt/signature_b64", signature_text.trim_end_matches('=').into()),
        ("receipt-signature--base64-for-urls-without-padding", "/receipt/signature_b64", BASE64URL_NOPAD.encode(&signature()).into()),
        ("receipt-signature--space-within", "/receipt/signature_b64", format!("{} {}", &signature_text[..44], &signature_text[44..]).into()),
        ("receipt-signature--line-feed-after", "/receipt/signature_b64", format!("{signature_text}\n").into()),
        ("receipt-signature--trailing-bits-not-zero", "/receipt/signature_b64", with(85, "h").into()),
        ("receipt-signature--empty", "/receipt/signature_b64", "".into()),
        ("receipt-signature--in-hex", "/receipt/signature_b64", HEXLOWER.encode(&signature()).into()),
        ("receipt-signature--null", "/receipt/signature_b64", Value::Null),
        ("pith-number--another-year", "/pith_number", "pith:2022:4K6GSOJWB7QU2RFIL3CD3BQJ62".into()),
        ("pith-number--another-identifier", "/pith_number", "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ63".into()),
        ("pith-number--lower-case", "/pith_number", "pith:2021:4k6gsojwb7qu2rfil3cd3bqj62".into()),
        ("pith-number--short-form", "/pith_number", "pith:4K6GSOJW".into()),
        ("pith-number--number", "/pith_number", json!(2021)),
        ("short-pith-number--another", "/short_pith_number", "pith:4K6GSOJX".into()),
        ("short-pith-number--null", "/short_pith_number", Value::Null),
        ("alias_arxiv--another-paper", "/aliases/0/alias_value", "2106.06531".into()),
        ("alias_arxiv_version--another-version", "/aliases/1/alias_value", "2106.06530v1".into()),
        ("alias_doi--upper-case-prefix", "/aliases/2/alias_value", "10.48550/arXiv.2106.06530".into()),
        ("alias_doi--number", "/aliases/2/alias_value", json!(10.4855)),
        ("alias_pith_short_12--one-character-missing", "/aliases/3/alias_value", "4K6GSOJWB7Q".into()),
        ("alias_pith_short_16--another", "/aliases/4/alias_value", "4K6GSOJWB7QU2RFJ".into()),
        ("alias_pith_short_8--lower-case", "/aliases/5/alias_value", "4k6gsojw".into()),
        ("aliases--object", "/aliases", json!({"arxiv": "2106.06530"})),
        ("aliases--null", "/aliases", Value::Null),
        ("aliases--kind-changed-to-unknown", "/aliases/0/alias_kind", "arxiv_id".into()),
        ("aliases--entry-is-a-string", "/aliases/0", "2106.06530".into()),
        ("aliases--kind-is-null", "/aliases/5/alias_kind", Value::Null),
        ("source--another-version", "/source/version", json!(1)),
        ("source--version-as-string", "/source/version", "2".into()),
        ("source--string", "/source", "2106.06530".into()),
        ("license--another", "/paper/license", "http://creativecommons.org/licenses/by/4.0/".into()),
        ("license--null", "/paper/license", Value::Null),
        ("primary-cat--another", "/paper/primary_cat", "stat.ML".into()),
        ("submitted-at--a-day-later", "/paper/submitted_at", "2021-06-12T17:59:07Z".into()),
        ("submitted-at--other-spelling", "/paper/submitted_at", "2021-06-11T17:59:07+00:00".into()),
        ("cross-cats--one-removed", "/paper/cross_cats", json!(["cs.IT", "math.IT", "math.OC"])),
        ("cross-cats--one-added", "/paper/cross_cats", json!(["cs.IT", "econ.EM", "math.IT", "math.OC", "stat.ML"])),
        ("cross-cats--one-repeated", "/paper/cross_cats", json!(["cs.IT", "cs.IT", "math.IT", "math.OC", "stat.ML"])),
        ("cross-cats--two-joined", "/paper/cross_cats", json!(["cs.IT,math.IT", "math.OC", "stat.ML"])),
        ("cross-cats--number-within", "/paper/cross_cats", json!(["cs.IT", "math.IT", "math.OC", 4])),
        ("cross-cats--string", "/paper/cross_cats", "cs.IT math.IT math.OC stat.ML".into()),
        ("title--other-word", "/paper/title", "Label Noise SGD Provably Prefers Sharp Global Minimizers".into()),
        ("title--letter-of-another-script", "/paper/title", "Label Noise SGD Provably Prefers Fl\u{430}t Global Minimizers".into()),
        ("title--no-break-space-removed", "/paper/title", "LabelNoise SGD Provably Prefers Flat Global Minimizers".into()),
        ("title--array", "/paper/title", json!(["Label Noise SGD"])),
        ("title--paper-is-a-string", "/paper", "Label Noise SGD".into()),
        ("abstract--shorter", "/paper/abstract_excerpt", "In overparametrized models".into()),
        ("abstract--599-characters", "/paper/abstract_excerpt", "x".repeat(599).into()),
        ("abstract--number", "/paper/abstract_excerpt", json!(600)),
        ("graph-paper--another-author", "/graph_snapshot/paper/authors_text", "Another Author".into()),
        ("graph-paper--null", "/graph_snapshot/paper", Value::Null),
        ("graph-paper--snapshot-is-an-array", "/graph_snapshot", json!([])),
        ("graph-source--another-version", "/graph_snapshot/source/version", json!(3)),
        ("snapshot_integrity--finding-added", "/graph_snapshot/integrity/findings", json!([{}])),
        ("snapshot_integrity--hash-upper-case", "/graph_snapshot/integrity/snapshot_sha256", "C28C3603D3B5D939E8DC4C7E95FA8DFCE3D595E45F758748CECF8E644A296938".into()),
        ("snapshot_integrity--string", "/graph_snapshot/integrity", "clean".into()),
        ("snapshot_claims--hash-of-something-else", "/graph_snapshot/claims/snapshot_sha256", HASH.into()),
        ("snapshot_references--hash-of-something-else", "/graph_snapshot/references/snapshot_sha256", HASH.into()),
        ("snapshot_formal_canon--hash-of-something-else", "/graph_snapshot/formal_canon/snapshot_sha256", HASH.into()),
        ("snapshot_author_claims--hash-of-something-else", "/graph_snapshot/author_claims/snapshot_sha256", HASH.into()),
        ("links--to-another-record", "/links/json", "https://pith.science/pith/2K5354XANTKBKXRPIHZIJUC3YR.json".into()),
        ("links--longer-identifier", "/links/paper", "https://pith.science/paper/4K6GSOJWA".into()),
        ("links--action-on-another-paper", "/agent_actions/resolve_alias", "https://pith.science/api/pith-number/resolve?arxiv=2106.06531".into()),
        ("links--number", "/links/html", json!(1)),
        ("not-a-record--bundle", "/record_type", "pith_open_graph_bundle".into()),
        ("not-a-record--record-type-is-null", "/record_type", Value::Null),
        ("unknown-schema--2.0", "/schema_version", "2.0".into()),
        ("unknown-schema--number", "/schema_version", json!(1.0)),
        ("unknown-schema--of-canonical-record", "/canonical_record/schema_version", "1.1".into()),
    ]
}
