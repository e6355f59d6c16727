//! What a reader of a page sees first, and what is folded.

use serde_json::Value;

use crate::support::page::{explained, only, read_page, text, with_class};
use crate::support::read;

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const TITLE_ALTERED: &str = "fixtures/invalid/title--other-word.json";
const VERSION_ALTERED: &str = "fixtures/invalid/canonical-hash--version-altered.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";

#[test]
fn the_altered_member_is_marked_and_no_intact_one_that_contradicts_it() {
    for (path, name, css) in [
        (TITLE_ALTERED, "title: ", "wrong"),
        (VERSION_ALTERED, "version: 3", "altered"),
        (
            "fixtures/invalid/license--another.json",
            "license: ",
            "wrong",
        ),
    ] {
        read_page(&explained(&[path]), |page| {
            let said = with_class(page, "said");
            assert_eq!(said.len(), 1, "{path}");
            assert_eq!(said[0].attribute("class"), Some(&*format!("said {css}")));
            let row = text(said[0].parent().unwrap());
            assert!(row.contains(name), "{path}: {row}");
        });
    }
}

#[test]
fn members_in_which_nothing_is_signed_are_folded_and_nothing_is_open() {
    read_page(&explained(&[RECORD]), |page| {
        let names = with_class(page, "group").into_iter().map(|group| {
            let mut parts = group.descendants();
            text(parts.find(|node| node.has_tag_name("summary")).unwrap())
        });
        let names: Vec<_> = names.collect();
        assert!(
            names.contains(&"agent_actions not signed, 11 values".to_owned()),
            "{names:?}"
        );
        assert!(
            !names
                .iter()
                .any(|name| name.starts_with("canonical_record")),
            "{names:?}"
        );
        let shown = text(page.root_element());
        assert!(shown.contains("Confirmed 60 of 150") && shown.contains("Not signed 90 of 150"));
    });
    // Where no signature was verified, folding would leave nothing to see.
    read_page(&explained(&[UNKNOWN_KEY]), |page| {
        assert!(with_class(page, "group").is_empty());
        let shown = text(page.root_element());
        assert!(shown.contains("Not signed 150 of 150") && !shown.contains("Confirmed"));
    });
}

#[test]
fn what_is_wrong_is_told_without_the_bytes_of_a_signature() {
    let record = "fixtures/invalid/receipt-signature--all-zero.json";
    let document: Value =
        serde_json::from_slice(&read(record.strip_prefix("fixtures/").unwrap())).unwrap();
    let signature = document["receipt"]["signature_b64"].as_str().unwrap();
    read_page(&explained(&[record]), |page| {
        let troubles = with_class(page, "trouble");
        assert!(!troubles.is_empty());
        for part in troubles.into_iter().chain([only(page, "header")]) {
            assert!(!text(part).contains(signature), "{}", text(part));
        }
    });
}

#[test]
fn a_comparison_begins_with_its_conclusion() {
    read_page(&explained(&[RECORD, TITLE_ALTERED]), |page| {
        let shown = text(page.root_element());
        let places = [
            "Two copies",
            "Copy 1 passes, but",
            "This record is genuine",
            "/paper/title",
        ];
        let places = places.map(|part| shown.find(part).unwrap());
        assert!(places.is_sorted(), "{places:?}");
    });
}
