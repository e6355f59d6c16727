//! Tests `pith explain --html`: one page that loads nothing, runs nothing and omits nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use roxmltree::Node;
use serde_json::Value;

use crate::support::page::{
    MARKS, explained, hostile, marked, only, pair, read_page, shapes, text, with_class,
};
use crate::support::run::{pith, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, fixture, read, walk};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const TITLE_ALTERED: &str = "fixtures/invalid/title--other-word.json";
const VERSION_ALTERED: &str = "fixtures/invalid/canonical-hash--version-altered.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";
const TEST_KEY: &str = "fixtures/keys/pith-test-1.json";

fn every_fixture() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["valid", "invalid", "unverifiable"].map(walk);
    let paths = folders.into_iter().flatten();
    let paths = paths.map(|path| {
        path.strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    });
    paths.filter(|path| path.ends_with(".json")).collect()
}

#[test]
fn every_document_gets_a_page_with_its_whole_report() {
    let fixtures = every_fixture();
    assert!(fixtures.len() > 200);
    for path in fixtures {
        let output = explained(&[&path]);
        let told = run(&["explain", "--json", "--key", TEST_KEY, &path]);
        assert_eq!(status(&output), status(&told), "{path}");
        let told: Value = serde_json::from_slice(&told.stdout).unwrap();
        let report = &told["report"];
        read_page(&output, |page| {
            let verdict = report["verdict"].as_str().unwrap().to_uppercase();
            assert!(text(only(page, "h1")).ends_with(&verdict), "{path}");
            let all = text(page.root_element());
            for step in told["steps"].as_array().unwrap() {
                assert!(all.contains(step["title"].as_str().unwrap()), "{path}");
                for item in step["items"].as_array().unwrap() {
                    assert!(all.contains(item["label"].as_str().unwrap()), "{path}");
                    let lines = item["shell"]["lines"].as_array();
                    for line in lines.into_iter().flatten() {
                        assert!(all.contains(line.as_str().unwrap()), "{path}: {line}");
                    }
                }
            }
            let mut expected = BTreeMap::new();
            for class in MARKS {
                let count = report["coverage"][class].as_u64().unwrap();
                if count > 0 {
                    expected.insert(class, count);
                }
            }
            assert_eq!(marked(page), expected, "{path}");
        });
    }
}

#[test]
fn the_answer_comes_first_and_says_what_is_signed() {
    for (path, says) in [
        (
            RECORD,
            &[
                "This record is genuine",
                "Label Noise SGD Provably Prefers Flat Global Minimizers",
                "signed (capitals and spacing are not)",
                "arXiv 2106.06530v2",
                "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
                "key pith-v1-2026-05, built into pith",
                "90 of 150 values",
            ][..],
        ),
        (
            VERSION_ALTERED,
            &[
                "altered after it was signed",
                "not signed",
                "before this copy was altered",
            ],
        ),
        (
            TITLE_ALTERED,
            &["The signed part is intact, but", "not the signed title"],
        ),
        (
            UNKNOWN_KEY,
            &[
                "could not be verified. Nothing in it is proven wrong, but",
                "the key pith-v2-2027-01 is not trusted",
            ],
        ),
        (
            "fixtures/invalid/invalid-json--nan.json",
            &[
                "not a document that can be verified",
                "invalid-json: NaN is not JSON",
            ],
        ),
        (
            "no-such-file",
            &[
                "It could not be read, so nothing was checked.",
                "no such file",
            ],
        ),
    ] {
        read_page(&explained(&[path]), |page| {
            let answer = text(only(page, "header"));
            for said in says {
                assert!(answer.contains(said), "{path}: {said}: {answer}");
            }
        });
    }
}

#[test]
fn shows_the_altered_and_the_original_value_side_by_side() {
    for (path, place, sides) in [
        (
            VERSION_ALTERED,
            "/canonical_record/source/version",
            [("shown here", "3"), ("signed", "2")],
        ),
        (
            TITLE_ALTERED,
            "/paper/title",
            [
                (
                    "shown here",
                    "Label Noise SGD Provably Prefers Sharp Global Minimizers",
                ),
                (
                    "signed",
                    "Label Noise SGD Provably Prefers Flat Global Minimizers",
                ),
            ],
        ),
    ] {
        let html = explained(&[path]);
        read_page(&html, |page| {
            let trouble = with_class(page, "trouble")[0];
            assert!(text(trouble).contains(place), "{path}");
            // The value is shown at the top, and again at its place in the record.
            let said: Vec<_> = with_class(page, "said")
                .into_iter()
                .chain([trouble])
                .collect();
            let pairs: Vec<Vec<_>> = said.iter().map(|said| pair(*said)).collect();
            let expected: Vec<_> = sides
                .iter()
                .map(|(label, value)| format!("{label}: {value}"))
                .collect();
            assert!(
                pairs.iter().filter(|pair| **pair == expected).count() >= 2,
                "{pairs:?}"
            );
            let whole = text(page.root_element());
            assert!(!whole.contains("stated value") && !whole.contains("computed value"));
        });
    }
    // A missing member has its own line.
    read_page(
        &explained(&["fixtures/invalid/pith-number--missing.json"]),
        |page| {
            let missing = with_class(page, "missing");
            assert_eq!(missing.len(), 1);
            assert!(
                text(missing[0]).starts_with("pith_number: missing"),
                "{}",
                text(missing[0])
            );
        },
    );
}

#[test]
fn hostile_text_has_no_effect_in_any_place() {
    let (record, bad) = hostile();
    for (number, name) in bad.iter().enumerate() {
        let name = format!("{number}{}.json", name.replace('/', ""));
        let path = scratch(&name, record.to_string().as_bytes());
        for others in [&[][..], &[RECORD], &[RECORD, UNKNOWN_KEY]] {
            let mut command = pith(&["explain", "--html"]);
            let output = command.arg(&path).args(others).output().unwrap();
            assert_eq!(status(&output), 1);
            read_page(&output, |page| {
                let shown = text(page.root_element());
                assert!(shown.contains("<script>ran=1</script>"));
                assert!(shown.contains("{{7*7}}{% raw %}<!--"));
                assert!(shown.contains("\\u{202e}gnp\\u{2066}\\u{1b}[2J\\u{9b}1m\\u{200b}"));
            });
        }
    }
    // The hostile texts are a signed title, and the name of a key file.
    let hostile = scratch("<b>.pem", &read("keys/pith-test-1.pem"));
    let arguments = ["explain", "--html", "--no-builtin-keys", "--key"];
    let output = pith(&arguments)
        .args([&hostile, &fixture("valid/4QHRGH5A.json")])
        .output()
        .unwrap();
    read_page(&output, |_| ());
}

#[test]
fn other_kinds_of_document_get_a_page() {
    for (name, says) in [
        ("bundle-of-the-real-record", "This bundle is genuine"),
        ("state-of-the-real-record", "This state is genuine"),
        (
            "integrity-of-the-record-given",
            "This integrity document is genuine",
        ),
    ] {
        let path = format!("fixtures/valid/composed-{name}.json");
        let output = explained(&["--with", RECORD, &path]);
        assert_eq!(status(&output), 0, "{name}");
        read_page(&output, |page| {
            let shown = text(page.root_element());
            assert!(shown.contains(says), "{shown}");
            assert!(marked(page)["signed"] > 0, "{name}");
        });
    }
    let output = run_with_input(&["explain", "--html"], &read(REAL_RECORD));
    read_page(&output, |page| {
        assert!(text(page.root_element()).contains("save the document as record.json first"));
    });
    let json = scratch("page-other.json", b"{\"a\":[1,2]}");
    read_page(&explained(&[json.to_str().unwrap()]), |page| {
        assert_eq!(marked(page)["unsigned"], 2)
    });
}

#[test]
fn many_documents_begin_with_an_overview() {
    let lines = format!(
        "{}\n{{\n",
        stdout(&run(&["canon", "--pointer", "", RECORD]))
    );
    let lines = scratch("page-lines.ndjson", lines.as_bytes());
    for (paths, expected, verdicts) in [
        (vec![RECORD, RECORD, RECORD], 0, vec!["PASS"; 3]),
        (
            vec![RECORD, "README.md", TITLE_ALTERED],
            1,
            vec!["PASS", "UNVERIFIABLE", "FAIL"],
        ),
        (
            vec!["fixtures/unverifiable"],
            2,
            vec!["UNVERIFIABLE"; walk("unverifiable").len()],
        ),
        (
            vec![lines.to_str().unwrap()],
            2,
            vec!["PASS", "UNVERIFIABLE"],
        ),
    ] {
        let output = explained(&paths);
        assert_eq!(status(&output), expected, "{paths:?}");
        read_page(&output, |page| {
            let rows = only(page, "tbody").children().filter(Node::is_element);
            let found: Vec<_> = rows
                .map(|row| text(row.first_element_child().unwrap()))
                .collect();
            assert_eq!(found.len(), verdicts.len());
            for (found, verdict) in found.iter().zip(&verdicts) {
                assert!(found.ends_with(verdict), "{found}");
            }
            // Each row links to the document on the same page.
            let links = page.descendants().filter_map(|node| node.attribute("href"));
            let articles = page.descendants().filter_map(|node| node.attribute("id"));
            let articles: Vec<_> = articles.map(|id| format!("#{id}")).collect();
            assert_eq!(links.collect::<Vec<_>>(), articles);
            assert_eq!(articles.len(), verdicts.len());
        });
    }
    let empty = scratch("page-sibling", b"").with_file_name("page-empty");
    std::fs::create_dir_all(&empty).unwrap();
    let output = run(&["explain", "--html", empty.to_str().unwrap()]);
    assert!(stderr(&output).contains("no documents; looked for"));
    assert_eq!(status(&output), 2);
    read_page(&output, |page| {
        assert_eq!(text(only(page, "h1")), "?no documents")
    });
}

#[test]
fn the_page_of_many_documents_is_bounded() {
    let passing = stdout(&run(&["canon", "--pointer", "", RECORD]));
    let altered = passing.replacen("Flat Global", "Sharp Global", 1);
    let lines: String = (0..2_200)
        .map(|number| format!("{}\n", if number < 2_100 { &passing } else { &altered }))
        .collect();
    let path = scratch("page-many.ndjson", lines.as_bytes());
    let output = run(&["explain", "--html", path.to_str().unwrap()]);
    assert_eq!(status(&output), 1);
    let said = stderr(&output);
    assert!(
        said.starts_with("pith: the page lists 2100 of 2200 documents"),
        "{said}"
    );
    assert!(output.stdout.len() < 8 << 20, "{}", output.stdout.len());
    read_page(&output, |page| {
        let shown = text(page.root_element());
        assert!(shown.contains("2100 passed, 100 failed, 0 unverifiable"));
        assert!(shown.contains("Not listed here: 100 documents: 100 passed"));
        let failing = with_class(page, "top").into_iter();
        let failing = failing.filter(|top| top.attribute("class") == Some("top fail"));
        // The page is limited as a whole, and shows failures after thousands of documents that
        // pass.
        assert!(failing.count() > 10);
    });
}

#[test]
fn the_page_of_any_document_is_bounded() {
    const LARGEST: usize = 8 << 20;
    for (name, document) in shapes(15 << 20) {
        let path = scratch(&format!("page-{name}.json"), document.as_bytes());
        let output = explained(&[path.to_str().unwrap()]);
        let length = output.stdout.len();
        assert!(length < LARGEST, "{name}: {length}");
        assert!(length > 50_000, "{name}: {length}");
        std::fs::remove_file(path).unwrap();
        eprintln!("{name}: {} bytes, a page of {length}", document.len());
    }
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    for arguments in [
        &["explain", "--html", "--json", RECORD][..],
        &["explain", RECORD, RECORD, RECORD],
        &["explain", "--json", RECORD, RECORD, RECORD],
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("--html"), "{}", stderr(&output));
    }
    let missing: PathBuf = "no-such-folder".into();
    assert_eq!(
        status(&explained(&[RECORD, RECORD, missing.to_str().unwrap()])),
        2
    );
}
