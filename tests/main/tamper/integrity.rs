//! Attacks the parts that only integrity documents have: events, and findings that repeat them.
//!
//! There is a limit. Each event is signed, but no signature covers which events a document has.
//! So a document passes if an event is left out together with its finding, or if it has other
//! events of the registry about the same paper. What each event and finding says is vouched
//! for, wherever it is in the document.

use crate::support::attack::{Target, fails, has};
use crate::support::forge::integrity::{finding, recount, sign, three_events};
use crate::support::promise::vouched;
use crate::support::slow::Form;
use crate::support::{
    REAL_INTEGRITY, REAL_INTEGRITY_BEYOND_ASCII, REAL_INTEGRITY_DOCUMENTS, REAL_RECORD, documents,
    forge, read_json,
};
use pith_verify::report::Verdict;
use pith_verify::report::coverage::Class;
use serde_json::{Value, json};

const THREE: &str = "valid/composed-integrity-of-three-events-beyond-ascii.json";

fn events(document: &mut Value) -> &mut Vec<Value> {
    document["events"].as_array_mut().unwrap()
}

fn findings(document: &mut Value) -> &mut Vec<Value> {
    document["integrity"]["findings"].as_array_mut().unwrap()
}

/// Adds an event and its finding, and makes everything else agree.
fn add(document: &mut Value, event: &Value) {
    findings(document).push(finding(&event["payload"]));
    events(document).push(event.clone());
    recount(document);
}

#[test]
fn an_event_of_another_paper_vouches_for_nothing_here() {
    let real: Vec<_> = documents(REAL_INTEGRITY_DOCUMENTS)
        .iter()
        .map(|path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap())
        .collect();
    for (here, original) in real.iter().enumerate() {
        let target = Target::new(
            "document",
            original.clone(),
            crate::support::promise::verifier(),
        );
        for (there, other) in real.iter().enumerate() {
            if here == there {
                continue;
            }
            let event = &other["events"][0];
            let subject = format!("event-subject:{}", event["event_id"]);
            let added = target.after(|document| add(document, event));
            assert!(fails(&added, &subject), "added");
            let replaced = target.after(|document| {
                events(document).clear();
                findings(document).clear();
                add(document, event);
            });
            assert!(fails(&replaced, &subject), "replaced");
            let alone = target.after(|document| events(document).push(event.clone()));
            assert!(fails(&alone, &subject), "without its finding");
            // The document still fails if it claims to be about the other paper.
            let renamed = target.after(|document| {
                add(document, event);
                for place in ["/arxiv_id", "/pith_number", "/integrity/endpoint"] {
                    *document.pointer_mut(place).unwrap() = other.pointer(place).unwrap().clone();
                }
            });
            let id = &original["events"][0]["event_id"];
            assert!(fails(&renamed, &format!("event-subject:{id}")), "renamed");
            let own = vouched(&renamed);
            let places = ["/arxiv_id", "/pith_number", "/integrity/endpoint"];
            assert!(
                places
                    .iter()
                    .all(|place| own.iter().any(|(leaf, _)| leaf == place))
            );
        }
    }
}

#[test]
fn values_derived_from_an_unsigned_id_are_not_vouched_for() {
    let target = Target::fixture(REAL_INTEGRITY);
    let report = target.after(|document| {
        for place in ["arxiv_id", "pith_number"] {
            document[place] = "2604.99999".into();
        }
        document["integrity"]["endpoint"] = "/pith/2604.99999/integrity.json".into();
    });
    assert!(fails(&report, "event-subject:4635"));
    let vouched = vouched(&report);
    for place in ["/arxiv_id", "/pith_number", "/integrity/endpoint"] {
        assert!(vouched.iter().all(|(leaf, _)| leaf != place), "{place}");
    }
}

#[test]
fn one_event_never_counts_as_two() {
    for path in [REAL_INTEGRITY, THREE] {
        let target = Target::fixture(path);
        let first = &target.original["events"][0];
        let twice = |id: Value| {
            target.after(|document| {
                let mut again = first.clone();
                again["event_id"] = id;
                add(document, &again);
            })
        };
        for id in [json!(1), json!(99_999), first["event_id"].clone()] {
            assert!(fails(&twice(id.clone()), "events"), "{path} {id}");
        }
        // A copy that differs only outside of what is signed is the same event.
        let redated = target.after(|document| {
            let mut again = first.clone();
            again["event_id"] = json!(77);
            again["created_at"] = "2027-01-01T00:00:00+00:00".into();
            again["extra"] = json!(true);
            add(document, &again);
        });
        assert!(fails(&redated, "events"), "{path}");
        // If only the finding is repeated, no event states the second one.
        let shown_twice = target.after(|document| {
            let shown = findings(document)[0].clone();
            findings(document).push(shown);
            recount(document);
        });
        assert_eq!(shown_twice.verdict(), Verdict::Fail, "{path}");
    }
}

#[test]
fn a_payload_in_the_unescaped_form_is_not_the_signed_one() {
    let target = Target::fixture(REAL_INTEGRITY_BEYOND_ASCII);
    let hash = forge::integrity::hash(&target.original["events"][0]["payload"], Form::Utf8);
    let stated = target.after(|document| events(document)[0]["payload_sha256"] = hash.into());
    assert!(fails(&stated, "event-payload:3668"));
    // The other form fails even if a trusted key signed it.
    let target = Target::fixture(THREE);
    let signed = target.after(|document| sign(&mut events(document)[1], Form::Utf8));
    assert!(fails(&signed, "event-payload:12") && fails(&signed, "event-signature:12"));
    let mut again = target.original.clone();
    sign(&mut events(&mut again)[1], Form::Ascii);
    assert_eq!(again, target.original);
}

#[test]
fn findings_in_any_order_are_matched_with_their_events() {
    let target = Target::fixture(THREE);
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let report = target.after(|document| {
            findings(document).swap(one, other);
            recount(document);
        });
        assert_eq!(report.verdict(), Verdict::Pass, "{one} {other}");
        assert_eq!(
            vouched(&report).len(),
            target.vouched.len(),
            "{one} {other}"
        );
        let report = target.after(|document| events(document).swap(one, other));
        assert_eq!(report.verdict(), Verdict::Pass, "{one} {other}");
        // If two findings exchange a member, neither is that of an event.
        for name in ["severity", "ref_index", "note"] {
            let mixed = target.after(|document| {
                let shown = findings(document);
                let [first, second] = [one, other].map(|place| shown[place][name].clone());
                shown[one][name] = if first == second {
                    "another".into()
                } else {
                    second
                };
                shown[other][name] = first;
                recount(document);
            });
            assert_eq!(
                mixed.verdict(),
                Verdict::Fail,
                "{name} of {one} and {other}"
            );
        }
    }
}

/// The registry withdraws findings, so a missing one is not wrong. But the counts are then not
/// vouched for, and the document does not pass.
#[test]
fn a_document_that_leaves_out_a_signed_finding_does_not_pass() {
    let target = Target::fixture(THREE);
    let counts = |leaf: &String| leaf.starts_with("/integrity/summary") || leaf.ends_with("/clean");
    assert!(target.vouched.iter().any(|(leaf, _)| counts(leaf)));
    for dropped in 0..3 {
        let report = target.after(|document| {
            findings(document).remove(dropped);
            recount(document);
        });
        assert_eq!(report.verdict(), Verdict::Unverifiable);
        let id = format!("event-listed:{}", 11 + dropped);
        assert!(has(&report, &id, "skipped"), "{id}");
        assert!(!vouched(&report).iter().any(|(leaf, _)| counts(leaf)));
    }
    let none = target.after(|document| {
        findings(document).clear();
        recount(document);
    });
    assert_eq!(none.verdict(), Verdict::Unverifiable);
    assert!(!vouched(&none).iter().any(|(leaf, _)| counts(leaf)));
}

/// The member is not signed, and readers would mistake it for a part of the finding.
#[test]
fn a_finding_with_members_that_no_event_states_is_not_vouched_for() {
    let target = Target::fixture(THREE);
    for (name, value) in [
        ("verdict", json!("fraud")),
        ("", Value::Null),
        ("arxiv_id", target.original["arxiv_id"].clone()),
    ] {
        let report = target.after(|document| {
            findings(document)[1][name] = value.clone();
            recount(document);
        });
        assert_eq!(report.verdict(), Verdict::Unverifiable, "{name}");
        assert!(has(&report, "finding:1", "skipped"), "{name}");
        let vouched = vouched(&report);
        let of = |place: &str| vouched.iter().any(|(leaf, _)| leaf.starts_with(place));
        assert!(of("/integrity/findings/0") && of("/integrity/findings/2"));
        assert!(!of("/integrity/findings/1"), "{name}");
    }
}

/// This is the limit that the beginning of this file explains.
#[test]
fn leaving_out_an_event_and_its_finding_passes_unless_it_was_the_only_one() {
    let target = Target::fixture(THREE);
    let said = |report: &pith_verify::report::Report<'_>, document: &Value| {
        let signed = vouched(report).into_iter();
        let signed = signed.filter(|(_, class)| *class == Class::Signed);
        let values = signed.map(|(leaf, _)| document.pointer(&leaf).unwrap().to_string());
        values.collect::<Vec<_>>()
    };
    let all = said(&target.verify(&target.original), &target.original);
    for left_out in 0..3 {
        let mut changed = target.original.clone();
        events(&mut changed).remove(left_out);
        findings(&mut changed).remove(left_out);
        recount(&mut changed);
        let report = target.verify(&changed);
        assert_eq!(report.verdict(), Verdict::Pass);
        // Everything that is signed in this document was signed in the original.
        assert!(
            said(&report, &changed)
                .iter()
                .all(|value| all.contains(value))
        );
    }
    let target = Target::fixture(REAL_INTEGRITY);
    let emptied = target.after(|document| {
        events(document).clear();
        findings(document).clear();
        recount(document);
    });
    assert_eq!(emptied.verdict(), Verdict::Unverifiable);
    assert_eq!(vouched(&emptied), []);
    // A finding does not pass without its event.
    let stated_by_none = target.after(|document| events(document).clear());
    assert!(fails(&stated_by_none, "finding:0"));
}

#[test]
fn a_signature_over_something_else_fails() {
    let target = Target::fixture(REAL_INTEGRITY);
    let record = read_json(REAL_RECORD);
    let other = read_json(REAL_INTEGRITY_BEYOND_ASCII);
    for signature in [
        &record["receipt"]["signature_b64"],
        &other["events"][0]["signature_b64"],
    ] {
        let report = target.after(|document| {
            events(document)[0]["signature_b64"] = signature.clone();
        });
        assert!(fails(&report, "event-signature:4635"));
        assert_eq!(vouched(&report), []);
    }
    let swapped = Target::fixture(THREE).after(|document| {
        let first = events(document)[0]["signature_b64"].take();
        let second = events(document)[1]["signature_b64"].take();
        events(document)[0]["signature_b64"] = second;
        events(document)[1]["signature_b64"] = first;
    });
    assert!(fails(&swapped, "event-signature:11") && fails(&swapped, "event-signature:12"));
}

/// The same key signs digests of both, and for ASCII text the two forms are equal.
#[test]
fn a_canonical_record_is_not_accepted_as_an_event_or_the_reverse() {
    let record = read_json(REAL_RECORD);
    let target = Target::fixture(REAL_INTEGRITY);
    let as_event = target.after(|document| {
        let event = &mut events(document)[0];
        event["payload"] = record["canonical_record"].clone();
        event["payload_sha256"] = record["canonical_sha256"].clone();
        event["signature_b64"] = record["receipt"]["signature_b64"].clone();
        findings(document).clear();
        recount(document);
    });
    assert!(has(&as_event, "event-payload:4635", "pass"));
    assert!(fails(&as_event, "event-terms:4635"));
    assert_eq!(vouched(&as_event), []);
    let event = &target.original["events"][0];
    let mut as_record = record;
    as_record["canonical_record"] = event["payload"].clone();
    as_record["canonical_sha256"] = event["payload_sha256"].clone();
    as_record["receipt"]["canonical_sha256"] = event["payload_sha256"].clone();
    as_record["receipt"]["signature_b64"] = event["signature_b64"].clone();
    assert_eq!(target.verify(&as_record).verdict(), Verdict::Unverifiable);
}

#[test]
fn respelled_numbers_differ_unless_python_writes_them_alike() {
    let target = Target::fixture(REAL_INTEGRITY);
    let text = target.original.to_string();
    let respell = |from: &str, to: &str, which: usize| {
        let mut pieces: Vec<_> = text.split(from).map(str::to_owned).collect();
        assert!(pieces.len() > which + 1, "{from}");
        let rest = pieces.split_off(which + 1).join(from);
        format!("{}{to}{rest}", pieces.join(from))
    };
    // The number is in the payload, in its evidence, or in the finding.
    for which in 0..3 {
        for to in [
            "97.0",
            "9.7e1",
            "970e-1",
            "\"97\"",
            "97.00000000000000001",
            "-97",
        ] {
            let changed = respell("\"ref_index\":97", &format!("\"ref_index\":{to}"), which);
            let report = target.verify_text(&changed);
            assert_eq!(report.verdict(), Verdict::Fail, "{to} at {which}");
        }
    }
    for (from, to, verdict) in [
        ("\"advisory\":0", "\"advisory\":0.0", Verdict::Fail),
        ("\"advisory\":0", "\"advisory\":0e0", Verdict::Fail),
        ("\"advisory\":0", "\"advisory\":-0", Verdict::Pass),
        ("\"critical\":1", "\"critical\":1.0", Verdict::Fail),
    ] {
        let changed = respell(from, to, 0);
        assert_eq!(target.verify_text(&changed).verdict(), verdict, "{to}");
    }
}

#[test]
fn two_spellings_of_an_event_id_are_one_id() {
    let mut three = forge::integrity::document(three_events());
    events(&mut three)[0]["event_id"] = json!(0);
    let target = Target::new("three", three, crate::support::promise::verifier());
    let text = target.original.to_string();
    let two_zeros = text.replace("\"event_id\":12", "\"event_id\":-0");
    assert_ne!(two_zeros, text);
    assert!(fails(&target.verify_text(&two_zeros), "events"));
}

#[test]
fn more_than_a_thousand_events_or_findings_do_not_pass() {
    let target = Target::fixture(REAL_INTEGRITY);
    let many_events = target.after(|document| {
        let more = (0..1000).map(|id| json!({"event_id": id}));
        events(document).extend(more);
    });
    assert_eq!(many_events.verdict(), Verdict::Fail);
    assert!(has(&many_events, "events", "skipped"));
    let many_findings = target.after(|document| {
        let one = findings(document)[0].clone();
        findings(document).resize(1001, one);
        recount(document);
    });
    assert_eq!(many_findings.verdict(), Verdict::Fail);
}
