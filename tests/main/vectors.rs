//! Tests real values of the registry: the verifier must derive what the registry derived.

use crate::support::attack::{Target, changes, fails};
use crate::support::forge::integrity::{FINDING, hash};
use crate::support::slow::Form;
use crate::support::{REAL_INTEGRITY_DOCUMENTS, REAL_RECORD, documents, fixture, read_json, walk};
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, VerifyingKey};
use pith_verify::Verifier;
use pith_verify::json::digest::Digest;
use pith_verify::json::document::Document;
use pith_verify::record::alias::{self, ALIAS_KINDS};
use pith_verify::record::identifier::{Identifier, PithNumber};
use pith_verify::record::text_hash::TextHash;
use pith_verify::report::{Source, Verdict};
use serde_json::{Value, json};

fn vectors(folder: &str) -> impl Iterator<Item = (String, Value)> {
    walk(folder).into_iter().map(|path| {
        let vector = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        (path.display().to_string(), vector)
    })
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

#[test]
fn derives_digest_pith_number_and_aliases_of_real_canonical_records() {
    for (path, vector) in vectors("vectors/canonical") {
        let record = &vector["canonical_record"];
        let json = record.to_string();
        let document = Document::read(json.as_bytes()).unwrap();
        let digest = Digest::of_value(document.root());
        assert_eq!(
            digest.to_string(),
            text(&vector, "canonical_sha256"),
            "{path}"
        );
        let submitted_at = text(&record["metadata"], "submitted_at");
        let number = PithNumber::derive(Identifier::of(&digest), submitted_at).unwrap();
        assert_eq!(number.to_string(), text(&vector, "pith_number"), "{path}");
        assert_eq!(PithNumber::parse(&number.to_string()), Some(number));
        let version = record["source"]["version"].to_string();
        let source = alias::SignedSource {
            kind: text(&record["source"], "kind"),
            id: text(&record["source"], "id"),
            version: &version,
        };
        for (kind, value) in vector["aliases"].as_object().into_iter().flatten() {
            let derived = alias::AliasKind::named(kind)
                .unwrap()
                .derive(Some(source), number.identifier());
            let derived = derived.map(|alias| alias.to_string());
            assert_eq!(derived.as_deref(), value.as_str(), "{kind} in {path}");
        }
        if let Some(title) = vector["title"].as_str() {
            let signed = text(&record["metadata"], "title_canon_sha256");
            assert_eq!(TextHash::of(title).to_string(), signed, "{path}");
        }
    }
}

#[test]
fn derives_every_alias_kind_of_a_real_record() {
    let seen = vectors("vectors/canonical");
    let seen: Vec<_> = seen
        .filter_map(|(_, vector)| Some(vector["aliases"].as_object()?.clone()))
        .collect();
    for kind in ALIAS_KINDS {
        assert!(
            seen.iter().any(|aliases| aliases.contains_key(kind.name)),
            "{}",
            kind.name
        );
    }
}

#[test]
fn hashes_real_titles_and_abstracts() {
    for (path, vector) in vectors("vectors/texts") {
        for name in ["title", "abstract"] {
            if let Some(shown) = vector[name].as_str() {
                let signed = text(&vector, &format!("{name}_canon_sha256"));
                assert_eq!(TextHash::of(shown).to_string(), signed, "{name} of {path}");
            }
        }
    }
}

#[test]
fn recomputes_real_integrity_snapshots() {
    let verifier = Verifier::default();
    for (path, vector) in vectors("vectors/integrity") {
        let mut record = read_json(REAL_RECORD);
        let section = record["graph_snapshot"]["integrity"]
            .as_object_mut()
            .unwrap();
        section.extend(vector["integrity"].as_object().unwrap().clone());
        let report = verifier.verify(Source::file(&*path), record.to_string().as_bytes());
        let finding = report
            .findings()
            .iter()
            .find(|finding| finding.id() == "snapshot:integrity");
        assert!(finding.unwrap().passed(), "{path}: {finding:?}");
    }
}

/// Returns the outcomes of the selected checks of a report.
fn statuses(report: &Value, of: impl Fn(&str) -> bool) -> Vec<&str> {
    let checks = report["checks"].as_array().unwrap().iter();
    let checks = checks.filter(|check| of(text(check, "id")));
    checks.map(|check| text(check, "status")).collect()
}

#[test]
fn derives_identifier_and_aliases_of_the_starts_of_real_documents() {
    for (folder, kind, aliases) in [
        ("states", "state", 6),
        // These documents are cut off before the aliases, which the tests add.
        ("record_starts", "record", 6),
    ] {
        for (path, vector) in vectors(&format!("vectors/{folder}")) {
            let start = &vector["document_start"];
            let name = path.rsplit(['/', '.']).nth(1).unwrap();
            let composed = fixture(&format!("valid/composed-{kind}-{name}.json"));
            let (_, report) = crate::support::run::verify(&composed);
            assert_eq!(report["document"], kind);
            assert_eq!(report["pith_number"], start["pith_number"], "{path}");
            for name in ["canonical_sha256", "identifier"] {
                let stated = text(&vector["recomputed"], name);
                let computed = match name {
                    "identifier" => text(&report, "pith_number").rsplit(':').next().unwrap(),
                    name => text(&report, name),
                };
                assert_eq!(computed, stated, "{name} of {path}");
            }
            assert_eq!(statuses(&report, |id| id == "pith-number"), ["pass"]);
            assert_eq!(statuses(&report, |id| id == "aliases"), ["pass"], "{path}");
            let each = statuses(&report, |id| id.starts_with("alias:"));
            assert_eq!(each, vec!["pass"; aliases], "{path}");
            // The title and the excerpt of a record come from the registry.
            let titles = statuses(&report, |id| id == "title");
            assert_eq!(titles.len(), usize::from(kind == "record"), "{path}");
            assert!(titles.iter().all(|status| *status == "pass"), "{path}");
        }
    }
}

/// Returns the event of each real integrity document.
fn real_events() -> impl Iterator<Item = Value> {
    vectors(REAL_INTEGRITY_DOCUMENTS).map(|(_, document)| document["events"][0].clone())
}

#[test]
fn passes_real_integrity_documents_with_the_built_in_key() {
    let verifier = Verifier::default();
    for path in documents(REAL_INTEGRITY_DOCUMENTS) {
        let report = verifier.verify(Source::file("-"), &std::fs::read(&path).unwrap());
        assert_eq!(report.verdict(), Verdict::Pass, "{}", path.display());
        assert!(report.findings().iter().all(|finding| finding.passed()));
        assert_eq!(report.key().unwrap().key_id, "pith-v1-2026-05");
    }
}

/// This test shares no code with the library.
#[test]
fn recomputes_payload_and_evidence_of_real_events_in_the_escaped_form_only() {
    let mut beyond_ascii = 0;
    for event in real_events() {
        let payload = &event["payload"];
        let evidence = json!({"d": payload["detector"], "e": payload["evidence"]});
        for (hashed, stated) in [
            (payload, text(&event, "payload_sha256")),
            (&evidence, text(payload, "evidence_hash")),
        ] {
            assert_eq!(hash(hashed, Form::Ascii), stated);
            let is_ascii = hashed.to_string().is_ascii();
            assert_eq!(hash(hashed, Form::Utf8) == stated, is_ascii);
            beyond_ascii += usize::from(!is_ascii);
        }
    }
    assert_eq!(beyond_ascii, 2);
}

#[test]
fn the_registry_signed_every_real_event() {
    let registry = read_json("keys/pith-v1-2026-05.json");
    let key = BASE64
        .decode(text(&registry, "public_key_b64").as_bytes())
        .unwrap();
    let key = VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap();
    let listed = read_json("vectors/integrity_events.json");
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 5);
    let mut repeated = 0;
    let events: Vec<_> = real_events().collect();
    for event in listed.iter().chain(&events) {
        let digest = HEXLOWER
            .decode(text(event, "payload_sha256").as_bytes())
            .unwrap();
        let signature = BASE64
            .decode(text(event, "signature_b64").as_bytes())
            .unwrap();
        let signature = Signature::from_slice(&signature).unwrap();
        key.verify_strict(&digest, &signature).unwrap();
        let same = events
            .iter()
            .find(|other| other["event_id"] == event["event_id"]);
        if let Some(same) = same {
            assert_eq!(same["signature_b64"], event["signature_b64"]);
            repeated += 1;
        }
    }
    assert_eq!(repeated, 3 + events.len());
}

#[test]
fn each_change_to_a_signed_member_fails_the_checks_that_name_it() {
    for path in documents(REAL_INTEGRITY_DOCUMENTS) {
        let document = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let target = Target::new("real", document, crate::support::promise::verifier());
        let id = target.original["events"][0]["event_id"].to_string();
        let payload = target.original["events"][0]["payload"].as_object().unwrap();
        assert_eq!(payload.len(), 19);
        for (name, value) in payload {
            for other in changes(value) {
                let place = format!("{name} {other}");
                let report = target.after(|document| {
                    document["events"][0]["payload"][name] = other;
                });
                assert!(fails(&report, &format!("event-payload:{id}")), "{place}");
                // With another type, it is not known what was signed.
                let signature = format!("event-signature:{id}");
                assert_eq!(fails(&report, &signature), name != "event_type", "{place}");
                let terms = format!("event-terms:{id}");
                assert_eq!(fails(&report, &terms), name == "event_type", "{place}");
                let shown = FINDING.contains(&name.as_str());
                assert_eq!(fails(&report, "finding:0"), shown, "{place}");
                let hashed = ["detector", "evidence", "evidence_hash"].contains(&name.as_str());
                let evidence = format!("event-evidence:{id}");
                assert_eq!(fails(&report, &evidence), hashed, "{place}");
            }
        }
        for name in FINDING {
            for other in changes(&target.original["integrity"]["findings"][0][name]) {
                let place = format!("{name} {other}");
                let report = target.after(|document| {
                    document["integrity"]["findings"][0][name] = other;
                });
                assert!(fails(&report, "finding:0"), "{place}");
                assert!(fails(&report, "snapshot:integrity"), "{place}");
                assert!(!fails(&report, &format!("event-signature:{id}")), "{place}");
            }
        }
    }
}
