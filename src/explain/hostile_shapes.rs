//! Tests shapes of documents that are hard to process: twice the size must take twice the
//! steps.

use crate::Verifier;
use crate::explain::compare::Comparison;
use crate::explain::{Explanation, RepeatedOptions};
use crate::json::canonical::CanonicalBytes;
use crate::json::document::Document;
use crate::json::work::of;
use crate::report::Source;

/// The largest factor for twice the size. Sorting takes slightly more than twice the steps.
const MAX_GROWTH: f64 = 2.3;

/// Returns the real record with further members at its beginning.
fn record(members: &str) -> String {
    let real = include_str!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
    format!("{{{members},{}", real.trim_start().trim_start_matches('{'))
}

fn joined(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn members(count: usize) -> String {
    joined(count, |number| format!("\"m{number:07}\":{number}"))
}

fn reversed(count: usize) -> String {
    joined(count, |number| {
        format!("\"m{:07}\":{}", count - number, count - number)
    })
}

/// Returns the shapes, each with a name, in a size that is proportional to `count`.
fn shapes(count: usize) -> Vec<(&'static str, String)> {
    let real = record("\"x\":0");
    let copies = |first: String, second: String| {
        let copied = real.replacen("\"paper\":{", &format!("\"paper\":{{{first},"), 1);
        let (head, tail) = copied.split_once("\"graph_snapshot\":").unwrap();
        let tail = tail.replacen("\"paper\":{", &format!("\"paper\":{{{second},"), 1);
        format!("{head}\"graph_snapshot\":{tail}")
    };
    let nested = |inner: &str| format!("\"x\":{}{inner}{}", "[".repeat(90), "]".repeat(90));
    let leaves = joined(count, |_| "0".into());
    vec![
        (
            "copies in another order",
            copies(members(count), reversed(count)),
        ),
        (
            "copies that differ everywhere",
            copies(members(count), members(2 * count)),
        ),
        (
            "long name over many leaves",
            record(&format!("\"{}\":[{leaves}]", "n".repeat(count))),
        ),
        (
            "long names in each other",
            record(&format!(
                "\"x\":{}0{}",
                format!("{{\"{}\":", "n".repeat(count / 50)).repeat(50),
                "}".repeat(50)
            )),
        ),
        ("deep and wide", record(&nested(&leaves))),
        (
            "deep and wide, not alike",
            real.replacen(
                "\"canonical_record\":{",
                &format!("\"canonical_record\":{{{},", nested(&leaves)),
                1,
            ),
        ),
        (
            "names with one beginning",
            record(&format!(
                "\"x\":{{{}}}",
                joined(count / 50, |number| {
                    format!("\"{}{number}\":0", "n".repeat(50))
                })
            )),
        ),
        (
            "aliases",
            real.replacen(
                "\"aliases\":[",
                &format!(
                    "\"aliases\":[{},",
                    joined(count, |number| {
                        format!("{{\"alias_kind\":\"k{number}\",\"alias_value\":\"v\"}}")
                    })
                ),
                1,
            ),
        ),
        (
            "links",
            real.replacen(
                "\"links\":{",
                &format!(
                    "\"links\":{{{},",
                    joined(count, |number| {
                        format!("\"l{number}\":\"4K6GSOJW%2F4K6GSOJW\"")
                    })
                ),
                1,
            ),
        ),
        (
            "sections",
            real.replacen(
                "\"graph_snapshot\":{",
                &format!(
                    "\"graph_snapshot\":{{{},",
                    joined(count, |number| format!(
                        "\"s{number}\":{{\"snapshot_sha256\":0}}"
                    ))
                ),
                1,
            ),
        ),
        (
            "strays in the canonical record",
            real.replacen(
                "\"metadata\":{",
                &format!("\"metadata\":{{{},", members(count)),
                1,
            ),
        ),
        (
            "empty and small parts",
            record(&format!(
                "\"x\":[{}]",
                joined(count, |_| "{},[[]],\"\"".into())
            )),
        ),
    ]
}

type Work = fn(&Verifier, &str, &str);

/// The operations on documents. Comparisons use a second document of the same shape.
const WORK: &[(&str, Work)] = &[
    ("verify", |verifier, document, _| {
        drop(verifier.verify(Source::file("x"), document.as_bytes()));
    }),
    ("explain", |verifier, document, _| {
        let invocation = RepeatedOptions::default().invocation("x");
        let reading = Document::read(document.as_bytes());
        let explanation = Explanation::of(verifier, Source::file("x"), &reading, invocation);
        drop((explanation.steps(), explanation.map()));
        drop((explanation.map_shell(), explanation.outline()));
    }),
    ("compare", |verifier, document, other| {
        let sources = ["x", "y"].map(Source::file);
        let readings = [document, other].map(|text| Document::read(text.as_bytes()));
        let comparison = Comparison::of(verifier, sources, readings.each_ref());
        comparison.outlines().for_each(drop);
    }),
    ("canon", |_, document, _| {
        let document = Document::read(document.as_bytes()).unwrap();
        drop(CanonicalBytes::of(document.root()));
    }),
];

#[test]
fn hostile_shapes_take_steps_in_proportion_to_their_size() {
    const COUNT: usize = 20_000;
    let verifier = Verifier {
        list_leaves: true,
        ..Verifier::default()
    };
    let (small, large) = (shapes(COUNT), shapes(2 * COUNT));
    assert!(small.len() >= 10);
    for ((name, one), (_, two)) in small.iter().zip(&large) {
        assert!(Document::read(one.as_bytes()).is_ok(), "{name}");
        let size = two.len() as f64 / one.len() as f64;
        assert!((1.5..2.1).contains(&size), "{name}: {size}");
        // The altered document has the same leaves, each with another value.
        let altered = |text: &str| {
            text.replace(":0", ":1")
                .replace(",0", ",1")
                .replace("\"v\"", "\"w\"")
        };
        for (work, run) in WORK {
            let steps = |text: &str| of(|| run(&verifier, text, &altered(text))) as f64;
            let ratio = steps(two) / steps(one) / size * 2.0;
            assert!(
                ratio < MAX_GROWTH,
                "{work} of {name}: {ratio} times the steps"
            );
        }
    }
}
