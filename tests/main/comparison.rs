//! Tests `pith explain A B`: the differences between two copies, and what follows from them.

use crate::support::REAL_RECORD;
use crate::support::page::{explained, pair, read_page, text, with_class};
use crate::support::read;
use crate::support::run::{run, run_with_input, status, stderr, stdout, words};
use serde_json::Value;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const TITLE_ALTERED: &str = "fixtures/invalid/title--other-word.json";
const TEST_KEY: &str = "fixtures/keys/pith-test-1.json";

#[test]
fn shows_which_differences_matter_in_text_and_json() {
    for (other, expected, differences, says) in [
        (RECORD, 0, 0, "Both copies have the same content."),
        (
            "fixtures/invalid/title--other-word.json",
            1,
            1,
            "Copy 1 passes, but an unsigned part of copy 2 contradicts it.",
        ),
        (
            "fixtures/invalid/canonical-hash--record-and-copy-altered.json",
            1,
            2,
            "Copy 1 is the signed one. Copy 2 has another record",
        ),
        (
            "fixtures/invalid/canonical-hash--signed-member-added.json",
            1,
            1,
            "Copy 1 is the signed one.",
        ),
        (
            "fixtures/invalid/links--to-another-record.json",
            1,
            1,
            "an unsigned part of copy 2 contradicts it.",
        ),
        (
            "fixtures/valid/title-in-another-case-and-spacing.json",
            0,
            0,
            "Both carry the same signed record. Both pass.",
        ),
        (
            "fixtures/valid/only-required-members.json",
            0,
            25,
            "one of them repeats less of it",
        ),
        (
            "fixtures/valid/4QHRGH5A.json",
            2,
            0,
            "Nothing was compared: their digests",
        ),
        (
            "fixtures/unverifiable/receipt-key--unknown-id.json",
            2,
            1,
            "Copy 2 has the same record without a valid signature.",
        ),
        (
            "README.md",
            2,
            0,
            "Nothing was compared: copy 2 could not be read.",
        ),
        (
            "no-such-file",
            2,
            0,
            "Nothing was compared: copy 2 could not be read.",
        ),
    ] {
        let output = run(&["explain", "--key", TEST_KEY, RECORD, other]);
        let told = stdout(&output);
        assert_eq!(status(&output), expected, "{told}");
        assert!(words(&told).contains(says), "{told}");
        let json = run(&["explain", "--json", "--key", TEST_KEY, RECORD, other]);
        let comparison: Value = serde_json::from_slice(&json.stdout).unwrap();
        let found = comparison["differences"].as_array().unwrap().iter();
        let matter = found
            .filter(|difference| difference["matters"] == true)
            .count();
        assert_eq!(matter, differences, "{other}");
        assert_eq!(status(&json), expected);
    }
    let twice = run_with_input(&["explain", "-", "-"], &read(REAL_RECORD));
    assert_eq!(status(&twice), 2);
    assert!(stderr(&twice).contains("only one of the two copies"));
}

#[test]
fn shows_two_copies_side_by_side_on_a_page() {
    for (other, expected, matter, says) in [
        (RECORD, 0, 0, "Both copies have the same content."),
        (
            TITLE_ALTERED,
            1,
            1,
            "Both carry the same signed record. Copy 1 passes, but",
        ),
        (
            "fixtures/invalid/canonical-hash--record-and-copy-altered.json",
            1,
            2,
            "Copy 1 is the signed one. Copy 2 has another record",
        ),
        (
            "fixtures/valid/4QHRGH5A.json",
            2,
            0,
            "Nothing was compared: their digests",
        ),
        (
            "README.md",
            2,
            0,
            "Nothing was compared: copy 2 could not be read.",
        ),
    ] {
        let output = explained(&[RECORD, other]);
        assert_eq!(status(&output), expected, "{other}");
        read_page(&output, |page| {
            let shown = text(page.root_element());
            assert!(shown.contains(says), "{shown}");
            assert_eq!(with_class(page, "top").len(), 2);
            assert_eq!(with_class(page, "difference").len(), matter, "{other}");
        });
    }
    read_page(&explained(&[RECORD, TITLE_ALTERED]), |page| {
        let sides = pair(with_class(page, "difference")[0]);
        assert!(
            sides[0].starts_with("in copy 1 Hhash_bound: \"Label"),
            "{sides:?}"
        );
        assert!(
            sides[1].starts_with("in copy 2 –not signed: \"Label"),
            "{sides:?}"
        );
    });
}
