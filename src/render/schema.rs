//! Holds the JSON Schema (2020-12) of a report in JSON.

/// The schema, as indented JSON and a line feed.
///
/// The schema allows members that it does not name, because members may be added within a report
/// version. A test derives the schema from the tables that reports use, and compares the two. With
/// `BLESS=1`, the test writes the file.
pub const REPORT_SCHEMA: &str = include_str!("report.schema.json");

#[cfg(test)]
mod descriptions;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::{REPORT_SCHEMA, descriptions};
    use crate::json::error::ErrorCode;
    use crate::report::coverage::Class;
    use crate::report::{MAX_SHOWN, Outcome, REPORT_VERSION, Verdict};
    use crate::verify::kinds::{KINDS, Kind};

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/render/report.schema.json");
    const PITH_NUMBER: &str = "^pith:[0-9]{4}:[A-Z2-7]{26}$";
    const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

    #[test]
    fn the_schema_is_what_the_tables_of_reports_say() {
        let mut schema = report();
        descriptions::add_to(&mut schema);
        let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(FILE, &schema).unwrap();
        } else {
            assert!(
                REPORT_SCHEMA == schema,
                "run this test with BLESS=1, and look at the diff"
            );
        }
    }

    fn report() -> Value {
        let properties = json!({
            "report_version": { "const": REPORT_VERSION },
            "tool": { "type": "string", "pattern": "^pith-verify [0-9]" },
            "source": source(),
            "document": nullable(json!({ "enum": kinds() })),
            "verdict": { "enum": Verdict::ALL.map(Verdict::as_str) },
            "pith_number": nullable(pattern(PITH_NUMBER)),
            "claimed_pith_number": nullable(string()),
            "canonical_sha256": nullable(pattern("^[0-9a-f]{64}$")),
            "key": nullable(key()),
            "checks": { "type": "array", "minItems": 1, "items": check() },
            "coverage": classes(&json!({ "type": "integer", "minimum": 0 })),
            "leaves": nullable(classes(&array(pattern("^(/|$)")))),
            "leaves_omitted": nullable(json!({ "type": "integer", "minimum": 0 })),
            "diagnosis": array(change()),
            "integrity_findings": nullable(integrity_findings()),
            "integrity_findings_total": nullable(json!({ "type": "integer", "minimum": 0 })),
            "error": nullable(error()),
        });
        let fail = json!({ "properties": { "verdict": { "const": Verdict::Fail.as_str() } } });
        let failed = json!({ "properties": { "status": { "const": Outcome::FAILED } } });
        let failed = json!({ "contains": failed });
        let conditions = KINDS.iter().map(|kind| {
            json!({
                "if": passes(&json!({ "const": kind.facts.name })),
                "then": { "properties": proven(kind) },
            })
        });
        let failures = json!({
            "if": fail,
            "then": { "properties": { "checks": failed } },
            "else": { "properties": { "checks": { "not": failed } } },
        });
        json!({
            "$schema": DIALECT,
            "title": "Report of pith verify --json, one document",
            "type": "object",
            "required": names(&properties),
            "properties": properties,
            "if": passes(&json!(true)),
            "then": { "properties": {
                "document": { "enum": kinds() },
                "error": { "type": "null" },
            } },
            "allOf": conditions.chain([failures]).collect::<Vec<_>>(),
            "$defs": { "brief": brief() },
        })
    }

    /// Returns the schema of a report of `--format brief`.
    fn brief() -> Value {
        let place = |first: u8| nullable(json!({ "type": "integer", "minimum": first }));
        object(&json!({
            "path": nullable(string()),
            "line": place(1),
            "offset": place(0),
            "verdict": { "enum": Verdict::ALL.map(Verdict::as_str) },
            "pith_number": nullable(pattern(PITH_NUMBER)),
            "claimed_pith_number": nullable(string()),
            "failed": array(string()),
            "integrity_findings_total": nullable(json!({ "type": "integer", "minimum": 0 })),
            "error": nullable(json!({ "enum": ErrorCode::ALL.map(ErrorCode::as_str) })),
        }))
    }

    fn kinds() -> Vec<&'static str> {
        KINDS.iter().map(|kind| kind.facts.name).collect()
    }

    /// Returns the schema of a report that passes and whose `document` has the given schema.
    fn passes(document: &Value) -> Value {
        let verdict = json!({ "const": Verdict::Pass.as_str() });
        json!({ "properties": { "verdict": verdict, "document": document } })
    }

    /// Returns the schema of what every report that passes has.
    ///
    /// Each required check is there and passed for every entry.
    fn proven(kind: &Kind) -> Value {
        let required = kind.facts.required.iter();
        let checks = required.flat_map(|required| {
        let with = |status: &Value| {
            json!({ "contains": { "properties": { "id": id(required), "status": status } } })
        };
        let others = with(&json!({ "enum": [Outcome::FAILED, Outcome::SKIPPED] }));
        [with(&json!({ "const": Outcome::PASSED })), json!({ "not": others })]
    });
        let checks = json!({ "allOf": checks.collect::<Vec<_>>() });
        if kind.places.canonical_record.is_none() {
            return json!({ "checks": checks, "integrity_findings": { "type": "array" } });
        }
        json!({
            "checks": checks,
            "key": { "type": "object" },
            "pith_number": { "type": "string" },
            "claimed_pith_number": { "type": "string" },
            "canonical_sha256": { "type": "string" },
        })
    }

    fn source() -> Value {
        let place = |first: u8| json!({ "type": "integer", "minimum": first });
        json!({
            "type": "object",
            "required": ["path"],
            "properties": { "path": string(), "line": place(1), "offset": place(0) },
            "dependentRequired": { "line": ["offset"], "offset": ["line"] },
        })
    }

    fn key() -> Value {
        object(&json!({
            "key_id": string(),
            "fingerprint": pattern("^[0-9a-f]{32}$"),
            "built_in": { "type": "boolean" },
        }))
    }

    fn check() -> Value {
        let rules = KINDS.iter().flat_map(|kind| kind.rules());
        let ids: BTreeSet<_> = rules.map(|rule| rule.check.id).collect();
        let (families, ids): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| id.contains('<'));
        let ids: Vec<_> = std::iter::once(json!({ "enum": ids }))
            .chain(families.into_iter().map(id))
            .collect();
        object(&json!({
            "id": { "anyOf": ids },
            "status": { "enum": [Outcome::PASSED, Outcome::FAILED, Outcome::SKIPPED] },
            "pointer": pattern("^(/|$)"),
            "claimed": nullable(string()),
            "computed": nullable(string()),
            "reason": nullable(string()),
        }))
    }

    /// Returns the schema of the id of a check.
    ///
    /// An id with `<…>` is a family, with a check for each entry of the document.
    fn id(id: &str) -> Value {
        match id.split_once('<') {
            Some((family, _)) => pattern(&format!("^{family}.")),
            None => json!({ "const": id }),
        }
    }

    /// Returns the schema of what an integrity document says about a paper.
    fn integrity_findings() -> Value {
        let finding = object(&json!({
            "severity": nullable(string()),
            "finding_type": nullable(string()),
            "detector": nullable(string()),
            "verdict_class": nullable(string()),
            "note": nullable(string()),
            "ref_index": { "type": ["integer", "string", "null"] },
            "signed": { "type": "boolean" },
            "listed": { "type": "boolean" },
        }));
        json!({ "type": "array", "maxItems": MAX_SHOWN, "items": finding })
    }

    fn change() -> Value {
        object(&json!({
            "pointer": pattern("^/"),
            "found": true,
            "restored": true,
            "from": nullable(string()),
        }))
    }

    fn error() -> Value {
        object(&json!({
            "code": { "enum": ErrorCode::ALL.map(ErrorCode::as_str) },
            "message": string(),
            "offset": nullable(json!({ "type": "integer", "minimum": 0 })),
        }))
    }

    /// Returns the schema of an object with a member for each coverage class.
    fn classes(of_each: &Value) -> Value {
        let members = Class::ALL.map(|class| (class.as_str(), of_each.clone()));
        object(&members.into_iter().collect())
    }

    /// Returns the schema of an object that has all of these members.
    fn object(properties: &Value) -> Value {
        json!({ "type": "object", "required": names(properties), "properties": properties })
    }

    fn names(properties: &Value) -> Vec<&String> {
        let members = properties.as_object().into_iter();
        members.flat_map(serde_json::Map::keys).collect()
    }

    fn array(items: Value) -> Value {
        json!({ "type": "array", "items": items })
    }

    fn string() -> Value {
        json!({ "type": "string" })
    }

    fn pattern(pattern: &str) -> Value {
        json!({ "type": "string", "pattern": pattern })
    }

    fn nullable(schema: Value) -> Value {
        json!({ "anyOf": [schema, { "type": "null" }] })
    }
}
