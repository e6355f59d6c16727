//! Real values of the registry: what was derived there must be derived here.

use crate::support::{REAL_RECORD, read_json, walk};
use pith_verify::Verifier;
use pith_verify::json::canonical::Digest;
use pith_verify::json::document::Document;
use pith_verify::record::alias::{self, ALIAS_KINDS};
use pith_verify::record::identifier::{Identifier, PithNumber};
use pith_verify::record::text_hash::TextHash;
use pith_verify::report::Source;
use serde_json::Value;

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
        let source = alias::Source {
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
        let report = verifier.verify(Source::file(&path), record.to_string().as_bytes());
        let finding = report
            .findings()
            .iter()
            .find(|finding| finding.id().to_string() == "snapshot:integrity");
        assert!(finding.unwrap().passed(), "{path}: {finding:?}");
    }
}
