//! Tests the text report on one document: one screen, the answer first, nothing misleading.

use crate::support::run::{reports, run, scratch, status, stdout, words};
use crate::support::{REAL_RECORD, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const TITLE: &str = "Label Noise SGD Provably Prefers Flat Global Minimizers";

fn answer(arguments: &[&str]) -> String {
    stdout(&run(&[&["verify"], arguments].concat()))
}

#[test]
fn a_pass_and_the_common_failures_fit_on_one_screen() {
    for path in [
        RECORD,
        "fixtures/invalid/canonical-hash--version-altered.json",
        "fixtures/invalid/title--other-word.json",
        "fixtures/invalid/license--another.json",
        "fixtures/invalid/receipt-signature--one-bit-flipped.json",
        "fixtures/invalid/graph-paper--another-author.json",
        "fixtures/unverifiable/receipt-key--unknown-id.json",
        "fixtures/invalid/invalid-json--cut-off.json",
    ] {
        let text = answer(&[path]);
        assert!(text.lines().count() <= 24, "{path}\n{text}");
        // The head line has a path, which is not broken.
        let wide = text.lines().skip(1).find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{path}");
        let answer = text.split("\n\n").nth(1).unwrap();
        assert!(answer.ends_with('.'), "{path}\n{text}");
        let passes = text.starts_with("PASS  ");
        assert_eq!(text.contains("\n  What to do  "), !passes, "{path}\n{text}");
    }
}

#[test]
fn a_pass_names_paper_and_signer_and_what_is_not_signed() {
    let text = words(&answer(&[RECORD]));
    for said in [
        "This record is genuine. It was signed by the pith.science registry. The signature covers \
         only the values under Confirmed.",
        &format!("Paper {TITLE} arXiv 2106.06530v2 · pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"),
        "Signed by the pith.science registry (key pith-v1-2026-05, built into pith)",
        "Confirmed by the signature: arXiv id and version, title (its capitals and spacing are \
         not signed), categories cs.LG \
         cs.IT math.IT math.OC stat.ML, license \
         http://arxiv.org/licenses/nonexclusive-distrib/1.0/, submitted 2021-06-11",
        "Not signed authors, abstract excerpt, claims, citations, dates of signing, and more: 90 of 150 \
         values (--coverage lists them)",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_failure_shows_what_was_altered_and_counts_what_follows() {
    let text = words(&answer(&[
        "fixtures/invalid/canonical-hash--version-altered.json",
    ]));
    for said in [
        "This record was altered after it was signed. Problem A signed value was altered. Where \
         /canonical_record/source/version Shown here 3 Signed 2",
        "11 more checks fail because of this",
        "What to do Download it again from the registry, and do not rely on this copy.",
        "arXiv 2106.06530v3 · pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62 (as this altered \
         copy says)",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn both_titles_are_shown_and_what_differs_is_marked() {
    let text = answer(&["fixtures/invalid/title--other-word.json"]);
    let column = "  Shown here  Label Noise SGD Provably Prefers ".len();
    let marks = [
        "  Shown here  Label Noise SGD Provably Prefers Sharp Global Minimizers\n",
        &format!("{}^^^^^\n", " ".repeat(column)),
        "  Signed      Label Noise SGD Provably Prefers Flat Global Minimizers\n",
        &format!("{}^^^^\n", " ".repeat(column)),
    ];
    assert!(text.contains(&marks.concat()), "{text}");
    assert!(!text.contains("title (its"), "{text}");
}

#[test]
fn values_have_no_color_and_plain_labels() {
    for path in [
        "fixtures/invalid/title--other-word.json",
        "fixtures/invalid/canonical-hash--version-altered.json",
    ] {
        let text = answer(&["-v", "--color", "always", path]);
        for line in text
            .lines()
            .filter(|line| line.contains("Signed      ") || line.contains("Shown here  "))
        {
            assert!(!line.contains('\u{1b}'), "{line:?}");
        }
        let plain = answer(&["-v", path]);
        for word in ["Stated ", "Computed "] {
            assert!(!plain.contains(word), "{plain}");
        }
    }
}

#[test]
fn a_wrong_given_text_does_not_blame_the_record() {
    let other = TITLE.replace("Flat", "Sharp");
    let output = run(&["verify", "--title", &other, RECORD]);
    assert_eq!(status(&output), 1);
    let text = words(&stdout(&output));
    for said in [
        "The title that you gave does not match the signed hash",
        &format!("Given {other}"),
        "The text that you gave is not the signed one. This record itself is genuine.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn recognizes_the_excerpt_given_as_the_abstract() {
    let record = read_json(REAL_RECORD);
    let excerpt = record["paper"]["abstract_excerpt"].as_str().unwrap();
    let text = words(&answer(&["--abstract", excerpt, RECORD]));
    let said = "this is the excerpt that the document shows, not the whole abstract";
    assert!(text.contains(said), "{text}");
}

#[test]
fn a_key_that_is_not_trusted_is_named() {
    let path = "fixtures/unverifiable/receipt-key--unknown-id.json";
    let text = answer(&[path]);
    assert!(
        text.contains("The key pith-v2-2027-01 is not trusted (check receipt-key)."),
        "{text}"
    );
    assert!(
        answer(&[path, RECORD])
            .contains("the key pith-v2-2027-01 is not trusted (check receipt-key)")
    );
}

#[test]
fn a_copy_of_an_unsigned_value_is_not_called_signed() {
    let text = answer(&[
        "-v",
        "fixtures/invalid/receipt-signature--one-bit-flipped.json",
    ]);
    assert!(
        text.contains("license                 repeats an unsigned value"),
        "{text}"
    );
    let text = words(&answer(&[
        "fixtures/invalid/receipt-signature--one-bit-flipped.json",
    ]));
    let claim = "(as the file says; not signed by a trusted key)";
    assert!(text.contains(claim), "{text}");
}

/// A PEM key has no id, and the `key_id` in the receipt is not checked.
#[test]
fn shows_a_key_without_an_id_by_its_fingerprint() {
    let mut record = read_json(REAL_RECORD);
    record["receipt"]["key_id"] = "whatever the document says".into();
    let path = scratch("another-key-id.json", record.to_string().as_bytes());
    let trust = [
        "--no-builtin-keys",
        "--key",
        "fixtures/keys/pith-v1-2026-05.pem",
    ];
    let run = |format: &str| {
        run(&[
            &["verify", "--format", format],
            &trust[..],
            &[path.to_str().unwrap()],
        ]
        .concat())
    };
    let output = run("json");
    assert_eq!(status(&output), 0);
    assert!(!stdout(&output).contains("whatever"), "{}", stdout(&output));
    let report = reports(&output).remove(0);
    let fingerprint = "8d4b5ee74e4693bcd1df2446408b0d54";
    assert_eq!(report["key"]["key_id"], fingerprint);
    let checks = report["checks"].as_array().unwrap();
    let key = checks
        .iter()
        .find(|check| check["id"] == "receipt-key")
        .unwrap();
    assert_eq!(key["pointer"], "/receipt/public_key_fingerprint");
    assert_eq!(key["computed"], fingerprint);
    let text = words(&stdout(&run("text")));
    assert!(!text.contains("whatever"), "{text}");
    assert!(
        text.contains("the key id in the receipt is not verified"),
        "{text}"
    );
}
