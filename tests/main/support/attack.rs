//! Represents a document that passes, its leaves that are vouched for, and changes to them.

use pith_verify::Verifier;
use pith_verify::report::coverage::Class;
use pith_verify::report::{Report, Source, Verdict};
use serde_json::{Value, json};

use super::promise::{broken, leaves, verifier, vouched};
use super::{REAL_RECORD, forge, read, read_json};

/// A document to attack.
pub struct Target {
    pub name: String,
    pub original: Value,
    pub verifier: Verifier,
    pub leaves: Vec<(String, Class)>,
    pub vouched: Vec<(String, Class)>,
}

impl Target {
    pub fn new(name: &str, original: Value, verifier: Verifier) -> Self {
        let report = verifier.verify(Source::file(name), original.to_string().as_bytes());
        assert_eq!(report.verdict(), Verdict::Pass, "{name}");
        Self {
            name: name.to_owned(),
            original,
            leaves: leaves(&report),
            vouched: vouched(&report),
            verifier,
        }
    }

    /// Returns a target from a fixture that passes without given texts or records.
    pub fn fixture(path: &str) -> Self {
        Self::new(path, read_json(path), verifier())
    }

    pub fn verify(&self, changed: &Value) -> Report<'static> {
        self.verify_text(&changed.to_string())
    }

    pub fn verify_text(&self, changed: &str) -> Report<'static> {
        self.verifier
            .verify(Source::file(&*self.name), changed.as_bytes())
    }

    /// Returns the report on a changed copy.
    pub fn after(&self, change: impl FnOnce(&mut Value)) -> Report<'static> {
        let mut changed = self.original.clone();
        change(&mut changed);
        assert_ne!(changed, self.original, "{}", self.name);
        self.verify(&changed)
    }

    /// Fails if a changed document passes although a leaf that is vouched for says something
    /// else.
    pub fn check_promise(&self, changed: &Value, what: &str) {
        if self.verify(changed).verdict() == Verdict::Pass {
            let broken = broken(&self.original, &self.vouched, changed);
            assert_eq!(
                broken, None,
                "PASSED with another value: {what} of {}",
                self.name
            );
        }
    }
}

/// Returns a state as a target, together with its record.
pub fn state() -> Target {
    let mut with_record = verifier();
    let record = with_record.verified_record(&read(REAL_RECORD)).unwrap();
    with_record.given_records.push(record);
    let state = forge::bundle::state(&read_json(REAL_RECORD));
    Target::new("state", state, with_record)
}

/// Returns whether the check with this id failed.
pub fn fails(report: &Report<'_>, id: &str) -> bool {
    has(report, id, "fail")
}

/// Returns whether a check has an outcome.
pub fn has(report: &Report<'_>, id: &str, outcome: &str) -> bool {
    let mut findings = report.findings().iter();
    findings.any(|finding| finding.id() == id && finding.outcome().as_str() == outcome)
}

/// Returns other values for a leaf, similar ones and very different ones.
pub fn changes(value: &Value) -> Vec<Value> {
    let mut others = vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(""),
        json!("another"),
        json!([]),
        json!({}),
        json!([value]),
    ];
    match value {
        Value::String(text) => {
            others.push(format!("{text}x").into());
            others.push(format!("{text}\u{0}").into());
            others.push(text.chars().skip(1).collect::<String>().into());
            others.push(text.chars().rev().collect::<String>().into());
            others.push(text.to_uppercase().into());
            others.push(text.to_lowercase().into());
            others.push(format!(" {text}").into());
            others.push(format!("{text}\n").into());
        }
        Value::Number(number) => {
            others.push(number.to_string().into());
            others.push(json!(number.as_f64().unwrap()));
            others.push(json!(number.as_f64().unwrap() + 1.0));
            others.push(json!(number.as_i64().unwrap_or_default() + 1));
        }
        Value::Bool(bool) => others.push(json!(!bool)),
        _ => {}
    }
    others.retain(|other| other != value);
    others
}
