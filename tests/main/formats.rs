//! Tests every format with an independent reader of that format.

use std::collections::BTreeMap;
use std::fs::File;

use crate::support::run::{pith, reports, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, read, read_json};
use pith_verify::report::escape::is_hostile;
use roxmltree::{Document, Node};
use serde_json::Value;

const PASSES: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const FAILS: &str = "fixtures/invalid/title--other-word.json";
const BROKEN: &str = "fixtures/invalid/canonical-hash--version-altered.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";
const NOT_JSON: &str = "fixtures/invalid/invalid-json--nan.json";

/// Returns a record in which every text would do harm if it were not escaped.
fn hostile() -> Value {
    let text = "]]>\"'<&>%0A::error::\u{1b}[31m\u{fffe}\u{ffff}\u{202e}\r\nx,y:z";
    let mut record = read_json(REAL_RECORD);
    record["paper"]["title"] = text.into();
    record["source"]["id"] = text.into();
    record["receipt"]["key_id"] = text.into();
    record["aliases"][0]["alias_kind"] = text.into();
    record["canonical_record"][text] = text.into();
    record
}

/// Returns one record of each sort as NDJSON, with a blank line between them.
fn mixed() -> Vec<u8> {
    let line = |path: &str| read_json(path.strip_prefix("fixtures/").unwrap()).to_string();
    let lines = [
        line(PASSES),
        String::new(),
        line(FAILS),
        "[NaN]".into(),
        hostile().to_string(),
        line(UNKNOWN_KEY),
    ];
    lines.join("\n").into_bytes()
}

fn count(node: Node<'_, '_>, name: &str) -> usize {
    let found = node.descendants().filter(|node| node.has_tag_name(name));
    found.count()
}

/// Checks the totals that an element states against its children.
fn check_totals(element: Node<'_, '_>) {
    for (attribute, name) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ] {
        let stated = element.attribute(attribute).unwrap();
        assert_eq!(stated, count(element, name).to_string(), "{attribute}");
    }
}

#[test]
fn junit_is_xml_with_a_suite_per_file_and_a_case_per_check() {
    let corpus = scratch("junit.jsonl", &mixed());
    let corpus = corpus.to_str().unwrap();
    let paths = [
        PASSES,
        FAILS,
        BROKEN,
        UNKNOWN_KEY,
        NOT_JSON,
        corpus,
        "no-such-file",
    ];
    let output = run(&[&["verify", "--format", "junit"][..], &paths].concat());
    assert_eq!(status(&output), 1);
    let xml = stdout(&output);
    let document = Document::parse(&xml).unwrap();
    let root = document.root_element();
    check_totals(root);
    let suites: Vec<_> = root.children().filter(Node::is_element).collect();
    let names: Vec<_> = suites
        .iter()
        .map(|suite| suite.attribute("name").unwrap())
        .collect();
    assert_eq!(names, paths);
    suites.iter().copied().for_each(check_totals);
    // The checks and their outcomes are the same as in JSON.
    let json = run(&[&["verify", "--json"][..], &paths].concat());
    let mut cases = root
        .descendants()
        .filter(|node| node.has_tag_name("testcase"));
    for report in reports(&json) {
        let source = &report["source"];
        let path = source["path"].as_str().unwrap();
        let place = source["line"]
            .as_u64()
            .map_or(path.to_owned(), |line| format!("{path}:{line}"));
        for check in report["checks"].as_array().unwrap() {
            let case = cases.next().unwrap();
            assert_eq!(case.attribute("classname"), Some(&*place));
            let id = check["id"].as_str().unwrap();
            // JSON can contain these two characters; XML cannot.
            let id = id
                .replace('\u{fffe}', "\\u{fffe}")
                .replace('\u{ffff}', "\\u{ffff}");
            assert_eq!(case.attribute("name"), Some(&*id));
            let found = case
                .first_element_child()
                .map(|node| node.tag_name().name());
            match (check["status"].as_str().unwrap(), found) {
                ("pass", None) | ("fail", Some("failure")) => {}
                ("skipped", Some("error" | "skipped")) => {}
                other => panic!("{other:?}: {check}"),
            }
        }
    }
    assert_eq!(cases.next(), None);
}

#[test]
fn junit_distinguishes_failed_unverifiable_and_skipped() {
    for (path, expected) in [
        (PASSES, [0, 0, 1]),
        (FAILS, [2, 0, 1]),
        (UNKNOWN_KEY, [0, 2, 1]),
        (NOT_JSON, [0, 7, 18]),
    ] {
        let xml = stdout(&run(&["verify", "--format", "junit", path]));
        let document = Document::parse(&xml).unwrap();
        let root = document.root_element();
        let found = ["failure", "error", "skipped"].map(|name| count(root, name));
        assert_eq!(found, expected, "{path}");
    }
    let xml = stdout(&run(&["verify", "--format", "junit", BROKEN]));
    assert!(
        xml.contains("altered: /canonical_record/source/version says 3, said 2"),
        "{xml}"
    );
    let nothing = run_with_input(&["verify", "--ndjson", "--format", "junit"], b"\n");
    assert_eq!(status(&nothing), 2);
    let xml = stdout(&nothing);
    check_totals(Document::parse(&xml).unwrap().root_element());
}

/// The element inside the test case of a check, and its message.
fn told<'x>(document: &'x Document<'_>, check: &str) -> (&'x str, &'x str, &'x str) {
    let mut cases = document.descendants();
    let case = cases
        .find(|node| node.attribute("name") == Some(check))
        .unwrap();
    let element = case.first_element_child().unwrap();
    let attribute = |name| element.attribute(name).unwrap_or_default();
    (
        element.tag_name().name(),
        attribute("type"),
        attribute("message"),
    )
}

#[test]
fn junit_says_what_is_wrong_in_words_with_the_values_that_differ() {
    for (path, check, element, message) in [
        (
            FAILS,
            "title",
            "failure",
            "the title shown here does not match the signed hash; shown here: Label Noise SGD \
             Provably Prefers Sharp Global Minimizers; signed: Label Noise SGD Provably Prefers \
             Flat Global Minimizers",
        ),
        (
            BROKEN,
            "canonical-hash",
            "failure",
            "/canonical_record/source/version was altered; shown here: 3; signed: 2",
        ),
        (
            UNKNOWN_KEY,
            "receipt-key",
            "error",
            "the key pith-v2-2027-01 is not trusted (check receipt-key); find out whether the \
             registry has published this key; if you trust it, give its file with --key FILE",
        ),
        (
            NOT_JSON,
            "receipt-key",
            "error",
            "invalid-json: NaN is not JSON",
        ),
    ] {
        let xml = stdout(&run(&["verify", "--format", "junit", path]));
        let document = Document::parse(&xml).unwrap();
        let (found, kind, said) = told(&document, check);
        assert_eq!((found, kind), (element, check), "{path}");
        assert!(said.starts_with(message), "{path}: {said}");
    }
    // The type is the check itself, not the family that it belongs to.
    let xml = stdout(&run(&["verify", "--format", "junit", BROKEN]));
    let document = Document::parse(&xml).unwrap();
    assert_eq!(
        told(&document, "alias:arxiv_version").1,
        "alias:arxiv_version"
    );
    assert!(!xml.contains("&lt;kind&gt;"), "{xml}");
}

#[test]
fn junit_of_many_documents_is_the_same_with_any_number_of_jobs() {
    let corpus: Vec<_> = mixed().into_iter().chain(*b"\n").collect();
    let corpus = scratch("junit-many.jsonl", &corpus.repeat(2_000));
    let junit = |jobs: &str| {
        let path = corpus.to_str().unwrap();
        stdout(&run(&[
            "verify", "--format", "junit", "--jobs", jobs, path, PASSES,
        ]))
    };
    let xml = junit("1");
    assert!(xml.len() > 8 << 20, "{}", xml.len());
    let document = Document::parse(&xml).unwrap();
    check_totals(document.root_element());
    assert!(xml == junit("3"));
}

#[test]
fn fail_fast_and_only_failures_work_in_every_format() {
    let few = run(&[
        "verify",
        "--format",
        "junit",
        "--fail-fast",
        PASSES,
        FAILS,
        BROKEN,
    ]);
    let xml = stdout(&few);
    let document = Document::parse(&xml).unwrap();
    // There are two files, and one suite that says that the run stopped early.
    assert_eq!(count(document.root_element(), "testsuite"), 3);
    assert_eq!(status(&few), 1);
    let only = run(&[
        "verify",
        "--format",
        "junit",
        "--only-failures",
        PASSES,
        FAILS,
    ]);
    let xml = stdout(&only);
    assert_eq!(
        count(Document::parse(&xml).unwrap().root_element(), "testsuite"),
        1
    );
    for format in ["junit", "github"] {
        let quiet = run(&["verify", "-q", "--format", format, PASSES, FAILS]);
        assert_eq!(
            (stdout(&quiet), stderr(&quiet)),
            (String::new(), String::new())
        );
    }
}

#[test]
fn an_incomplete_run_says_so_in_its_output() {
    let missing = ["expected 12 documents, found 1"];
    let arguments = ["verify", "--expect-count", "12", PASSES, "--format"];
    let junit = run(&[&arguments[..], &["junit"]].concat());
    assert_eq!(status(&junit), 2);
    let xml = stdout(&junit);
    let document = Document::parse(&xml).unwrap();
    check_totals(document.root_element());
    let mut nodes = document.descendants();
    let error = nodes.find(|node| node.has_tag_name("error")).unwrap();
    assert_eq!(error.attribute("message"), Some(missing[0]));
    let github = run(&[&arguments[..], &["github"]].concat());
    assert_eq!(status(&github), 2);
    let text = stdout(&github);
    let error = annotation(text.lines().next().unwrap());
    assert_eq!((&*error.name, &*error.message), ("error", missing[0]));
    let nothing = run_with_input(&["verify", "--ndjson", "--format", "github"], b"");
    assert!(stdout(&nothing).starts_with("::error title=pith::standard input: no documents\n"));
}

/// A workflow command as GitHub's runner reads it: name, properties and message.
struct Annotation {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// Unescapes a text as the runner does: `%25` comes last, so that nothing is unescaped twice.
fn unescape(text: &str, property: bool) -> String {
    let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
    if property {
        text = text.replace("%3A", ":").replace("%2C", ",");
    }
    text.replace("%25", "%")
}

fn annotation(line: &str) -> Annotation {
    let rest = line.strip_prefix("::").unwrap();
    let (command, message) = rest.split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    let properties = properties.split(',').map(|property| {
        let (name, value) = property.split_once('=').unwrap();
        (name.to_owned(), unescape(value, true))
    });
    Annotation {
        name: name.to_owned(),
        properties: properties.collect(),
        message: unescape(message, false),
    }
}

#[test]
fn github_annotates_each_document_that_does_not_pass_and_counts_all() {
    let corpus = scratch("a,b%0A:c.jsonl", &mixed());
    let corpus = corpus.to_str().unwrap();
    let output = run(&[
        "verify", "--format", "github", PASSES, FAILS, NOT_JSON, corpus,
    ]);
    let text = stdout(&output);
    let annotations: Vec<_> = text.lines().map(annotation).collect();
    let (notice, errors) = annotations.split_last().unwrap();
    assert_eq!(notice.name, "notice");
    assert_eq!(
        notice.message,
        "8 documents: 2 passed, 3 failed, 3 unverifiable"
    );
    let places: Vec<_> = errors
        .iter()
        .map(|error| {
            assert_eq!(error.name, "error");
            assert!(error.properties["title"].len() > 10);
            assert!(
                !error
                    .message
                    .contains(|char| char != '\n' && is_hostile(char))
            );
            (
                &*error.properties["file"],
                error.properties.get("line").map(String::as_str),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            (FAILS, Some("1")),
            (NOT_JSON, None),
            (corpus, Some("3")),
            (corpus, Some("4")),
            (corpus, Some("5")),
            (corpus, Some("6")),
        ]
    );
    assert!(errors[0].message.starts_with(
        "the title shown here does not match the signed hash (check title); 1 more check fails\ntitle: this text does not match"
    ));
    assert!(errors[3].message.starts_with("invalid-json: "));
    assert!(
        errors[4].message.contains(r"%0A::error::\u{1b}[31m"),
        "{}",
        errors[4].message
    );
    let output = run_with_input(
        &["verify", "--format", "github"],
        &read("invalid/title--other-word.json"),
    );
    let first = annotation(stdout(&output).lines().next().unwrap());
    assert!(!first.properties.contains_key("file"));
}

#[test]
fn github_counts_the_checks_that_it_does_not_list() {
    for (name, rest) in [
        (
            "event-payload_4635--payload-missing",
            "%0Aand 1 more check\n",
        ),
        ("title--paper-is-a-string", "%0Aand 2 more checks\n"),
    ] {
        let path = format!("fixtures/invalid/{name}.json");
        let text = stdout(&run(&["verify", "--format", "github", &path]));
        assert!(text.contains(rest), "{text}");
    }
}

/// JUnit's totals come first, so long output is stored in a temporary file.
#[test]
fn a_missing_temporary_file_is_not_reported_as_standard_output() {
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
    let path = scratch("many-for-junit.ndjson", &line.repeat(6000));
    // Reports repeat the path of the file, but standard input has the same path everywhere.
    let verify = |folder: &str| {
        pith(&["verify", "--format", "junit", "--ndjson"])
            // Windows uses the second or the third.
            .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder)))
            .stdin(File::open(&path).unwrap())
            .output()
            .unwrap()
    };
    let written = verify(env!("CARGO_TARGET_TMPDIR")).stdout.len();
    assert!(written > 8 << 20, "{written} bytes may fit into memory");
    let output = verify("no-such-folder");
    assert_eq!(status(&output), 2);
    let said = stderr(&output);
    assert!(
        said.contains("pith: cannot keep reports in a temporary file: "),
        "{said}"
    );
    assert!(!said.contains("standard output"), "{said}");
}
