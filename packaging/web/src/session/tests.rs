//! Runs: what is asked, in which order, and what is answered or refused.

use serde_json::{Value, json};

use super::*;

const RECORD: &[u8] = include_bytes!("../../../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
const ALTERED: &[u8] = include_bytes!("../../../../fixtures/invalid/title--other-word.json");
const INTEGRITY: &[u8] =
    include_bytes!("../../../../fixtures/vectors/integrity_documents/2604.18730.json");
/// A record that the registry's key did not sign, and the key that did.
const OTHER: &[u8] = include_bytes!("../../../../fixtures/valid/4QHRGH5A.json");
const OTHER_KEY: &[u8] = include_bytes!("../../../../fixtures/keys/pith-test-1.json");

/// Handles a request with the bytes of a file, and returns the answer as text.
fn ask(session: &mut Session, request: &Value, bytes: &[u8]) -> Result<String, String> {
    let request = [request.to_string().as_bytes(), b"\n", bytes].concat();
    let answer = session.handle(request)?;
    Ok(String::from_utf8(answer).unwrap())
}

fn send(session: &mut Session, what: &str, name: &str, bytes: &[u8]) -> String {
    ask(session, &json!({"do": what, "name": name}), bytes).unwrap()
}

fn add(session: &mut Session, name: &str, bytes: &[u8]) -> String {
    send(session, "add", name, bytes)
}

fn get(session: &mut Session, what: &str) -> Result<String, String> {
    ask(session, &json!({"do": what}), b"")
}

/// Returns the verdict of each report: one line of JSON each.
fn verdicts(reports: &str) -> Vec<String> {
    let verdict = |line| serde_json::from_str::<Value>(line).unwrap()["verdict"].clone();
    let verdicts = reports.lines().map(verdict);
    verdicts.map(|text| text.as_str().unwrap().into()).collect()
}

fn refusal(requests: &[(Value, &[u8])]) -> String {
    let mut session = Session::default();
    let (last, first) = requests.split_last().unwrap();
    for (request, bytes) in first {
        assert_eq!(ask(&mut session, request, bytes), Ok(String::new()));
    }
    ask(&mut session, &last.0, last.1).unwrap_err()
}

#[test]
fn explains_one_document() {
    let mut session = Session::default();
    assert_eq!(add(&mut session, "a.json", RECORD), "");
    assert_eq!(verdicts(&get(&mut session, "reports").unwrap()), ["pass"]);
    let document = Named::new("a.json", RECORD);
    assert_eq!(
        get(&mut session, "page").unwrap().into_bytes(),
        Explainer::default().explain_html(&document)
    );
}

#[test]
fn compares_two_documents() {
    let mut session = Session::default();
    add(&mut session, "a.json", RECORD);
    add(&mut session, "b.json", ALTERED);
    let reports = get(&mut session, "reports").unwrap();
    assert_eq!(verdicts(&reports), ["pass", "fail"]);
    let copies = [
        &Named::new("a.json", RECORD),
        &Named::new("b.json", ALTERED),
    ];
    assert_eq!(
        get(&mut session, "page").unwrap().into_bytes(),
        Explainer::default().compare_html(copies)
    );
}

#[test]
fn shows_three_documents_on_an_overview_and_gives_each_report_once() {
    let mut session = Session::default();
    add(&mut session, "a.json", RECORD);
    add(&mut session, "b.json", ALTERED);
    let reports = add(&mut session, "c.json", OTHER);
    assert_eq!(verdicts(&reports), ["pass", "fail", "unverifiable"]);
    assert_eq!(get(&mut session, "reports"), Ok(String::new()));
    assert_eq!(verdicts(&add(&mut session, "d.json", RECORD)), ["pass"]);
    assert_eq!(get(&mut session, "csv").unwrap().lines().count(), 5);
    let page = get(&mut session, "page").unwrap();
    assert!(
        ["a.json", "b.json", "c.json", "d.json"]
            .iter()
            .all(|name| page.contains(name))
    );
}

#[test]
fn gives_every_line_of_a_file_of_many_a_report() {
    let mut session = Session::default();
    let reports = add(&mut session, "lines.ndjson", b"{}\n[\n");
    assert_eq!(reports.lines().count(), 2);
    assert!(get(&mut session, "csv").is_ok());
}

#[test]
fn reports_a_file_that_the_host_could_not_read() {
    let mut session = Session::default();
    let request = json!({"do": "add", "name": "a.json", "unreadable": "it is a folder"});
    ask(&mut session, &request, b"").unwrap();
    let report = get(&mut session, "reports").unwrap();
    assert!(report.contains("it is a folder"), "{report}");
}

#[test]
fn trusts_a_given_key_and_repeats_it_in_shell_lines() {
    let mut session = Session::default();
    send(&mut session, "key", "key.json", OTHER_KEY);
    add(&mut session, "a.json", OTHER);
    assert_eq!(verdicts(&get(&mut session, "reports").unwrap()), ["pass"]);
    assert!(
        get(&mut session, "page")
            .unwrap()
            .contains("--key key.json")
    );
}

#[test]
fn trusts_no_built_in_key_if_told_so_and_repeats_that_in_shell_lines() {
    let mut session = Session::default();
    let start = json!({"do": "start", "no_builtin_keys": true});
    ask(&mut session, &start, b"").unwrap();
    add(&mut session, "a.json", RECORD);
    assert_eq!(
        verdicts(&get(&mut session, "reports").unwrap()),
        ["unverifiable"]
    );
    assert!(
        get(&mut session, "page")
            .unwrap()
            .contains("--no-builtin-keys")
    );
}

#[test]
fn compares_documents_with_a_given_record_and_repeats_it_in_shell_lines() {
    let mut session = Session::default();
    send(&mut session, "record", "r.json", RECORD);
    add(&mut session, "a.json", ALTERED);
    assert!(get(&mut session, "page").unwrap().contains("--with r.json"));
}

#[test]
fn a_start_forgets_the_run_before() {
    let mut session = Session::default();
    add(&mut session, "a.json", RECORD);
    get(&mut session, "start").unwrap();
    assert!(get(&mut session, "page").is_err());
}

#[test]
fn compares_documents_with_given_texts_and_names() {
    let mut session = Session::default();
    let start = json!({
        "do": "start", "title": "Another title", "abstract": "Another abstract.",
        "expect": ["4QHRGH5A"],
    });
    ask(&mut session, &start, b"").unwrap();
    add(&mut session, "a.json", RECORD);
    let report = get(&mut session, "reports").unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let checks = report["checks"].as_array().unwrap().iter();
    let failed = checks.filter(|check| check["status"] == "fail");
    assert_eq!(
        failed.map(|check| &check["id"]).collect::<Vec<_>>(),
        ["given-title", "given-abstract", "expected"]
    );
}

#[test]
fn refuses_a_key_file_without_a_key() {
    let key = json!({"do": "key", "name": "key.json"});
    assert_eq!(
        refusal(&[(key, b"{}")]),
        "key file key.json: /key_id is missing"
    );
}

#[test]
fn refuses_a_given_record_that_does_not_pass() {
    let record = json!({"do": "record", "name": "r.json"});
    assert_eq!(
        refusal(&[(record.clone(), ALTERED)]),
        "record r.json: it does not pass; verify it alone to see why"
    );
    let refused = refusal(&[(record, b"[")]);
    assert!(
        refused.starts_with("record r.json: invalid-json: "),
        "{refused}"
    );
}

#[test]
fn refuses_a_given_record_that_is_another_document() {
    let record = json!({"do": "record", "name": "r.json"});
    assert_eq!(
        refusal(&[(record, INTEGRITY)]),
        "record r.json: this is an integrity document, not a record or a bundle"
    );
}

#[test]
fn refuses_an_expected_name_that_names_nothing() {
    let start = json!({"do": "start", "expect": ["\u{1b}[2J"]});
    assert_eq!(
        refusal(&[(start, b"")]),
        r#"expect: "\u{1b}[2J" is not the name of a record or a paper"#
    );
}

#[test]
fn refuses_to_show_nothing() {
    assert_eq!(
        refusal(&[(json!({"do": "page"}), b"")]),
        "there is nothing to verify"
    );
}

#[test]
fn refuses_a_table_of_fewer_than_three_documents() {
    let add = json!({"do": "add", "name": "a.json"});
    let csv = json!({"do": "csv"});
    assert_eq!(
        refusal(&[(add, RECORD), (csv, b"")]),
        "there are not many documents"
    );
}

#[test]
fn refuses_what_is_no_request() {
    for request in [
        "",
        "{",
        r#"{"do": "leave"}"#,
        r#"{"do": "add"}"#,
        r#"{"do": "start", "titel": "x"}"#,
    ] {
        let refused = Session::default().handle(request.into()).unwrap_err();
        assert!(refused.starts_with("request: "), "{refused}");
    }
}

#[test]
fn answers_with_digests_and_facts_about_itself() {
    let mut session = Session::default();
    assert_eq!(
        ask(&mut session, &json!({"do": "sha256"}), b"abc").unwrap(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let about: Value = serde_json::from_str(&get(&mut session, "about").unwrap()).unwrap();
    assert_eq!(about["max_size"], DEFAULT_MAX_SIZE);
}
