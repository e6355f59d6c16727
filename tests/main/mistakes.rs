//! Tests that every mistake of a user is answered with what to do next.

use crate::support::run::{run, run_with_input, scratch, status, stderr, stdout};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// Returns a text without line breaks.
fn said(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn answers_almost_correct_command_lines_with_the_correct_one() {
    for (arguments, hint) in [
        (
            &[RECORD][..],
            "did you mean `pith verify fixtures/valid/4K6",
        ),
        (
            &["no-such.ndjson"],
            "did you mean `pith verify no-such.ndjson`?",
        ),
        (&["check", RECORD], "did you mean `pith verify`?"),
        (&["validate", RECORD], "did you mean `pith verify`?"),
        (&["version"], "did you mean `pith --version`?"),
        (
            &["verify", "--max-size", "10M", RECORD],
            "did you mean 10485760?",
        ),
        (&["verify", "--max-size", "0", RECORD], "not between 1 and "),
        (
            &["verify", "--expect", "my-paper", RECORD],
            "neither a Pith Number, an arXiv id nor a DOI",
        ),
        (
            &["verify", "--require", "authors=x", RECORD],
            "authors is not signed",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert_eq!(stdout(&output), "");
        let said = said(&stderr(&output));
        assert!(said.contains(hint), "{arguments:?}: {said}");
        assert!(!said.contains("similar subcommand"), "{said}");
    }
}

#[test]
fn answers_missing_paths_with_a_next_step() {
    for (path, hint) in [
        (
            "no-such-file",
            "It could not be read, so nothing was checked. Problem No such file (unreadable).",
        ),
        (
            "https://pith.science/x.json",
            "no network connection: `curl -fsS 'https://pith.science/x.json' | pith verify`",
        ),
        (
            "2106.06530v2",
            "That is a name, not a file, and pith opens no network connection",
        ),
        (
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "That is a name, not a file",
        ),
        ("records/*.json", "The pattern matched no file"),
    ] {
        let output = run(&["verify", path]);
        assert_eq!(status(&output), 2, "{path}");
        let said = said(&stdout(&output));
        assert!(said.contains(hint), "{path}: {said}");
        assert!(!said.contains("os error"), "{said}");
    }
}

#[test]
fn answers_other_file_formats_with_a_next_step() {
    let record = String::from_utf8(crate::support::read(crate::support::REAL_RECORD)).unwrap();
    let two = format!("{record}\n{record}\n");
    let mark = format!("\u{feff}{record}");
    for (bytes, hint) in [
        (
            &b"PK\x03\x04\x14\0"[..],
            "This is a ZIP archive: `unzip -p FILE | pith verify`",
        ),
        (
            b"BZh91AY&SY",
            "This is compressed with bzip2: `bzip2 -dc FILE | pith verify`",
        ),
        (
            b"\xfd7zXZ\0\0",
            "This is compressed with xz: `xz -dc FILE | pith verify`",
        ),
        (b"%PDF-1.7\n", "This is a PDF"),
        (
            b"<!DOCTYPE html>\n<html>",
            "This is a web page: the record is at the address of the page with .json",
        ),
        (b"\n <HTML lang=en>", "This is a web page"),
        (
            br#"{"error": "no such record"}"#,
            "This is an answer that says \"no such record\", not a document",
        ),
        (two.as_bytes(), "If each line is a document, add --ndjson."),
        (
            mark.as_bytes(),
            "What to do `sed '1s/^\\xEF\\xBB\\xBF//' FILE | pith verify`",
        ),
    ] {
        let output = run_with_input(&["verify", "-"], bytes);
        assert_eq!(status(&output), 2, "{hint}");
        let said = said(&stdout(&output));
        assert!(said.contains(hint), "{hint}: {said}");
    }
    // Two documents on one line are a different mistake.
    let output = run_with_input(&["verify", "-"], b"{}{}");
    assert!(!stdout(&output).contains("--ndjson"));
}

#[test]
fn answers_other_key_formats_with_a_next_step() {
    let minisign = b"untrusted comment: minisign public key\nRWQ=\n";
    let minisign = scratch("minisign.pub", minisign).display().to_string();
    let ssh = scratch("id.pub", b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me\n")
        .display()
        .to_string();
    for (file, hint) in [
        (
            "fixtures/keys/bad/private-key.pem",
            "a private key, which only its owner should have",
        ),
        (
            "fixtures/keys/bad/certificate.pem",
            "a certificate; `openssl x509 -in FILE -noout -pubkey`",
        ),
        (&minisign, "a minisign or signify key"),
        (&ssh, "an SSH key"),
    ] {
        let output = run(&["verify", "--key", file, RECORD]);
        assert_eq!(status(&output), 2, "{file}");
        assert!(stderr(&output).contains(hint), "{}", stderr(&output));
    }
    let output = run(&["verify", "fixtures/keys/pith-test-1.json"]);
    let text = said(&stdout(&output));
    assert!(
        text.contains(
            "This is a key file, not a document to verify: pith-test-1 with the fingerprint 9feacc37"
        ),
        "{text}"
    );
    assert!(text.contains("give its file with --key"), "{text}");
}

#[test]
fn recognizes_a_file_name_given_as_a_text() {
    let output = run(&["verify", "--title", "README.md", RECORD]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("to read the text from it, write @README.md"));
}

#[test]
fn one_document_is_counted_in_the_singular() {
    let output = run_with_input(
        &["verify", "--ndjson", "-"],
        &crate::support::read(crate::support::REAL_RECORD),
    );
    assert!(
        stderr(&output).starts_with("1 document: 1 passed"),
        "{}",
        stderr(&output)
    );
}
