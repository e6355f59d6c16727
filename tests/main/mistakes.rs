//! Tests that every mistake of a user is answered with what to do next.

use crate::support::run::{run, run_with_input, scratch, status, stderr, stdout, words};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// Returns whether a text contains a sentence, with or without a capital at its beginning.
/// Returns whether a text contains a sentence, with any capitalization and either sort of slash.
fn contains(text: &str, sentence: &str) -> bool {
    text.replace(std::path::MAIN_SEPARATOR, "/")
        .to_lowercase()
        .contains(&sentence.to_lowercase())
}

fn said_of(arguments: &[&str]) -> String {
    let output = run(arguments);
    words(&(stdout(&output) + &stderr(&output)))
}

#[test]
fn answers_missing_paths_with_a_next_step() {
    for (path, hint) in [
        (
            "no-such-file",
            "what to do check the spelling and the current directory",
        ),
        (
            "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.jsno",
            "what to do did you mean fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json?",
        ),
        // On other systems, names may differ in capitalization.
        #[cfg(target_os = "linux")]
        (
            "fixtures/keys/PITH-test-1.json",
            "did you mean fixtures/keys/pith-test-1.json?",
        ),
        (
            "fixtures/valid/no-such-record-at-all.ndjson",
            "no such file; check the spelling: `ls fixtures/valid` lists its files",
        ),
        (
            "no-such-directory/record.json",
            "what to do there is no directory no-such-directory",
        ),
        (
            "https://pith.science/x.json",
            "no network connection: `curl -fsS 'https://pith.science/x.json' | pith verify`",
        ),
        (
            "2106.06530v2",
            "this is the name of a record, not a file, and pith opens no network connection: \
             `curl -fsS https://pith.science/pith/IDENTIFIER.json | pith verify`, where IDENTIFIER",
        ),
        (
            "https://arxiv.org/abs/2106.06530v2",
            "this is the name of a record, not a file",
        ),
        (
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "`curl -fsS https://pith.science/pith/4K6GSOJWB7QU2RFIL3CD3BQJ62.json | pith verify`",
        ),
        ("records/*.json", "The pattern matched no file"),
    ] {
        let output = run(&["verify", path]);
        assert_eq!(status(&output), 2, "{path}");
        let said = words(&stdout(&output));
        assert!(contains(&said, hint), "{path}: {said}");
        assert!(!said.contains("os error"), "{said}");
    }
}

#[test]
fn does_not_compare_listed_paths_with_other_names() {
    let list = format!("{}x\n", RECORD);
    let output = run_with_input(&["verify", "--files-from", "-"], list.as_bytes());
    assert_eq!(status(&output), 2);
    let said = stdout(&output);
    assert!(
        contains(&said, "no such file") && !said.contains("did you mean"),
        "{said}"
    );
}

#[test]
fn answers_other_file_formats_with_a_next_step() {
    let record = String::from_utf8(crate::support::read(crate::support::REAL_RECORD)).unwrap();
    let two = format!("{record}\n{record}\n");
    let joined = format!("{record}{record}");
    let value: serde_json::Value = serde_json::from_str(&record).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap() + "\n";
    let pretty = pretty.repeat(2);
    let path = format!("{RECORD}\n");
    let nul = format!("{record}\0{record}\0");
    let mark = format!("\u{feff}{record}");
    for (bytes, hint) in [
        (
            &b"PK\x03\x04\x14\0"[..],
            "this is a ZIP archive: `unzip -p FILE | pith verify`",
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
            "an answer that says \"no such record\", not a document",
        ),
        (
            two.as_bytes(),
            "another document follows: with --ndjson, each line is a document",
        ),
        (
            joined.as_bytes(),
            "another document follows: give each file as a PATH of its own, or end each document \
             with NUL and use --null-data",
        ),
        (
            pretty.as_bytes(),
            "another document follows: give each file as a PATH of its own",
        ),
        (
            nul.as_bytes(),
            "--null-data reads documents that end with NUL",
        ),
        (
            path.as_bytes(),
            "standard input holds a path, not a document; `pith verify --files-from -` reads a list",
        ),
        (
            b"no-such-record.json\n",
            "standard input holds a path, not a document",
        ),
        (
            mark.as_bytes(),
            "What to do `sed '1s/^\\xEF\\xBB\\xBF//' FILE | pith verify`",
        ),
    ] {
        let output = run_with_input(&["verify", "-"], bytes);
        assert_eq!(status(&output), 2, "{hint}");
        let said = words(&stdout(&output));
        assert!(contains(&said, hint), "{hint}: {said}");
    }
    for (bytes, wrong) in [
        (&b"{}{}"[..], "--ndjson"),
        (b"{\"a\": 1 {", "another document"),
        (b"true\n", "holds a path"),
        (b"{\"record.json\"\n", "holds a path"),
    ] {
        let output = run_with_input(&["verify", "-"], bytes);
        assert!(!stdout(&output).contains(wrong), "{}", stdout(&output));
    }
}

#[test]
fn a_directory_is_not_explained_as_a_document() {
    for arguments in [
        &["explain", "fixtures/valid"][..],
        &["explain", RECORD, "fixtures/valid"],
    ] {
        let text = said_of(arguments);
        assert!(
            contains(&text, "name a file in it, or `pith verify DIR`"),
            "{text}"
        );
        assert!(
            text.contains("`pith explain --html DIR > page.html`"),
            "{text}"
        );
    }
}

#[test]
fn other_files_with_a_typo_in_their_names() {
    for (arguments, hint) in [
        (
            &["verify", "--key", "fixtures/keys/pith-tset-1.json", RECORD][..],
            "key file fixtures/keys/pith-tset-1.json: no such file; did you mean \
             fixtures/keys/pith-test-1.json?",
        ),
        (
            &["verify", "--with", "READEM.md", RECORD],
            "--with READEM.md: unreadable: no such file; did you mean README.md?",
        ),
        (
            &["verify", "--expect-list", "READEM.md", RECORD],
            "--expect-list READEM.md: no such file; did you mean README.md?",
        ),
        (
            &["verify", "--title", "@READEM.md", RECORD],
            "--title: READEM.md: no such file; did you mean README.md?",
        ),
        (
            &["canon", "READEM.md"],
            "READEM.md: unreadable: no such file; did you mean README.md?",
        ),
        (
            &["diff", RECORD, "READEM.md"],
            "no such file; did you mean README.md?",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        let text = said_of(arguments);
        assert!(contains(&text, hint), "{arguments:?}: {text}");
    }
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
        (
            RECORD,
            "this is a record, not a key; give it as a PATH, and give --key the file of a public key",
        ),
        (
            "fixtures/valid/composed-integrity-of-the-record-given.json",
            "not a key; give it as a PATH",
        ),
        (&minisign, "a minisign or signify key"),
        (&ssh, "an SSH key"),
    ] {
        let output = run(&["verify", "--key", file, RECORD]);
        assert_eq!(status(&output), 2, "{file}");
        assert!(contains(&stderr(&output), hint), "{}", stderr(&output));
    }
    let output = run(&["verify", "fixtures/keys/pith-test-1.json"]);
    let text = words(&stdout(&output));
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
