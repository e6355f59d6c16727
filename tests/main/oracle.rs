//! Compares the canonical form with that of Python's `json.dumps`, byte for byte.
//!
//! For a long run, use `PITH_ORACLE_COUNT=100000 PITH_ORACLE_FLOATS=1000000 PITH_ORACLE_SEED=7
//! cargo test --release --test main -- oracle`.

mod generate;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::support::random::Random;
use crate::support::run::{python, reports, run, run_with_input, status, stderr};
use crate::support::slow::Form;
use crate::support::{documents, read};

/// The result for a document: its canonical form, or the reason for a refusal.
type Answer = Result<Vec<u8>, String>;

struct Python {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Python {
    /// Starts Python, or returns `None` if there is none.
    fn start(arguments: &[&str]) -> Option<Self> {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/main/oracle/oracle.py");
        let mut child = Command::new(python()?)
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Some(Self {
            child,
            input,
            output,
        })
    }

    fn canonical(&mut self, document: &[u8]) -> Answer {
        writeln!(self.input, "{}", data_encoding::BASE64.encode(document)).unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        match line.trim_end().split_once(' ').unwrap() {
            ("ok", base64) => Ok(data_encoding::BASE64.decode(base64.as_bytes()).unwrap()),
            (_, reason) => Err(reason.to_owned()),
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pith(document: &[u8]) -> Answer {
    pith_in(Form::Utf8, document)
}

/// Returns the whole document in one of the two canonical forms.
fn pith_in(form: Form, document: &[u8]) -> Answer {
    let arguments = [&["canon", "--pointer", "", "-"], ascii(form)].concat();
    let output = run_with_input(&arguments, document);
    match status(&output) {
        0 => Ok(output.stdout),
        2 => {
            assert!(output.stdout.is_empty());
            Err(stderr(&output))
        }
        other => panic!("status {other}: {}", stderr(&output)),
    }
}

/// Returns the command-line options for a form.
fn ascii(form: Form) -> &'static [&'static str] {
    match form {
        Form::Utf8 => &[],
        Form::Ascii => &["--ascii"],
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn agrees_with_python_on_generated_documents() {
    agree_on_generated_documents(Form::Utf8, &[]);
}

#[test]
fn agrees_with_python_on_generated_documents_in_the_escaped_form() {
    agree_on_generated_documents(Form::Ascii, &["ascii"]);
}

fn agree_on_generated_documents(form: Form, of_python: &[&str]) {
    let Some(mut python) = Python::start(of_python) else {
        return;
    };
    let mut random = Random::seeded(setting("PITH_ORACLE_SEED", 1));
    let count = setting("PITH_ORACLE_COUNT", 1000);
    let mut accepted = 0;
    for number in 0..count {
        let document = generate::document(&mut random);
        let (ours, theirs) = (pith_in(form, &document), python.canonical(&document));
        let agree = match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => ours == theirs,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        assert!(
            agree,
            "document {number}: {:?}\npith: {ours:?}\npython: {theirs:?}",
            String::from_utf8_lossy(&document)
        );
        let in_charset = form == Form::Utf8 || ours.iter().all(|bytes| bytes.is_ascii());
        assert!(in_charset, "document {number}");
        accepted += u64::from(ours.is_ok());
    }
    println!(
        "{count} documents, {accepted} accepted by both, {} refused by both, 0 differences",
        count - accepted
    );
    assert!(accepted * 2 > count, "{accepted} of {count} accepted");
}

/// Python escapes the same characters.
#[test]
fn agrees_with_python_on_every_character_in_both_forms() {
    let chars: Vec<_> = ('\0'..=char::MAX).collect();
    for (form, of_python) in [(Form::Utf8, &[][..]), (Form::Ascii, &["ascii"])] {
        let Some(mut python) = Python::start(of_python) else {
            return;
        };
        for chars in chars.chunks(100_000) {
            let text: String = chars.iter().collect();
            let document = serde_json::Value::from(text).to_string();
            let ours = pith_in(form, document.as_bytes());
            assert!(ours.is_ok(), "{ours:?}");
            assert!(ours == python.canonical(document.as_bytes()), "{form:?}");
        }
    }
}

#[test]
fn refuses_half_a_surrogate_pair_in_both_forms() {
    for document in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ude00\ud83d""#,
        r#"{"\ud83d":1}"#,
        r#""\ud83d\u0041""#,
    ] {
        for form in [Form::Utf8, Form::Ascii] {
            let refusal = pith_in(form, document.as_bytes()).expect_err(document);
            assert!(
                refusal.contains(": invalid-json: "),
                "{document}: {refusal}"
            );
        }
    }
    let pair = pith_in(Form::Ascii, r#""\uD83D\uDE00\u007f""#.as_bytes());
    assert_eq!(pair.unwrap(), br#""\ud83d\ude00\u007f""#);
}

/// Floats have more spellings than any other value, and are misread most often.
#[test]
fn agrees_with_python_on_floats_near_every_edge() {
    const BATCH: usize = 10_000;
    let count = setting("PITH_ORACLE_FLOATS", 50_000);
    let seed = setting("PITH_ORACLE_SEED", 1);
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/main/oracle/floats.py");
    let Some(python) = python() else { return };
    let mut python = Command::new(python)
        .args([program, &count.to_string(), &seed.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(python.stdout.take().unwrap()).lines();
    let answers: Vec<_> = lines.map(Result::unwrap).collect();
    assert!(python.wait().unwrap().success());
    assert_eq!(answers.len() as u64, count);
    let answers = answers.iter().map(|line| line.split_once(' ').unwrap());
    let (refused, accepted): (Vec<_>, Vec<_>) = answers.partition(|(_, answer)| *answer == "-");
    for batch in accepted.chunks(BATCH) {
        let (spelled, expected): (Vec<_>, Vec<_>) = batch.iter().copied().unzip();
        let canonical = pith(format!("[{}]", spelled.join(",")).as_bytes()).unwrap();
        let canonical = String::from_utf8(canonical).unwrap();
        let found = canonical.trim_matches(['[', ']']).split(',');
        for ((found, expected), spelled) in found.zip(expected).zip(spelled) {
            assert_eq!(found, expected, "{spelled}");
        }
    }
    let documents: String = refused.iter().flat_map(|(text, _)| [text, "\n"]).collect();
    let output = run_with_input(&["verify", "--json", "--ndjson"], documents.as_bytes());
    let codes = reports(&output);
    assert_eq!(codes.len(), refused.len());
    for (report, (spelled, _)) in codes.iter().zip(&refused) {
        assert_eq!(report["error"]["code"], "number-out-of-range", "{spelled}");
    }
    println!(
        "{count} floats, {} accepted by both, {} refused by both, 0 differences",
        accepted.len(),
        refused.len()
    );
}

#[test]
fn writes_the_canonical_form_stored_with_each_document() {
    for (form, extension, of_python) in [
        (Form::Utf8, "canonical", &[][..]),
        (Form::Ascii, "ascii", &["ascii"]),
    ] {
        let mut python = Python::start(of_python);
        let mut held = 0;
        for path in documents("canonical") {
            let Ok(expected) = std::fs::read(path.with_extension(extension)) else {
                assert_eq!(form, Form::Ascii, "{} has none", path.display());
                continue;
            };
            let document = std::fs::read(&path).unwrap();
            let arguments = ["canon", "--pointer", "", path.to_str().unwrap()];
            let output = run(&[&arguments, ascii(form)].concat());
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(output.stdout == expected, "{}: {shown}", path.display());
            if let Some(python) = &mut python {
                assert!(
                    python.canonical(&document) == Ok(expected),
                    "{} by Python",
                    path.display()
                );
            }
            held += 1;
        }
        assert!(held > 1, "{held} in {form:?}");
    }
}

#[test]
fn both_forms_are_equal_for_text_up_to_the_tilde() {
    let ascii_only = read("canonical/floats.json");
    assert_eq!(
        pith_in(Form::Utf8, &ascii_only),
        pith_in(Form::Ascii, &ascii_only)
    );
    let tilde = br#"{"~":" !#[]^_`{|}~"}"#;
    assert_eq!(pith_in(Form::Ascii, tilde).unwrap(), tilde);
}

/// Python accepts these documents, although they are ambiguous or their canonical form would
/// not be JSON. Each is refused with its own error code.
#[test]
fn refuses_documents_that_python_accepts() {
    let mut python = Python::start(&["lenient"]);
    for (document, code, pythons) in [
        (r#"{"a":1,"a":2}"#, "duplicate-name", r#"{"a":2}"#),
        (r#"{"a":1,"\u0061":2}"#, "duplicate-name", r#"{"a":2}"#),
        ("NaN", "invalid-json", "NaN"),
        ("[-Infinity]", "invalid-json", "[-Infinity]"),
        ("1e400", "number-out-of-range", "Infinity"),
        ("0.0000000015e1000010", "number-out-of-range", "Infinity"),
        ("15e-100001", "number-out-of-range", "0.0"),
        ("-1.8e308", "number-out-of-range", "-Infinity"),
    ] {
        let refusal = pith(document.as_bytes()).expect_err(document);
        assert!(
            refusal.contains(&format!(": {code}: ")),
            "{document}: {refusal}"
        );
        if let Some(python) = &mut python {
            assert_eq!(python.canonical(document.as_bytes()), Ok(pythons.into()));
        }
    }
}

#[test]
fn refuses_documents_that_python_refuses_too() {
    let mut python = Python::start(&["lenient"]);
    let digits = "1".repeat(4301);
    let deep = "[".repeat(100_000);
    for (document, code) in [
        (&b"\xef\xbb\xbf{}"[..], "byte-order-mark"),
        (b"\xff\xfe{\0}\0", "byte-order-mark"),
        (b"\"\xe9\"", "invalid-utf8"),
        (b"{}x", "invalid-json"),
        (b"{} {}", "invalid-json"),
        (b"", "invalid-json"),
        (b"\"\n\"", "invalid-json"),
        (br#""\ud800""#, "invalid-json"),
        (digits.as_bytes(), "number-out-of-range"),
        (deep.as_bytes(), "too-deep"),
    ] {
        let shown = String::from_utf8_lossy(&document[..document.len().min(20)]);
        let refusal = pith(document).expect_err(&shown);
        assert!(
            refusal.contains(&format!(": {code}: ")),
            "{shown}: {refusal}"
        );
        if let Some(python) = &mut python {
            assert!(python.canonical(document).is_err(), "{shown}");
        }
    }
}
