//! Tests where `pith` looks for documents: it omits nothing silently, and lists must be
//! complete.

use serde_json::Value;

use crate::support::run::{folder, reports, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{NULL_DEVICE, REAL_RECORD, read, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

/// Returns the file names in the reports.
fn names(reports: &[Value]) -> Vec<String> {
    let paths = reports
        .iter()
        .map(|report| report["source"]["path"].as_str());
    let names = paths.map(|path| path.unwrap().rsplit(['/', '\\']).next().unwrap().to_owned());
    names.collect()
}

fn summary_of(arguments: &[&str]) -> Value {
    let output = run(&[&["verify", "-q", "--summary", "-"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn ignores_capitalization_of_extensions() {
    let bad: &[u8] = b"{}";
    let folder = folder(
        "case",
        &[("B.JSON", bad), ("c.NdJson", b"{}\n{}"), ("d.JsonL", bad)],
    );
    let output = run(&["verify", "--json", folder.to_str().unwrap()]);
    let reports = reports(&output);
    assert_eq!(
        names(&reports),
        ["B.JSON", "c.NdJson", "c.NdJson", "d.JsonL"]
    );
    assert_eq!(reports[2]["source"]["line"], 2);
    assert_eq!(status(&output), 2);
    assert!(!stderr(&output).contains("not looked at"));
}

#[test]
fn counts_files_that_it_does_not_read() {
    let record = read(REAL_RECORD);
    let files: &[(&str, &[u8])] = &[
        ("record.json", &record),
        ("._record.json", b"\0\x05\x16\x07"),
        ("notes.txt", b""),
        ("MORE.TXT", b""),
        ("README", b""),
        #[cfg(unix)]
        ("a.x\u{1b}[2J", b""),
    ];
    let folder = folder("others", files);
    #[cfg(unix)]
    std::os::unix::fs::symlink(".", folder.join("round")).unwrap();
    let path = folder.to_str().unwrap();
    let output = run(&["verify", path]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let line = "6 other files not looked at: 2 .txt, 1 ._*, 1 link, 1 other, 1 without extension\n\
                1 document: 1 passed, 0 failed, 0 unverifiable\n";
    if cfg!(unix) {
        assert_eq!(stderr(&output), line);
    }
    let quiet = run(&["verify", "-q", path]);
    assert_eq!((status(&quiet), stderr(&quiet)), (0, String::new()));
    let summary = summary_of(&[path]);
    assert_eq!(summary["not_looked_at"]["kinds"][".txt"], 2);
    assert_eq!(
        (&summary["complete"], &summary["incomplete"]),
        (&true.into(), &Value::Array(vec![]))
    );
}

#[test]
fn an_empty_directory_gets_a_list_of_the_extensions_that_are_read() {
    let folder = folder("nothing", &[("a.txt", b"")]);
    let path = folder.to_str().unwrap();
    let output = run(&["verify", path]);
    assert_eq!(status(&output), 2);
    let said = stderr(&output);
    for part in [
        "nothing: no documents; looked for *.json, *.ndjson",
        "1 other file not looked at: 1 .txt",
        "0 documents",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let summary = summary_of(&[path]);
    assert_eq!(
        (&summary["complete"], &summary["incomplete"][0]),
        (
            &false.into(),
            &format!("{path}: no documents; looked for *.json, *.ndjson and *.jsonl, also compressed as .gz or .zst").into()
        )
    );
}

#[test]
fn every_named_input_must_have_a_document() {
    let empty = folder("named-empty", &[("notes.txt", b"")]);
    let empty = empty.to_str().unwrap();
    let list = scratch("named-empty.list", empty.as_bytes());
    let list = list.to_str().unwrap();
    let reason = format!("{empty}: no documents; looked for *.json");
    for (arguments, reason) in [
        (&[RECORD, empty][..], &*reason),
        (&[RECORD, "--files-from", list], &reason),
        (&["--ndjson", RECORD, "-"], "standard input: no documents"),
        (
            &["--ndjson", RECORD, NULL_DEVICE],
            &format!("{NULL_DEVICE}: no documents"),
        ),
    ] {
        let output = run(&[&["verify"], arguments].concat());
        assert_eq!(status(&output), 2, "{arguments:?}");
        let said = stderr(&output);
        assert_eq!(said.matches("no documents").count(), 1, "{said}");
        assert!(said.starts_with(&format!("pith: {reason}")), "{said}");
        let summary = summary_of(arguments);
        assert_eq!(
            (&summary["passed"], &summary["complete"]),
            (&1.into(), &false.into())
        );
        let told = summary["incomplete"][0].as_str().unwrap();
        assert!(told.starts_with(reason), "{told}");
        let junit = run(&[&["verify", "--format", "junit"], arguments].concat());
        assert!(stdout(&junit).contains(reason), "{}", stdout(&junit));
    }
    let page = run(&["explain", "--html", RECORD, empty]);
    assert_eq!(status(&page), 2);
    assert!(stderr(&page).starts_with(&format!("pith: {reason}")));
}

#[test]
fn an_empty_file_is_one_unreadable_document() {
    let record = read(REAL_RECORD);
    for (name, content, message) in [
        ("empty.json", &b""[..], "the file is empty"),
        ("empty.ndjson", b"", "the file is empty"),
        ("empty.jsonl.gz", b"", "the file is empty"),
        ("blank.ndjson", b"\n \r\n", "the file has no document in it"),
    ] {
        let folder = folder("empty-file", &[("record.json", &record), (name, content)]);
        let file = folder.join(name);
        for paths in [
            &[folder.to_str().unwrap()][..],
            &[RECORD, file.to_str().unwrap()],
        ] {
            let output = run(&[&["verify", "--json"], paths].concat());
            assert_eq!(status(&output), 2, "{paths:?}");
            let reports = reports(&output);
            assert_eq!(reports.len(), 2, "{paths:?}");
            let mut errors = reports.iter().map(|report| &report["error"]);
            let error = errors.find(|error| !error.is_null()).unwrap();
            assert_eq!(
                (&error["code"], &error["message"]),
                (&"unreadable".into(), &message.into())
            );
            let summary = summary_of(paths);
            let reason = summary["incomplete"][0].as_str().unwrap();
            assert!(reason.ends_with(name), "{reason}");
        }
    }
}

#[test]
fn joins_a_list_of_paths_with_those_that_were_given() {
    let list = scratch(
        "paths.list",
        format!("{RECORD}\n\nno-such-file\nfixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")
            .as_bytes(),
    );
    let list = list.to_str().unwrap();
    for jobs in ["1", "3"] {
        let arguments = [
            "verify",
            "--json",
            "--jobs",
            jobs,
            "--expect-count",
            "4",
            "--files-from",
            list,
            RECORD,
        ];
        let output = run(&arguments);
        assert_eq!(status(&output), 2, "{}", stderr(&output));
        let reports = reports(&output);
        let expected = [
            "4K6GSOJWB7QU2RFIL3CD3BQJ62.json",
            "4K6GSOJWB7QU2RFIL3CD3BQJ62.json",
            "no-such-file",
            "4K6GSOJWB7QU2RFIL3CD3BQJ62.json",
        ];
        assert_eq!(names(&reports), expected);
        assert_eq!(reports[2]["error"]["code"], "unreadable");
        assert_eq!(
            stderr(&output),
            "4 documents: 3 passed, 0 failed, 1 unverifiable; 2 duplicates\n"
        );
    }
}

/// Programs on Windows end lines like this. On other systems, a path may end with a carriage return.
#[test]
fn a_carriage_return_ends_a_line_of_a_list_on_windows_only() {
    let lines = format!("{RECORD}\r\n{RECORD}");
    let output = run_with_input(&["verify", "--json", "--files-from", "-"], lines.as_bytes());
    let reports = reports(&output);
    let verdicts = reports.iter().map(|report| report["verdict"].as_str());
    let first = if cfg!(windows) {
        "pass"
    } else {
        "unverifiable"
    };
    assert_eq!(verdicts.collect::<Vec<_>>(), [Some(first), Some("pass")]);
}

#[test]
#[cfg(unix)]
fn reads_a_list_from_standard_input_ended_by_nuls() {
    let folder = folder("nul", &[("with\nline.json", &read(REAL_RECORD))]);
    let list = format!("{}\0{RECORD}\0", folder.join("with\nline.json").display());
    let output = run_with_input(
        &["verify", "--files-from", "-", "-0", "--json"],
        list.as_bytes(),
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(reports(&output).len(), 2);
    let output = run_with_input(&["verify", "--files-from", "-", "--json"], list.as_bytes());
    assert_eq!(status(&output), 2);
}

#[test]
fn an_empty_list_is_an_error_even_with_other_documents() {
    let list = scratch("empty.list", b"\n\n");
    let list = list.to_str().unwrap();
    for paths in [&[][..], &[RECORD]] {
        let output = run(&[&["verify", "-q", "--files-from", list], paths].concat());
        assert_eq!(status(&output), 2, "{paths:?}");
        let said = stderr(&output);
        assert!(said.contains("empty.list: no paths in this list"), "{said}");
        let summary = summary_of(&[&["--files-from", list], paths].concat());
        assert_eq!(summary["complete"], false);
    }
    let missing = run(&["verify", "--json", "--files-from", "no-such-list"]);
    assert_eq!(status(&missing), 2);
    assert_eq!(reports(&missing)[0]["error"]["code"], "unreadable");
}

#[test]
fn a_hyphen_in_a_list_is_a_file_and_an_overlong_path_is_an_error() {
    let long = [b"a".repeat(1 << 17), b"\n".to_vec()].concat();
    for list in [b"-\n".to_vec(), long] {
        let output = run_with_input(&["verify", "--json", "--files-from", "-"], &list);
        assert_eq!(status(&output), 2);
        let reports = reports(&output);
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0]["error"]["code"], "unreadable");
    }
}

#[test]
fn refuses_options_that_contradict_each_other() {
    for (arguments, reason) in [
        (
            &["verify", "--files-from", "-", "-"][..],
            "cannot be both the list",
        ),
        (&["verify", "-0", RECORD], "--files-from"),
        (
            &["verify", "--ndjson", "--null-data", RECORD],
            "cannot be used with",
        ),
        (
            &["verify", "--summary", "-", RECORD],
            "--summary - and the reports would both go to standard output: add --quiet",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
}

#[test]
fn reads_documents_of_several_lines_that_end_with_a_nul() {
    let pretty = serde_json::to_vec_pretty(&read_json(REAL_RECORD)).unwrap();
    let mut input = Vec::new();
    for document in [&pretty[..], b"\n \n", b"{\n}", &pretty] {
        input.extend(document);
        input.push(0);
    }
    input.push(b'\n');
    for jobs in ["1", "2"] {
        let output = run_with_input(&["verify", "--json", "--null-data", "--jobs", jobs], &input);
        assert_eq!(status(&output), 2, "{}", stderr(&output));
        let reports = reports(&output);
        let found: Vec<_> = reports
            .iter()
            .map(|report| {
                (
                    report["verdict"].as_str().unwrap(),
                    report["source"]["line"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(found, [("pass", 1), ("unverifiable", 3), ("pass", 4)]);
        assert_eq!(reports[1]["source"]["offset"], pretty.len() as u64 + 5);
    }
    // Without the option, the input is one document that contains a NUL.
    assert_eq!(status(&run_with_input(&["verify", "-q"], &input)), 2);
}
