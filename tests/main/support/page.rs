//! Reads pages strictly: they must be well-formed, and nothing in them may load or run.

use std::collections::BTreeMap;
use std::process::Output;

use data_encoding::BASE64;
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::run::{run, stderr, stdout};
use super::{REAL_RECORD, read, read_json};

/// The key that signs the documents that are not the registry's.
const TEST_KEY: &str = "fixtures/keys/pith-test-1.json";

/// Runs `pith explain --html` with the test key. The command reports nothing but the page.
pub fn explained(arguments: &[&str]) -> Output {
    let output = run(&[&["explain", "--html", "--key", TEST_KEY], arguments].concat());
    assert_eq!(stderr(&output), "", "{arguments:?}");
    output
}

/// Every element that the page may have; none of them loads or runs anything.
const ELEMENTS: &[&str] = &[
    "a", "article", "b", "body", "code", "dd", "details", "div", "dl", "dt", "em", "footer", "h1",
    "h2", "h3", "h4", "head", "header", "html", "li", "main", "mark", "meta", "ol", "p", "pre",
    "rect", "section", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "th",
    "thead", "title", "tr", "ul",
];
/// Every attribute that these elements may have.
const ATTRIBUTES: &[&str] = &[
    "aria-hidden",
    "charset",
    "class",
    "content",
    "focusable",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "preserveAspectRatio",
    "scope",
    "viewBox",
    "width",
    "x",
    "y",
];

/// The classes of values, as the page names them.
pub const MARKS: [&str; 5] = ["signed", "checked", "mirrored", "hash_bound", "unsigned"];

/// Calls `look` with the page, after checking that it is well-formed and inert.
pub fn read_page<T>(output: &Output, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let text = stdout(output);
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&text, options)
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let hostile = |char| char != '\n' && pith_verify::report::escape::is_hostile(char);
    assert!(!text.contains(hostile), "{text}");
    is_inert(&document);
    look(&document)
}

fn is_inert(document: &Document<'_>) {
    for node in document.descendants().filter(Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{node:?}");
        for attribute in node.attributes() {
            assert!(ATTRIBUTES.contains(&attribute.name()), "{attribute:?}");
            if attribute.name() == "href" {
                assert!(attribute.value().starts_with("#d"), "{attribute:?}");
            }
        }
    }
    let style = only(document, "style").text().unwrap();
    let hash = BASE64.encode(&Sha256::digest(style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    let mut metas = document
        .descendants()
        .filter(|node| node.has_tag_name("meta"));
    let stated = metas.find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"));
    assert_eq!(stated.unwrap().attribute("content"), Some(&*policy));
    assert!(!style.contains("url(") && !style.contains("@import"));
    only(document, "h1");
}

pub fn only<'d>(document: &'d Document<'_>, name: &str) -> Node<'d, 'd> {
    let mut found = document
        .descendants()
        .filter(|node| node.has_tag_name(name));
    let first = found.next().unwrap();
    assert!(found.next().is_none(), "more than one {name}");
    first
}

pub fn text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter_map(|node| node.text().filter(|_| node.is_text()))
        .collect()
}

pub fn with_class<'d>(document: &'d Document<'_>, class: &str) -> Vec<Node<'d, 'd>> {
    let all = document.descendants();
    all.filter(|node| {
        let classes = node.attribute("class").unwrap_or_default();
        classes.split(' ').any(|one| one == class)
    })
    .collect()
}

/// Returns the number of values in each class, including those that are only counted.
pub fn marked(document: &Document<'_>) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    let tree = with_class(document, "tree");
    let rows = tree.iter().flat_map(|tree| tree.children());
    for row in rows.filter(Node::is_element) {
        for class in MARKS {
            let mark = row.first_child().and_then(|mark| mark.attribute("class"));
            if mark == Some(&*format!("mark {class}")) {
                *counts.entry(class).or_default() += 1;
            }
        }
        assert!(
            !row.attribute("class").unwrap().starts_with("more"),
            "{row:?}"
        );
    }
    counts
}

/// Returns the label and the value of each side.
pub fn pair(node: Node<'_, '_>) -> Vec<String> {
    let all = node.descendants();
    let labels = all.filter(|node| node.has_tag_name("dt"));
    labels
        .map(|label| {
            format!(
                "{}: {}",
                text(label),
                text(label.next_sibling_element().unwrap())
            )
        })
        .collect()
}

/// Returns the record with hostile text in every place, and the hostile texts.
pub fn hostile() -> (Value, Vec<&'static str>) {
    let bad = vec![
        "</title></style></script><script>ran=1</script>",
        "\"><img src=x onerror=ran=1>",
        "' onmouseover='ran=1' style='background:url(http://127.0.0.1:9/x)",
        "\u{202e}gnp\u{2066}\u{1b}[2J\u{9b}1m\u{200b}",
        "<svg onload=ran=1>{{7*7}}{% raw %}<!--",
        "&lt;&#60;]]>",
    ];
    let mut record = read_json(REAL_RECORD);
    let mut count = 0;
    spoil(&mut record, &bad, &mut count);
    for name in ["record_type", "schema_version"] {
        record[name] = read_json(REAL_RECORD)[name].clone();
    }
    record["canonical_record"]["schema_version"] = "1.0".into();
    (record, bad)
}

fn spoil(value: &mut Value, bad: &[&str], count: &mut usize) {
    *count += 1;
    match value {
        Value::String(text) => *text = bad[*count % bad.len()].to_owned(),
        Value::Array(array) => array.iter_mut().for_each(|value| spoil(value, bad, count)),
        Value::Object(object) => {
            object
                .values_mut()
                .for_each(|value| spoil(value, bad, count));
            object.insert(format!("{}{count}", bad[*count % bad.len()]), bad[0].into());
        }
        _ => {}
    }
}

/// Returns documents of about `size` bytes that are hard to show.
pub fn shapes(size: usize) -> Vec<(&'static str, String)> {
    let real = String::from_utf8(read(REAL_RECORD)).unwrap();
    let items = |item: &str| item.repeat(size / item.len());
    let member = |text: String| real.replacen('{', &format!("{{\"x\":{text},"), 1);
    let canonical =
        |text: String| real.replacen("\"metadata\":{", &format!("\"metadata\":{{{text},"), 1);
    let names: String = (0..size / 16)
        .map(|number| format!("\"<<<&{number:08}\":0,"))
        .collect();
    vec![
        ("numbers", member(format!("[{}0]", items("0,")))),
        (
            "markup",
            member(format!("[{}0]", items("\"<&>'\u{202e}\","))),
        ),
        (
            "long texts",
            member(format!(
                "[{}0]",
                items(&format!("\"{}\",", "&".repeat(1_100)))
            )),
        ),
        ("one text", member(format!("\"{}\"", items("<")))),
        (
            "one name",
            member(format!(
                "{{\"{}\":[{}0]}}",
                "&".repeat(size / 2),
                "0,".repeat(size / 4)
            )),
        ),
        ("names", member(format!("{{{names}\"y\":0}}"))),
        (
            "deep",
            member(format!(
                "{}{}{}",
                "[".repeat(90),
                items("0,") + "0",
                "]".repeat(90)
            )),
        ),
        (
            "signed names",
            canonical(names.trim_end_matches(',').to_owned()),
        ),
        (
            "aliases",
            real.replacen(
                "\"aliases\":[",
                &format!(
                    "\"aliases\":[{}",
                    items("{\"alias_kind\":\"<&<&\",\"alias_value\":\"<<<\"},")
                ),
                1,
            ),
        ),
        (
            "events",
            format!(
                "{{\"schema\":\"https://pith.science/schemas/pith-integrity/v1.json\",\
                 \"arxiv_id\":\"2106.06530\",\"integrity\":{{\"findings\":[]}},\"events\":[{}0]}}",
                items(
                    "{\"event_id\":1,\"event_type\":\"<<<\",\"payload\":{\"a\":\"&&\"},\"payload_sha256\":\"<&<&\"},"
                )
            ),
        ),
        (
            "sections",
            real.replacen(
                "\"graph_snapshot\":{",
                &format!(
                    "\"graph_snapshot\":{{{}",
                    (0..size / 40)
                        .map(|number| format!("\"&{number}\":{{\"snapshot_sha256\":0}},"))
                        .collect::<String>()
                ),
                1,
            ),
        ),
    ]
}
