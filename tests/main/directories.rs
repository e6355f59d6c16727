//! Tests directories: their files are read in order, without loops, and nothing can block.

use std::path::MAIN_SEPARATOR;

use crate::support::run::{folder, reports, run, status, stderr, stdout};
use crate::support::{REAL_RECORD, read};

#[test]
fn searches_directories_in_byte_order_of_the_paths() {
    let root = folder("tree", &[]);
    let record = read(REAL_RECORD);
    let line = [record.trim_ascii(), b"\n"].concat();
    std::fs::create_dir_all(root.join("a/b")).unwrap();
    std::fs::create_dir_all(root.join("empty")).unwrap();
    for name in [
        "a.json",
        "a/b/1.json",
        "a-1.json",
        "a0.json",
        "B.json",
        "a/b.json",
    ] {
        std::fs::write(root.join(name), &record).unwrap();
    }
    std::fs::write(root.join("a/lines.jsonl"), line.repeat(2)).unwrap();
    std::fs::write(root.join("not-looked-at.txt"), "").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&root, root.join("a/round-in-circles")).unwrap();
        std::os::unix::fs::symlink(root.join("a.json"), root.join("z-link.json")).unwrap();
    }
    let output = run(&["verify", "--json", root.to_str().unwrap()]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let prefix = format!("{}{MAIN_SEPARATOR}", root.display());
    let found = reports(&output);
    let found: Vec<_> = found
        .iter()
        .map(|report| {
            report["source"]["path"]
                .as_str()
                .unwrap()
                .strip_prefix(&prefix)
                .unwrap()
                .replace(MAIN_SEPARATOR, "/")
        })
        .collect();
    let mut expected = vec![
        "B.json",
        "a-1.json",
        "a.json",
        "a/b.json",
        "a/b/1.json",
        "a/lines.jsonl",
        "a/lines.jsonl",
        "a0.json",
    ];
    if cfg!(unix) {
        expected.push("z-link.json");
    }
    assert_eq!(found, expected);
    let empty = run(&["verify", root.join("empty").to_str().unwrap()]);
    assert_eq!((status(&empty), stdout(&empty)), (2, String::new()));
}

#[test]
#[cfg(unix)]
fn counts_entries_named_like_documents_that_are_not_files() {
    let root = folder("no-files", &[]);
    let fifo = root.join("fifo.json");
    let mut mkfifo = std::process::Command::new("mkfifo");
    let made = mkfifo.arg(&fifo).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink(&fifo, root.join("link.json")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", root.join("zeros.ndjson")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.join("to-nothing.json")).unwrap();
    std::fs::write(root.join("record.json"), read(REAL_RECORD)).unwrap();
    let output = run(&["verify", "--json", root.to_str().unwrap()]);
    assert_eq!(status(&output), 2, "{}", stderr(&output));
    let reports = reports(&output);
    let found = reports
        .iter()
        .map(|report| report["error"]["code"].as_str());
    let unreadable = Some("unreadable");
    let expected = [unreadable, unreadable, None, unreadable, unreadable];
    assert_eq!(found.collect::<Vec<_>>(), expected);
    let message = reports[0]["error"]["message"].as_str();
    assert_eq!(message, Some("neither a file nor a link to one"));
}
