//! The JSON Schema (2020-12) of a report in JSON, built from the same tables as reports.

use serde_json::{Value, json};

use crate::json::error::ErrorCode;
use crate::report::coverage::Class;
use crate::report::{Outcome, REPORT_VERSION, Verdict};
use crate::verify::checks::CHECKS;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema, as indented JSON.
///
/// Members that it does not name are allowed: some may be added within a report version.
#[must_use]
pub fn report_schema() -> String {
    // Indenting a value cannot fail.
    serde_json::to_string_pretty(&report()).unwrap_or_default()
}

fn report() -> Value {
    let properties = json!({
        "report_version": { "const": REPORT_VERSION },
        "tool": { "type": "string", "pattern": "^pith-verify [0-9]" },
        "source": source(),
        "verdict": { "enum": Verdict::ALL.map(Verdict::as_str) },
        "pith_number": nullable(pattern("^pith:[0-9]{4}:[A-Z2-7]{26}$")),
        "canonical_sha256": nullable(pattern("^[0-9a-f]{64}$")),
        "key": nullable(key()),
        "checks": { "type": "array", "minItems": 1, "items": check() },
        "coverage": classes(&json!({ "type": "integer", "minimum": 0 })),
        "leaves": nullable(classes(&array(pattern("^(/|$)")))),
        "leaves_omitted": nullable(json!({ "type": "integer", "minimum": 0 })),
        "diagnosis": array(change()),
        "error": nullable(error()),
    });
    let pass = json!({ "properties": { "verdict": { "const": Verdict::Pass.as_str() } } });
    let fail = json!({ "properties": { "verdict": { "const": Verdict::Fail.as_str() } } });
    let failed = json!({ "properties": { "status": { "const": Outcome::FAILED } } });
    let failed = json!({ "contains": failed });
    json!({
        "$schema": DIALECT,
        "title": "Report of pith verify --json, one document",
        "type": "object",
        "required": names(&properties),
        "properties": properties,
        "if": pass,
        "then": proven(),
        "allOf": [{
            "if": fail,
            "then": { "properties": { "checks": failed } },
            "else": { "properties": { "checks": { "not": failed } } },
        }],
    })
}

/// What must be there for a pass: every required check, passed, and no error.
fn proven() -> Value {
    let required = CHECKS.iter().filter(|row| row.check.required);
    let passed = required.map(|row| {
        json!({ "contains": { "properties": {
            "id": { "const": row.check.id },
            "status": { "const": Outcome::PASSED },
        } } })
    });
    json!({ "properties": {
        "checks": { "allOf": passed.collect::<Vec<_>>() },
        "key": { "type": "object" },
        "pith_number": { "type": "string" },
        "canonical_sha256": { "type": "string" },
        "error": { "type": "null" },
    } })
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
    object(&json!({ "key_id": string(), "fingerprint": pattern("^[0-9a-f]{32}$") }))
}

fn check() -> Value {
    // An id with `<…>` is a family: one check per entry in the document.
    let ids = CHECKS.iter().map(|row| row.check.id);
    let (families, ids): (Vec<&str>, Vec<&str>) = ids.partition(|id| id.contains('<'));
    let families = families.iter().filter_map(|id| id.split_once('<'));
    let families = families.map(|(prefix, _)| pattern(&format!("^{prefix}.")));
    let id: Vec<_> = std::iter::once(json!({ "enum": ids }))
        .chain(families)
        .collect();
    object(&json!({
        "id": { "anyOf": id },
        "status": { "enum": [Outcome::PASSED, Outcome::FAILED, Outcome::SKIPPED] },
        "pointer": pattern("^(/|$)"),
        "claimed": nullable(string()),
        "computed": nullable(string()),
        "reason": nullable(string()),
    }))
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

/// An object with a member for each coverage class.
fn classes(of_each: &Value) -> Value {
    let members = Class::ALL.map(|class| (class.as_str(), of_each.clone()));
    object(&members.into_iter().collect())
}

/// An object that has all of these members.
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
