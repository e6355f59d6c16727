//! Tests the diagnosis of altered records: it names every change, and nothing else.

mod reports;
mod witnesses;

use crate::support::forge::{self, Shown};
use crate::support::promise::verifier;
use crate::support::{REAL_RECORD, documents, read_json, stem};
use pith_verify::Diagnosis;
use pith_verify::Verifier;
use pith_verify::report::{Report, Source, Verdict};
use serde_json::{Value, json};

/// Returns every member of the canonical record that the real record repeats, with another
/// value for it.
fn redundant() -> Vec<(&'static str, Value)> {
    vec![
        ("/source/id", json!("2106.06531")),
        ("/source/kind", json!("another")),
        ("/source/version", json!(3)),
        ("/metadata/license", json!("")),
        ("/metadata/primary_cat", json!("math.GN")),
        ("/metadata/submitted_at", json!("2020-06-11T17:59:07Z")),
        ("/metadata/cross_cats_sorted", json!(["cs.IT", "stat.ML"])),
        ("/metadata/title_canon_sha256", json!("0".repeat(64))),
    ]
}

fn verify(verifier: &Verifier, record: &Value) -> Report<'static> {
    verifier.verify(Source::file("record.json"), record.to_string().as_bytes())
}

fn diagnose(record: &Value) -> Diagnosis {
    let report = verify(&verifier(), record);
    assert_eq!(report.verdict(), Verdict::Fail);
    report.diagnosis().clone()
}

/// Returns the real record with other values in its canonical record.
fn altered(changes: &[(&str, Value)]) -> Value {
    let mut record = read_json(REAL_RECORD);
    for (pointer, value) in changes {
        set(&mut record, &format!("/canonical_record{pointer}"), value);
    }
    record
}

fn set(record: &mut Value, pointer: &str, value: &Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    record.pointer_mut(parent).unwrap()[name] = value.clone();
}

/// Returns the altered places without `/canonical_record`, in order.
fn places(diagnosis: &Diagnosis) -> Vec<&str> {
    let changes = diagnosis.changes.iter();
    changes
        .map(|change| change.pointer.trim_start_matches("/canonical_record"))
        .collect()
}

/// Checks that the restored values lead to the signed digest.
fn check_restored(record: &Value, diagnosis: &Diagnosis) {
    let mut mended = record.clone();
    for change in &diagnosis.changes {
        let (parent, name) = change.pointer.rsplit_once('/').unwrap();
        match &change.restored {
            Some(value) => {
                let value = serde_json::from_str(&value.to_string()).unwrap();
                set(&mut mended, &change.pointer, &value);
            }
            None => {
                let around = mended.pointer_mut(parent).unwrap().as_object_mut();
                around.unwrap().remove(name).unwrap();
            }
        }
    }
    let digest = forge::digest(&mended["canonical_record"]).to_string();
    let real = &read_json(REAL_RECORD)["canonical_sha256"];
    assert_eq!(*real, digest);
    assert_eq!(mended["canonical_sha256"], digest);
}

/// Checks that a search was made and found nothing.
fn check_not_found(diagnosis: &Diagnosis) {
    assert!(
        diagnosis.changes.is_empty() && diagnosis.search_failed,
        "{diagnosis:?}"
    );
}

#[test]
fn names_each_redundant_member_that_was_altered_alone() {
    for (pointer, value) in redundant() {
        let record = altered(&[(pointer, value)]);
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), [pointer]);
        check_restored(&record, &diagnosis);
        let from = diagnosis.changes[0].origin.as_str().unwrap();
        assert!(record.pointer(from).is_some(), "{from}");
        assert_eq!(diagnosis.witnesses.len(), 4);
    }
}

#[test]
fn names_every_pair_of_altered_redundant_members() {
    let all = redundant();
    for (first, one) in all.iter().enumerate() {
        for other in &all[first + 1..] {
            let record = altered(&[one.clone(), other.clone()]);
            let diagnosis = diagnose(&record);
            assert_eq!(places(&diagnosis), [one.0, other.0]);
            check_restored(&record, &diagnosis);
        }
    }
}

#[test]
fn names_all_altered_redundant_members_at_once() {
    let record = altered(&redundant());
    let diagnosis = diagnose(&record);
    assert_eq!(places(&diagnosis).len(), redundant().len());
    check_restored(&record, &diagnosis);
}

#[test]
fn names_a_member_altered_together_with_its_first_copies() {
    for (pointer, copies, remaining) in [
        (
            "/source/version",
            &["/source/version", "/graph_snapshot/source/version"][..],
            "/aliases/1/alias_value",
        ),
        (
            "/metadata/license",
            &["/paper/license"],
            "/graph_snapshot/paper/license",
        ),
        (
            "/source/id",
            &[
                "/source/id",
                "/graph_snapshot/source/id",
                "/aliases/0/alias_value",
            ],
            "/aliases/1/alias_value",
        ),
        (
            "/metadata/submitted_at",
            &["/paper/submitted_at", "/graph_snapshot/paper/submitted_at"],
            "/pith_number",
        ),
    ] {
        let (_, value) = redundant()
            .into_iter()
            .find(|row| row.0 == pointer)
            .unwrap();
        let mut record = altered(&[(pointer, value.clone())]);
        for copy in copies {
            set(&mut record, copy, &value);
        }
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), [pointer]);
        assert_eq!(diagnosis.changes[0].origin.as_str(), Some(remaining));
        check_restored(&record, &diagnosis);
    }
}

#[test]
fn names_changes_that_programs_make_even_without_a_copy() {
    type Edit = fn(&mut Value);
    let edits: &[(&str, Edit)] = &[
        ("/source/version", |record| {
            record["source"]["version"] = json!("2")
        }),
        ("/source/version", |record| {
            record["source"]["version"] = json!(2.0)
        }),
        ("/source/id", |record| {
            record["source"]["id"] = json!(2106.0653)
        }),
        ("/metadata/license", |record| {
            let license = record["metadata"]["license"].as_str().unwrap();
            record["metadata"]["license"] = format!(" {license}\n").into();
        }),
        ("/metadata/cross_cats_sorted", |record| {
            record["metadata"]["cross_cats_sorted"]
                .as_array_mut()
                .unwrap()
                .reverse();
        }),
        ("/metadata/title_canon_sha256", |record| {
            let hash = record["metadata"]["title_canon_sha256"].as_str().unwrap();
            record["metadata"]["title_canon_sha256"] = hash.to_uppercase().into();
        }),
        ("/metadata/authors", |record| {
            record["metadata"]["authors"] = json!("Another Author")
        }),
        ("/extra", |record| record["extra"] = json!({"a": [1, 2]})),
    ];
    for (pointer, edit) in edits {
        let real = read_json(REAL_RECORD);
        let mut record = real.clone();
        edit(&mut record["canonical_record"]);
        if *pointer != "/source/id" {
            for copy in ["paper", "source", "graph_snapshot", "aliases"] {
                record.as_object_mut().unwrap().remove(copy);
            }
        }
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), [*pointer], "{record}");
        check_restored(&record, &diagnosis);
    }
}

#[test]
fn names_a_member_that_was_renamed_or_moved() {
    for (from, to) in [
        ("/metadata/license", "/metadata/license_url"),
        ("/source/version", "/version"),
    ] {
        let mut record = altered(&[]);
        let value = record["canonical_record"].pointer(from).unwrap().clone();
        let (parent, name) = from.rsplit_once('/').unwrap();
        let around = record["canonical_record"].pointer_mut(parent).unwrap();
        around.as_object_mut().unwrap().remove(name);
        set(&mut record, &format!("/canonical_record{to}"), &value);
        let diagnosis = diagnose(&record);
        let mut found = places(&diagnosis);
        found.sort_unstable();
        let mut both = [from, to];
        both.sort_unstable();
        assert_eq!(found, both);
        check_restored(&record, &diagnosis);
    }
}

#[test]
fn names_a_change_of_unicode_normalisation_and_of_white_space() {
    let canonical = |license: &str| {
        let mut canonical = forge::canonical("A title", "An abstract");
        canonical["metadata"]["license"] = license.into();
        canonical
    };
    for (signed, found) in [
        ("é\u{fb01}", "e\u{301}\u{fb01}"),
        ("e\u{301}", "é"),
        ("ABC", "ＡＢＣ"),
        ("a b", "a  b"),
        ("a b", "a b "),
        ("ab\n", "ab"),
    ] {
        let mut record = forge::record(&canonical(signed), &Shown::default());
        for place in [
            "/canonical_record/metadata",
            "/paper",
            "/graph_snapshot/paper",
        ] {
            record.pointer_mut(place).unwrap()["license"] = found.into();
        }
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), ["/metadata/license"], "{signed:?}");
        let restored = diagnosis.changes[0].restored.as_ref().unwrap();
        assert_eq!(restored.to_string(), json!(signed).to_string());
        assert_eq!(diagnosis.changes[0].origin.as_str(), None);
    }
}

#[test]
fn finds_the_hash_of_a_given_abstract() {
    let vector = read_json("vectors/texts/4QHRGH5A.json");
    let text = vector["abstract"].as_str().unwrap();
    let mut record = read_json("valid/4QHRGH5A.json");
    record.as_object_mut().unwrap().remove("paper");
    record.as_object_mut().unwrap().remove("graph_snapshot");
    set(
        &mut record,
        "/canonical_record/metadata/abstract_canon_sha256",
        &json!("00"),
    );
    check_not_found(&diagnose(&record));
    let mut verifier = verifier();
    verifier.given_abstract = Some(text.to_owned());
    let diagnosis = verify(&verifier, &record).diagnosis().clone();
    assert_eq!(places(&diagnosis), ["/metadata/abstract_canon_sha256"]);
    assert_eq!(diagnosis.changes[0].origin.as_str(), Some("--abstract"));
}

#[test]
fn restores_long_values_completely() {
    let categories: Vec<_> = (0..40).map(|number| format!("c{number:02}.XX")).collect();
    let mut canonical = forge::canonical("A title", "An abstract");
    canonical["metadata"]["cross_cats_sorted"] = json!(categories);
    let mut record = forge::record(&canonical, &Shown::default());
    record["canonical_record"]["metadata"]["cross_cats_sorted"][39] = json!("d59.XX");
    let diagnosis = diagnose(&record);
    let restored = diagnosis.changes[0].restored.as_ref().unwrap();
    assert_eq!(restored.to_string(), json!(categories).to_string());
}

#[test]
fn restores_a_whole_object_as_one_change() {
    for broken in [json!(null), json!("arxiv")] {
        let record = altered(&[("/source", broken), ("/metadata/license", json!(""))]);
        let diagnosis = diagnose(&record);
        assert_eq!(places(&diagnosis), ["/source", "/metadata/license"]);
        check_restored(&record, &diagnosis);
    }
}

#[test]
fn finds_nothing_if_too_few_members_agree_or_no_change_fits() {
    let lost = ("/metadata/abstract_canon_sha256", json!("0".repeat(64)));
    check_not_found(&diagnose(&altered(&[lost])));
    let mut record = altered(&redundant()[..1]);
    record["receipt"]["canonical_sha256"] = json!("1".repeat(64));
    record["receipt"]["signature_b64"] = json!("");
    record["pith_number"] = json!("pith:2021:AAAAAAAAAAAAAAAAAAAAAAAAAA");
    check_not_found(&diagnose(&record));
}

#[test]
fn is_empty_if_the_digest_is_the_stated_one() {
    let mut failed = 0;
    let folders = ["valid", "invalid", "unverifiable"];
    for path in folders.iter().flat_map(|folder| documents(folder)) {
        let report = verifier().verify(Source::file("-"), &std::fs::read(&path).unwrap());
        let mut findings = report.findings().iter();
        let digest = findings.find(|finding| finding.id() == "canonical-hash");
        // Integrity documents and states do not state the digest of a record.
        let Some(digest) = digest else {
            assert_eq!(*report.diagnosis(), Diagnosis::default());
            continue;
        };
        failed += usize::from(digest.failed());
        if !digest.failed() {
            assert_eq!(
                *report.diagnosis(),
                Diagnosis::default(),
                "{}",
                path.display()
            );
        }
        // The name of the file says what is wrong with it.
        let lost = [
            "of-another-record",
            "is-a-string",
            "no-canonical-record",
            "without-year",
            "without-a-canonical-record",
        ];
        if digest.failed() && !lost.iter().any(|lost| stem(&path).ends_with(lost)) {
            assert!(!report.diagnosis().search_failed, "{}", path.display());
        }
    }
    assert!(failed > 10, "{failed}");
}

#[test]
fn search_is_bounded_for_every_record() {
    let mut record = altered(&[("/metadata/abstract_canon_sha256", json!("lost"))]);
    for number in 0..20_000 {
        record["canonical_record"]["metadata"][format!("m{number}")] = json!(number);
    }
    check_not_found(&diagnose(&record));
    // No restored value would fit, in millions of combinations.
    let mut record = altered(&[("/source", json!("x")), ("/metadata", json!("x"))]);
    for number in 0..100 {
        let alias =
            json!({"alias_kind": "arxiv_version", "alias_value": format!("{number}v{number}")});
        record["aliases"].as_array_mut().unwrap().push(alias);
    }
    for number in 0..20 {
        record["canonical_record"][format!("m{number}")] = json!(number);
    }
    check_not_found(&diagnose(&record));
    let mut record = altered(&[("/metadata/abstract_canon_sha256", json!("lost"))]);
    let long = json!("x".repeat(1 << 22));
    for place in [
        "/paper/license",
        "/graph_snapshot/paper/license",
        "/source/id",
    ] {
        set(&mut record, place, &long);
    }
    set(
        &mut record,
        "/canonical_record/metadata/primary_cat",
        &json!("é".repeat(30_000)),
    );
    check_not_found(&diagnose(&record));
}
